"""How payouts stand in the books.

Two circles, each of which sums to nothing. What the city may spend: "world/budget" (below nothing by all that was ever put in)
-> pool/CODE/free -> pool/CODE/reserved -> pool/CODE/paid; so a pool's total stays what was put in, whatever is paid. What really
moved: "bank/NAME" (below nothing by what that bank paid out for us) -> "world/payees" (what people have of us). A payment is a
step in both, in one journal: reserved -> paid, and bank -> payees. So over all pools paid = world/payees = -(all banks).

    put in      world/budget -> free            failed        nothing moves: it stays reserved
    reserved    free -> reserved                returned      paid -> reserved, payees -> bank
    cancelled   reserved -> free                came back     paid -> free, payees -> bank
    paid        reserved -> paid, bank -> payees
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cdos.nets.services.books import api as books
from cdos.nets.services.books.contracts import Overdrawn

from ..contracts import PoolExhausted

BUDGET, PAYEES = "world/budget", "world/payees"


def open_pool(code: str, title: str) -> None:
    books.open_account(code=BUDGET, title="预算", floor_fen=None)
    for part in ("free", "reserved", "paid"):
        books.open_account(code=f"pool/{code}/{part}", title=title)


def open_bank(name: str) -> None:
    books.open_account(code=PAYEES, title="收款人", floor_fen=None)
    books.open_account(code=f"bank/{name}", title=name, floor_fen=None)


def put_in(code: str, fen: int, *, key: str, memo: str, by: str) -> None:
    _post(f"pool:{code}:{key}", memo, {BUDGET: -fen, f"pool/{code}/free": fen}, by)


def reserve(code: str, fen: int, *, key: str, memo: str) -> None:
    _post(f"payout:{key}:reserve", memo, {f"pool/{code}/free": -fen, f"pool/{code}/reserved": fen})


def release(code: str, fen: int, *, key: str, memo: str) -> None:
    _post(f"payout:{key}:cancel", memo, {f"pool/{code}/reserved": -fen, f"pool/{code}/free": fen})


def pay(code: str, fen: int, *, order: str, bank: str, memo: str) -> None:
    lines = {f"pool/{code}/reserved": -fen, f"pool/{code}/paid": fen, f"bank/{bank}": -fen, PAYEES: fen}
    _post(f"payout:{order}:paid", memo, lines)


def take_back(code: str, fen: int, *, order: str, bank: str, memo: str) -> None:
    lines = {f"pool/{code}/paid": -fen, f"pool/{code}/reserved": fen, f"bank/{bank}": fen, PAYEES: -fen}
    _post(f"payout:{order}:returned", memo, lines)


def came_back(code: str, fen: int, *, key: str, receipt: str, bank: str, memo: str) -> None:
    lines = {f"pool/{code}/paid": -fen, f"pool/{code}/free": fen, f"bank/{bank}": fen, PAYEES: -fen}
    _post(f"payout:{key}:receipt:{receipt}", memo, lines)


def _post(key: str, memo: str, lines: Mapping[str, int], by: str = "") -> None:
    try:
        books.post(key=key, memo=memo, lines=lines, by=by)
    except Overdrawn as short:
        raise PoolExhausted(_("There is not enough free money left in the pool.")) from short
