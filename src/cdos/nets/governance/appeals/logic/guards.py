"""What must be true before a move; each refuses with a sentence that says what to do."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.calendar import api as calendar
from cdos.base.matters.contracts import MatterInfo, MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..contracts import Outcome, Rating
from ..models import Appeal
from . import duty, terms
from .text import is_blank, safe

Data = dict[str, Any]


def text_of(data: Data, name: str) -> str:
    """A text of a move's data, safe to store; "" where there is none."""
    value = data.get(name)
    return safe(value).strip() if isinstance(value, str) else ""


def check_unit(matter: MatterInfo, actor: Actor, data: Data) -> None:
    code = text_of(data, "unit")
    if organisation.unit(code) is None:
        raise MoveRefused(
            "unknown_unit",
            _("There is no unit “%(unit)s”. Please choose one from the list.") % {"unit": code},
        )
    if text_of(data, "item"):
        _check_item_exists(text_of(data, "item"))


def check_optional_unit(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if text_of(data, "unit"):
        check_unit(matter, actor, data)


def _check_item_exists(code: str) -> None:
    if duty.item(code) is None:
        raise MoveRefused(
            "unknown_item", _("There is no duty item “%(item)s” in the list in force.") % {"item": code}
        )


def check_item(matter: MatterInfo, actor: Actor, data: Data) -> None:
    item, urgency = text_of(data, "item"), text_of(data, "urgency")
    if not item and not urgency:
        raise MoveRefused("nothing_changed", _("Please choose another duty item or another urgency."))
    if item:
        _check_item_exists(item)


def check_reply(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if is_blank(text_of(data, "reply")):
        raise MoveRefused("reply_empty", _("Please write what you reply to the person."))
    if text_of(data, "outcome") not in set(Outcome):
        raise MoveRefused(
            "outcome_missing", _("Please say what came of it: solved, explained or not possible.")
        )
    if text_of(data, "outcome") == Outcome.SOLVED and is_blank(text_of(data, "evidence")):
        raise MoveRefused(
            "evidence_missing",
            _("“Solved” needs evidence: please say what was done, when, and how it was seen to work."),
        )


def check_return(matter: MatterInfo, actor: Actor, data: Data) -> None:
    """Within one working day of the last dispatch, with grounds and with another unit proposed."""
    proposed = text_of(data, "proposed_unit")
    if organisation.unit(proposed) is None:
        raise MoveRefused("unknown_unit", _("Please name the unit whose duty it is in your view."))
    if proposed == matter.holder_unit:
        raise MoveRefused("own_unit", _("Please propose another unit than your own."))
    if is_blank(text_of(data, "reason")):
        raise MoveRefused("grounds_missing", _("Please give the grounds for returning it."))
    since = Appeal.objects.values_list("assigned_at", flat=True).get(matter_id=matter.id)
    until = _return_until(since)
    if until is not None and timezone.now() > until:
        raise MoveRefused(
            "return_too_late",
            _("It could be returned within one working day. Please handle it, or ask for a ruling."),
        )


def check_take_over(matter: MatterInfo, actor: Actor, data: Data) -> None:
    if actor.account_id is None or actor.account_id == matter.holder_account:
        raise MoveRefused("yours_already", _("You handle it already."))


def _return_until(since: datetime | None) -> datetime | None:
    return calendar.add(start=since, term=terms.SIGN) if since else None


def rating_of(data: Data) -> Rating:
    """The rating in a move's data. MoveRefused where a mark is missing or out of range."""
    marks: dict[str, int] = {}
    for name in ("speed", "effect", "experience", "reply_quality"):
        value = data.get(name)
        mark = (
            int(value)
            if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit())
            else 0
        )
        if not 1 <= mark <= 5:
            raise MoveRefused("rating_range", _("Please give each of the four marks from 1 to 5."))
        marks[name] = mark
    satisfied = data.get("satisfied")
    if satisfied not in ("yes", "no", True, False):
        raise MoveRefused("satisfied_missing", _("Please say whether you are satisfied."))
    return Rating(satisfied=satisfied in ("yes", True), text=text_of(data, "text"), **marks)


def check_rating(matter: MatterInfo, actor: Actor, data: Data) -> None:
    rating_of(data)
