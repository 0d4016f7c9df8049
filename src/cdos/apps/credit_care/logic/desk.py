"""What the office sees: visits by state, what is owed to whom, and whether the books agree with themselves."""

from collections import Counter

from cdos.base.identity import api as identity
from cdos.nets.services.books import api as ledger_books
from cdos.nets.services.books.contracts import Account

from ..contracts import Desk, Sums, Visit, VisitState
from ..contracts import Enquiry as Waiting
from ..models import Enquiry, Transfer
from ..models import Visit as Row
from . import books, shapes

SHOWN = 200


def look() -> Desk:
    found = shapes.visits(Row.objects.order_by("-opened_at")[:SHOWN])
    return Desk(
        sums=sums(found),
        overdue=_in(found, VisitState.OVERDUE),
        defaulted=_in(found, VisitState.DEFAULTED, VisitState.CLAIMED),
        open=_in(found, VisitState.TREATING, VisitState.ADVANCING, VisitState.OWED),
        enquiries=tuple(_waiting()),
    )


def _in(found: list[Visit], *states: VisitState) -> tuple[Visit, ...]:
    return tuple(one for one in found if one.state in states)


def _waiting() -> list[Waiting]:
    rows = list(Enquiry.objects.filter(answered_at=None).order_by("asked_at")[:SHOWN])
    names = identity.parties(row.party_id for row in rows)
    return [shapes.enquiry(row, names[row.party_id].name if row.party_id in names else "") for row in rows]


def sums(found: list[Visit]) -> Sums:
    held = {one.code: one for one in ledger_books.accounts("care/")}
    owed = -sum(one.fen for one in held.values() if one.code.endswith("/owed"))
    promised, bank, guarantor = (
        _fen(held, code) for code in (books.PROMISED, books.DUE[books.BANK], books.DUE[books.GUARANTOR])
    )
    check = ledger_books.check()
    return Sums(
        counts=Counter(one.state.value for one in found),
        advanced_fen=_paid("advance"),
        owed_fen=owed,
        promised_fen=promised,
        bank_fen=bank,
        guarantor_fen=guarantor,
        reserve_fen=_fen(held, books.GUARANTOR),
        claimed_fen=sum(one.claimed_fen for one in found),
        balanced=owed == promised + bank + guarantor and not check.unbalanced and not check.astray,
    )


def _fen(held: dict[str, Account], code: str) -> int:
    return held[code].fen if code in held else 0


def _paid(way: str) -> int:
    return sum(Transfer.objects.filter(way=way, state="paid").values_list("fen", flat=True))
