"""How one appeal went: the times of its moves, what came of it, what the person thought, and where it stands now."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from cdos.nets.governance.appeals.contracts import Outcome, Rating

DISPATCH_MIN = {True: 30, False: 120}  # urgent or not: the clock
DISPATCH_MEDIAN_MIN = {True: 7.0, False: 26.0}
CONTACT_MEDIAN_H = 5.0
CONTACT_H = 24
LATE_SHARE = 0.05
HOLLOW_SHARE = 0.09
OUTCOMES = (Outcome.SOLVED, Outcome.EXPLAINED, Outcome.NOT_POSSIBLE)
OUTCOME_WEIGHTS = (62, 29, 9)
RATED_SHARE = 0.55
RATING_DAYS = 15
LIKED = {Outcome.SOLVED: 0.93, Outcome.EXPLAINED: 0.74, Outcome.NOT_POSSIBLE: 0.45}
LIKED_HOLLOW = 0.22
LATER = datetime(9999, 1, 1, tzinfo=UTC)
WITHDRAWN_SHARE = 0.01
RETURNED_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that happens to an appeal in the end; `at(now)` cuts it off at a moment."""

    filed: datetime
    dispatched: datetime
    contacted: datetime
    replied: datetime
    outcome: Outcome
    rated: datetime | None  # the last rating
    satisfied: bool
    closed: datetime
    final: str
    redo_count: int
    redo_from: datetime | None  # sent back: in hand again from then to `replied`
    first_replied: datetime
    returned_until: datetime | None  # given back by the first unit; dispatched again at that time
    urgent: bool
    due: datetime
    hollow: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A course as seen at a moment; what lies ahead is None."""

    state: str
    dispatched: datetime | None
    contacted: datetime | None
    replied: datetime | None
    closed: datetime | None
    rated: datetime | None
    redo_count: int = 0


def term_end(start: datetime, amount: int, unit: str) -> datetime:
    """The end of a term; weekends are not worked. Holidays are left to the calendar: this is what staff reckon with."""
    if unit != "working_days":
        return start + timedelta(hours=amount)
    day = start
    while amount:
        day += timedelta(days=1)
        amount -= day.weekday() < 5
    return day


def run(random: Random, filed: datetime, *, urgent: bool, amount: int, unit: str) -> Course:
    dispatched = filed + timedelta(minutes=random.lognormvariate(0, 0.75) * DISPATCH_MEDIAN_MIN[urgent])
    due = term_end(dispatched, amount, unit)
    usual = min(CONTACT_MEDIAN_H, 0.12 * (due - dispatched) / timedelta(hours=1))
    contacted = dispatched + timedelta(hours=random.lognormvariate(0, 0.8) * usual)
    replied = max(_first_reply(random, dispatched, due), contacted + timedelta(minutes=random.uniform(5, 90)))
    hollow = random.random() < HOLLOW_SHARE
    outcome = random.choices(OUTCOMES, OUTCOME_WEIGHTS)[0]
    first = Course(
        filed=filed,
        dispatched=dispatched,
        contacted=contacted,
        replied=replied,
        outcome=outcome,
        rated=None,
        satisfied=False,
        closed=replied + timedelta(days=RATING_DAYS),
        final="closed",
        redo_count=0,
        redo_from=None,
        first_replied=replied,
        returned_until=dispatched + timedelta(hours=random.uniform(1, 7))
        if random.random() < RETURNED_SHARE
        else None,
        urgent=urgent,
        due=due,
        hollow=hollow,
    )
    if random.random() < WITHDRAWN_SHARE:
        return replace(first, closed=dispatched + timedelta(hours=random.uniform(0.2, 20)), final="withdrawn")
    return _rated(first, random)


def _first_reply(random: Random, dispatched: datetime, due: datetime) -> datetime:
    if random.random() < LATE_SHARE:
        return due + timedelta(hours=random.expovariate(1 / 30) + 0.2)
    return _office_hours(dispatched + (due - dispatched) * random.betavariate(2, 2.4), random, due)


def _office_hours(at: datetime, random: Random, latest: datetime) -> datetime:
    """Replies are written by day when the term allows it."""
    if 9 <= at.hour < 19 or at + timedelta(hours=14) > latest:
        return at
    return at.replace(hour=random.randint(9, 17), minute=random.randint(0, 59))


def _rated(course: Course, random: Random) -> Course:
    """Rated or not, sent back once, the second time to supervision."""
    if random.random() > RATED_SHARE:
        return course
    rated = course.replied + timedelta(hours=min(random.expovariate(1 / 40) + 0.3, 24 * RATING_DAYS - 1))
    liked = LIKED_HOLLOW if course.hollow else LIKED[course.outcome] - 0.15 * (course.replied > course.due)
    if random.random() < liked:
        return replace(course, rated=rated, satisfied=True, closed=rated, final="confirmed")
    if course.redo_count == 1:
        ruling = rated + timedelta(hours=random.uniform(20, 110))
        return replace(course, rated=rated, satisfied=False, closed=ruling, final="closed", redo_count=2)
    again = replace(
        course,
        redo_count=1,
        redo_from=rated,
        replied=term_end(rated, random.randint(1, 5), "working_days"),
        hollow=False,
        outcome=random.choices(OUTCOMES, (75, 20, 5))[0],
    )
    return _rated(replace(again, closed=again.replied + timedelta(days=RATING_DAYS)), random)


def at(course: Course, now: datetime) -> Standing:
    def past(moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment <= now else None

    if course.redo_from and course.redo_from > now:  # the first answer stands, nobody has rated it yet
        course = replace(course, replied=course.first_replied, redo_count=0, rated=None, closed=LATER)
    elif course.redo_count == 2 and not past(course.rated):
        course = replace(course, redo_count=1)
    withdrawn = course.final == "withdrawn"
    return Standing(
        state=_state(course, now),
        dispatched=past(course.dispatched),
        contacted=None if withdrawn else past(course.contacted),
        replied=None if withdrawn else past(course.replied),
        closed=past(course.closed),
        rated=past(course.rated),
        redo_count=course.redo_count,
    )


def _state(course: Course, now: datetime) -> str:
    if course.closed <= now:
        return course.final
    if course.dispatched > now:
        return "received"
    if course.redo_count == 2 and course.rated and course.rated <= now:
        return "supervised"
    if course.replied <= now:
        return "solved" if course.outcome is Outcome.SOLVED else "replied"
    if (
        course.returned_until
        and now < course.returned_until
        and now > course.dispatched + timedelta(minutes=40)
    ):
        return "returned"
    return "handling" if course.contacted <= now else "dispatched"


def rating(random: Random, satisfied: bool, slow: bool, text: str) -> Rating:
    """Four marks that hang together; speed suffers when the term was missed."""
    base = (5, 5, 5, 4, 4) if satisfied else (1, 2, 2, 3, 1)
    speed, effect, experience, quality = (random.choice(base) for _ in range(4))
    return Rating(satisfied, min(speed, 2) if slow else speed, effect, experience, quality, text)
