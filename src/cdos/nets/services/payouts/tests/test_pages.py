"""Pages of staff: pools, batches, differences, money asked back, within the reach of each post."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.support import town as towns
from tests.support.town import Town

from cdos.base.jobs import api as jobs
from cdos.base.organisation import api as organisation
from cdos.nets.services.payouts import api
from cdos.nets.services.payouts.contracts import Answer, BatchState, Payee, PayoutState, Said
from cdos.nets.services.payouts.pages import batch as batches
from cdos.nets.services.payouts.pages import words

pytestmark = pytest.mark.django_db
DESK = "/staff/payouts/"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build(tmp_path)
    organisation.forget()


def batch(town: Town) -> str:
    return f"{DESK}batches/{town.payout_batch}"


def paid(town: Town) -> Client:
    """The lead's browser, after the batch was approved and paid."""
    lead = town.browser("lead")
    lead.post(f"{batch(town)}/decide", {"do": "approve"})
    jobs.drain()
    return lead


def test_a_pool_is_shown_to_who_answers_for_it_and_to_nobody_else(town: Town) -> None:
    assert "节水补贴" in town.browser("clerk").get(DESK).content.decode()
    assert "节水补贴" not in town.browser("stranger").get(DESK).content.decode()
    assert town.browser("stranger").get(batch(town)).status_code == 404


def test_who_made_a_batch_is_told_that_another_must_approve_it(town: Town) -> None:
    clerk = town.browser("clerk")
    shown = clerk.get(batch(town)).content.decode()
    assert "A second person must look at it" in shown
    assert "Approve and send" not in shown
    assert clerk.post(f"{batch(town)}/decide", {"do": "approve"}).status_code == 422
    lead = paid(town)
    shown = lead.get(batch(town)).content.decode()
    assert "居** *5699" in shown
    assert "6217000010012345699" not in shown
    payout = api.payout("town:1")
    assert payout is not None
    assert payout.state is PayoutState.PAID


def test_what_is_refused_may_be_put_into_another_batch(town: Town) -> None:
    clerk = town.browser("clerk")
    assert clerk.post(f"{batch(town)}/decide", {"do": "refuse", "reason": ""}).status_code == 422
    clerk.post(f"{batch(town)}/decide", {"do": "refuse", "reason": "wrong list"})
    assert "wrong list" in clerk.get(batch(town)).content.decode()
    assert "1 payout, ¥ 50.00" in clerk.get(DESK).content.decode()
    made = clerk.post(f"{DESK}make", {"pool": "town-pool"})
    assert clerk.get(made["Location"]).context["batch"].state is BatchState.MADE


def test_a_batch_is_read_page_by_page_and_what_did_not_arrive_by_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SHOWN", 3)
    lead, clerk = town.browser("lead"), organisation.actor_of_account(town.accounts["clerk"])
    for number in range(7):
        payee = Payee("居民0", f"62170000100123456{'01' if number == 5 else '99'}", "样例银行")
        api.reserve(
            key=f"page:{number}", pool="town-pool", party_id=1, title="节水补贴", fen=100, payee=payee
        )
    made = api.make_batch(actor=clerk)
    place = f"{DESK}batches/{made.id}"
    seen: list[str] = []
    for page in (1, 2, 3):
        shown = lead.get(f"{place}?page={page}")
        seen += [row["key"] for row in shown.context["rows"]]
        assert ("page=4" in shown.content.decode()) is False
    assert seen == [f"page:{number}" for number in range(7)]
    api.approve_batch(actor=organisation.actor_of_account(town.accounts["lead"]), batch_id=made.id)
    jobs.drain()
    assert "only=failed" in lead.get(place).content.decode()
    shown = lead.get(f"{place}?only=failed")
    assert [row["key"] for row in shown.context["rows"]] == ["page:5"]


def test_money_is_asked_back_and_comes_in_parts(town: Town) -> None:
    lead = paid(town)
    assert "Ask back" in lead.get(batch(town)).content.decode()
    assert "At most 50.00" in lead.get(f"{DESK}back?key=town:1").content.decode()
    for wrong in (
        {"sum": "50"},
        {"sum": "x", "reason": "y"},
        {"sum": "0.001", "reason": "y"},
        {"sum": "51", "reason": "y"},
    ):
        assert lead.post(f"{DESK}back/ask", {"key": "town:1"} | wrong).status_code == 422
    lead.post(f"{DESK}back/ask", {"key": "town:1", "sum": "20", "reason": "moved away"})
    clerk = town.browser("clerk")
    assert clerk.post(f"{DESK}back/came", {"key": "town:1", "sum": "12"}).status_code == 422
    clerk.post(f"{DESK}back/came", {"key": "town:1", "sum": "12", "receipt": "R1"})
    assert "Still open: 8.00" in clerk.get(f"{DESK}back").content.decode()
    assert api.pool("town-pool").paid_fen == 3_800
    assert (
        town.browser("stranger")
        .post(f"{DESK}back/came", {"key": "town:1", "sum": "8", "receipt": "R2"})
        .status_code
        == 404
    )


def test_what_nobody_names_another_account_for_is_dropped_by_who_leads_and_says_why(town: Town) -> None:
    lead, clerk = paid(town), organisation.actor_of_account(town.accounts["clerk"])
    payee = Payee("居民0", "6217000010012345601", "样例银行")
    api.reserve(key="town:2", pool="town-pool", party_id=1, title="节水补贴", fen=700, payee=payee)
    made = api.make_batch(actor=clerk)
    api.approve_batch(actor=organisation.actor_of_account(town.accounts["lead"]), batch_id=made.id)
    jobs.drain()
    place, free = f"{DESK}batches/{made.id}", api.pool("town-pool").free_fen
    assert "Drop the payout" in lead.get(place).content.decode()
    assert "Drop the payout" not in town.browser("clerk").get(place).content.decode()
    drop = {"do": "drop", "key": "town:2", "reason": "收款人失联"}
    assert town.browser("clerk").post(f"{place}/decide", drop).status_code == 422
    assert lead.post(f"{place}/decide", drop | {"reason": " "}).status_code == 422
    assert lead.post(f"{place}/decide", drop | {"key": "town:1"}).status_code == 422, "it was paid"
    assert lead.post(f"{place}/decide", drop | {"key": "town:9"}).status_code == 404
    assert api.pool("town-pool").free_fen == free
    lead.post(f"{place}/decide", drop)
    dropped = api.payout("town:2")
    assert dropped is not None
    assert (dropped.state, dropped.reason) == (PayoutState.CANCELLED, "收款人失联")
    assert (api.pool("town-pool").free_fen, api.check().wrong) == (free + 700, ())


def test_a_difference_is_settled_with_words(town: Town) -> None:
    lead = paid(town)
    payee = Payee("居民0", "6217000010012345601", "样例银行")
    api.reserve(key="town:2", pool="town-pool", party_id=1, title="节水补贴", fen=700, payee=payee)
    clerk = organisation.actor_of_account(town.accounts["clerk"])
    api.approve_batch(
        actor=organisation.actor_of_account(town.accounts["lead"]), batch_id=api.make_batch(actor=clerk).id
    )
    jobs.drain()
    assert "There is no such account" in lead.get(DESK).content.decode()
    api.hear(bank="demo", answer=Answer("town:2#1", Said.PAID, 700))
    (one,) = api.differences(actor=clerk)
    assert "Paid after all" in lead.get(f"{DESK}differences").content.decode()
    assert lead.post(f"{DESK}differences/{one.id}", {"note": " "}).status_code == 422
    lead.post(f"{DESK}differences/{one.id}", {"note": "the bank confirmed"})
    assert "the bank confirmed" in lead.get(f"{DESK}differences").content.decode()
    assert api.differences(actor=organisation.actor_of_account(town.accounts["stranger"])) == []


def test_sums_and_accounts_are_shown_as_people_read_them() -> None:
    assert (words.money(123456789), words.money(-5)) == ("1,234,567.89", "-0.05")
    assert words.account(Payee("欧阳小满", "6217000010012345688", "x")) == "欧*** *5688"
    assert words.account(None) == ""
