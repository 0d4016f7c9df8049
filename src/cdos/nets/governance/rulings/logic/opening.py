"""Opening a ruling: at the third hand-over, when nobody took a disputed appeal in time, or when the unit asks."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import EntryInfo, Filing, LinkKind, MatterInfo
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Telling
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Action, Role
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealView

from ..contracts import HAND_OVERS, KIND, Cause
from ..models import Ruling

HANDED = ("return", "hand_over")
SETTLED = ("ruled", "ruled_here", "released")
OPEN = ("returned", "dispatched", "handling")
LONGEST_TITLE = 180


def after_move(number: str, move: str) -> str:
    """The ruling opened because of this move; "" where none is due."""
    with fence.everything():
        view = appeals.appeal(actor=SYSTEM, number=number)
        if move == "dispute":
            return _open(view, Cause.ASKED)
        return _open(view, Cause.HAND_OVERS) if hand_overs(view) >= HAND_OVERS else ""


def after_timeout(number: str) -> str:
    """Nobody signed or dispatched in time; only where its duty is in dispute, else the unit's lead is told."""
    with fence.everything():
        view = appeals.appeal(actor=SYSTEM, number=number)
        return _open(view, Cause.TIME) if hand_overs(view) else ""


def since_settled(timeline: Sequence[EntryInfo]) -> list[EntryInfo]:
    """The lines since the last ruling."""
    marks = [at for at, line in enumerate(timeline) if line.move in SETTLED]
    return list(timeline[marks[-1] + 1 :] if marks else timeline)


def hand_overs(view: AppealView) -> int:
    lines = since_settled(view.timeline)
    return sum(line.move in HANDED and not line.undone for line in lines)


def units_in_dispute(view: AppealView) -> list[str]:
    """Those that had it, in that order, then those they named; the desk is no party."""
    had = [one.unit for one in reversed(view.dispatches)]
    lines = [line for line in view.timeline if line.move in (*HANDED, "dispute")]
    named = [str(line.data.get("proposed_unit") or line.data.get("unit") or "") for line in lines]
    known = (organisation.unit(code) for code in dict.fromkeys([*had, *named]))
    return [unit.code for unit in known if unit is not None and unit.function != "hotline"]


def _open(view: AppealView, cause: Cause) -> str:
    matter = view.matter
    if matter.state not in OPEN or Ruling.objects.filter(appeal_id=matter.id, ended_at=None).exists():
        return ""
    with override(settings.LANGUAGE_CODE):
        made = _file(matter, view.item.name if view.item else "")
        units = units_in_dispute(view)
        backstop = appeals.backstop_of(number=matter.number)
        Ruling.objects.create(
            matter_id=made.id,
            appeal_id=matter.id,
            appeal=matter.number,
            cause=cause.value,
            units=units,
            meanwhile=backstop,
            opened_at=made.filed_at,
        )
        _gather(made, matter, units)
        _hand_to(backstop, matter, made.number)
        _tell(made, units)
    return made.number


def _file(matter: MatterInfo, item: str) -> MatterInfo:
    """By the supervision of the area, at the appeal's own place; without its person and without a word of theirs."""
    area = matter.place.scope.district or settings.CITY_CODE
    unit = organisation.find_unit(function="supervision", area=area) or organisation.find_unit(
        function="hotline", area=area
    )
    title = _("Whose duty: %(title)s") % {"title": f"{item} {matter.number}".strip()}
    filing = Filing(
        kind=KIND,
        title=title[:LONGEST_TITLE],
        place=matter.place,
        urgency=matter.urgency,
        source="system",
        holder_unit=unit.code if unit else matter.holder_unit,
    )
    with matters.opening(actor=SYSTEM) as serial:
        return matters.file(actor=SYSTEM, filing=filing, serial=serial).matter


def _gather(made: MatterInfo, matter: MatterInfo, units: list[str]) -> None:
    """The panel: the units in dispute see the ruling and speak."""
    for unit in units:
        if unit != made.holder_unit:
            matters.add_co_handler(actor=SYSTEM, number=made.number, unit=unit)
    matters.link(actor=SYSTEM, source=made.number, target=matter.number, kind=LinkKind.RELATED)


def _hand_to(backstop: str, matter: MatterInfo, ruling: str) -> None:
    unit = organisation.unit(backstop)
    reason = _("Whose duty it is waits for ruling %(ruling)s. Until then %(unit)s handles it.") % {
        "ruling": ruling,
        "unit": unit.name if unit else backstop,
    }
    data = {"unit": backstop, "reason": reason, "ruling": ruling}
    appeals.move_by_ruling(actor=SYSTEM, number=matter.number, move="meanwhile", data=data)


def _tell(made: MatterInfo, units: list[str]) -> None:
    """Leads of the panel, and the supervisors who decide."""
    areas = [settings.CITY_CODE, made.place.scope.district]
    leads = {account for unit in units for account, _name in organisation.staff_of(unit, Role.LEAD)}
    deciders = set(organisation.holders(action=Action.SUPERVISE, areas=areas))
    notices.tell_many(
        [
            Telling(
                title=_("Duty in dispute: %(number)s") % {"number": made.number},
                body=made.title,
                account_id=account,
                link=f"/staff/matter/{made.number}",
                key=f"ruling:{made.id}:{account}",
            )
            for account in sorted(leads | deciders)
        ]
    )
