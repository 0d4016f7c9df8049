"""What the moves of a visit change in its own rows and in the books. The matter is locked; its rows are locked after it."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.fence import api as fence
from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.books.contracts import Overdrawn
from cdos.nets.services.payments.api import in_words

from ..adapters import registry
from ..contracts import Way
from ..models import Transfer, Visit
from . import books, levelling

Data = dict[str, Any]


def _effect(visit: Visit, note: str = "") -> Effect:
    return Effect(state=levelling.state_of(visit).value, note=note)


def settle(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """All bills of the visit together, of each the newest version, whichever came last."""
    with fence.everything():
        visit = levelling.locked(matter.id)
        bills = levelling.settlements(visit)
        if not bills:
            raise MoveRefused("not_told", _("The hospital has not settled it."))
        visit.total_fen = sum(one.total_fen for one in bills)
        visit.insurance_fen = sum(one.insurance_fen for one in bills)
        visit.own_fen = sum(one.own_fen for one in bills)
        visit.cancelled = all(one.cancelled for one in bills)
        visit.save(update_fields=["total_fen", "insurance_fen", "own_fen", "cancelled"])
        levelling.level(visit)
        return _effect(visit, _bill(visit))


def _bill(visit: Visit) -> str:
    if visit.cancelled:
        return _("The hospital has cancelled the bill.")
    return _("The bill is %(total)s: %(insurance)s by the insurance, %(own)s your own part.") % {
        "total": in_words(visit.total_fen or 0),
        "insurance": in_words(visit.insurance_fen),
        "own": in_words(visit.own_fen),
    }


def call_off(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        visit = levelling.locked(matter.id)
        visit.cancelled = True
        visit.save(update_fields=["cancelled"])
        return _effect(visit)


def _transfer(visit: Visit, data: Data, way: Way) -> Transfer:
    found = Transfer.objects.filter(visit=visit, key=data["transfer"], way=way.value, state="asked").first()
    if found is None:
        raise MoveRefused("no_transfer", _("The bank has already answered this."))
    found.visit = visit
    return found


def _end(one: Transfer, state: str, failure: str = "") -> None:
    one.state, one.failure, one.ended_at = state, failure[:300], timezone.now()
    one.save(update_fields=["state", "failure", "ended_at"])


def advanced(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        visit = levelling.locked(matter.id)
        one = _transfer(visit, data, Way.ADVANCE)
        books.advanced(one)
        _end(one, "paid")
        visit.credit_fen += one.fen
        visit.save(update_fields=["credit_fen"])
        levelling.level(visit)
        named = {"sum": in_words(one.fen), "hospital": registry.hospital_name(visit.hospital)}
        return _effect(visit, _("The bank has paid %(sum)s to %(hospital)s for you.") % named)


def not_advanced(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        visit = levelling.locked(matter.id)
        one = _transfer(visit, data, Way.ADVANCE)
        books.break_promise(one)
        _end(one, "refused", str(data.get("failure") or ""))
        visit.refused = True
        visit.save(update_fields=["refused"])
        levelling.level(visit)
        said = _("The bank does not advance %(sum)s. Please pay it at the hospital's counter, as before.")
        return _effect(visit, said % {"sum": in_words(one.fen)})


def collected(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """What is not owed any more by the time it arrives goes back."""
    with fence.everything():
        visit = levelling.locked(matter.id)
        one = _transfer(visit, data, Way.COLLECT)
        fen = min(one.fen, visit.credit_fen - visit.repaid_fen)
        books.collected(one, fen)
        _end(one, "paid")
        visit.repaid_fen += fen
        visit.save(update_fields=["repaid_fen"])
        levelling.in_time_again(visit)
        if one.fen > fen:
            levelling.refund(visit, one.fen - fen)
        return _effect(visit, _("%(sum)s were repaid.") % {"sum": in_words(fen)})


def not_collected(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        visit = levelling.locked(matter.id)
        _end(_transfer(visit, data, Way.COLLECT), "refused", str(data.get("failure") or ""))
        return _effect(visit, str(data.get("failure") or ""))


def refunded(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        visit = levelling.locked(matter.id)
        one = _transfer(visit, data, Way.REFUND)
        books.refunded(one)
        _end(one, "paid")
        return _effect(visit, _("%(sum)s were given back to you.") % {"sum": in_words(one.fen)})


def not_refunded(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """The money waits among the refunds; the office sees it and gives it back again, once it may arrive."""
    with fence.everything():
        visit = levelling.locked(matter.id)
        _end(_transfer(visit, data, Way.REFUND), "refused", str(data.get("failure") or ""))
        return _effect(visit, str(data.get("failure") or ""))


def has_failed_refund(matter: MatterInfo) -> bool:
    with fence.everything():
        visit = Visit.objects.filter(matter_id=matter.id).first()
        return visit is not None and levelling.not_refunded(visit) > 0


def refund_again(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        visit = levelling.locked(matter.id)
        if (fen := levelling.not_refunded(visit)) <= 0:
            raise MoveRefused("no_transfer", _("The bank has already answered this."))
        levelling.transfer(visit, Way.REFUND, fen)
        return _effect(visit)


def overdue(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    return _marked(matter, "overdue_at")


def default(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    return _marked(matter, "defaulted_at")


def _marked(matter: MatterInfo, field: str) -> Effect:
    with fence.everything():
        visit = levelling.locked(matter.id)
        setattr(visit, field, timezone.now())
        visit.save(update_fields=[field])
        return _effect(visit)


def claim(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """The guarantor pays the bank what is still owed."""
    with fence.everything():
        visit = levelling.locked(matter.id)
        fen = visit.credit_fen - visit.repaid_fen
        try:
            books.claimed(visit, fen)
        except Overdrawn as short:
            raise MoveRefused("reserve", _("The guarantor's reserve does not hold so much.")) from short
        visit.claimed_at, visit.claimed_fen = timezone.now(), fen
        visit.save(update_fields=["claimed_at", "claimed_fen"])
        said = _("The guarantor has paid %(sum)s to the bank. From now on it is owed to the guarantor.")
        return _effect(visit, said % {"sum": in_words(fen)})


def due_term(matter: MatterInfo) -> Term | None:
    return Term(settings.CARE_DAYS, TimeUnit.DAYS)


def grace_term(matter: MatterInfo) -> Term | None:
    return Term(settings.CARE_GRACE_DAYS, TimeUnit.DAYS)
