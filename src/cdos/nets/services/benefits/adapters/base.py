"""What looks at everybody at night: gives, block by block, one row of bits a programme, in the order of the extract."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node

from ..contracts import About, Programme
from ..logic.columns import Everybody

BLOCK = 1 << 17  # people
Mask = npt.NDArray[np.bool_]


class Engine(ABC):
    name: str

    def columns(self, wanted: Iterable[str], programmes: Sequence[Programme]) -> set[str]:
        """Which of the fields it needs in memory; sums are made from those of the amounts in any case."""
        return set(wanted)

    @abstractmethod
    def sweep(
        self, nodes: Sequence[Node], about: About, everybody: Everybody, day: date
    ) -> Iterator[rules.Block]:
        """BLOCK people at a time; the bits of `unknown` may be left out (empty)."""


class SqlEngine(Engine):
    """An engine that takes the rules' SQL: DuckDB here; ClickHouse or Spark is this class and a connection."""

    dialect: str

    def columns(self, wanted: Iterable[str], programmes: Sequence[Programme]) -> set[str]:
        return {one.terms.amount.field for one in programmes if one.terms.amount.field}

    def sweep(
        self, nodes: Sequence[Node], about: About, everybody: Everybody, day: date
    ) -> Iterator[rules.Block]:
        asked = [rules.to_sql(node, dialect=self.dialect, on=day, comments=False) for node in nodes]
        fields = set().union(*(rules.fields_of(node) for node in nodes)) if nodes else set()
        size = len(everybody.parties)
        with self.opened(about, fields) as answer:
            for start in range(0, size, BLOCK):
                stop = min(size, start + BLOCK)
                found = [(np.packbits(mask), _NONE) for mask in answer(asked, start, stop)]
                yield rules.Block(start, stop - start, found)

    @abstractmethod
    def opened(self, about: About, fields: set[str]) -> "Opened":
        """A connection for one night: a function of (conditions, first row, row after the last) that gives a mask a condition."""


_NONE = np.empty(0, np.uint8)


class Opened(ABC):
    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """When the night is over."""

    @abstractmethod
    def __call__(self, conditions: Sequence[str], start: int, stop: int) -> Iterator[Mask]: ...
