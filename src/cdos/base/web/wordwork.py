"""The work of translators: what lacks a translation, what no person has read, and taking in what they made.

Both lists and what is taken in have one form, so that a translator fills in what was printed:
{locale: [{"context", "msgid", "plural", "zh", "strings", "by", "on"}]}. `by` names the person who translated or read
it; where nobody is named, a machine did, and the message is marked so.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

from cdos.base.web import generic, messages
from cdos.base.web.contracts import CatalogueEntry
from cdos.base.web.messages import WRITTEN


def entries(locale: str) -> Iterator[CatalogueEntry]:
    """Every message kept in `locale`, in the order of the modules."""
    for module in messages.modules():
        if messages.catalogue_path(module, locale).exists():
            chinese = {messages.key(m): m for m in messages.read(module, WRITTEN) if m.id}
            name = module.relative_to(generic.SOURCE).as_posix()
            for message in messages.read(module, locale):
                if message.id:
                    yield _entry(name, locale, message, chinese.get(messages.key(message)))


def _entry(module: str, locale: str, message: Message, chinese: Message | None) -> CatalogueEntry:
    context, msgid = messages.key(message)
    plural = "" if isinstance(message.id, str) else message.id[1]
    zh = messages.strings(chinese)[0] if chinese and messages.strings(chinese) else ""
    machine = generic.MACHINE in message.user_comments
    return CatalogueEntry(
        module, locale, context, msgid, plural, zh, tuple(messages.strings(message)), machine
    )


def show(part: str, *, todo: bool) -> int:
    """Prints what lacks a translation (`todo`) or what nobody has read, as JSON."""
    chosen: dict[str, list[dict[str, Any]]] = {}
    for locale in generic.LOCALES:
        for one in entries(locale):
            lacking = not all(one.strings) or not one.strings
            if part in one.module and (lacking if todo else one.machine):
                chosen.setdefault(locale, []).append(_row(one))
    print(json.dumps(chosen, ensure_ascii=False, indent=1))
    return 0


def _row(one: CatalogueEntry) -> dict[str, Any]:
    return {
        "context": one.context, "msgid": one.msgid, "plural": one.plural, "zh": one.zh,
        "strings": list(one.strings), "by": "", "on": "",
    }  # fmt: skip


def take(file: Path) -> int:
    """Writes the translations of `file` into every catalogue that has their messages; answers how many."""
    count = 0
    for locale, rows in json.loads(file.read_text("utf-8")).items():
        wanted = {(row.get("context", ""), row["msgid"]): row for row in rows if any(row["strings"])}
        for module in messages.modules():
            path = messages.catalogue_path(module, locale)
            if path.exists():
                catalog = messages.read(module, locale)
                if taken := _take(catalog, wanted):
                    path.write_bytes(messages.as_bytes(catalog))
                    count += taken
    return count


def _take(catalog: Catalog, wanted: dict[messages.Key, dict[str, Any]]) -> int:
    count = 0
    for message in catalog:
        row = wanted.get(messages.key(message)) if message.id else None
        if row is not None:
            strings = tuple(row["strings"])
            message.string = strings[0] if isinstance(message.id, str) else strings
            message.user_comments = [_mark(row)]
            count += 1
    return count


def _mark(row: dict[str, Any]) -> str:
    return f"read by {row['by']}, {row.get('on', '')}".rstrip(", ") if row.get("by") else generic.MACHINE
