"""Risks as a reader may see them, with the evidence of their reach."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, NotAllowed, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.governance.cases import api as cases

from ..contracts import RISK, Evidence, Origin, RiskInfo, RiskView, Shown
from ..models import Risk

ORIGINS = {
    Origin.SENTINEL: gettext_lazy("Sentinel"),
    Origin.RULE: gettext_lazy("Danger said by several"),
    Origin.GROWTH: gettext_lazy("Grows more than chance allows"),
}
LISTED = 100
SHOWN = 40


def check_reader(actor: Actor) -> None:
    if not organisation.may(actor, Action.FIGURES):
        raise NotAllowed("figures_only", _("Risks are shown to those whose post comes with figures."))


def find(actor: Actor, states: tuple[str, ...]) -> list[RiskInfo]:
    """In the actor's reach, the newest first; `states` none for all."""
    check_reader(actor)
    page = matters.find(actor=actor, question=Question(kinds=(RISK,), states=states, limit=LISTED))
    rows = Risk.objects.in_bulk([matter.id for matter in page.rows])
    return [_info(matter, rows[matter.id]) for matter in page.rows if matter.id in rows]


def _info(matter: MatterInfo, row: Risk) -> RiskInfo:
    return RiskInfo(
        matter=matter,
        state_title=_(matters.flow(RISK).state(matter.state).title),
        origin=Origin(row.origin),
        origin_title=str(ORIGINS[Origin(row.origin)]),
        reason=row.reason,
        people=row.people,
    )


def view(actor: Actor, number: str) -> RiskView:
    """LookupError, NotAllowed."""
    look = matters.look(actor=actor, number=number)
    row = Risk.objects.filter(matter_id=look.matter.id).first()
    if row is None:
        raise LookupError(number)
    members = _members(actor, row)
    case, name = _case(actor, row)
    return RiskView(
        info=_info(look.matter, row),
        evidence=tuple(Evidence(*one) for one in row.evidence),
        trend=tuple(row.trend),
        case=case,
        case_name=name,
        members=members,
        unseen=max(0, len(row.members[:SHOWN]) - len(members)),
        moves=look.moves,
        entries=look.entries,
    )


def _members(actor: Actor, row: Risk) -> tuple[Shown, ...]:
    seen = matters.get_many(actor=actor, ids=row.members[:SHOWN])
    shown = [seen[number] for number in row.members[:SHOWN] if number in seen]
    matters.listed(actor=actor, matters=shown)
    masked = [replace(matter, title=mask(matter.title)) for matter in shown]
    return tuple(Shown(matter, matter.title) for matter in masked)


def _case(actor: Actor, row: Risk) -> tuple[int | None, str]:
    """The group, where the reader may see it."""
    if row.case is None:
        return None, ""
    try:
        found = cases.case(actor=actor, number=row.case)
    except (LookupError, NotAllowed):
        return None, ""
    return found.id, found.name


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for the workbench; the caller has checked that the actor may see the matter."""
    row = Risk.objects.filter(matter_id=matter_id).first()
    if row is None:
        return {}
    return {"risk": row, "origin": str(ORIGINS[Origin(row.origin)])}
