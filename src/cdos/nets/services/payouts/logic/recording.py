"""What the ledger keeps of money that goes out: pools, batches and who approved them, and what became of each payout."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.organisation.contracts import Actor

from ..contracts import PayoutState
from ..models import Batch, Payout, Pool

POOL, TOP_UP = "payout.pool_opened", "payout.pool_raised"
MADE, APPROVED, REFUSED = "payout.batch_made", "payout.batch_approved", "payout.batch_refused"
PAID, FAILED, RETURNED = "payout.paid", "payout.failed", "payout.returned"
CANCELLED, ASKED_BACK, GOT_BACK = "payout.cancelled", "payout.asked_back", "payout.got_back"
SETTLED = "payout.difference_settled"
OF_STATE = {
    PayoutState.PAID: PAID,
    PayoutState.FAILED: FAILED,
    PayoutState.RETURNED: RETURNED,
    PayoutState.CANCELLED: CANCELLED,
}


def register() -> None:
    ledger.register_acts(
        Kind.CHANGE,
        {
            POOL: _("Opened a pool of money"),
            TOP_UP: _("Changed what is in a pool of money"),
            MADE: _("Put payouts into a batch"),
            APPROVED: _("Approved a batch of payouts"),
            REFUSED: _("Refused a batch of payouts"),
            PAID: _("Money was paid out"),
            FAILED: _("A payout failed"),
            RETURNED: _("A payout came back"),
            CANCELLED: _("Dropped a payout"),
            ASKED_BACK: _("Asked money back"),
            GOT_BACK: _("Money came back"),
            SETTLED: _("Settled a difference with the bank"),
        },
    )


def of_payout(act: str, row: Payout, *, fen: int | None = None, by: Actor | None = None) -> None:
    details = {"key": row.key, "fen": row.fen if fen is None else fen, "failure": row.failure}
    account = by.account_id if by else None
    ledger.record(act=act, by=account, about=row.party_id, object=f"payout:{row.pk}", details=details)


def of_batch(act: str, row: Batch, by: Actor) -> None:
    details = {"number": row.number, "count": row.count, "fen": row.fen}
    ledger.record(act=act, by=by.account_id, object=f"payout_batch:{row.pk}", details=details)


def of_pool(act: str, row: Pool, fen: int) -> None:
    ledger.record(act=act, object=f"payout_pool:{row.pk}", details={"pool": row.code, "fen": fen})


def of_difference(number: int, by: Actor) -> None:
    ledger.record(act=SETTLED, by=by.account_id, object=f"payout_difference:{number}")
