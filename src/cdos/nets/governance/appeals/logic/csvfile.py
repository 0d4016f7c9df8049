"""Reads CSV files as they come: any usual encoding, broken lines reported and never fatal, of any size."""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

MAX_RECORD = 400_000  # characters; eight times the longest text
MAX_ATTEMPTS = 50  # at closing a quote
BLOCK = 1 << 20
UNREADABLE = re.compile("[\ud800-\udfff]")  # what `surrogateescape` makes of a byte that cannot be decoded
csv.field_size_limit(MAX_RECORD)


@dataclass(frozen=True, slots=True)
class FileFacts:
    encoding: str  # Python's name
    label: str  # for people
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record that begins at `line` (from 1), or why it is none."""

    line: int
    cells: tuple[str, ...] = ()
    error: str = ""


class _Count:
    """A decoder that only counts what it cannot read."""

    def __init__(self, encoding: str) -> None:
        self.errors = 0
        name = f"cdos-count-{encoding}"
        codecs.register_error(name, self._count)
        self.decoder = codecs.getincrementaldecoder(encoding)(name)

    def _count(self, error: UnicodeError) -> tuple[str, int]:
        self.errors += 1
        assert isinstance(error, UnicodeDecodeError)
        return "\ufffd", error.end

    def feed(self, block: bytes, final: bool) -> None:
        if self.errors < 10_000:
            self.decoder.decode(block, final)


BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def _is_utf8(sample: bytes) -> bool:
    try:
        sample[:-4].decode()
    except UnicodeDecodeError as error:
        return error.start > len(sample) - 8  # a character cut at the end
    return True


def _by_head(head: bytes) -> tuple[str, str] | None:
    for bom, encoding, label in BOMS:
        if head.startswith(bom):
            return encoding, label
    sample = head[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # UTF-16 without a mark: in one of two bytes many are zero, and Chinese in it is not UTF-8.
    if max(even, odd) > len(sample) // (16 if not _is_utf8(sample) else 4):
        return ("utf-16-le" if odd > even else "utf-16-be"), "UTF-16"
    return None


def inspect(path: Path) -> FileFacts:
    """Encoding and hash in one pass: by the mark at its head, else UTF-8, else GB18030, whichever reads better."""
    digest = hashlib.sha256()
    counts = {"utf-8": _Count("utf-8"), "gb18030": _Count("gb18030")}
    known: tuple[str, str] | None = None
    with path.open("rb") as stream:
        block = stream.read(BLOCK)
        known = _by_head(block)
        while block:
            digest.update(block)
            following = stream.read(BLOCK)
            for count in () if known else counts.values():
                count.feed(block, not following)
            block = following
    if known is None:
        best = "utf-8" if counts["utf-8"].errors <= counts["gb18030"].errors else "gb18030"
        known = best, best.upper()
    return FileFacts(known[0], known[1], digest.hexdigest())


class _Lines:
    """Physical lines with their numbers, of which some may be read again."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self.stream = stream
        self.number = 0
        self.again: list[str] = []

    def next(self) -> str:
        line = self.again.pop() if self.again else self._read()
        if line:
            self.number += 1
        return line

    def _read(self) -> str:
        line = self.stream.readline(MAX_RECORD + 1)
        while len(line) > MAX_RECORD and not line.endswith("\n"):
            rest = self.stream.readline(MAX_RECORD)
            if not rest or rest.endswith("\n"):
                break
        return line

    def back(self, lines: list[str]) -> None:
        self.again.extend(reversed(lines))
        self.number -= len(lines)


def _parse(text: str, delimiter: str) -> tuple[list[str] | None, str]:
    """Cells; or None with "open" where a quote is still open, or with what is wrong."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None, "open"
        if "field larger" in str(error):
            return None, _("a field is longer than %(most)d characters") % {"most": MAX_RECORD}
        return None, _("the quotes do not match")
    return (rows[0] if rows else []), ""


def _record(lines: _Lines, first: str, delimiter: str) -> tuple[list[str] | None, str, list[str]]:
    """The record that begins with `first`: its cells or what is wrong, and the lines taken after the first."""
    cells, problem = _parse(first, delimiter)
    taken: list[str] = []
    length, quotes, attempts = len(first), first.count('"'), 0
    while problem == "open":
        line = lines.next()
        if not line or length > MAX_RECORD or attempts > MAX_ATTEMPTS:
            if line:
                taken.append(line)
            return None, _("a quote is opened and never closed"), taken
        taken.append(line)
        length += len(line)
        found = line.count('"')
        quotes += found
        if found and quotes % 2 == 0:
            attempts += 1
            cells, problem = _parse(first + "".join(taken), delimiter)
    return cells, problem, taken


def _swallowed(taken: list[str], width: int, delimiter: str) -> bool:
    """True where a line inside a broken record is a whole record of its own."""
    for line in taken:
        cells, _problem = _parse(line, delimiter)
        if cells is not None and len(cells) == width:
            return True
    return False


def _fitted(cells: list[str], width: int) -> tuple[str, ...] | None:
    """The cells as wide as the header; empty cells too many are dropped."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    return tuple(cells) if len(cells) == width else None


def _damage(cells: list[str], width: int) -> str:
    joined = "".join(cells)
    if "\x00" in joined:
        return _("it contains NUL characters")
    if UNREADABLE.search(joined):
        return _("it contains bytes that cannot be read in this encoding")
    if _fitted(cells, width) is None:
        return _("it has %(found)d columns where the header has %(width)d") % {
            "found": len(cells),
            "width": width,
        }
    return ""


def delimiter_of(header: str) -> str:
    return max((",", "\t", ";", "|"), key=lambda sign: (header.count(sign), sign == ","))


def records(path: Path, facts: FileFacts) -> Iterator[Record]:
    """The header first, then every record or what is wrong with it; empty lines are passed over."""
    # UTF-16 knows no escape for half a character; there a damaged one reads as U+FFFD.
    errors = "replace" if facts.encoding.startswith("utf-16") else "surrogateescape"
    with path.open("r", encoding=facts.encoding, errors=errors, newline="") as stream:
        lines = _Lines(stream)
        header = lines.next()
        while header and not header.strip():
            header = lines.next()
        delimiter = delimiter_of(header)
        cells, problem, _taken = _record(lines, header, delimiter)
        width = len(cells or [])
        while width and not (cells or [])[width - 1].strip():
            width -= 1
        yield Record(1, tuple((cells or [])[:width]), problem)
        if not problem:
            yield from _body(lines, width, delimiter)


def _body(lines: _Lines, width: int, delimiter: str) -> Iterator[Record]:
    while line := lines.next():
        at = lines.number
        if not line.strip():
            continue
        if len(line) > MAX_RECORD:
            yield Record(at, error=_("the line is longer than %(most)d characters") % {"most": MAX_RECORD})
            continue
        cells, problem, taken = _record(lines, line, delimiter)
        problem = problem or _damage(cells or [], width)
        if problem:
            if cells is None or _swallowed(taken, width, delimiter):
                lines.back(taken)
            yield Record(at, error=problem)
        else:
            yield Record(at, _fitted(cells or [], width) or ())
