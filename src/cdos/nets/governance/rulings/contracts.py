"""Whose duty it is, in dispute (争议裁决): a ruling within hours, and the precedent (先例) it leaves for the next.

A ruling is a matter of its own with its own number and clock. The units in dispute are its panel: their leads give views,
a supervisor decides with grounds. Meanwhile a backstop unit handles the appeal.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cdos.base.matters.contracts import MatterInfo
from cdos.base.organisation.contracts import Scope, Unit

KIND = "ruling"
HAND_OVERS = 3  # the third hand-over opens a ruling
MAX_WORDING = 60


class Cause(StrEnum):
    """Why a ruling was opened."""

    HAND_OVERS = "hand_overs"  # returned or handed over too often
    TIME = "time"  # nobody took it within the clock
    ASKED = "asked"  # the unit that has it asked


@dataclass(frozen=True, slots=True)
class Claim:
    """A unit's word that it is not its duty, as it gave it back."""

    at: datetime
    unit_name: str
    grounds: str
    proposed: Unit | None  # whose it is in its view


@dataclass(frozen=True, slots=True)
class View:
    """What a member of the panel holds."""

    at: datetime
    name: str
    unit: Unit | None  # the unit they speak for; None: a supervisor
    whose: Unit | None
    grounds: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """A ruling that the next dispatch uses: item or wording, in an area, is the duty of a unit."""

    id: int
    number: str  # of the ruling
    ruled_on: date
    item: str  # code; "" where the wording alone decides
    item_name: str
    wording: str
    area: str  # code
    unit: str  # code
    grounds: str
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None = None
    withdrawn_by: str = ""
    why_withdrawn: str = ""
    appeal: str = ""  # number of the appeal it was made for
    made_by: str = ""

    def holds_on(self, day: date) -> bool:
        ended = self.valid_until is not None and day > self.valid_until
        return self.withdrawn_on is None and self.valid_from <= day and not ended


@dataclass(frozen=True, slots=True)
class RulingInfo:
    """A ruling as its panel and the supervisors read it; what a person wrote is masked."""

    matter: MatterInfo
    appeal: str
    appeal_title: str
    appeal_text: str
    item: str
    item_name: str
    scope: Scope
    cause: Cause
    units: tuple[Unit, ...]  # in dispute, in the order in which they had it
    meanwhile: Unit | None
    by_list: str  # what the duty list says, a whole sentence
    claims: tuple[Claim, ...]
    views: tuple[View, ...]
    unit: Unit | None  # the decision
    grounds: str
    decided_at: datetime | None
    decided_by: str
    precedent: Precedent | None


class RulingRefused(ValueError):
    """`str()` says what to do."""
