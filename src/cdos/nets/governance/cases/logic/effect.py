"""Whether a problem comes back less often after the measures than before: counted, tested, and said with its limits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from scipy.stats import beta

from cdos.base.fence import api as fence

from ..contracts import Effect, Verdict

LONGEST = 180  # days before that count at most
SHORTEST = 28  # days that are needed after
EXPECTED = 5.0  # people that would have come at the old pace: below, nothing can be seen
CITY = 50  # other appeals on each side from which the city's own change is known
SURE = 0.95
DAY = timedelta(days=1)
MONTH = 30

PEOPLE = """
SELECT count(DISTINCT person) FILTER (WHERE filed_at < %(begun)s),
  count(DISTINCT person) FILTER (WHERE filed_at >= %(done)s),
  count(DISTINCT person) FILTER (WHERE filed_at >= %(done)s AND person = ANY(
    ARRAY(SELECT who FROM cases_member WHERE case_id = %(case)s AND filed_at < %(begun)s AND who <> '')))
FROM (SELECT filed_at, coalesce(nullif(who, ''), 'm' || matter_id) AS person FROM cases_member
  WHERE case_id = %(case)s AND NOT withdrawn AND filed_at >= %(start)s AND filed_at < %(now)s) m
"""
CITYWIDE = """
SELECT count(*) FILTER (WHERE filed_at >= %(start)s AND filed_at < %(begun)s),
  count(*) FILTER (WHERE filed_at >= %(done)s AND filed_at < %(now)s)
FROM cases_member WHERE case_id <> %(case)s AND NOT withdrawn AND filed_at >= %(start)s
"""
FIRST = "SELECT min(filed_at) FROM cases_member WHERE case_id = %(case)s AND NOT withdrawn"


@dataclass(frozen=True, slots=True)
class Times:
    start: datetime
    begun: datetime
    done: datetime
    now: datetime

    @property
    def before_days(self) -> int:
        return max(1, round((self.begun - self.start) / DAY))

    @property
    def after_days(self) -> int:
        return max(0, round((self.now - self.done) / DAY))


def judge(*, case: int, begun: datetime, done: datetime | None, now: datetime) -> Effect:
    """From up to 180 days before the campaign began, and from the day on which all measures were done."""
    with fence.everything():
        values: dict[str, Any] = {"case": case}
        (first,) = _one(FIRST, values)
        start = max(begun - LONGEST * DAY, min(first or begun, begun - SHORTEST * DAY))
        times = Times(start, begun, done or now, now)
        asked = {**values, "start": start, "begun": begun, "done": times.done, "now": now}
        before, after, again = _one(PEOPLE, asked)
        city_before, city_after = _one(CITYWIDE, asked)
    return reckoned(times, (before, after, again), (city_before, city_after), done=done is not None)


def reckoned(times: Times, people: tuple[int, int, int], city: tuple[int, int], *, done: bool) -> Effect:
    before, after, again = people
    change = _change(times, city)
    expected = before * times.after_days * change / times.before_days
    ratio, low, high = ratio_of(before, after, expected) if done and times.after_days else (None, None, None)
    return Effect(
        verdict=_verdict(times, expected, low, high, done=done),
        before_days=times.before_days,
        after_days=times.after_days,
        before=before,
        after=after,
        again=again,
        expected=round(expected, 1),
        rate_before=round(MONTH * before / times.before_days, 1),
        rate_after=round(MONTH * after / times.after_days, 1) if times.after_days else 0.0,
        city_change=round(change, 2),
        ratio=ratio,
        low=low,
        high=high,
    )


def _change(times: Times, city: tuple[int, int]) -> float:
    """What came of everything else, by day; 1 where too little is known."""
    if min(city) < CITY or not times.after_days:
        return 1.0
    return (city[1] / times.after_days) / (city[0] / times.before_days)


def ratio_of(before: int, after: int, expected: float) -> tuple[float | None, float | None, float | None]:
    """After to expected, and the bounds that hold it in 95 of 100 cases, for counts that come by chance (Poisson).

    Of all people, the share that came after is binomial; its exact bounds (Clopper, Pearson 1934) give those of the ratio.
    """
    if before == 0 or expected <= 0:
        return None, None, None
    total, tail = before + after, (1 - SURE) / 2
    low = float(beta.ppf(tail, after, before + 1)) if after else 0.0
    high = float(beta.ppf(1 - tail, after + 1, before)) if before else 1.0
    odds = before / expected
    return (
        round(after / expected, 2),
        round(low / (1 - low) * odds, 2),
        round(high / (1 - high) * odds, 2) if total else None,
    )


def _verdict(times: Times, expected: float, low: float | None, high: float | None, *, done: bool) -> Verdict:
    if not done or times.after_days < SHORTEST:
        return Verdict.TOO_EARLY
    if expected < EXPECTED or low is None or high is None:
        return Verdict.TOO_FEW
    if high < 1:
        return Verdict.FELL
    return Verdict.ROSE if low > 1 else Verdict.UNCLEAR


def words(effect: Effect) -> str:
    """The verdict in plain words, with what it rests on."""
    said = {
        Verdict.TOO_EARLY: _(
            "Too early to judge: it needs {needed} days after the last measure; {after_days} have gone."
        ),
        Verdict.TOO_FEW: _(
            "Too few to judge: at the old pace {expected} people would have come in {after_days} days, and at least {least} are "
            "needed before a change can be told from chance. {after} came."
        ),
        Verdict.FELL: _(
            "It comes back less often: {after} people in {after_days} days, where {expected} would have come at the old pace. "
            "Chance alone does not explain it."
        ),
        Verdict.ROSE: _(
            "It comes back more often: {after} people in {after_days} days, where {expected} would have come at the old pace. "
            "Chance alone does not explain it."
        ),
        Verdict.UNCLEAR: _(
            "No change can be shown: {after} people in {after_days} days, where {expected} would have come at the old pace. "
            "Chance alone may make such a difference."
        ),
    }[effect.verdict]
    return said.format(
        needed=SHORTEST,
        least=round(EXPECTED),
        after=effect.after,
        after_days=effect.after_days,
        expected=f"{effect.expected:g}",
    )


def _one(sql: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] = cursor.fetchone()
        return row
