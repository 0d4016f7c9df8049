"""A resident closes their account: by the door everybody uses; the open matter goes on, then nothing of the person is left."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.support import town as towns
from tests.support.town import WATER, Town
from tests.test_at_rest import MAIL, NUMBER, OTHER_PHONE, PHONE, file, register, tables_holding

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Relation
from cdos.base.identity.models import Account, ApiToken, DeviceSession, Mandate, Party, PhoneCode
from cdos.base.identity.tasks import erase_closed
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Visibility
from cdos.base.matters.models import Matter
from cdos.base.notices import api as notices
from cdos.base.organisation import api as organisation
from cdos.base.web.models import Draft
from cdos.nets.governance.appeals import api as appeals

# As a matter is that was closed by a move.
NOT_DUE: dict[str, Any] = {"due_at": None, "near_at": None, "due_clock": ""}
pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
CLOSE = "/accounts/me/close/"
SURE = {"word": "close my account", "secret": PASSWORD}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build(tmp_path)
    organisation.forget()


@pytest.fixture
def browser(town: Town) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    register(client)
    return client


def mine() -> Account:
    return Account.objects.get(login=identity.account_by_login(PHONE).login)


def attempt(login: str) -> tuple[int, str]:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.post("/accounts/sign-in/", {"login": login, "password": PASSWORD})
    return answer.status_code, str(answer.context["form"].non_field_errors())


def test_the_account_is_closed_whole_and_the_open_matter_goes_on(town: Town, browser: Client) -> None:
    row = mine()
    party = row.party_id
    token = identity.create_token(account_id=row.pk, name="t")
    identity.grant_mandate(holder_id=party, party_id=town.parties["firm"], relation=Relation.AGENT)
    browser.post("/drafts/appeals-new/", {"fields": {"text": ["草稿"]}}, content_type="application/json")
    number = file(browser)
    assert browser.get(CLOSE).status_code == 200
    for wrong in ({"word": "yes", "secret": PASSWORD}, SURE | {"secret": "not this one"}):
        assert browser.post(CLOSE, wrong).status_code == 400
    assert mine().is_active
    assert "Your open matters go on" in browser.post(CLOSE, SURE).content.decode()
    row.refresh_from_db()
    assert (row.is_active, row.login, row.closed_at is None, row.erased_at) == (
        False,
        f"closed:{row.pk}",
        False,
        None,
    )
    assert browser.get("/accounts/me/").status_code == 302
    assert attempt(PHONE) == attempt("13500000000")
    assert identity.account_from_bearer(token) is None
    for gone in (DeviceSession, ApiToken, Draft):
        assert not gone.objects.filter(account_id=row.pk).exists()
    assert not Mandate.objects.filter(holder_id=party).exists()

    dispatcher = organisation.actor_of_account(town.accounts["dispatcher"])
    appeals.dispatch(actor=dispatcher, number=number, unit=WATER, item="0101")
    clerk = organisation.actor_of_account(town.accounts["clerk"])
    matters.comment(actor=clerk, number=number, text="已派人", visibility=Visibility.SUBJECT)
    jobs.drain(until=timezone.now() + timedelta(minutes=1))
    assert identity.contact(party).phone == PHONE  # the office may still reach them
    erase_closed()
    assert identity.contact(party).phone == PHONE

    Matter.objects.filter(number=number).update(
        state="closed", phase="done", closed_at=timezone.now(), **NOT_DUE
    )
    erase_closed()
    left = Party.objects.get(pk=party)
    kept = (left.document_sealed, left.document_blind, left.phone_sealed, left.phone_blind, left.mail_sealed)
    assert kept == (None,) * 5
    assert (left.document_kind, left.born_on, left.sex) == ("", None, "")
    assert "王暗" not in left.name
    assert not notices.notices(account_id=row.pk, party_id=party)
    ledger.seal()
    assert ledger.verify().ok
    assert all(entry.details is None for entry in ledger.of_party(about=party))
    assert "account.closed" in {entry.act for entry in ledger.of_party(about=party)}


def test_with_nothing_open_nothing_of_the_person_is_left(town: Town, browser: Client) -> None:
    party = mine().party_id
    assert browser.post(CLOSE, SURE).status_code == 200
    jobs.drain(until=timezone.now() + timedelta(minutes=1))
    ledger.seal()
    for secret in (NUMBER, PHONE, OTHER_PHONE, "王暗"):
        assert tables_holding(secret) == set()
    assert Party.objects.get(pk=party).phone_sealed is None
    assert not PhoneCode.objects.exists()
    assert identity.find(document_kind=None, document_number=NUMBER) is None
    assert [one.title for one in notices.sent() if "closed" in one.title]  # the last notice went out
    assert ledger.verify().ok
    again = Client()
    register(again)  # the same person, the same phone: a new account
    assert mine().party_id != party


def test_who_comes_back_while_a_matter_is_open_stays_known(town: Town, browser: Client) -> None:
    number, party = file(browser), mine().party_id
    browser.post(CLOSE, SURE)
    register(Client())
    assert mine().party_id == party  # found by the document
    Matter.objects.filter(number=number).update(
        state="closed", phase="done", closed_at=timezone.now(), **NOT_DUE
    )
    erase_closed()
    assert identity.contact(party).phone == PHONE


@pytest.mark.parametrize("who", ["clerk", "admin"])
def test_accounts_of_staff_are_ended_by_an_administrator(town: Town, who: str) -> None:
    browser = town.browser(who)
    assert "An administrator ends it" in browser.get(CLOSE).content.decode()
    assert browser.post(CLOSE, SURE).status_code == 403
    assert Account.objects.get(pk=town.accounts[who]).is_active


def test_a_resident_corrects_what_is_theirs_to_correct(town: Town) -> None:
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    browser.post("/accounts/register/", {"phone": PHONE})
    code = browser.get("/accounts/register/code/").context["pending"]["code"]
    browser.post("/accounts/register/code/", {"code": code, "name": "王误", "password": PASSWORD})
    page = "/accounts/me/details/"
    assert browser.post(page, {"name": "王暗", "mail": "no mail"}).status_code == 400
    assert browser.post(page, {"name": "王暗", "mail": MAIL}).status_code == 302
    row = mine()
    assert (row.name, row.party.name, identity.contact(row.party_id).mail) == ("王暗", "王暗", MAIL)

    browser.post("/accounts/verify/", {"phone": OTHER_PHONE})
    code = browser.get("/accounts/verify/code/").context["pending"]["code"]
    assert browser.post("/accounts/verify/code/", {"code": code}).status_code == 302
    assert identity.contact(row.party_id).phone == OTHER_PHONE
    assert identity.account_by_login(PHONE) is None  # whoever gets the old number signs in to nothing
    assert identity.sign_in(login=OTHER_PHONE, password=PASSWORD, address="").account is not None

    fields = {"name": "王暗", "document_kind": "citizen_id", "document_number": NUMBER}
    browser.post("/accounts/real-name/", fields)
    assert "name" not in browser.get(page).context["form"].fields
    browser.post(page, {"name": "李别", "mail": ""})
    row.refresh_from_db()
    assert (row.name, identity.contact(row.party_id).mail) == ("王暗", "")
    ledger.seal()
    rows = [one for one in ledger.of_party(about=row.party_id) if one.act == "identity.corrected"]
    assert [one.details["field"] for one in reversed(rows)] == ["name", "mail", "phone", "mail"]
    assert all(set(one.details) <= {"field", "request"} for one in rows)


def test_the_file_of_ones_data_holds_every_part(town: Town) -> None:
    resident = town.browser("resident")
    clerk = town.browser("clerk")
    assert clerk.get(f"/staff/matter/{town.number}", follow=True).status_code == 200
    ledger.seal()
    found = resident.get("/accounts/me/data.json").json()
    assert found["signed_in"][0]["how"] == "password+app"
    assert found["notices"]
    filed = next(one for one in found["appeals"] if one["number"] == town.number)
    assert filed["files"] == ["photo.jpg"]
    looks = [one for one in found["who_looked_and_what_was_done"] if one["kind"] == "look"]
    assert any(one.get("unit") for one in looks)
    assert towns.NOTED not in str(found)
    agent = town.browser("agent").get("/accounts/me/data.json").json()
    assert [one["relation"] for one in agent["acts_for"]] == ["agent"]
