"""What the office sees: visits by state, what is owed to whom, and whether the books agree with themselves."""

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.books import api as ledger_books
from cdos.nets.services.books.contracts import Account

from ..contracts import Desk, Sums, Visit, VisitState
from ..contracts import Enquiry as Waiting
from ..models import Enquiry, Transfer
from ..models import Visit as Row
from . import books, levelling, recording, shapes

SHOWN = 200


def look(actor: Actor, *, decides: bool) -> Desk:
    """Names for who decides only, each look recorded. Of each state the oldest, so that none is passed over; of what still runs well the newest."""
    return Desk(
        sums=sums(),
        overdue=_in("opened_at", VisitState.OVERDUE),
        defaulted=_in("opened_at", VisitState.DEFAULTED) + _in("opened_at", VisitState.CLAIMED),
        open=_in("-opened_at", VisitState.TREATING, VisitState.ADVANCING, VisitState.OWED),
        refunds=_refunds(),
        enquiries=tuple(_waiting(actor)) if decides else (),
    )


def _in(order: str, *states: VisitState) -> tuple[Visit, ...]:
    rows = Row.objects.annotate(now=levelling.state_in_database())
    return tuple(shapes.visits(rows.filter(now__in=states).order_by(order)[:SHOWN]))


def _refunds() -> tuple[Visit, ...]:
    given = Sum("transfers__fen", filter=Q(transfers__way="refund", transfers__state__in=["asked", "paid"]))
    rows = Row.objects.filter(refunded_fen__gt=0).annotate(given=Coalesce(given, 0))
    return tuple(shapes.visits(rows.filter(given__lt=F("refunded_fen")).order_by("opened_at")[:SHOWN]))


def _waiting(actor: Actor) -> list[Waiting]:
    rows = list(Enquiry.objects.filter(answered_at=None).order_by("asked_at")[:SHOWN])
    names = identity.parties(row.party_id for row in rows)
    recording.listed(actor, rows)
    return [shapes.enquiry(row, names[row.party_id].name if row.party_id in names else "") for row in rows]


def sums() -> Sums:
    held = {one.code: one for one in ledger_books.accounts("care/")}
    owed = -sum(one.fen for one in held.values() if one.code.endswith("/owed"))
    promised, bank, guarantor = (
        _fen(held, code) for code in (books.PROMISED, books.DUE[books.BANK], books.DUE[books.GUARANTOR])
    )
    rows = Row.objects.annotate(now=levelling.state_in_database())
    check = ledger_books.check()
    return Sums(
        counts=dict(rows.order_by().values_list("now").annotate(many=Count("pk"))),
        advanced_fen=_paid("advance"),
        owed_fen=owed,
        promised_fen=promised,
        bank_fen=bank,
        guarantor_fen=guarantor,
        reserve_fen=_fen(held, books.GUARANTOR),
        claimed_fen=Row.objects.aggregate(sum=Sum("claimed_fen"))["sum"] or 0,
        balanced=owed == promised + bank + guarantor and not check.unbalanced and not check.astray,
    )


def _fen(held: dict[str, Account], code: str) -> int:
    return held[code].fen if code in held else 0


def _paid(way: str) -> int:
    return sum(Transfer.objects.filter(way=way, state="paid").values_list("fen", flat=True))
