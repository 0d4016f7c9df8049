"""Sentinels, the rule of danger and the growth test: what they find is raised."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Page, Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import KIND, Arrival
from cdos.nets.governance.cases import api as cases
from cdos.nets.governance.cases.contracts import CaseInfo, Lately

from ..contracts import FEWEST, Alarm, Origin
from ..models import Sentinel
from . import growth
from .raising import Finding, raise_it
from .sentinels import MOST_PEOPLE

PAGE = 200  # appeals of a word that are read at once
DANGER_DAYS, DANGER_SHARE = 3, 0.5
RUNS_A_DAY = 4


def sentinels(now: datetime | None = None) -> int:
    """Counts for every active sentinel; how many raised something."""
    now, raised = now or timezone.now(), 0
    with transaction.atomic(), fence.everything(), override(settings.LANGUAGE_CODE):
        for row in Sentinel.objects.filter(active=True).order_by("id").select_for_update(skip_locked=True):
            raised += _count(row, now)
    return raised


def _count(row: Sentinel, now: datetime) -> bool:
    found = said(row, now)
    people = _people(found)
    row.last_people, row.counted_at = len(people), now
    row.save(update_fields=["last_people", "counted_at"])
    if len(people) < row.people:
        return False
    words = "、".join(row.words)
    reason = _("{people} people said “{words}” within {days} days; the sentinel asks for {limit}.").format(
        people=len(people), words=words, days=row.days, limit=row.people
    )
    finding = Finding(
        origin=Origin.SENTINEL,
        source=f"sentinel:{row.id}",
        title=row.name,
        reason=reason,
        people=len(people),
        evidence=(
            (_("Words"), words),
            (_("Number of people"), str(len(people))),
            (_("Appeals"), str(len(found))),
            (_("Days"), str(row.days)),
            (_("Asked for by the sentinel"), str(row.people)),
        ),
        areas=tuple(row.areas),
        trend=_weekly(found, now),
        members=[one.id for one in found],
        sentinel=row.id,
    )
    return raise_it(finding) is not None


def said(row: Sentinel, now: datetime) -> list[Arrival]:
    """Appeals of the last days in the area that hold one of the words, newest first.

    All of them, or those of as many people as a sentinel may ask for at most.
    """
    found: dict[int, Arrival] = {}
    for word in row.words:
        for page in _pages(row, word, now):
            new = appeals.arrivals_of(ids=sorted({matter.id for matter in page.rows} - found.keys()))
            found |= {one.id: one for one in new if one.state != "withdrawn"}
            if len(_people(found.values())) >= MOST_PEOPLE:
                return _newest_first(found.values())
    return _newest_first(found.values())


def _pages(row: Sentinel, word: str, now: datetime) -> Iterator[Page]:
    question = Question(
        kinds=(KIND,),
        words=word,
        areas=(row.area,) if row.area else (),
        filed_from=now - timedelta(days=row.days),
        limit=PAGE,
    )
    page = matters.find(actor=SYSTEM, question=question)
    yield page
    while page.next:
        page = matters.find(actor=SYSTEM, question=replace(question, after=page.next))
        yield page


def _newest_first(found: Iterable[Arrival]) -> list[Arrival]:
    return sorted(found, key=lambda one: one.filed_at, reverse=True)


def _people(found: Iterable[Arrival]) -> set[str]:
    """Who said it, each once; of whom nobody is known, each appeal is one."""
    return {one.person or f"m{one.id}" for one in found}


def _weekly(found: list[Arrival], now: datetime, weeks: int = 5) -> list[int]:
    people: list[set[str]] = [set() for _week in range(weeks)]
    for one in found:
        back = (now - one.filed_at) // timedelta(weeks=1)
        if 0 <= back < weeks:
            people[weeks - 1 - back] |= _people([one])
    return [len(each) for each in people]


def danger(now: datetime | None = None) -> int:
    """Several people within three days speak of danger at one place; how many were raised."""
    now = now or timezone.now()
    since, raised = now - timedelta(days=DANGER_DAYS), 0
    with transaction.atomic(), fence.everything(), override(settings.LANGUAGE_CODE):
        for one in cases.lately(since=since, until=now, people=FEWEST):
            if one.dangerous >= DANGER_SHARE * one.appeals:
                raised += _dangerous(one)
    return raised


def _dangerous(one: Lately) -> bool:
    case = _case(one.case)
    reason = _(
        "{people} people within {days} days, and {dangerous} of {appeals} appeals speak of danger."
    ).format(people=one.people, days=DANGER_DAYS, dangerous=one.dangerous, appeals=one.appeals)
    evidence = (
        (_("Number of people"), str(one.people)),
        (_("Appeals"), str(one.appeals)),
        (_("Of them speak of danger"), str(one.dangerous)),
        (_("Days"), str(DANGER_DAYS)),
    )
    return _raise(case, Origin.RULE, reason, one.people, evidence, one.members)


def grown(now: datetime | None = None) -> int:
    """Groups that grow more than chance allows; how many were raised."""
    now, raised = now or timezone.now(), 0
    with transaction.atomic(), fence.everything(), override(settings.LANGUAGE_CODE):
        last = now - growth.RECENT
        whole, groups = cases.came(since=last - growth.BASE, recent=last, until=now, fewest=FEWEST)
        allowed = 1 / (settings.RISK_FALSE_ALARM_DAYS * RUNS_A_DAY)
        for one in growth.alarms(whole, groups, false_alarms=allowed):
            raised += _growing(one, now)
    return raised


def _growing(one: Alarm, now: datetime) -> bool:
    case = _case(one.case)
    weeks = growth.BASE // timedelta(weeks=1)
    reason = _(
        "{people} people in seven days, {before} in the {weeks} weeks before. Chance brings so many to this place once in {times} "
        "times."
    ).format(people=one.people, before=one.before, weeks=weeks, times=f"{round(1 / one.p):,}")
    evidence = (
        (_("People in the last seven days"), str(one.people)),
        (_("People in the eight weeks before"), str(one.before)),
        (_("Probability by chance"), f"{one.p:.2g}"),
        (_("Raised up to a probability of"), f"{one.limit:.2g}"),
        (
            _("False alarms by chance"),
            _("fewer than one in {days} days").format(days=settings.RISK_FALSE_ALARM_DAYS),
        ),
    )
    recent = cases.lately(since=now - growth.RECENT, until=now, people=1, ids=[one.case])
    members = recent[0].members if recent else ()
    return _raise(case, Origin.GROWTH, reason, one.people, evidence, members)


def _case(number: int) -> CaseInfo:
    return cases.case(actor=SYSTEM, number=number)


def _raise(
    case: CaseInfo,
    origin: Origin,
    reason: str,
    people: int,
    evidence: tuple[tuple[str, str], ...],
    members: tuple[int, ...],
) -> bool:
    cases.keep(number=case.id)
    finding = Finding(
        origin=origin,
        source=f"case:{case.id}",
        title=case.name,
        reason=reason,
        people=people,
        evidence=evidence,
        areas=case.areas,
        trend=case.trend,
        members=members,
        case=case.id,
        lon=case.lon,
        lat=case.lat,
    )
    return raise_it(finding) is not None
