"""Similar-case groups (类案) as they are kept and shown."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cdos.base.matters.contracts import EntryInfo, MatterInfo, OfferedMove

CAMPAIGN = "campaign"  # kind of matter

WINDOW_DAYS = 180  # people count for heat so long
WEEKS = 13  # of the trend
RECENT_DAYS = 30  # people of the last days make growth


@dataclass(frozen=True, slots=True)
class Week:
    """People of one week, counted once each; the last week of a trend ends now."""

    start: datetime
    people: int


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """A group: named by place and problem, with what makes it hot.

    `heat` is people and capped votes x growth x severity; `week` are people of the last seven days, `weekly` the mean
    of the four weeks before.
    """

    id: int
    name: str
    place: str
    problem: str
    heat: float
    people: int
    growth: float
    severity: float
    size: int  # appeals, those withdrawn among them
    week: int
    weekly: float
    first_at: datetime | None
    last_at: datetime | None
    lon: float | None
    lat: float | None
    areas: tuple[str, ...]
    units: tuple[str, ...]
    trend: tuple[int, ...]  # people a week, oldest first
    refreshed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a group lies with one unit or area."""

    code: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class MemberInfo:
    """An appeal of a group that the reader may see; title and excerpt are masked."""

    matter: MatterInfo
    state_title: str
    title: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class CaseView:
    case: CaseInfo
    units: tuple[Share, ...]
    districts: tuple[Share, ...]
    members: tuple[MemberInfo, ...]  # newest first
    unseen: int  # members beyond the reader's reach
    dangerous: int  # members that speak of danger


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """What the leader asks: hottest first, of one area or unit, with these words in the name."""

    area: str = ""
    unit: str = ""
    words: str = ""
    growing: bool = False  # more this week than the mean of the four before
    limit: int = 50


class Verdict(StrEnum):
    """What the numbers say of a campaign's effect."""

    TOO_EARLY = "too_early"  # the measures are not done, or hardly
    TOO_FEW = "too_few"  # at the old pace so few would have come that nothing can be seen
    FELL = "fell"
    ROSE = "rose"
    UNCLEAR = "unclear"  # as many as chance allows either way


@dataclass(frozen=True, slots=True)
class Effect:
    """How often the problem came back before and after the measures: people, each once in each time.

    `ratio` is after to before, by day and with the city's own change taken out; `low` and `high` hold it in 95 of 100
    cases (exact, Clopper-Pearson). Rates are people in 30 days.
    """

    verdict: Verdict
    before_days: int = 0
    after_days: int = 0
    before: int = 0
    after: int = 0
    again: int = 0  # of those after, who had already come before
    expected: float = 0.0  # after, had it gone on as before
    rate_before: float = 0.0
    rate_after: float = 0.0
    city_change: float = 1.0  # all other appeals, after to before, by day
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class MeasureInfo:
    """Something that is done against the problem, by a day."""

    id: int
    text: str
    due_on: date
    done_on: date | None
    note: str

    @property
    def late(self) -> bool:
        return self.done_on is None and self.due_on < date.today()


@dataclass(frozen=True, slots=True)
class CampaignInfo:
    """A campaign in a list."""

    matter: MatterInfo
    state_title: str
    case: int
    measures: int
    done: int


@dataclass(frozen=True, slots=True)
class CampaignView:
    matter: MatterInfo
    state_title: str
    case: CaseInfo | None  # None: beyond the reader's reach
    aim: str
    measures: tuple[MeasureInfo, ...]
    begun_on: date
    effect: Effect
    judged: str  # the words with which it was closed
    moves: tuple[OfferedMove, ...]
    entries: tuple[EntryInfo, ...]
    may_edit: bool


class CampaignRefused(ValueError):
    """`str()` says what to do; `field` names the value."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Came:
    """People of a group in the time asked about, once each, and those of them who first came in its last part."""

    people: int = 0
    recent: int = 0


@dataclass(frozen=True, slots=True)
class Lately:
    """What came to a group in the time asked about: people once each, appeals, and those that speak of danger."""

    case: int
    people: int
    dangerous: int
    appeals: int
    members: tuple[int, ...]  # matters, newest first
