"""Who is paid, in and out of the seal."""

import json
from dataclasses import asdict

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn

from ..contracts import Payee
from ..models import Payout, Try

PAYOUT = SealedColumn(table="payouts_payout", sealed="sealed", name="payouts_payout.sealed")
TRY = SealedColumn(table="payouts_try", sealed="sealed", name="payouts_try.sealed")
COLUMNS = (PAYOUT, TRY)


def seal(payee: Payee, column: SealedColumn = PAYOUT) -> bytes:
    return crypto.seal(json.dumps(asdict(payee), ensure_ascii=False), column=column.name)


def payee(row: Payout | Try) -> Payee | None:
    """None: not known yet, or forgotten."""
    if row.sealed is None:
        return None
    column = PAYOUT if isinstance(row, Payout) else TRY
    return Payee(**json.loads(crypto.unseal(row.sealed, column=column.name)))
