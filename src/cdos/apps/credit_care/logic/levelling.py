"""What the bank has paid follows what the hospital says: too little is asked for, too much is given back.

Called whenever either changes, in the transaction of the change, the visit's matter locked. The agreement is locked after it,
so that two visits of one person come one after the other; the floor of the person's account is the second fence.
"""

from django.db.models import Case, CharField, Exists, F, OuterRef, Value, When
from django.utils import timezone

from cdos.base.jobs import api as jobs

from ..contracts import VisitState, Way
from ..models import Agreement, Settlement, Transfer, Visit
from . import books

SEND = "credit_care.send"


def locked(matter_id: int) -> Visit:
    """A settlement that is being written points to the visit: NO KEY lets it, so that nobody waits in a circle."""
    visit = Visit.objects.select_for_update(no_key=True).get(matter_id=matter_id)
    visit.agreement = Agreement.objects.select_for_update(no_key=True).get(pk=visit.agreement_id)
    return visit


def settlements(visit: Visit) -> list[Settlement]:
    """Every bill of the visit, each in its newest version."""
    rows = visit.settlements.order_by("settlement", "-version")
    return list(rows.distinct("settlement"))


def asked(visit: Visit, way: Way) -> list[Transfer]:
    return list(Transfer.objects.filter(visit=visit, way=way.value, state="asked"))


def level(visit: Visit) -> None:
    """Nothing while an advance is on its way: its answer levels again. Nothing more for who is, or was, in default of it."""
    if visit.total_fen is None or asked(visit, Way.ADVANCE):
        return
    in_time_again(visit)
    wanted = 0 if visit.cancelled else visit.own_fen
    if wanted < visit.credit_fen:
        _give_back(visit, visit.credit_fen - wanted)
    elif wanted > visit.credit_fen and not (visit.refused or visit.defaulted_at or visit.claimed_at):
        free = visit.agreement.limit_fen - books.used_fen(visit.agreement)
        if (fen := min(wanted - visit.credit_fen, free)) > 0:
            books.promise(transfer(visit, Way.ADVANCE, fen))


def in_time_again(visit: Visit) -> None:
    """What is all repaid is overdue no more: a debt that comes later has days of its own."""
    if visit.overdue_at and not visit.defaulted_at and visit.repaid_fen >= visit.credit_fen:
        visit.overdue_at = None
        visit.save(update_fields=["overdue_at"])


def transfer(visit: Visit, way: Way, fen: int) -> Transfer:
    """Asked of the bank by a job, outside any transaction."""
    count = Transfer.objects.filter(visit=visit).count() + 1
    made = Transfer.objects.create(
        visit=visit,
        key=f"{visit.number}:{way.value}-{count}",
        way=way.value,
        fen=fen,
        asked_at=timezone.now(),
    )
    jobs.enqueue(SEND, key=made.key)
    return made


def _give_back(visit: Visit, fen: int) -> None:
    debt = min(fen, visit.credit_fen - visit.repaid_fen)
    repaid = fen - debt
    key = f"{visit.number}:{visit.settlements.count()}"
    books.given_back(visit, key, debt=debt, repaid=repaid)
    visit.credit_fen -= fen
    visit.repaid_fen -= repaid
    visit.save(update_fields=["credit_fen", "repaid_fen"])
    if repaid:
        refund(visit, repaid)


def refund(visit: Visit, fen: int) -> None:
    """What was repaid and is not owed goes back to the person."""
    visit.refunded_fen += fen
    visit.save(update_fields=["refunded_fen"])
    transfer(visit, Way.REFUND, fen)


def not_refunded(visit: Visit) -> int:
    """What the bank would not give back and is not asked for again."""
    if not visit.refunded_fen:
        return 0
    live = Transfer.objects.filter(visit=visit, way=Way.REFUND.value, state__in=["asked", "paid"])
    return visit.refunded_fen - sum(live.values_list("fen", flat=True))


def state_in_database() -> Case:
    """As `state_of`, for many."""
    asked_for = Transfer.objects.filter(visit=OuterRef("pk"), way=Way.ADVANCE.value, state="asked")
    return Case(
        When(total_fen=None, cancelled=True, then=Value(VisitState.CANCELLED.value)),
        When(total_fen=None, then=Value(VisitState.TREATING.value)),
        When(Exists(asked_for), then=Value(VisitState.ADVANCING.value)),
        When(cancelled=True, then=Value(VisitState.CANCELLED.value)),
        When(credit_fen=0, own_fen__gt=0, then=Value(VisitState.COUNTER.value)),
        When(repaid_fen__gte=F("credit_fen"), then=Value(VisitState.REPAID.value)),
        When(claimed_at__isnull=False, then=Value(VisitState.CLAIMED.value)),
        When(defaulted_at__isnull=False, then=Value(VisitState.DEFAULTED.value)),
        When(overdue_at__isnull=False, then=Value(VisitState.OVERDUE.value)),
        default=Value(VisitState.OWED.value),
        output_field=CharField(),
    )


def state_of(visit: Visit) -> VisitState:
    """Follows from what happened; the matter's state is never set otherwise."""
    if visit.total_fen is None:
        return VisitState.CANCELLED if visit.cancelled else VisitState.TREATING
    if asked(visit, Way.ADVANCE):
        return VisitState.ADVANCING
    if visit.cancelled:
        return VisitState.CANCELLED
    if visit.credit_fen == 0 and visit.own_fen:
        return VisitState.COUNTER
    if visit.repaid_fen >= visit.credit_fen:
        return VisitState.REPAID
    return _owing(visit)


def _owing(visit: Visit) -> VisitState:
    if visit.claimed_at:
        return VisitState.CLAIMED
    if visit.defaulted_at:
        return VisitState.DEFAULTED
    return VisitState.OVERDUE if visit.overdue_at else VisitState.OWED
