"""Whether pools, payouts and books say the same: the three are written in one transaction, so any parting is a fault."""

from django.db.models import F, Sum
from django.db.models.expressions import Combinable

from cdos.nets.services.books import api as books

from ..contracts import PayoutState, Soundness
from ..models import GONE, HELD, Payout, Pool, Try
from . import accounts


def check() -> Soundness:
    found = books.check()
    wrong = [f"journal {key} does not balance" for key in found.unbalanced]
    wrong += [f"account {code} is not the sum of its lines" for code in found.astray]
    balances = {one.code: one.fen for one in books.accounts("")}
    reserved, paid = _sums(HELD, F("fen")), _sums(GONE, F("fen") - F("recovered_fen"))
    codes = list(Pool.objects.values_list("code", flat=True))
    for code in codes:
        wrong += _pool(code, balances, reserved.get(code, 0), paid.get(code, 0))
    out = sum(fen for code, fen in balances.items() if code.startswith("bank/"))
    if balances.get(accounts.PAYEES, 0) != -out or sum(paid.values()) != -out:
        wrong.append("what banks paid out is not what people have")
    wrong += [f"paid without a payment of the bank: {key}" for key in _paid_without_order()]
    return Soundness(len(codes), Payout.objects.count(), tuple(wrong))


def _pool(code: str, balances: dict[str, int], reserved: int, paid: int) -> list[str]:
    wrong = []
    if balances.get(f"pool/{code}/reserved") != reserved:
        wrong.append(f"pool {code}: reserved is not the sum of its payouts")
    if balances.get(f"pool/{code}/paid") != paid:
        wrong.append(f"pool {code}: paid is not the sum of its payouts")
    return wrong


def _sums(states: list[str], of: Combinable) -> dict[str, int]:
    rows = Payout.objects.filter(state__in=states).values("pool__code").annotate(sum=Sum(of))
    return {one["pool__code"]: one["sum"] for one in rows}


def _paid_without_order() -> list[str]:
    paid = Try.objects.filter(state="paid").values("payout")
    states = [PayoutState.PAID, PayoutState.RECOVERING, PayoutState.RECOVERED]
    rows = Payout.objects.filter(state__in=states).exclude(pk__in=paid)
    return list(rows.values_list("key", flat=True)[:20])
