"""The words of every module: gathers them, keeps each module's catalogues, says what is not translated.

English is the language of the sources, so it needs no catalogue. Simplified Chinese is written by people;
traditional Chinese is converted from it (OpenCC), except where somebody wrote "by hand" beside a message.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[2]  # src/cdos
WRITTEN, CONVERTED = "zh_Hans", "zh_Hant"
LOCALES = (WRITTEN, CONVERTED)
BY_HAND = "by hand"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str, str]  # context, msgid


@dataclass(frozen=True, slots=True)
class Gap:
    """A message that a reader of `locale` would not see in their language."""

    module: str
    locale: str
    msgid: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    id: str | tuple[str, str]
    context: str | None
    place: str


def modules() -> list[Path]:
    return sorted(path.parent for path in SOURCE.rglob("apps.py"))


def _owner(path: Path, owners: list[Path]) -> Path | None:
    return next((parent for parent in path.parents if parent in owners), None)


def gather() -> dict[Path, list[Found]]:
    """Every message of every module, in the order of the files."""
    owners = modules()
    found: dict[Path, list[Found]] = {owner: [] for owner in owners}
    for path in sorted(SOURCE.rglob("*")):
        owner = _owner(path, owners)
        if owner and path.suffix in {".py", ".html", ".txt"} and not _outside(path.relative_to(owner)):
            found[owner].extend(_in_file(path, owner))
    return found


def _outside(path: Path) -> bool:
    return bool({"tests", "migrations", "static", "node_modules", "assets"} & set(path.parts))


def _in_file(path: Path, owner: Path) -> Iterator[Found]:
    place = path.relative_to(owner).as_posix()
    if path.suffix == ".py":
        with path.open("rb") as source:
            for _line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
                yield Found(_id(message), context or None, place)
    elif "templates" in path.parts:
        yield from _in_template(path.read_text("utf-8"), place)


def _id(message: str | tuple[str, ...]) -> str | tuple[str, str]:
    return message if isinstance(message, str) else (message[0], message[1])


def _in_template(text: str, place: str) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    for name, literals in CALL.findall(templatize(text)):
        parts = ast.literal_eval(f"({literals},)")
        context = parts[0] if "p" in name.removesuffix("gettext") else None
        words = parts[1:] if context is not None else parts
        yield Found((words[0], words[1]) if name.startswith("n") else words[0], context, place)


def catalogue_path(module: Path, locale: str) -> Path:
    return module / "locale" / locale / "LC_MESSAGES" / "django.po"


def read(module: Path, locale: str) -> Catalog:
    path = catalogue_path(module, locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _fresh(found: Iterable[Found], locale: str) -> Catalog:
    catalog = Catalog(locale=locale)
    for one in found:
        catalog.add(one.id, locations=[(one.place, None)], context=one.context)  # type: ignore[list-item]
    return catalog


def _key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> list[str]:
    string = message.string
    return [string] if isinstance(string, str) else list(string or ())


def _translated(message: Message) -> bool:
    strings = _strings(message)
    return bool(strings) and all(strings)


def _carried(fresh: Catalog, known: Catalog, memory: dict[Key, Message]) -> None:
    """Fills `fresh` from the module's own catalogue, then from what other modules say for the same words."""
    own = {_key(m): m for m in known if m.id}
    for message in fresh:
        source = own.get(_key(message))
        if source is None or not _translated(source):
            source = memory.get(_key(message), source)
        if message.id and source is not None and isinstance(source.id, str) == isinstance(message.id, str):
            message.string = source.string
            message.user_comments = list(source.user_comments)


def _convert(fresh: Catalog, written: Catalog, known: Catalog) -> None:
    from opencc import OpenCC

    to_hong_kong = OpenCC("s2hk").convert
    by_hand = {_key(m): m for m in known if m.id and BY_HAND in m.user_comments}
    simplified = {_key(m): m for m in written if m.id}
    for message in fresh:
        if not message.id:
            continue
        kept = by_hand.get(_key(message))
        source = kept or simplified.get(_key(message))
        if source is None:
            continue
        if kept:
            message.string, message.user_comments = kept.string, list(kept.user_comments)
        elif _translated(source):
            converted = tuple(map(to_hong_kong, _strings(source)))
            message.string = converted[0] if isinstance(message.id, str) else converted


def _bytes(catalog: Catalog) -> bytes:
    """Stable text: no dates, no line numbers, no names, so that only words make a difference."""
    raw = BytesIO()
    write_po(raw, catalog, include_lineno=False, sort_output=True, width=110, ignore_obsolete=True)
    dull = re.compile(
        rb'^(#.*|"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid|Project-Id-Version|MIME).*)$\n',
        re.M,
    )
    head, gap, rest = raw.getvalue().partition(b"\n\n")
    return dull.sub(b"", head + b"\n").rstrip() + gap + rest


def _memory() -> dict[Key, Message]:
    return {_key(m): m for module in modules() for m in read(module, WRITTEN) if m.id and _translated(m)}


def updated() -> dict[Path, bytes]:
    """What every catalogue file should hold now."""
    wanted: dict[Path, bytes] = {}
    memory = _memory()
    for module, found in gather().items():
        if not found:
            continue
        written = _fresh(found, WRITTEN)
        _carried(written, read(module, WRITTEN), memory)
        converted = _fresh(found, CONVERTED)
        _convert(converted, written, read(module, CONVERTED))
        wanted[catalogue_path(module, WRITTEN)] = _bytes(written)
        wanted[catalogue_path(module, CONVERTED)] = _bytes(converted)
    return wanted


def update(only: str = "") -> int:
    """Writes the catalogues that changed (of modules whose path holds `only`); answers how many."""
    changed = 0
    for path, content in updated().items():
        if only in path.as_posix() and (not path.exists() or path.read_bytes() != content):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed += 1
    return changed


def compile_all() -> int:
    """Writes the .mo beside each .po that is newer; answers how many."""
    count = 0
    for module in modules():
        for path in sorted(module.glob("locale/*/LC_MESSAGES/django.po")):
            target = path.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
                continue
            catalog = read(module, path.parts[-3])
            with target.open("wb") as file:
                write_mo(file, catalog)
            count += 1
    return count


def missing() -> list[Gap]:
    """Untranslated messages, and translations whose placeholders differ from the English."""
    gaps: list[Gap] = []
    for module, found in gather().items():
        name = module.relative_to(SOURCE).as_posix()
        for locale in LOCALES:
            known = {_key(m): m for m in read(module, locale) if m.id}
            for message in _fresh(found, locale):
                why = _why_not(message, known.get(_key(message))) if message.id else ""
                if why:
                    gaps.append(Gap(name, locale, _key(message)[1], why))
    return gaps


def _why_not(message: Message, known: Message | None) -> str:
    if known is None or not _translated(known):
        return "not translated"
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    if any(set(PLACEHOLDER.findall(string)) != wanted for string in _strings(known)):
        return "placeholders differ"
    return ""


def main(arguments: list[str] | None = None) -> int:
    """`python -m cdos messages [PART] [--check]`: PART limits what is written to modules whose path holds it."""
    given = sys.argv[1:] if arguments is None else arguments
    only = next((word for word in given if not word.startswith("-")), "")
    if "--check" not in given:
        print(f"{update(only)} catalogues written, {compile_all()} compiled.")
    gaps = [gap for gap in missing() if only in gap.module]
    for gap in gaps:
        print(f"{gap.module} {gap.locale}: {gap.why}: {gap.msgid!r}")
    print(f"{len(gaps)} messages are missing." if gaps else "Every message is translated.")
    return 1 if gaps and "--check" in given else 0
