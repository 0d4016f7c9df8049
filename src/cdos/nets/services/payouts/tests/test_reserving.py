"""What is owed out of a pool: reserved once, never more than there is, free again when it is dropped."""

import pytest
from django.db import transaction

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self
from cdos.nets.services.books import api as books
from cdos.nets.services.payouts import api
from cdos.nets.services.payouts.contracts import Payee, Payout, PayoutRefused, PayoutState, PoolExhausted
from cdos.nets.services.payouts.logic import listeners, own_data
from cdos.nets.services.payouts.models import Payout as Row

pytestmark = pytest.mark.django_db
PAYEE = Payee("王小满", "6217000010012345688", "示例银行")


@pytest.fixture(autouse=True)
def pool() -> None:
    api.open_pool(code="elder", title="高龄津贴", unit="440300-civil", year=2026, fen=1000)


def reserve(
    key: str = "benefit:1", fen: int = 300, payee: Payee | None = PAYEE, approved: bool = True
) -> Payout:
    return api.reserve(
        key=key,
        pool="elder",
        party_id=7,
        title="高龄津贴 2026年11月",
        fen=fen,
        payee=payee,
        area="440304",
        approved=approved,
    )


def sums() -> tuple[int, int, int]:
    found = api.pool("elder")
    return found.free_fen, found.reserved_fen, found.paid_fen


def test_a_pool_opened_twice_is_filled_once() -> None:
    api.open_pool(code="elder", title="x", unit="y", year=2027, fen=9)
    assert (api.pool("elder").title, sums()) == ("高龄津贴", (1000, 0, 0))
    assert [one.code for one in api.pools()] == ["elder"]


def test_money_is_reserved_once_under_its_key() -> None:
    first, again = reserve(), reserve()
    assert (first.id, first.state, first.payee) == (again.id, PayoutState.APPROVED, PAYEE)
    assert sums() == (700, 300, 0)
    with pytest.raises(PayoutRefused):
        reserve(fen=301)


def test_a_pool_gives_no_more_than_it_has_and_the_transaction_goes_on() -> None:
    with transaction.atomic():
        with pytest.raises(PoolExhausted):
            reserve(fen=1001)
        reserve(fen=1000)
    assert sums() == (0, 1000, 0)
    api.top_up(code="elder", fen=50, key="june", by="财政局")
    api.top_up(code="elder", fen=50, key="june", by="财政局")
    assert sums() == (50, 1000, 0)
    with pytest.raises(PoolExhausted):
        api.top_up(code="elder", fen=-51, key="less", by="财政局")


def test_what_is_dropped_is_free_again_once() -> None:
    reserve()
    for _time in range(2):
        assert api.cancel(key="benefit:1", reason="户籍迁出").state is PayoutState.CANCELLED
    assert sums() == (1000, 0, 0)
    assert reserve().state is PayoutState.CANCELLED  # the same key is the same payout


def test_who_has_no_account_waits_for_one() -> None:
    assert reserve(payee=None, approved=False).state is PayoutState.RESERVED
    assert api.give_account(key="benefit:1", payee=PAYEE).state is PayoutState.RESERVED
    assert api.approve(key="benefit:1").state is PayoutState.APPROVED
    assert api.approve(key="benefit:1").payee == PAYEE


def test_only_who_asked_to_hear_of_a_kind_hears_of_it() -> None:
    heard: list[str] = []

    def listen(payout: Payout) -> None:
        heard.append(f"{payout.key} {payout.state}")

    api.register_listener("benefit", listen)
    try:
        reserve(approved=False)
        reserve(key="benefits:2", approved=False)
        api.approve(key="benefit:1")
        api.approve(key="benefits:2")
    finally:
        listeners.REGISTRY.listeners.remove(("benefit", listen))
    assert heard == ["benefit:1 approved"]


def test_the_account_number_is_sealed_and_given_back_to_its_owner_only() -> None:
    reserve()
    row = Row.objects.get()
    assert PAYEE.account.encode() not in bytes(row.sealed or b"")
    mine = own_data.of(Self(account_id=1, party_id=7))
    assert mine[0]["account"] == {"name": PAYEE.name, "number": PAYEE.account, "bank": PAYEE.bank}
    assert own_data.of(Self(account_id=1, party_id=8)) == []
    with fence.within(fence.Fence(party=8)):
        assert not Row.objects.exists()


def test_closing_an_account_keeps_what_is_on_its_way_and_forgets_the_rest() -> None:
    reserve()
    own_data.forget(Self(account_id=1, party_id=7))
    assert Row.objects.get().sealed is not None
    api.cancel(key="benefit:1", reason="")
    own_data.forget(Self(account_id=1, party_id=7))
    assert Row.objects.get().sealed is None


def test_books_are_in_order_after_all_that() -> None:
    reserve()
    api.cancel(key="benefit:1", reason="")
    assert (books.check().unbalanced, books.check().astray) == ((), ())
