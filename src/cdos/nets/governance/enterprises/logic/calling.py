"""The call back after a bad rating of an enterprise."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import (
    Effect,
    Filing,
    LinkKind,
    MatterInfo,
    NotAllowed,
    Place,
    Urgency,
)
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.governance.appeals import api as appeals

from ..contracts import CALLBACK
from ..models import Callback, Case


def open_call(number: str) -> str:
    """Its number; "" where the appeal is no enterprise's, or this rating has its call already."""
    case = Case.objects.filter(number=number).first()
    if case is None:
        return ""
    view = appeals.appeal(actor=SYSTEM, number=number)
    done = len(view.ratings)
    if Callback.objects.filter(number=number, round=done).exists():
        return ""
    scope = view.matter.place.scope
    unit = appeals.desk(scope=scope)
    with override(settings.LANGUAGE_CODE):
        title = _("Call back: not satisfied with the answer to %(number)s") % {"number": number}
    filing = Filing(
        kind=CALLBACK,
        title=title,
        place=Place(scope=scope),
        urgency=Urgency.URGENT if case.urgent else Urgency.ORDINARY,
        source="system",
        holder_unit=unit.code if unit else "",
        idempotency_key=f"callback:{number}:{done}",
    )
    with matters.opening(actor=SYSTEM) as serial:
        filed = matters.file(actor=SYSTEM, filing=filing, serial=serial)
        if filed.created:
            Callback.objects.create(
                matter_id=filed.matter.id, number=number, round=done, opened_at=filed.matter.filed_at
            )
            matters.link(actor=SYSTEM, source=filed.matter.number, target=number, kind=LinkKind.RELATED)
    return filed.matter.number


def called(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    Callback.objects.filter(matter_id=matter.id).update(
        called_at=timezone.now(), settled=data.get("settled") == "yes"
    )
    return Effect()


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for `enterprises/callback.html`: the appeal, as far as the actor may see it."""
    row = Callback.objects.filter(matter_id=matter_id).first()
    if row is None:
        return {}
    proposal: dict[str, Any] = {
        "move": "call",
        "data": {},
        "texts": {},
        "words": _("Call the enterprise"),
        "reason": _("Its phone number is on the appeal."),
        "confidence": None,
    }
    try:
        view = appeals.appeal(actor=actor, number=row.number)
    except (LookupError, NotAllowed):
        return {"callback": row, "proposal": proposal}
    rating = view.ratings[row.round - 1].rating if len(view.ratings) >= row.round else None
    return {"callback": row, "appeal": view, "rating": rating, "proposal": proposal}
