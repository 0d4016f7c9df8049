"""In memory: each distinct condition once over columns, as packed bits. 20 million people need 2 GB and seconds."""

from collections.abc import Iterator, Sequence
from datetime import date

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node

from ..contracts import About
from ..logic.columns import Everybody
from .base import BLOCK, Engine


class BitsEngine(Engine):
    name = "bits"

    def sweep(
        self, nodes: Sequence[Node], about: About, everybody: Everybody, day: date
    ) -> Iterator[rules.Block]:
        return rules.sweep(nodes, everybody.population, on=day, block=BLOCK)
