"""Taking a precedent back: the next dispatch follows the duty list again, what was dispatched by it stays."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Precedent, RulingRefused
from ..models import PrecedentRow
from . import precedents, recording

READERS = (Action.DISPATCH, Action.SUPERVISE, Action.EDIT_LISTS)
WITHDRAWERS = (Action.SUPERVISE, Action.EDIT_LISTS)
LONGEST = 2000


def may(actor: Actor, actions: tuple[Action, ...]) -> bool:
    return any(organisation.may(actor, action) for action in actions)


def check_reads(actor: Actor) -> None:
    if not may(actor, READERS):
        raise NotAllowed("precedents", _("Dispatchers, supervisors and editors read the precedents."))


def listed(actor: Actor, words: str, limit: int) -> list[Precedent]:
    """Newest first."""
    check_reads(actor)
    rows = PrecedentRow.objects.order_by("-pk")
    found = [precedents.info(row) for row in rows]
    wanted = words.strip().casefold()
    return [one for one in found if wanted in said(one)][:limit]


def said(one: Precedent) -> str:
    """What a search of the list looks at."""
    unit, area = organisation.unit(one.unit), organisation.area(one.area)
    names = (unit.name if unit else one.unit, area.name if area else one.area)
    return " ".join((one.number, one.item, one.item_name, one.wording, one.grounds, *names)).casefold()


def withdraw(actor: Actor, precedent_id: int, reason: str) -> Precedent:
    """RulingRefused, NotAllowed, LookupError."""
    if not may(actor, WITHDRAWERS):
        raise NotAllowed("precedents", _("Supervisors and editors withdraw precedents."))
    why = reason.strip()[:LONGEST]
    if not why:
        raise RulingRefused(_("Please say why it no longer holds."))
    row = PrecedentRow.objects.select_for_update().filter(pk=precedent_id).first()
    if row is None:
        raise LookupError(precedent_id)
    if row.withdrawn_on is not None:
        raise RulingRefused(_("It was withdrawn already."))
    row.withdrawn_on, row.withdrawn_by, row.why_withdrawn = timezone.localdate(), actor.name, why
    row.save(update_fields=["withdrawn_on", "withdrawn_by", "why_withdrawn"])
    recording.withdrawn(row, by=actor.account_id)
    precedents.HELD.forget()
    return precedents.info(row)
