"""The likeliest next action on an appeal for who looks at it, with its reason; only words, the person decides."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Action, Actor, Scope, Unit

from ..contracts import ChosenBy, Proposal
from ..models import Appeal
from . import dispatching

Placer = Callable[[str], tuple[Scope, str] | None]
_placers: list[Placer] = []
SURE_ALONE = 0.6  # of a guess; below it the next one is named beside it
NAMED = (ChosenBy.RESIDENT.value, ChosenBy.STAFF.value)


def likeliest(row: Appeal, actor: Actor) -> dict[str, Any] | None:
    """`move` with the `data` it needs (and their `texts`), `words`, `reason`, `confidence` (None: no guess is made)."""
    if row.state in ("received", "returned"):
        return _dispatch(row) if _may_dispatch(actor) else None
    return _of_unit(row) if row.unit in organisation.units_of(actor, Action.HANDLE) else None


def _may_dispatch(actor: Actor) -> bool:
    return organisation.may(actor, Action.DISPATCH) or organisation.may(actor, Action.SUPERVISE)


def register_placer(placer: Placer) -> None:
    """Who finds the place that a text names; one, when its module is loaded."""
    _placers[:] = [placer]


def propose(row: Appeal, *, by_words: bool = True) -> Proposal:
    """`by_words`: where the appeal has no place, that which its text names counts, and the reason says so."""
    named = row.item_code if row.item_by in NAMED else ""
    scope, text = Scope(row.district, row.street, row.community), f"{row.title}\n{row.text}"
    met = _placers[0](text) if by_words and _placers and not (row.district or row.outside) else None
    if met is None:
        return dispatching.propose(text=text, item=named, scope=scope)
    found = dispatching.propose(text=text, item=named, scope=met[0])
    said = _("The appeal has no place, but its text names “%(place)s”.") % {"place": met[1]}
    return replace(found, reason=f"{said} {found.reason}")


def _dispatch(row: Appeal) -> dict[str, Any] | None:
    proposal = propose(row)
    if row.state == "returned" and (unit := _named_at_return(row)):
        reason = _("The unit that returned it names %(unit)s.") % {"unit": unit.name}
        return _offer("redispatch", proposal, unit, reason, None)
    if proposal.unit is None:
        return None
    move = "dispatch" if row.state == "received" else "redispatch"
    guessed = proposal.confidence if proposal.item else None  # the backstop is a rule, not a guess
    offer = _offer(move, proposal, proposal.unit, proposal.reason, guessed)
    return offer | {"reason": f"{proposal.reason} {_second(proposal)}".strip()}


def _second(proposal: Proposal) -> str:
    """What else it may be, where the first item is not sure enough to stand alone; for the reader, not for the record."""
    other = next((one for one in proposal.alternatives if one.unit), None)
    if proposal.item is None or proposal.named or proposal.confidence >= SURE_ALONE or other is None:
        return ""
    assert other.unit is not None
    values = {"item": other.item.name, "unit": other.unit.name}
    return _("Not sure: it may also be “%(item)s” of %(unit)s.") % values


def _named_at_return(row: Appeal) -> Unit | None:
    """Whose it is in the view of the unit that returned it last."""
    lines = matters.timeline(actor=SYSTEM, number=row.number)
    last = next((line for line in reversed(lines) if line.move == "return"), None)
    return organisation.unit(str(last.data.get("proposed_unit", ""))) if last else None


def _offer(
    move: str, proposal: Proposal, unit: Unit, reason: str, confidence: float | None
) -> dict[str, Any]:
    item = proposal.item
    return {
        "move": move,
        "data": {"unit": unit.code, "item": item.code if item else "", "reason": reason},
        "texts": {"unit": unit.name, "item": item.name if item else ""},
        "words": _("To %(unit)s") % {"unit": unit.name},
        "reason": reason,
        "confidence": confidence,
    }


def _of_unit(row: Appeal) -> dict[str, Any] | None:
    steps = {
        "dispatched": ("accept", _("Sign for it"), _("After that, contact the person within 24 hours.")),
        "handling": ("reply", _("Reply"), ""),
    }
    if row.state == "handling" and row.contacted_at is None and row.contact_allowed:
        return _step("contact", _("Contact the person"), _("Nobody has spoken with the person yet."))
    return _step(*steps[row.state]) if row.state in steps else None


def _step(move: str, words: str, reason: str) -> dict[str, Any]:
    return {"move": move, "data": {}, "texts": {}, "words": words, "reason": reason, "confidence": None}
