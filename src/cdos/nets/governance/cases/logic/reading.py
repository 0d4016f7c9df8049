"""Groups as a reader may see them: those with a member in their areas or units, and of the members those of their reach."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import KIND

from ..contracts import CaseInfo, CaseQuestion, CaseView, MemberInfo, Share
from ..models import Case, Member

SHOWN = 40  # members on the page
EXCERPT = 160
PEOPLE = 2
BY_UNIT = """
SELECT unit, count(DISTINCT coalesce(nullif(who, ''), 'm' || matter_id)) FROM cases_member
WHERE case_id = %s AND NOT withdrawn AND unit <> '' GROUP BY 1 ORDER BY 2 DESC, 1
"""
BY_DISTRICT = """
SELECT district, count(DISTINCT coalesce(nullif(who, ''), 'm' || matter_id)) FROM cases_member
WHERE case_id = %s AND NOT withdrawn AND district <> '' GROUP BY 1 ORDER BY 2 DESC, 1
"""


def check_reader(actor: Actor) -> None:
    if not (actor.system or organisation.may(actor, Action.FIGURES)):
        raise NotAllowed("figures_only", _("Topics are shown to those whose post comes with figures."))


def topics() -> QuerySet[Case]:
    return Case.objects.filter(people__gte=PEOPLE, into=None)


def find(actor: Actor, question: CaseQuestion) -> list[CaseInfo]:
    """The hottest first."""
    check_reader(actor)
    rows = topics()
    if question.area:
        rows = rows.filter(areas__contains=[question.area])
    if question.unit:
        rows = rows.filter(units__contains=[question.unit])
    for word in question.words.split()[:8]:
        rows = rows.filter(name__icontains=word)
    if question.growing:
        rows = rows.filter(week__gt=F("weekly")).filter(week__gt=1)
    return [info_of(row) for row in rows.order_by("-heat", "-id")[: question.limit]]


def live(number: int) -> Case:
    """The group, or the one it became part of. LookupError: none that the transaction may see."""
    for _step in range(8):
        row = Case.objects.filter(id=number).first()
        if row is None:
            break
        if row.into_id is None:
            return row
        number = row.into_id
    raise LookupError(number)


def view(actor: Actor, number: int) -> CaseView:
    """LookupError, NotAllowed."""
    check_reader(actor)
    row = live(number)
    members = Member.objects.filter(case_id=row.id)
    ids = list(members.order_by("-filed_at").values_list("matter_id", flat=True)[:SHOWN])
    seen = matters.get_many(actor=actor, ids=ids)
    in_reach = members.count() if len(ids) == SHOWN else len(seen)
    shown = [replace(seen[number], title=mask(seen[number].title)) for number in ids if number in seen]
    matters.listed(actor=actor, matters=shown)
    return CaseView(
        case=info_of(row),
        units=_shares(BY_UNIT, row.id, {code: unit.name for code, unit in organisation.units().items()}),
        districts=_shares(BY_DISTRICT, row.id, {}),
        members=tuple(_members(shown)),
        unseen=max(0, row.size - in_reach),
        dangerous=members.filter(dangerous=True).count(),
    )


def points(actor: Actor, number: int) -> list[tuple[MatterInfo, float, float]]:
    """Members that the reader may see and their points. LookupError, NotAllowed."""
    check_reader(actor)
    row = live(number)
    ids = Member.objects.filter(case_id=row.id, lon__isnull=False).order_by("-filed_at")
    seen = matters.get_many(actor=actor, ids=list(ids.values_list("matter_id", flat=True)[:500]))
    known = ((one, one.place.lon, one.place.lat) for one in seen.values())
    return [(one, lon, lat) for one, lon, lat in known if lon is not None and lat is not None]


def _members(shown: Iterable[MatterInfo]) -> Iterable[MemberInfo]:
    infos = {one.id: one for one in shown}
    texts = {row.id: row.text for row in appeals.arrivals_of(ids=list(infos))}
    flow = matters.flow(KIND)
    for number, one in infos.items():
        yield MemberInfo(
            matter=one,
            state_title=_(flow.state(one.state).title),
            title=one.title,
            excerpt=mask(texts.get(number, ""))[:EXCERPT],
        )


def _shares(sql: str, case: int, names: dict[str, str]) -> tuple[Share, ...]:
    with fence.everything(), connection.cursor() as cursor:
        cursor.execute(sql, [case])
        rows = cursor.fetchall()
    return tuple(Share(code, names.get(code) or area_name(code), people) for code, people in rows)


def area_name(code: str) -> str:
    area = organisation.area(code)
    return area.name if area else code


def info_of(row: Case) -> CaseInfo:
    return CaseInfo(
        id=row.id,
        name=row.name or _("Not named yet"),
        place=row.place,
        problem=row.problem,
        heat=row.heat,
        people=row.people,
        growth=row.growth,
        severity=row.severity,
        size=row.size,
        week=row.week,
        weekly=row.weekly,
        first_at=row.first_at,
        last_at=row.last_at,
        lon=row.lon,
        lat=row.lat,
        areas=tuple(row.areas),
        units=tuple(row.units),
        trend=tuple(row.trend),
        refreshed_at=row.refreshed_at,
    )
