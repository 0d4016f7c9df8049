"""Which numbers of a sentence are proved by its rows."""

import re
from collections.abc import Iterable, Iterator

from ..contracts import Evidence

_number = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def numbers(text: str) -> Iterator[tuple[str, float]]:
    """As written, and its value."""
    for found in _number.findall(text):
        yield found, float(found.replace(",", ""))


def unproved(text: str, drafted: str, evidence: Evidence | None) -> tuple[str, ...]:
    """Numbers that are neither in the rows nor in what the data made of them (percentages, sums); none for a remark."""
    if evidence is None:
        return ()
    proved = set(_values(evidence)) | {value for _, value in numbers(drafted)}
    return tuple(said for said, value in numbers(text) if not any(_same(value, one) for one in proved))


def _values(evidence: Evidence) -> Iterable[float]:
    for row in evidence.rows:
        for cell in row:
            if isinstance(cell, int | float):
                yield float(cell)
            elif isinstance(cell, str):
                yield from (value for _, value in numbers(cell))
    yield from (value for _, value in numbers(f"{evidence.title} {evidence.how}"))


def _same(said: float, proved: float) -> bool:
    """12.3 is said of 12.34."""
    return any(abs(round(proved, places) - said) < 1e-9 for places in range(4))
