"""The door of full-text search: any two neighbouring characters of a text find it, for those who may see it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cdos.base.search.contracts import Entry, Hit, Reach
from cdos.base.search.logic import finding, grams, highlighting, indexing
from cdos.base.search.logic.rebuilding import rebuilding

__all__ = [
    "Entry",
    "Hit",
    "Reach",
    "excerpt",
    "find",
    "highlight",
    "index",
    "index_many",
    "index_new",
    "matches",
    "rebuilding",
    "relabel",
    "remove",
]


def index(*, kind: str, object_id: int, text: str, labels: Sequence[str], at: datetime) -> None:
    """Index an object's text, or index it anew."""
    indexing.write([Entry(kind, object_id, text, tuple(labels), at)])


def index_new(*, kind: str, object_id: int, text: str, labels: Sequence[str], at: datetime) -> None:
    """Index an object that was never indexed before, at less cost."""
    indexing.write_new(Entry(kind, object_id, text, tuple(labels), at))


def index_many(entries: Iterable[Entry]) -> int:
    """Index many objects with few statements; returns how many."""
    return indexing.write(entries)


def relabel(*, kind: str, object_id: int, labels: Sequence[str], at: datetime) -> None:
    """Change who may find an object without its text; `at` as it was indexed."""
    indexing.relabel(kind=kind, object_id=object_id, names=labels, at=at)


def remove(*, kind: str, object_id: int) -> None:
    indexing.remove(kind=kind, object_id=object_id)


def find(
    *,
    words: str,
    reach: Reach,
    kinds: Sequence[str] = (),
    limit: int = 50,
    before: tuple[datetime, int] | None = None,
) -> list[Hit]:
    """Objects that hold every word (words are parted by white space), newest first.

    `before` continues after the last hit of the page before: its (at, object_id). Empty words find nothing.
    """
    query = " & ".join(grams.phrase(word) for word in grams.words(words))
    return finding.find(finding.Search(query, reach, tuple(kinds), limit, before))


def matches(*, text: str, words: str) -> bool:
    """Whether this text would be found by these words; says nothing about who may see it."""
    plain = grams.normalise(text)
    return all(word in plain or grams.stripped(word) in grams.stripped(plain) for word in grams.words(words))


def highlight(text: str, words: str) -> list[tuple[str, bool]]:
    """The text in pieces, True where it was found; a template escapes each piece and marks the true ones."""
    return highlighting.pieces(text, words)


def excerpt(text: str, words: str, *, length: int = 120) -> list[tuple[str, bool]]:
    """About `length` characters around the first place found, in pieces as `highlight` gives."""
    return highlighting.excerpt(text, words, length)
