"""A ruling as its panel and the supervisors read it; the appeal's words are masked, for a panel has units that do not hold it."""

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import EntryInfo, MatterInfo, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor, Unit
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealView

from ..contracts import KIND, Cause, Claim, RulingInfo, View
from ..models import PanelView, PrecedentRow, Ruling
from . import precedents

CLAIMS = ("return", "dispute")


def of(matter: MatterInfo) -> RulingInfo:
    """The caller has checked that the actor may see the ruling. LookupError."""
    row = Ruling.objects.filter(matter_id=matter.id).first()
    if row is None:
        raise LookupError(matter.number)
    with fence.everything():  # the appeal itself may be out of the panel's reach: its words are masked below
        view = appeals.appeal(actor=SYSTEM, number=row.appeal)
        return _info(matter, row, view)


def _info(matter: MatterInfo, row: Ruling, view: AppealView) -> RulingInfo:
    made = PrecedentRow.objects.filter(number=matter.number).first()
    return RulingInfo(
        matter=matter,
        appeal=row.appeal,
        appeal_title=mask(view.matter.title),
        appeal_text=mask(view.text),
        item=view.item.code if view.item else "",
        item_name=view.item.name if view.item else "",
        scope=view.matter.place.scope,
        cause=Cause(row.cause),
        units=tuple(filter(None, map(organisation.unit, row.units))),
        meanwhile=organisation.unit(row.meanwhile),
        by_list=_by_list(view),
        claims=tuple(_claim(line) for line in view.timeline if line.move in CLAIMS and not line.undone),
        views=tuple(_view(one) for one in PanelView.objects.filter(ruling=row).order_by("at")),
        unit=organisation.unit(row.unit) if row.unit else None,
        grounds=row.grounds,
        decided_at=row.ended_at,
        decided_by=row.decided_by,
        precedent=precedents.info(made) if made else None,
    )


def _by_list(view: AppealView) -> str:
    proposal = appeals.propose(
        text=f"{view.matter.title}\n{view.text}",
        item=view.item.code if view.item else "",
        scope=view.matter.place.scope,
    )
    return proposal.reason if proposal.unit else _("The duty list names no unit.")


def _claim(line: EntryInfo) -> Claim:
    proposed = organisation.unit(str(line.data.get("proposed_unit", "")))
    return Claim(line.at, line.actor_unit, mask(str(line.data.get("reason", line.text))), proposed)


def _view(one: PanelView) -> View:
    unit: Unit | None = organisation.unit(one.unit) if one.unit else None
    return View(one.at, one.name, unit, organisation.unit(one.whose), one.grounds)


def waiting(actor: Actor, limit: int) -> list[RulingInfo]:
    """Those not decided yet in the actor's reach, the first to run out first."""
    question = Question(kinds=(KIND,), open_only=True, order="due", limit=limit)
    return [of(matter) for matter in matters.find(actor=actor, question=question).rows]


def ended(actor: Actor, limit: int) -> list[RulingInfo]:
    """The last decided ones, newest first."""
    question = Question(kinds=(KIND,), states=("decided",), limit=limit)
    return [of(matter) for matter in matters.find(actor=actor, question=question).rows]
