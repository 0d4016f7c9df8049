"""How alike two messages are by chance: the yardstick for what is called similar.

Alike is what hardly any two messages of this city about different places, taken at random, reach. Where many
messages are about few problems (or hardly any are there) random pairs tell little, so the figure stays within bounds
that hold for Chinese and English texts in general.
"""

import numpy as np

from .features import Features, Ids, Weights

SAMPLE = 512  # messages kept to compare with
RING = 40_000  # similarities kept
PER_MESSAGE = 12
ENOUGH = 5  # pairs that must be above a quantile for it to be known


class Chance:
    """A running sample of the similarity of random pairs."""

    def __init__(self, seed: int = 0) -> None:
        self.random = np.random.default_rng(seed)
        self.kept: list[tuple[Ids, Weights, Ids]] = []
        self.seen = 0
        self.values = np.zeros(RING, np.float32)
        self.filled = 0
        self._known: dict[float, float] = {}

    def take(self, found: Features, words: Weights, named: Weights, telling: float) -> None:
        """`words` and `named` hold the features of the message laid out wide."""
        for number in self.random.integers(0, len(self.kept), PER_MESSAGE) if self.kept else ():
            ids, weights, places = self.kept[number]
            if named[places].sum() < telling:  # else perhaps the same case
                self.values[self.filled % RING] = words[ids] @ weights
                self.filled += 1
        self.seen += 1
        kept = found.ids, found.weights, found.named
        if len(self.kept) < SAMPLE:
            self.kept.append(kept)
        elif (slot := int(self.random.integers(0, self.seen))) < SAMPLE:
            self.kept[slot] = kept
        if self.seen & 255 == 0:
            self._known.clear()

    def above(self, share: float, least: float, most: float) -> float:
        """The similarity that only this share of random pairs exceed, e.g. 0.001, within bounds."""
        if share not in self._known:
            sample = self.values[: min(self.filled, RING)]
            enough = len(sample) * share >= ENOUGH
            found = float(np.quantile(sample, 1 - share)) if enough else most
            self._known[share] = min(max(found, least), most)
        return self._known[share]
