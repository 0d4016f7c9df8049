"""An appeal (诉求): what a person asks the city to do, mend, explain or decide.

Three things are kept apart: *replied* (the person has an answer), *solved* (the unit states, with evidence,
that the problem is gone) and *confirmed* (the person says so).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from cdos.base.calendar.contracts import Term
from cdos.base.files.contracts import StoredFile
from cdos.base.matters.contracts import ClockInfo, EntryInfo, MatterInfo, OfferedMove, Place, Urgency
from cdos.base.organisation.contracts import Scope, Unit, UnitLevel

KIND = "appeal"
MAX_TEXT = 50_000  # characters, kept whole
MAX_TITLE = 200
RATING_DAYS = 15  # how long a person may rate before the appeal closes without a rating


class Source(StrEnum):
    """Where an appeal came in (受理渠道)."""

    WEB = "web"
    HOTLINE = "hotline"
    MAIL = "mail"
    API = "api"
    OPEN311 = "open311"
    ENTERPRISE = "enterprise"  # filed by an agent for an enterprise, on the enterprises' pages
    IMPORT = "import"
    SAMPLE = "sample"
    PROBE = "probe"  # the city trying itself: hidden by the database, see `logic/trying.py`


class Outcome(StrEnum):
    """What a reply says came of it (办理结果)."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    NOT_POSSIBLE = "not_possible"


class ChosenBy(StrEnum):
    """Who named the duty item of an appeal."""

    NOBODY = ""
    RESIDENT = "resident"
    STAFF = "staff"
    SUGGESTION = "suggestion"  # the duty list's own wording, by program


class DutyListState(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


class Reader(StrEnum):
    """As whom somebody reads an appeal; decides what is left out."""

    PUBLIC = "public"  # no personal data, text only where it may be published
    SUBJECT = "subject"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class DutyItemInfo:
    """One item of the duty list (职责事项): class > group > item, and who handles it by when."""

    code: str
    class_name: str
    group: str
    name: str
    function: str  # word of the functions vocabulary: water, housing ...
    level: UnitLevel  # of the unit that handles it
    urgency: Urgency
    handling: Term
    keywords: tuple[str, ...] = ()
    legal_basis: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class DutyListInfo:
    """A version of the duty list (职责清单)."""

    version: int
    state: DutyListState
    effective_on: date
    items: int
    source_name: str = ""
    base_version: int = 0  # of which it is a changed copy
    note: str = ""


@dataclass(frozen=True, slots=True)
class DutyListImport:
    """What came of reading a duty list: nothing is stored when a line has an error."""

    list: DutyListInfo | None
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that fits a text, with the words that decided; confidence 0..1 is a share, not a probability."""

    item: DutyItemInfo
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """What the city's own history says of a text (学习所得): chances of labels, which are item codes, groups or classes.

    `words` decided for the first of `chances`; `sure` means that 99 % of such were right when it was trained.
    """

    level: str  # "item" | "group" | "class": what a label names
    chances: tuple[tuple[str, float], ...]  # best first
    sure: bool
    words: tuple[str, ...]
    model: str  # its version


@dataclass(frozen=True, slots=True)
class Alternative:
    item: DutyItemInfo
    unit: Unit | None
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which unit should handle a text, and why (分拨建议)."""

    item: DutyItemInfo | None
    unit: Unit | None
    reason: str  # a whole sentence in the reader's language
    confidence: float
    rule: str  # "item x area" | "precedent" | "backstop" | "none"
    words: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    version: int = 0  # of the duty list used; 0: there is none
    learned: Learned | None = None  # what the city's history says beside the list; None: there is no model
    named: bool = False  # a person named the item, nothing was guessed


@dataclass(frozen=True, slots=True)
class DutyQuestion:
    """Whose duty a text is, as asked of those who know what was decided before."""

    text: str
    item: str  # code of the item that a person named; "" where nobody did
    guessed: str  # code of the item that the wording suggests and that is believed
    scope: Scope


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided before for the like (先例): it goes before the duty list."""

    unit: str
    item: str
    reason: str  # a whole sentence in the reader's language
    confidence: float


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach who appealed, as they gave it; not checked."""

    name: str = ""
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class AppealFiling:
    """What is needed to file an appeal; only the text is required."""

    text: str
    title: str = ""  # derived from the text when empty
    item: str = ""  # duty item code, when the person picked one
    place: Place = Place()  # the scope is found from the point when it is empty
    anonymous: bool = False  # staff do not see who it is
    public: bool = False  # the person agrees that the masked text is shown to neighbours and on Open311
    contact_allowed: bool = True
    contact: Contact = Contact()
    source: Source = Source.WEB
    urgent: bool = False  # counts when staff file, and from an enterprise
    files: tuple[str, ...] = ()  # tokens
    origin: str = ""  # e.g. the Message-ID of a mail; an appeal is filed once an origin


@dataclass(frozen=True, slots=True)
class Filed:
    """The number is given at once; `hints` are sentences to show with it."""

    number: str
    key: str  # secret that opens the tracking page without signing in
    created: bool  # False: the idempotency key was used before
    matter: MatterInfo
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearby:
    """An appeal near a point that may be about the same; text is masked and empty where it may not be shown."""

    number: str
    title: str
    text: str
    files: tuple[StoredFile, ...]
    item: str
    state: str
    state_title: str
    filed_at: datetime
    distance_m: int  # -1: one of the two has no pin
    similarity: float  # 0..1, share of common 2-character pieces
    followers: int
    same_picture: bool = False
    likely: bool = False  # so near in words or picture that joining it is proposed
    appellants: int = 1


@dataclass(frozen=True, slots=True)
class Precedent:
    """A similar appeal that was answered (先例); the reply is masked, `likeness` 0..1."""

    number: str
    title: str
    reply: str
    outcome: str
    item_name: str
    confirmed: bool
    marks: float | None  # mean of the four, 1..5
    replied_at: datetime
    likeness: float


@dataclass(frozen=True, slots=True)
class Rating:
    """A person's rating (评价): four dimensions from 1 (bad) to 5 (good) and one question."""

    satisfied: bool
    speed: int
    effect: int
    experience: int
    reply_quality: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class RatingInfo:
    at: datetime
    round: int  # 1: the first answer was rated
    rating: Rating


@dataclass(frozen=True, slots=True)
class DispatchInfo:
    """One dispatch as it was decided (分拨记录): kept for ever, with the version of the list it used."""

    at: datetime
    actor_name: str
    item: str
    item_name: str
    area: str
    unit: str
    unit_name: str
    proposed_unit: str
    rule: str
    reason: str
    version: int
    automatic: bool


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal as `reader` may see it; what they may not see is empty."""

    reader: Reader
    matter: MatterInfo
    state_title: str
    sentence: (
        str  # the present state in a sentence to the person; empty where it would speak to another reader
    )
    text: str
    item: DutyItemInfo | None
    item_by: ChosenBy
    item_confidence: float
    item_reason: str
    anonymous: bool
    public: bool
    contact_allowed: bool
    contact: Contact
    outside: bool  # the place is outside the city, or nobody knows whose it is
    outcome: Outcome | None
    reply: str
    evidence: str
    dispatched_at: datetime | None
    contacted_at: datetime | None
    replied_at: datetime | None
    solved_at: datetime | None
    confirmed_at: datetime | None
    redo_count: int
    followers: int
    votes_for: int = 0
    votes_against: int = 0
    files: tuple[StoredFile, ...] = ()
    ratings: tuple[RatingInfo, ...] = ()
    dispatches: tuple[DispatchInfo, ...] = ()
    timeline: tuple[EntryInfo, ...] = ()
    clocks: tuple[ClockInfo, ...] = ()
    moves: tuple[OfferedMove, ...] = ()
    merged_into: str = ""  # number of the appeal it goes on with, or was answered with
    appellants: int = 1  # people who appeal together, this one among them


@dataclass(frozen=True, slots=True)
class Joined:
    """An appeal that was joined to another (并案), as staff see it: its own number, words, clock and reply."""

    number: str
    title: str
    text: str
    state: str
    state_title: str
    filed_at: datetime
    due_at: datetime | None
    files: tuple[StoredFile, ...] = ()
    satisfied: bool | None = None  # what its person said of its own answer


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often the same person appealed within a year (重复诉求), and whose supervision looks at it."""

    appeals: int
    level: str  # "" | "unit" | "district" | "city"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A joint appeal (联名诉求) that somebody is asked to sign; the words are masked."""

    number: str
    title: str
    text: str
    appellants: int
    signed: str = ""  # the reader's own number, when they signed before


@dataclass(frozen=True, slots=True)
class Brief:
    """An appeal in a list: the matter and what the list shows of the appeal."""

    matter: MatterInfo
    state_title: str
    item_name: str
    excerpt: str
    redo_count: int
    outcome: str


@dataclass(frozen=True, slots=True)
class BriefPage:
    rows: tuple[Brief, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to and including `end`, by the time of filing in the city's time zone."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one group; a rate is None when nothing was counted, or fewer than may be shown."""

    filed: int | None
    open: int | None
    replied: int | None
    solved: int | None
    confirmed: int | None
    dispatch_on_time: float | None
    contact_on_time: float | None
    handling_on_time: float | None
    median_dispatch_min: float | None
    median_reply_h: float | None
    rated: int | None
    satisfied: float | None  # share of the rated
    speed: float | None
    effect: float | None
    experience: float | None
    reply_quality: float | None
    redone: int | None
    masked: bool = False  # fewer than may be published, or by it such a few could be counted


@dataclass(frozen=True, slots=True)
class Group:
    key: str  # unit, item class or area code
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Point:
    on: date
    filed: int | None  # None as for `Figures.masked`
    replied: int | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of a period in the reader's reach, with the series a chart draws."""

    period: Period
    total: Figures
    by_unit: tuple[Group, ...]
    by_class: tuple[Group, ...]
    by_area: tuple[Group, ...]
    by_source: tuple[Group, ...]
    days: tuple[Point, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    line: int  # of the file, from 1
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every row of an imported file: rows = imported + already_there + refused."""

    file: str
    encoding: str
    rows: int
    imported: int
    already_there: int
    refused: int
    errors: tuple[RowError, ...] = ()  # the first thousand
    columns: Mapping[str, str] = field(default_factory=dict)  # ours -> theirs
    ignored: tuple[str, ...] = ()
    dry_run: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal of the past, for bulk loading: the sample city and imports."""

    text: str
    filed_at: datetime
    title: str = ""
    number: str = ""
    place: Place = Place()
    item: str = ""
    unit: str = ""  # who holds or held it
    state: str = "received"
    subject_id: int | None = None
    source: Source = Source.SAMPLE
    urgency: Urgency = Urgency.ORDINARY
    anonymous: bool = False
    public: bool = False
    outcome: Outcome | None = None
    reply: str = ""
    dispatched_at: datetime | None = None
    contacted_at: datetime | None = None
    replied_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    dispatch_on_time: bool | None = None
    contact_on_time: bool | None = None
    handling_on_time: bool | None = None
    rating: Rating | None = None
    redo_count: int = 0
    category: str = ""  # the file's own category
    votes_for: int = 0
    votes_against: int = 0


@dataclass(frozen=True, slots=True)
class MailResult:
    number: str
    created: bool  # False: added to an appeal, or seen before
    note: str


class AppealRefused(ValueError):
    """An appeal that is not accepted; `str()` says what to do; `field` names the value."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field = field_name


@dataclass(frozen=True, slots=True)
class PublicAppeal:
    """What Open311 and neighbours may know: no personal data, text only with consent."""

    number: str
    state: str
    phase: str
    item: str
    item_name: str
    text: str
    address: str
    lon: float | None
    lat: float | None
    filed_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    expected_at: datetime | None
    unit_name: str
    reply: str
    media: Sequence[str] = ()
    area: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """A new appeal about what an older one was said to have solved."""

    old_id: int
    old_number: str
    new_id: int
    new_number: str
    days: int  # whole days from solved to filed again
    distance_m: int
    similarity: float
    same_item: bool
    same_person: bool = False

    def by_same(self, same: bool) -> "Again":
        return replace(self, same_person=same)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file to learn from, in its order; `texts` are the chosen columns of each."""

    names: tuple[str, ...]
    texts: list[tuple[str, ...]]
    labels: list[str]


@dataclass(frozen=True, slots=True)
class Learnable:
    """An appeal of the past with what is known of its subject, to learn from."""

    matter_id: int
    title: str
    text: str
    item: str  # duty item code that a person named; empty: only the category of its file is known
    category: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What differs about one item between two versions; `before` or `after` is None where it is not there."""

    code: str
    before: DutyItemInfo | None
    after: DutyItemInfo | None
    fields: tuple[str, ...] = ()  # that differ, where both are there

    @property
    def item(self) -> DutyItemInfo:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class ListDiff:
    """How one version differs from another, by code."""

    added: tuple[ItemChange, ...]
    removed: tuple[ItemChange, ...]
    changed: tuple[ItemChange, ...]

    @property
    def size(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or may be, with a draft: `grave` ones must be mended before it counts."""

    grave: bool
    words: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitShift:
    """How many appeals a unit would have got by each of two lists."""

    unit: str
    name: str
    before: int
    after: int

    @property
    def more(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ReplayInfo:
    """Appeals of the past dispatched once more (回放): `moved` of `rows` would have gone to another unit."""

    id: int
    state: str  # waiting | running | done | failed
    against: int
    since: date
    until: date
    done: int
    rows: int
    of_rows: int
    moved: int
    unowned_before: int
    unowned_after: int
    shifts: tuple[UnitShift, ...]  # units that gain first, then those that lose
    examples: tuple[tuple[str, str, str], ...]  # number, unit before, unit after
    at: datetime
    by_name: str


class DraftRefused(ValueError):
    """A change of a duty list that is not possible; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An appeal as it is compared with others by programs; nothing of it is shown to anybody unmasked."""

    id: int
    number: str
    title: str
    text: str
    filed_at: datetime
    person: str  # the same for appeals of the same person; empty: nobody known
    votes: int  # people who agreed or follow
    lon: float | None
    lat: float | None
    district: str
    street: str
    community: str
    unit: str
    state: str
    item: str = ""
    replied_at: datetime | None = None
