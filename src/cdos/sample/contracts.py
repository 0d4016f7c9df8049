"""What loading the sample city (示范城市) reports."""

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str, int, int], None]  # what is being loaded, how many are done, of how many


class CityInUse(Exception):
    """People use this city; the message says what to do."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Counts by kind, how long each part took, and how alike the texts are."""

    scale: float
    seed: int
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)  # of this process; the database's come on top
    near_equal_share: float = 0.0  # of a sample of texts, those with another at Jaccard > 0.8
    already_loaded: bool = False

    @property
    def total_seconds(self) -> float:
        return sum(self.seconds.values())
