"""The words of every module: gathers them, keeps each module's catalogues, compiles them.

English is the language of the sources, so it needs no catalogue. Simplified Chinese is written by people;
traditional Chinese is converted from it (OpenCC), except where somebody wrote "by hand" beside a message. The other
eight languages are kept for what residents meet (`generic.py`); what a machine made is marked until a person read it.
"""

import argparse
import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cdos.base.web import generic
from cdos.base.web.generic import SOURCE

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
CALLS = re.compile(rb"\b(?:_|n?p?gettext\w*)\(")
Key = tuple[str, str]  # context, msgid


@dataclass(frozen=True, slots=True)
class Found:
    id: str | tuple[str, str]
    context: str | None
    place: str


def modules() -> list[Path]:
    return sorted(path.parent for path in SOURCE.rglob("apps.py"))


def _owner(path: Path, owners: list[Path]) -> Path | None:
    return next((parent for parent in path.parents if parent in owners), None)


@lru_cache(maxsize=1)
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
        source = path.read_bytes()
        if CALLS.search(source):  # taking a file apart costs a thousand times as much as looking for a call
            for _line, message, _comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
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
        return _empty(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _empty(locale: str) -> Catalog:
    catalog = Catalog(locale=locale)
    if locale in generic.PLURAL_FORMS:
        catalog.mime_headers = [("Plural-Forms", generic.PLURAL_FORMS[locale])]
    return catalog


def fresh(found: Iterable[Found], locale: str) -> Catalog:
    """The catalogue of these messages with nothing translated yet."""
    catalog = _empty(locale)
    for one in found:
        catalog.add(one.id, locations=[(one.place, None)], context=one.context)  # type: ignore[list-item]
    return catalog


def key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> list[str]:
    string = message.string
    return [string] if isinstance(string, str) else list(string or ())


def translated(message: Message) -> bool:
    said = strings(message)
    return bool(said) and all(said)


def _carried(fresh: Catalog, known: Catalog, memory: dict[Key, Message]) -> None:
    """Fills `fresh` from the module's own catalogue, then from what other modules say for the same words."""
    own = {key(m): m for m in known if m.id}
    for message in fresh:
        source = own.get(key(message))
        if source is None or not translated(source):
            source = memory.get(key(message), source)
        if message.id and source is not None and isinstance(source.id, str) == isinstance(message.id, str):
            message.string = source.string
            message.user_comments = list(source.user_comments)


@lru_cache(maxsize=1)
def _to_hong_kong() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("s2hk").convert


def _convert(fresh: Catalog, written: Catalog, known: Catalog) -> None:
    to_hong_kong = _to_hong_kong()
    by_hand = {key(m): m for m in known if m.id and BY_HAND in m.user_comments}
    simplified = {key(m): m for m in written if m.id}
    for message in fresh:
        if not message.id:
            continue
        kept = by_hand.get(key(message))
        source = kept or simplified.get(key(message))
        if source is None:
            continue
        if kept:
            message.string, message.user_comments = kept.string, list(kept.user_comments)
        elif translated(source):
            converted = tuple(map(to_hong_kong, strings(source)))
            message.string = converted[0] if isinstance(message.id, str) else converted


def said_to_all(module: Path, found: Iterable[Found]) -> list[Found]:
    """Those of a module's messages that are kept in all languages, with each place they stand at."""
    places: dict[tuple[str | None, str | tuple[str, str]], list[Found]] = {}
    for one in found:
        places.setdefault((one.context, one.id), []).append(one)
    name = module.relative_to(SOURCE).as_posix()
    return [
        one for same in places.values() if generic.is_generic(name, (o.place for o in same)) for one in same
    ]


def as_bytes(catalog: Catalog) -> bytes:
    """Stable text: no dates, no line numbers, no names, so that only words make a difference."""
    raw = BytesIO()
    write_po(raw, catalog, include_lineno=False, sort_output=True, width=110, ignore_obsolete=True)
    dull = re.compile(
        rb'^(#.*|"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid|Project-Id-Version|MIME).*)$\n',
        re.M,
    )
    head, gap, rest = raw.getvalue().partition(b"\n\n")
    return dull.sub(b"", head + b"\n").rstrip() + gap + rest


def _memory(locale: str) -> dict[Key, Message]:
    return {key(m): m for module in modules() for m in read(module, locale) if m.id and translated(m)}


def updated() -> dict[Path, bytes]:
    """What every catalogue file should hold now."""
    wanted: dict[Path, bytes] = {}
    memory = {locale: _memory(locale) for locale in (WRITTEN, *generic.LOCALES)}
    for module, found in gather().items():
        if not found:
            continue
        written = fresh(found, WRITTEN)
        _carried(written, read(module, WRITTEN), memory[WRITTEN])
        converted = fresh(found, CONVERTED)
        _convert(converted, written, read(module, CONVERTED))
        wanted[catalogue_path(module, WRITTEN)] = as_bytes(written)
        wanted[catalogue_path(module, CONVERTED)] = as_bytes(converted)
        wanted.update(_in_all_languages(module, found, memory))
    return wanted


def _in_all_languages(
    module: Path, found: Iterable[Found], memory: dict[str, dict[Key, Message]]
) -> Iterator[tuple[Path, bytes]]:
    chosen = said_to_all(module, found)
    for locale in generic.LOCALES if chosen else ():
        catalog = fresh(chosen, locale)
        _carried(catalog, read(module, locale), memory[locale])
        yield catalogue_path(module, locale), as_bytes(catalog)


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


def main(arguments: Sequence[str] | None = None) -> int:
    """`./cdos messages [PART] [--check] [--machine] [--todo] [--take FILE]`."""
    from cdos.base.web import wordcheck, wordwork

    parser = argparse.ArgumentParser(prog="cdos messages", description=__doc__)
    parser.add_argument("part", nargs="?", default="", help="only modules whose path holds this")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail on what is missing or wrong"
    )
    parser.add_argument(
        "--machine", action="store_true", help="list what a machine translated and nobody read"
    )
    parser.add_argument("--todo", action="store_true", help="print what lacks a translation, as JSON to fill")
    parser.add_argument("--take", metavar="FILE", help="take translations from such a JSON")
    given = parser.parse_args(arguments)
    if given.machine or given.todo:
        return wordwork.show(given.part, todo=given.todo)
    if not given.check:
        print(f"{update(given.part)} catalogues written.")
    if given.take:
        print(f"{wordwork.take(Path(given.take))} translations taken.")
        update()  # the same words in another module, and the files as they always stand
    print(f"{compile_all()} compiled.")
    return wordcheck.report(given.part, strict=given.check)
