"""The pages, asked as residents, who acts for them, enterprises and visitors ask them."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question
from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.hubs.registers import api as registers
from cdos.nets.services.benefits import api
from cdos.nets.services.benefits.contracts import Entitlement, EntitlementState
from cdos.nets.services.benefits.logic import checking, shelf
from cdos.nets.services.benefits.models import Entitlement as Row
from cdos.nets.services.benefits.tests import residents
from cdos.nets.services.benefits.tests.residents import Residents
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.tests.paying import CHECKER, MAKER

pytestmark = pytest.mark.django_db
STATE = EntitlementState
TYPED = {"bank": "样例银行", "account": "6222020200112233499"}


@pytest.fixture
def town(db: None) -> Iterator[Residents]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield residents.settled()
    organisation.forget()
    rules.forget()
    shelf.forget()


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def offer(town: Residents) -> Entitlement:
    (one,) = api.waiting(actor=town.actor(town.grandmother))
    return one


def pay() -> None:
    """Two members of staff and the demonstration bank."""
    made = payouts.make_batch(actor=MAKER)
    payouts.approve_batch(actor=CHECKER, batch_id=made.id)
    jobs.drain()


def test_a_visitor_reads_what_it_is_and_what_a_programme_asks_for(client: Client, town: Residents) -> None:
    home = page(client, "/benefits/")
    assert "/benefits/calculator/" in home
    assert "陈" not in home.partition("<main")[2].partition("</main>")[0]
    shown = page(client, "/benefits/elder/")
    assert "年龄" in shown
    assert "80" in shown
    assert "data-truth" not in shown
    page(client, "/benefits/nothing/", status=404)


def test_an_offer_is_said_yes_to_in_one_tap_for_somebody_acted_for(town: Residents) -> None:
    client, one = town.browser(town.grandmother), offer(town)
    home = page(client, "/benefits/")
    assert "高龄津贴" in home
    assert residents.ACCOUNT[-4:] in home
    assert residents.ACCOUNT not in home
    for _click in range(2):
        answer = client.post("/benefits/elder/confirm", {"number": one.number})
        assert answer.status_code == 302
    assert api.held(one.number).state is STATE.APPROVED
    assert payouts.pool(residents.POOL).reserved_fen == one.fen
    assert 'data-state="approved"' in page(client, "/benefits/elder/")
    pay()
    assert api.held(one.number).state is STATE.PAID
    listed = page(Client(), "/benefits/published/elder/")
    assert "陈*婆" in listed
    assert "陈阿婆" not in listed
    assert "高龄津贴" in page(Client(), "/benefits/published/")


def test_a_no_is_taken_with_its_reason_and_may_be_taken_back(town: Residents) -> None:
    client, one = town.browser(town.grandmother), offer(town)
    client.post("/benefits/elder/decline", {"number": one.number, "reason": "留给更需要的人"})
    held = api.held(one.number)
    assert (held.state, held.reason) == (STATE.DECLINED, "留给更需要的人")
    shown = page(client, "/benefits/elder/")
    assert 'action="/benefits/elder/claim"' in shown
    client.post("/benefits/elder/claim", {})
    assert api.held(one.number).state is STATE.APPROVED


def test_what_is_not_offered_by_itself_is_claimed_on_one_page(town: Residents) -> None:
    client = town.browser()
    home = page(client, "/benefits/")
    assert home.index("学历补贴") < home.index("困难帮扶")  # 2,500 before 200
    shown = page(client, "/benefits/study/")
    assert "2,500" in shown
    client.post("/benefits/study/claim", {})
    client.post("/benefits/study/claim", {})
    (one,) = [held for held in api.entitlements(actor=town.actor()) if held.programme == "study"]
    assert (one.state, one.fen) == (STATE.APPROVED, 250_000)


def test_an_enterprise_claims_what_fits_it_for_its_own_account(town: Residents) -> None:
    client = town.browser(town.firm)
    assert "稳岗返还" in page(client, "/business/")
    assert "稳岗返还" in page(client, "/benefits/")
    shown = page(client, "/benefits/firm-jobs/")
    assert "单位参保信息" in shown  # where each datum is from
    refused = client.post("/benefits/firm-jobs/claim", {})
    assert refused.status_code == 422
    client.post("/benefits/firm-jobs/claim", TYPED)
    (one,) = api.entitlements(actor=town.actor(town.firm))
    assert (one.state, one.account_tail) == (STATE.APPROVED, "3499")


def test_a_person_reads_of_a_programme_for_enterprises_and_cannot_claim_it(town: Residents) -> None:
    client = town.browser()
    assert "data-truth" not in page(client, "/benefits/firm-jobs/")
    assert client.post("/benefits/firm-jobs/claim", TYPED).status_code == 422


def test_what_the_bank_could_not_pay_is_mended_with_another_account(town: Residents) -> None:
    client = town.browser()
    client.post("/benefits/study/claim", {"bank": "样例银行", "account": "6222020200112233403"})
    pay()
    (one,) = api.entitlements(actor=town.actor())
    assert one.state is STATE.FAILED
    shown = page(client, "/benefits/study/")
    assert "账户已销户，请换一个账户" in shown
    assert 'action="/benefits/study/account"' in shown
    wrong = client.post(
        "/benefits/study/account", {"number": one.number, "bank": "样例银行", "account": "12"}
    )
    assert wrong.status_code == 422
    client.post("/benefits/study/account", {"number": one.number, **TYPED})
    pay()
    assert api.held(one.number).state is STATE.PAID


def test_another_persons_number_is_not_found(town: Residents) -> None:
    one, stranger = offer(town), town.browser()
    for verb, data in (("confirm", {}), ("decline", {}), ("account", TYPED)):
        answer = stranger.post(f"/benefits/elder/{verb}", {"number": one.number, **data})
        assert answer.status_code == 404, verb
    assert api.held(one.number).state is STATE.OFFERED


def test_a_visitor_who_posts_is_led_to_the_sign_in(town: Residents) -> None:
    answer = Client().post("/benefits/elder/confirm", {"number": offer(town).number})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/sign-in/")


def test_a_wrong_value_is_handed_to_its_register_and_its_number_is_shown(town: Residents) -> None:
    client = town.browser()
    assert "/benefits/elder/wrong/age" in page(client, "/benefits/elder/")
    form = page(client, "/benefits/elder/wrong/hukou")
    assert "户籍登记" in form
    assert client.post("/benefits/elder/wrong/hukou", {"claimed": "other", "reason": ""}).status_code == 422
    answer = client.post("/benefits/elder/wrong/hukou", {"claimed": "other", "reason": "去年已经迁出"})
    (asked,) = registers.corrections(town.granddaughter)
    assert asked.number in answer.content.decode()
    assert (asked.source, asked.field, asked.claimed) == ("household", "hukou", "other")
    page(client, "/benefits/elder/wrong/veteran", status=404)  # the page does not show it


def test_a_datum_that_nobody_knows_is_handed_in_where_it_belongs(town: Residents) -> None:
    residents.know(town.granddaughter, {"education": {}, "lake-education": {}})
    client = town.browser()
    before = page(client, "/benefits/study/")
    assert 'data-verdict="unknown"' in before
    assert "还差" in page(client, "/benefits/")
    answer = client.post("/benefits/study/wrong/education", {"claimed": "master", "reason": "有学位证书"})
    (asked,) = registers.corrections(town.granddaughter)
    assert asked.number in answer.content.decode()
    assert (asked.held, asked.claimed) == (None, "master")


def test_without_money_in_the_pool_a_yes_is_kept_and_says_so(town: Residents) -> None:
    client = town.browser()
    client.post("/benefits/dry/claim", {})
    (one,) = api.entitlements(actor=town.actor())
    assert one.state is STATE.CONFIRMED
    assert 'data-state="confirmed"' in page(client, "/benefits/dry/")


def test_staff_read_the_conditions_with_their_truth_before_they_grant(town: Residents) -> None:
    town.browser().post("/benefits/looked-at/claim", {})
    (one,) = api.entitlements(actor=town.actor())
    assert one.state is STATE.CHECKING
    question = Question(kinds=("benefit_check",), limit=5)
    (matter,) = matters.find(actor=MAKER, question=question).rows
    detail = checking.detail(matter.id, MAKER)
    shown = render_to_string("benefits/check.html", {"detail": detail})
    assert 'data-truth="yes"' in shown
    assert "陈一" in shown


def test_a_choice_is_said_in_english_and_marked_for_who_reads_a_third_language(town: Residents) -> None:
    client = town.browser()
    for language, tier, case in (
        ("zh-hans", "<span>本科</span>", "硕士"),
        ("en", "<span>bachelor</span>", "Your case: master"),
        ("fr", '<span lang="en" dir="auto">bachelor</span>', '<span lang="en" dir="auto">master</span>'),
    ):
        client.cookies["django_language"] = language
        shown = page(client, "/benefits/study/")
        assert tier in shown, language
        assert case in shown, language
        form = page(client, "/benefits/study/wrong/education")
        assert (">master<" in form) == (language != "zh-hans")
        assert ("硕士" in form) == (language == "zh-hans")


def test_the_calculator_ranks_and_keeps_nothing(client: Client, town: Residents) -> None:
    page(client, "/benefits/calculator/")
    answer = client.post("/benefits/calculator/", {"age": "86", "hukou": "sz"})
    shown = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    rows = re.findall(r'href="/benefits/([\w-]+)/" data-truth="(\w+)"', shown)
    assert rows[0] == ("elder", "yes")
    assert ("study", "no") not in rows
    assert "study" not in {code for code, _truth in rows}  # 86 is past its age
    assert client.post("/benefits/calculator/", {"age": "many"}).status_code == 422


def test_the_front_page_says_how_many_offers_wait(town: Residents) -> None:
    shown = page(town.browser(town.grandmother), "/")
    assert 'href="/benefits/"' in shown
    assert "高龄津贴" in shown
    assert "高龄津贴" not in page(Client(), "/")


def test_each_of_two_open_offers_is_shown_and_taken_by_its_number(town: Residents) -> None:
    client, old = town.browser(town.grandmother), offer(town)
    Row.objects.filter(number=old.number).update(period="2020-01")
    assert api.recheck(party_id=town.grandmother) == (1, 0)
    home = page(client, "/benefits/")
    new = next(
        one.number for one in api.waiting(actor=town.actor(town.grandmother)) if one.number != old.number
    )
    for number in (old.number, new):
        assert f"/benefits/elder/?number={number}" in home
        shown = page(client, f"/benefits/elder/?number={number}")
        assert f'name="number" value="{number}"' in shown
    sent = client.post("/benefits/elder/confirm", {"number": old.number})
    assert 'data-state="approved"' in page(client, sent.headers["Location"])
    assert api.held(new).state is STATE.OFFERED
