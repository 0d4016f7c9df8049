"""A group becomes a campaign: an owner, measures with dates, and an effect that is judged."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filing, MatterInfo, MoveRefused, NotAllowed, Place, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Action, Actor, Scope, Within

from ..contracts import (
    CAMPAIGN,
    CampaignInfo,
    CampaignRefused,
    CampaignView,
    CaseInfo,
    Effect,
    MeasureInfo,
    Verdict,
)
from ..models import Campaign, Case, Measure
from . import effect as effects
from . import reading

DISTRICT = 6
CLOSED = ("closed", "dropped")


def may_begin(actor: Actor) -> bool:
    return organisation.may(actor, Action.SUPERVISE)


def begin(actor: Actor, number: int, unit: str, aim: str) -> MatterInfo:
    """NotAllowed, LookupError, CampaignRefused."""
    if not may_begin(actor):
        raise NotAllowed("supervisors_only", _("Only supervision begins a campaign."))
    row = reading.live(number)
    if organisation.unit(unit) is None:
        raise CampaignRefused("unit", _("Please choose the unit that leads it from the list."))
    if running(row.id) is not None:
        raise CampaignRefused("unit", _("There is a campaign about this already."))
    filing = Filing(
        kind=CAMPAIGN,
        title=row.name or row.problem or _("Campaign"),
        text=aim,
        place=Place(scope=scope_of(row, actor)),
        holder_unit=unit,
        source="staff",
    )
    with matters.opening(actor=actor) as serial:
        filed = matters.file(actor=actor, filing=filing, serial=serial)
        Campaign.objects.create(
            matter_id=filed.matter.id, case_id=row.id, aim=aim[:5000], begun_at=timezone.now()
        )
        Case.objects.filter(id=row.id).update(kept=True, dirty=True)
    return filed.matter


def scope_of(row: Case, actor: Actor) -> Scope:
    """The one district of the group; of several, the one that the actor watches over; else the whole city's."""
    districts = [code for code in row.areas if len(code) == DISTRICT]
    own = [
        post.area
        for post in organisation.posts_with(actor, Action.SUPERVISE, Within.AREA)
        if post.area in districts
    ]
    if len(districts) == 1 or own:
        return Scope(district=(own or districts)[0])
    return Scope()


def running(case: int) -> str | None:
    """The number of the campaign about this group that is not over, whoever may see it."""
    with fence.everything():
        ids = list(Campaign.objects.filter(case_id=case, closed_at=None).values_list("matter_id", flat=True))
    for matter in matters.get_many(actor=SYSTEM, ids=ids).values():
        if matter.state not in CLOSED:
            return matter.number
    return None


def find(actor: Actor) -> list[CampaignInfo]:
    """Those in the actor's reach, the newest first."""
    reading.check_reader(actor)
    page = matters.find(actor=actor, question=Question(kinds=(CAMPAIGN,), limit=100))
    counted = Campaign.objects.annotate(
        all=Count("measures"), done=Count("measures", filter=Q(measures__done_on__isnull=False))
    ).in_bulk([matter.id for matter in page.rows])
    return [
        CampaignInfo(
            matter=matter,
            state_title=state_title(matter.state),
            case=counted[matter.id].case_id,
            measures=counted[matter.id].all,
            done=counted[matter.id].done,
        )
        for matter in page.rows
        if matter.id in counted
    ]


def state_title(state: str) -> str:
    return _(matters.flow(CAMPAIGN).state(state).title)


def row_of(matter: MatterInfo) -> Campaign:
    row = Campaign.objects.filter(matter_id=matter.id).first()
    if row is None:
        raise LookupError(matter.number)
    return row


def view(actor: Actor, number: str) -> CampaignView:
    """LookupError, NotAllowed."""
    look = matters.look(actor=actor, number=number)
    row = row_of(look.matter)
    return CampaignView(
        matter=look.matter,
        state_title=state_title(look.matter.state),
        case=case_of(row),
        aim=row.aim,
        measures=measures(row),
        begun_on=timezone.localdate(row.begun_at),
        effect=effect_of(row),
        judged=row.judged,
        moves=look.moves,
        entries=look.entries,
        may_edit=may_edit(look.parts, look.matter),
    )


def case_of(row: Campaign) -> CaseInfo | None:
    try:
        return reading.info_of(reading.live(row.case_id))
    except LookupError:
        return None


def effect_of(row: Campaign) -> Effect:
    """As it was judged; until then as it stands now."""
    if row.effect:
        return Effect(**{**row.effect, "verdict": Verdict(row.effect["verdict"])})
    return effects.judge(case=row.case_id, begun=row.begun_at, done=row.done_at, now=timezone.now())


def measures(row: Campaign) -> tuple[MeasureInfo, ...]:
    found = row.measures.order_by("due_on", "id")
    return tuple(MeasureInfo(one.id, one.text, one.due_on, one.done_on, one.note) for one in found)


def may_edit(parts: frozenset[str], matter: MatterInfo) -> bool:
    return bool(parts & {"holder", "supervisor"}) and matter.state not in CLOSED


def _editable(actor: Actor, number: str) -> Campaign:
    matter = matters.get(actor=actor, number=number)
    if not may_edit(matters.parts_of(actor=actor, number=number), matter):
        raise NotAllowed(
            "holder_only", _("Only the unit that leads it, or supervision, changes its measures.")
        )
    return row_of(matter)


def add_measure(actor: Actor, number: str, text: str, due_on: date) -> None:
    """NotAllowed, LookupError, CampaignRefused."""
    row = _editable(actor, number)
    if not text.strip():
        raise CampaignRefused("text", _("Please say what is done."))
    Measure.objects.create(campaign=row, text=text.strip()[:500], due_on=due_on)
    _note(
        actor, number, _("Measure set, due {day}: {text}").format(day=due_on.isoformat(), text=text.strip())
    )


def change_measure(actor: Actor, number: str, measure: int, what: str, note: str) -> None:
    """`what`: done, open or remove. NotAllowed, LookupError, MoveRefused."""
    row = _editable(actor, number)
    found = row.measures.filter(id=measure).first()
    if found is None:
        raise LookupError(measure)
    if what == "remove":
        found.delete()
        said = _("Measure taken away: {text}")
    elif what in {"done", "open"}:
        found.done_on = timezone.localdate() if what == "done" else None
        found.note = note.strip()[:500]
        found.save(update_fields=["done_on", "note"])
        said = _("Measure done: {text}") if what == "done" else _("Measure open again: {text}")
    else:
        raise MoveRefused("unknown", _("This cannot be done with a measure."))
    _note(actor, number, said.format(text=found.text) + (f"\n{note.strip()[:500]}" if note.strip() else ""))


def _note(actor: Actor, number: str, text: str) -> None:
    matters.comment(actor=actor, number=number, text=text)


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for the workbench; the caller has checked that the actor may see the matter."""
    row = Campaign.objects.filter(matter_id=matter_id).first()
    if row is None:
        return {}
    judged = effect_of(row)
    return {"campaign": row, "measures": measures(row), "effect": judged, "words": effects.words(judged)}
