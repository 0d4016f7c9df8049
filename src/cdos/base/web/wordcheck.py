"""What is wrong with the catalogues: a message not translated, a placeholder or a tag lost, too few plural forms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from cdos.base.web import generic, messages
from cdos.base.web.contracts import CatalogueEntry
from cdos.base.web.messages import CONVERTED, WRITTEN, Found

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")


@dataclass(frozen=True, slots=True)
class Gap:
    """A message that a reader of `locale` would not see in their language."""

    module: str
    locale: str
    msgid: str
    why: str


def missing() -> list[Gap]:
    """Of all modules: everything in Chinese, and in the other languages what residents meet."""
    return [gap for module, found in messages.gather().items() for gap in _of_module(module, found)]


def _of_module(module: Path, found: list[Found]) -> Iterator[Gap]:
    for locale in (WRITTEN, CONVERTED):
        yield from _gaps(module, locale, found)
    general = messages.said_to_all(module, found)
    for locale in generic.LOCALES if general else ():
        yield from _gaps(module, locale, general)


def _gaps(module: Path, locale: str, found: list[Found]) -> Iterator[Gap]:
    catalog = messages.read(module, locale)
    known = {messages.key(m): m for m in catalog if m.id}
    wanted = messages.fresh(found, locale)
    name = module.relative_to(generic.SOURCE).as_posix()
    if found and (why := _wrong_as_a_whole(module, locale, catalog, wanted)):
        yield Gap(name, locale, "", why)
    for message in wanted:
        why = why_not(message, known.get(messages.key(message)), locale) if message.id else ""
        if why:
            yield Gap(name, locale, messages.key(message)[1], why)


def _wrong_as_a_whole(module: Path, locale: str, catalog: Catalog, wanted: Catalog) -> str:
    path = messages.catalogue_path(module, locale)
    if path.exists() and not path.with_suffix(".mo").exists():
        return "not compiled"
    if catalog.plural_forms != wanted.plural_forms:
        return f"plural forms differ from {wanted.plural_forms}"
    return ""


def why_not(message: Message, known: Message | None, locale: str = WRITTEN) -> str:
    """Why a reader would not see `message` as it is meant; "" where they would."""
    if known is None or not any(messages.strings(known)):
        return "not translated"
    if not messages.translated(known):
        return "a plural form is missing"
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if not _kept(PLACEHOLDER, ids[-1], messages.strings(known), generic.COUNTLESS.get(locale, 0)):
        return "placeholders differ"
    if not _kept(TAG, ids[-1], messages.strings(known), 0):
        return "tags differ"
    return ""


def fault(entry: CatalogueEntry, strings: Sequence[str]) -> str:
    """Why `strings` cannot stand for the message; "" where they can."""
    message = Message((entry.msgid, entry.plural) if entry.plural else entry.msgid)
    known = Message(message.id, tuple(strings) if entry.plural else "".join(strings[:1]))
    if len(strings) != len(entry.strings):
        return "a plural form is missing"
    return why_not(message, known, entry.locale)


def _kept(pattern: re.Pattern[str], text: str, strings: Sequence[str], countless: int) -> bool:
    """`countless`: so many first plural forms may leave placeholders out, as "one day" does."""
    wanted = sorted(set(pattern.findall(text)))
    for place, string in enumerate(strings):
        found = sorted(set(pattern.findall(string)))
        fewer_is_fine = len(strings) > 1 and place < countless and set(found) <= set(wanted)
        if found != wanted and not fewer_is_fine:
            return False
    return True


def grave(gaps: list[Gap]) -> list[Gap]:
    """Those that nobody may leave: all of Chinese, and the other languages of modules that are not being written."""
    return [
        gap
        for gap in gaps
        if gap.locale in (WRITTEN, CONVERTED) or not gap.module.startswith(generic.PENDING)
    ]


def report(part: str, *, strict: bool) -> int:
    gaps = [gap for gap in missing() if part in gap.module]
    for gap in gaps:
        print(f"{gap.module} {gap.locale}: {gap.why}: {gap.msgid!r}")
    print(f"{len(gaps)} messages are missing." if gaps else "Every message is translated.")
    return 1 if strict and grave(gaps) else 0
