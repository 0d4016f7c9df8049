"""The second fence (行级安全): what a transaction may see of scoped tables, whatever its statements say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fence:
    """The union of these; nothing by default. `key` is the digest of an anonymous matter's secret."""

    everything: bool = False
    areas: tuple[str, ...] = ()  # codes of districts, streets, communities
    units: tuple[str, ...] = ()
    party: int | None = None
    account: int | None = None  # sees what it filed
    key: str = ""


NOTHING = Fence()
EVERYTHING = Fence(everything=True)
