"""Full-text search (检索): 2-gram phrase search, scoped to who asks."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """What a reader may find: everything, or rows with any of these scope labels.

    Labels are `a:<area code>`, `u:<unit code>`, `p:<party id>`, `public`.
    """

    everything: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str  # what was indexed: "matter", "duty_item" ...
    object_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be found: an object's text, who may find it (labels as in `Reach`) and its time."""

    kind: str
    object_id: int
    text: str
    labels: tuple[str, ...]
    at: datetime
