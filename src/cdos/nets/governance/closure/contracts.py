"""Honest closure (防止形式办结): is an answer an answer, is a promise kept, is what was solved still solved?

Everything here is a suspicion with its reasons for a person to judge; only a person opens an appeal again.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cdos.base.files.contracts import StoredFile


class Judge(StrEnum):
    """What scored a reply."""

    MODEL = "model"  # trained on the city's own labelled replies
    MEASURE = "measure"  # explained rules, untrained


class Standing(StrEnum):
    """What the supervisors think of an answer."""

    CLEAR = "clear"  # nothing speaks against it
    SUSPECT = "suspect"
    SOUND = "sound"  # looked at: it is in order
    HOLLOW = "hollow"  # looked at: closed on paper (形式办结)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (`weight` above 0) or against a suspicion; `code` has its words in `pages/words.py`."""

    code: str
    weight: float = 0.0
    said: str = ""  # the stretch of the reply, a number, a day: what the words point at


@dataclass(frozen=True, slots=True)
class Hollowness:
    """How hollow a reply is (空洞程度): 0 says what was done, 1 says nothing; with the reasons."""

    score: float
    hollow: bool
    judge: Judge
    reasons: tuple[Reason, ...] = ()
    by_length: float | None = None  # what replies of this length have had, held apart; only with a model
    version: str = ""


@dataclass(frozen=True, slots=True)
class AnswerInfo:
    """One answer to an appeal with all that speaks against it."""

    id: int
    number: str
    title: str
    at: datetime
    unit: str
    unit_name: str
    item_name: str
    area_name: str
    outcome: str
    score: float
    hollow: bool
    judge: Judge
    by_length: float | None
    sent_anyway: bool
    suspicion: float
    reasons: tuple[Reason, ...]  # of the score
    signs: tuple[Reason, ...]  # of the suspicion
    standing: Standing
    judged_by: str
    judged_at: datetime | None
    note: str
    last: bool = True  # the matter has no later answer


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer with its reasons in the reader's words; shares of 100."""

    answer: AnswerInfo
    percent: int
    score: int
    signs: tuple[str, ...]
    against: tuple[str, ...]
    speaks_for: tuple[str, ...]
    length: str
    judge: str
    standing: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list of answers is asked for; empty means any."""

    standing: Standing | None = None
    unit: str = ""
    item: str = ""
    area: str = ""
    since: date | None = None
    until: date | None = None
    what: str = ""  # a count of the review whose answers are wanted
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    rows: tuple[AnswerInfo, ...]
    total: int  # counted up to a thousand


@dataclass(frozen=True, slots=True)
class Case:
    """An answer with the message and the words of the reply, for who judges it."""

    answer: AnswerInfo
    message: str
    reply: str
    evidence: str
    address: str
    state: str
    state_title: str
    files: tuple[StoredFile, ...] = ()  # of the reply
    before: tuple[StoredFile, ...] = ()  # of the message


class PhotoPlace(StrEnum):
    """How the place of a photo compares with the matter's; the place itself is not kept."""

    UNKNOWN = "unknown"  # no position in the photo, or none of the matter
    HERE = "here"
    NEAR = "near"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class StillFixed:
    """The question that a person is asked weeks after “solved” (回访)."""

    number: str
    title: str  # masked: the link needs no sign-in
    unit_name: str
    solved_on: date
    answered: bool = False
    fixed: bool | None = None
    token: str = ""


class PromiseState(StrEnum):
    """What became of a promise in a reply (答复承诺)."""

    OPEN = "open"
    ASKED = "asked"  # its day has come: the unit is asked for evidence
    KEPT = "kept"  # the unit showed that it was done
    LATE = "late"  # kept, after its day and the days of grace
    MOVED = "moved"  # to a later day, with a reason that the person was told
    BROKEN = "broken"  # nothing was shown
    TAKEN_BACK = "taken_back"  # a supervisor found that it is none


@dataclass(frozen=True, slots=True)
class PromiseInfo:
    """Something that a reply promised until a day; `sentence` is the reply's own."""

    id: int
    number: str
    unit: str
    unit_name: str
    phrase: str
    sentence: str
    made_at: datetime
    due_on: date
    state: PromiseState
    evidence: str = ""
    shown_at: datetime | None = None
    files: tuple[StoredFile, ...] = ()
    moved_to: date | None = None
    title: str = ""  # of the matter

    @property
    def is_open(self) -> bool:
        return self.state in (PromiseState.OPEN, PromiseState.ASKED, PromiseState.BROKEN)


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise with its state in the reader's words and its colour."""

    promise: PromiseInfo
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class OnMatter:
    """What honest closure shows beside a matter."""

    answers: tuple[AnswerShown, ...] = ()
    promises: tuple[PromiseShown, ...] = ()


class Grouping(StrEnum):
    DISTRICT = "district"
    UNIT = "unit"
    ITEM = "item"


class Verdict(StrEnum):
    """What an experience officer found at the place."""

    SOLVED = "solved"
    PARTLY = "partly"
    HOLLOW = "hollow"
    UNCLEAR = "unclear"  # the place could not be found or entered


@dataclass(frozen=True, slots=True)
class OfficerInfo:
    """An experience officer (体验官)."""

    id: int
    account_id: int
    name: str
    kind: str  # staff | volunteer
    district: str
    district_name: str
    active: bool
    since: date
    done: int = 0


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """A sampling plan (抽查计划): so many a week of each group; the same seed and week give the same sample."""

    id: int
    by: Grouping
    per_group: int
    district: str
    district_name: str
    seed: int
    active: bool
    made_by: str
    drawn_for: date | None


@dataclass(frozen=True, slots=True)
class VisitInfo:
    """A task to go and look; for officers without what tells who appealed."""

    id: int
    number: str
    title: str  # masked
    address: str
    lon: float | None
    lat: float | None
    district_name: str
    item_name: str
    unit_name: str
    said: str  # what the unit says was done, masked
    origin: str  # sample | suspect
    state: str
    mine: bool
    officer_name: str
    verdict: Verdict | None
    note: str
    made_at: datetime
    done_at: datetime | None
    answer_id: int = 0


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """Counts of the answers of one week in one group; `key` is "-" for those that belong to none."""

    key: str
    name: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Review:
    week: date
    by: Grouping
    rows: tuple[ReviewRow, ...]
    total: ReviewRow


class ClosureRefused(ValueError):
    """Something that cannot be done; `str()` says why and what to do."""
