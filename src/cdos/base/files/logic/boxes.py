"""The box structure of MP4, QuickTime and 3GPP files (ISO/IEC 14496-12): what tracks there are, and where place data is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_PARENTS = {b"moov", b"trak", b"mdia"}
_PRIVATE = {b"udta", b"meta", b"uuid"}  # titles, maker, place (©xyz, loci, com.apple.quicktime.location, XMP)
_MOST_BOXES = 10_000


class BrokenBoxes(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    start: int
    body: int  # where its content begins
    end: int


def walk(stream: IO[bytes], size: int) -> Iterator[Box]:
    """All boxes of the levels that matter here; raises BrokenBoxes where one reaches past its parent."""
    waiting = [(0, size)]
    seen = 0
    while waiting:
        start, end = waiting.pop()
        while start < end:
            box = _read(stream, start, end)
            seen += 1
            if seen > _MOST_BOXES:
                raise BrokenBoxes
            yield box
            if box.kind in _PARENTS:
                waiting.append((box.body, box.end))
            start = box.end


def tracks(stream: IO[bytes], size: int) -> set[bytes]:
    """Handler types of the tracks: b"vide", b"soun" ...; raises BrokenBoxes when there is no movie box."""
    found: set[bytes] = set()
    movie = False
    for box in walk(stream, size):
        movie = movie or box.kind == b"moov"
        if box.kind == b"hdlr":
            stream.seek(box.body + 8)
            found.add(stream.read(4))
    if not movie:
        raise BrokenBoxes
    return found


def blank_private(stream: IO[bytes], size: int) -> int:
    """Overwrite private boxes with free space of the same length, so that no offset changes; returns how many."""
    private = [box for box in walk(stream, size) if box.kind in _PRIVATE]
    for box in private:
        stream.seek(box.start + 4)
        stream.write(b"free")
        stream.seek(box.body)
        left = box.end - box.body
        while left:
            piece = min(left, 1 << 16)
            stream.write(bytes(piece))
            left -= piece
    return len(private)


def _read(stream: IO[bytes], start: int, end: int) -> Box:
    stream.seek(start)
    head = stream.read(16)
    if len(head) < 8:
        raise BrokenBoxes
    length, kind, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
    if length == 1:
        length, body = int.from_bytes(head[8:16], "big"), start + 16
    elif length == 0:
        length = end - start
    if length < body - start or start + length > end:
        raise BrokenBoxes
    return Box(kind, start, body, start + length)
