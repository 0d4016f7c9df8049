"""Looks at many rules over a whole city: block after block of people, so that the columns of one block stay in the processor's cache.

Of a block each distinct condition is compared once; what was found is handed over and forgotten before the next block, so memory
holds the columns and one block, whatever the number of rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..contracts import Node
from . import bitmaps, tree
from .bitmaps import Bits, Population

BLOCK = 1 << 17


@dataclass(frozen=True, slots=True)
class Block:
    """People from `start` on; for each rule in order who meets it, and of whom it is not known."""

    start: int
    size: int
    found: list[tuple[Bits, Bits]]


def sweep(nodes: Sequence[Node], population: Population, *, on: date, block: int = BLOCK) -> Iterator[Block]:
    """`block` people at a time, a multiple of eight."""
    kept = [tree.pruned(node, on) for node in nodes]
    for start in range(0, population.size, block):
        part = population.part(start, start + block)
        yield Block(start, part.size, [bitmaps.of_pruned(one, part) for one in kept])
