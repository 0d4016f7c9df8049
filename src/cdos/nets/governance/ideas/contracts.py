"""Ideas (金点子): what a resident proposes to the city; others vote, one person one vote; a unit answers; adopted ones are shown."""

from dataclasses import dataclass
from datetime import datetime

KIND = "idea"
MAX_TEXT = 5000
PUBLIC = ("open", "adopted", "declined", "done")  # what everybody reads, masked


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea as everybody may read it: words masked, nobody named."""

    number: str
    title: str
    text: str
    state: str
    state_title: str
    votes: int
    filed_at: datetime
    unit_name: str
    answer: str
    answered_at: datetime | None
    own: bool = False
    voted: bool = False


@dataclass(frozen=True, slots=True)
class IdeaPage:
    rows: tuple[Idea, ...]
    further: bool


class IdeaRefused(ValueError):
    """`str()` says what to do; `field` names the value."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name
