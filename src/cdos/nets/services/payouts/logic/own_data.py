"""What payouts keep of a person, for that person; account numbers go when the account of this city is closed."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self

from ..contracts import PayoutState
from ..models import Payout, Try
from . import vault

ENDED = [PayoutState.PAID, PayoutState.CANCELLED, PayoutState.RECOVERED]


def of(asked: Self) -> list[dict[str, object]]:
    if asked.party_id is None:
        return []
    with fence.everything():
        rows = list(Payout.objects.filter(party_id=asked.party_id).order_by("pk"))
    return [_one(row) for row in rows]


def _one(row: Payout) -> dict[str, object]:
    payee = vault.payee(row)
    return {
        "title": row.title,
        "fen": row.fen,
        "state": row.state,
        "asked_at": row.asked_at.isoformat(),
        "paid_at": row.paid_at.isoformat() if row.paid_at else None,
        "asked_back_fen": row.recover_fen,
        "given_back_fen": row.recovered_fen,
        "account": {"name": payee.name, "number": payee.account, "bank": payee.bank} if payee else None,
    }


def forget(asked: Self) -> None:
    """Sums and days stay, as the law on accounting records asks; what is still on its way keeps the account it goes to."""
    if asked.party_id is None:
        return
    with fence.everything():
        rows = Payout.objects.filter(party_id=asked.party_id, state__in=ENDED)
        Try.objects.filter(payout__in=rows).exclude(state="open").update(sealed=None)
        rows.update(sealed=None)
