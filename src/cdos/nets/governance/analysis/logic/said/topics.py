"""Hot topics, risks and campaigns."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.cases import api as cases
from cdos.nets.governance.cases.contracts import CampaignInfo, CaseInfo, CaseQuestion
from cdos.nets.governance.risks import api as risks
from cdos.nets.governance.risks.contracts import RiskInfo

from ...contracts import Draft, Evidence
from .week import Week

FIRST = 5
LISTED = 50


def said(week: Week) -> Iterator[Draft]:
    """Topics are told as they stand when the report is drafted."""
    found = cases.find(actor=SYSTEM, question=CaseQuestion(area=week.area, limit=LISTED))
    came = {one.case: one.people for one in cases.lately(since=week.start, until=week.end, people=1)}
    told = [case for case in found if came.get(case.id)][:FIRST]
    for case in told:
        yield _topic(case, came[case.id])
    if not told:
        yield _no_topic(week)
    yield _risks(week)
    for one in _campaigns(week):
        yield _campaign(one)


def _topic(case: CaseInfo, came: int) -> Draft:
    text = _(
        "{name}: {came} people in the week, {people} in 180 days; a week in the month before had {usual}."
    ).format(name=case.name, came=came, people=case.people, usual=f"{case.weekly:g}")
    weeks = len(case.trend)
    rows = tuple(
        (_("{n} weeks ago").format(n=weeks - 1 - at), people) for at, people in enumerate(case.trend)
    )
    evidence = Evidence(
        title=_("People a week: {name}").format(name=case.name),
        how=_(
            "Each person once a week, when the report was drafted; heat {heat} = people and votes x growth {growth} x severity {severity}."
        ).format(heat=f"{case.heat:g}", growth=f"{case.growth:g}", severity=f"{case.severity:g}"),
        columns=(_("Week"), _("Number of people")),
        rows=(
            *rows,
            (_("In the week of the report"), came),
            (_("In 180 days"), case.people),
            (_("Usual"), case.weekly),
        ),
        links=((case.name, f"/staff/topics/{case.id}/"),),
        draw="columns",
        drawn=weeks,
    )
    return Draft("topics", f"topic-{case.id}", text, evidence, picture=True)


def _no_topic(week: Week) -> Draft:
    evidence = Evidence(
        title=_("Hot topics"), how=_("Groups of two people and more with somebody new in the week."),
        columns=(_("Topics"),), rows=((0,),), links=((_("Hot topics"), "/staff/topics/"),),
    )  # fmt: skip
    return Draft("topics", "none", _("No topic had somebody new in the week."), evidence)


def _inside(week: Week, area: str) -> bool:
    return not week.area or area == week.area


def _risks(week: Week) -> Draft:
    found = [
        one for one in risks.find(actor=SYSTEM)
        if week.start <= one.matter.filed_at < week.end and _inside(week, one.matter.place.scope.district)
    ]  # fmt: skip
    if not found:
        text = _("No risk was raised in the week.")
    else:
        text = _(
            "{raised} risks were raised in the week; {confirmed} of them were confirmed and {dismissed} dismissed."
        ).format(
            raised=len(found), confirmed=_in(found, "confirmed", "handled"), dismissed=_in(found, "dismissed")
        )
    evidence = Evidence(
        title=_("Risks raised in the week"),
        how=_("As they stood when the report was drafted."),
        columns=(_("Number"), _("What"), _("State"), _("Why")),
        rows=(
            *((one.matter.number, one.matter.title, one.state_title, one.reason) for one in found),
            (_("Together"), len(found), _("Confirmed: {n}").format(n=_in(found, "confirmed", "handled")), _("Dismissed: {n}").format(n=_in(found, "dismissed"))),
        ),
        links=tuple((one.matter.number, f"/staff/topics/risks/{one.matter.number}/") for one in found),
    )  # fmt: skip
    return Draft("risks", "raised", text, evidence)


def _in(found: list[RiskInfo], *states: str) -> int:
    return sum(one.matter.state in states for one in found)


def _campaigns(week: Week) -> list[CampaignInfo]:
    """Those under way, and those closed in the week."""
    return [
        one for one in cases.campaigns_of(actor=SYSTEM)
        if _inside(week, one.matter.place.scope.district)
        and (one.matter.closed_at is None or one.matter.closed_at >= week.end - timedelta(days=7))
    ][:FIRST]  # fmt: skip


def _campaign(one: CampaignInfo) -> Draft:
    view = cases.campaign(actor=SYSTEM, number=one.matter.number)
    effect = view.effect
    text = _("Campaign “{name}” ({unit}): {done} of {all} measures done. {effect}").format(
        name=one.matter.title, unit=one.matter.holder_unit_name, done=one.done, all=one.measures,
        effect=cases.effect_words(effect),
    )  # fmt: skip
    evidence = Evidence(
        title=_("Campaign: {name}").format(name=one.matter.title),
        how=_("People once on each side; the city's own change is taken out."),
        columns=("", _("Before"), _("After")),
        rows=(
            (_("Number of people"), effect.before, effect.after),
            (_("Days counted"), effect.before_days, effect.after_days),
            (_("People in 30 days"), effect.rate_before, effect.rate_after),
            (_("Expected at the old pace"), None, effect.expected),
            (_("Measures done, and set"), one.done, one.measures),
        ),
        links=((one.matter.number, f"/staff/topics/campaigns/{one.matter.number}/"),),
    )
    return Draft("campaigns", f"campaign-{one.matter.number}", text, evidence)
