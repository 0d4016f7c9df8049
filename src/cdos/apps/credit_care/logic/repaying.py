"""Repaying a visit, whole or in part: asked of the bank, and counted when the bank has it."""

from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor

from ..contracts import CareRefused, Way
from ..models import Transfer, Visit
from . import agreeing, levelling


def own(actor: Actor, number: str) -> Visit:
    """LookupError for another's."""
    found = Visit.objects.filter(number=number, party_id=actor.party_id).first() if actor.party_id else None
    if found is None:
        raise LookupError(number)
    return found


def repay(actor: Actor, number: str, fen: int) -> Transfer:
    agreeing.person(actor)
    visit = levelling.locked(own(actor, number).matter_id)
    on_the_way = sum(one.fen for one in levelling.asked(visit, Way.COLLECT))
    left = visit.credit_fen - visit.repaid_fen - on_the_way
    if left <= 0:
        raise CareRefused(_("Nothing is left to be repaid, or it is on its way."))
    if not 0 < fen <= left:
        raise CareRefused(_("Please give a sum above nothing and at most what is still owed."))
    return levelling.transfer(visit, Way.COLLECT, fen)
