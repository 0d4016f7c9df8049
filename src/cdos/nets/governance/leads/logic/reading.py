"""A lead as staff read it, and the list of those who report."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.governance.appeals import api as appeals

from ..contracts import KIND, Channel, LeadView, OwnLead
from ..models import Lead, Source
from . import alike

LOOK_BACK = timedelta(days=30)
OPEN = ("reported", "handling")


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for `leads/detail.html`; the caller has checked that the actor may see the matter."""
    row = Lead.objects.filter(matter_id=matter_id).first()
    return {} if row is None else {"lead": view(row, actor), "proposal": likeliest(row, actor)}


def view(row: Lead, actor: Actor) -> LeadView:
    source = Source.objects.filter(code=row.source).first() if row.source else None
    item = appeals.duty_item(code=row.item) if row.item else None
    return LeadView(
        matter=matters.get(actor=actor, number=row.number),
        channel=Channel(row.channel),
        source_name=source.name if source else "",
        text=row.text,
        files=tuple(files.by_tokens(row.files)) if row.files else (),
        device=row.device,
        link=row.link,
        repeats=row.repeats,
        last_repeat_at=row.last_repeat_at,
        evidence=row.evidence,
        joined_to=row.joined_to,
        complaint=row.complaint,
        complaint_after=row.complaint_after,
        item_name=item.name if item else "",
        alike=tuple(_alike(row, actor)) if row.state in OPEN else (),
    )


def _alike(row: Lead, actor: Actor) -> list[Any]:
    return alike.around(
        actor=actor,
        lon=row.lon,
        lat=row.lat,
        text=f"{row.title} {row.text}",
        since=row.reported_at - LOOK_BACK,
        leave_out=row.matter_id,
    )


def likeliest(row: Lead, actor: Actor) -> dict[str, Any] | None:
    """To the unit of the duty list, with the reason; nothing once it was judged."""
    if row.state == "handling":
        mine = row.unit in organisation.units_of(actor, Action.HANDLE)
        return (
            _step("solve", _("Say that it is solved"), _("With what was done, and a picture."))
            if mine
            else None
        )
    if row.state == "solved":
        return _step("check", _("Looked again: it is solved"), _("The unit says it is solved."))
    if row.state != "reported":
        return None
    place = matters.get(actor=actor, number=row.number).place
    proposal = appeals.propose(text=f"{row.title}\n{row.text}", item=row.item, scope=place.scope)
    if proposal.unit is None:
        return None
    item = proposal.item
    return {
        "move": "accept",
        "data": {
            "unit": proposal.unit.code,
            "item": item.code if item else "",
            "reason": proposal.reason,
        },
        "texts": {"unit": proposal.unit.name, "item": item.name if item else ""},
        "words": _("It is so: to %(unit)s") % {"unit": proposal.unit.name},
        "reason": proposal.reason,
        "confidence": proposal.confidence if item else None,
    }


def _step(move: str, words: str, reason: str) -> dict[str, Any]:
    return {"move": move, "data": {}, "texts": {}, "words": words, "reason": reason, "confidence": None}


def own(actor: Actor, limit: int) -> list[OwnLead]:
    """What the actor's account reported, newest first: also where it lies outside the reach of their posts."""
    if actor.account_id is None:
        return []
    with fence.everything():
        rows = list(Lead.objects.filter(reported_by=actor.account_id).order_by("-reported_at")[:limit])
    first = {row.files[0] for row in rows if row.files}
    photos = {one.token: one for one in files.by_tokens(sorted(first))}
    return [_own(row, photos.get(row.files[0]) if row.files else None) for row in rows]


def _own(row: Lead, photo: Any) -> OwnLead:
    unit = organisation.unit(row.unit) if row.unit else None
    return OwnLead(
        number=row.number,
        title=row.title,
        state=row.state,
        state_title=_(matters.flow(KIND).state(row.state).title),
        address=row.address,
        unit_name=unit.name if unit else "",
        reported_at=row.reported_at,
        photo=photo if photo is not None and photo.has_thumbnail else None,
    )
