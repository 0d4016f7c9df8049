"""A pool, people with accounts at the demonstration bank, and two members of staff."""

from datetime import timedelta

from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.payouts import api
from cdos.nets.services.payouts.contracts import Batch, Mismatch, Payee, Payout
from cdos.nets.services.payouts.logic import sending
from cdos.nets.services.payouts.models import Difference

POOL = "elder"
MAKER = Actor(account_id=1, name="经办员", system=True)
CHECKER = Actor(account_id=2, name="复核员", system=True)
NOW = timedelta(0)


def open_pool(fen: int = 100_000) -> None:
    api.open_pool(code=POOL, title="高龄津贴", unit="440300-civil", year=2026, fen=fen)


def payee(tail: str = "99") -> Payee:
    return Payee("王小满", f"62170000100123456{tail}", "示例银行")


def reserve(key: str, tail: str = "99", fen: int = 300) -> Payout:
    return api.reserve(key=key, pool=POOL, party_id=7, title="高龄津贴", fen=fen, payee=payee(tail))


def batch() -> Batch:
    made = api.make_batch(actor=MAKER)
    return api.approve_batch(actor=CHECKER, batch_id=made.id)


def pay(*tails: str) -> list[Payout]:
    """One payout for each account, in one batch, handed to the bank."""
    for number, tail in enumerate(tails):
        reserve(f"benefit:{number}", tail)
    batch()
    jobs.drain()
    return [found(number) for number in range(len(tails))]


def found(number: int) -> Payout:
    payout = api.payout(f"benefit:{number}")
    assert payout is not None
    return payout


def follow() -> int:
    return sending.follow(older=NOW)


def sums() -> tuple[int, int, int]:
    pool = api.pool(POOL)
    return pool.free_fen, pool.reserved_fen, pool.paid_fen


def sound() -> bool:
    assert api.check().wrong == ()
    return True


def differences() -> list[tuple[Mismatch, str, int, int]]:
    rows = Difference.objects.order_by("pk")
    return [(Mismatch(row.kind), row.key, row.ours_fen, row.bank_fen) for row in rows]
