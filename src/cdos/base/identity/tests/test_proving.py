"""Names and rights that the register confirms: numbers are not tried until one fits."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api, limits
from cdos.base.identity.adapters import registry
from cdos.base.identity.adapters.base import Register
from cdos.base.identity.contracts import (
    Assurance,
    CheckedDocument,
    DocumentKind,
    IdentityRefused,
    Party,
    Relation,
)
from cdos.base.identity.logic import throttle
from cdos.base.identity.tests.test_logic import citizen, code_of

pytestmark = pytest.mark.django_db
NAME, TRUE = "李明", citizen(order=700)
BORN = date(2019, 3, 4)
CHILD = citizen(BORN, order=700)


class OneFamily(Register):
    """Knows one person and their child, and nobody else."""

    key = "one-family"
    title = "Register of one family"

    def same_person(self, *, name: str, document: CheckedDocument) -> bool:
        return (name, document.number) == (NAME, TRUE)

    def may_act(self, *, holder: Party, relation: Relation, name: str, document: CheckedDocument) -> bool:
        return document.number == CHILD


@pytest.fixture(autouse=True)
def one_family(monkeypatch, settings):
    monkeypatch.setitem(registry._registers, OneFamily.key, OneFamily())
    settings.REGISTER = OneFamily.key
    limits.BUCKETS.clear()


def account(order: int = 1, assurance: Assurance = Assurance.PHONE) -> int:
    own = api.register_person(name="王五")
    return api.create_account(
        login=f"p{order}", name="王五", party_id=own.id, assurance=assurance, language="en"
    ).id


def proves(asker: int, number: str) -> None:
    api.verify_real_name(account_id=asker, name=NAME, document_kind=None, document_number=number)


def represents(asker: int, number: str) -> None:
    api.add_represented(account_id=asker, relation=Relation.CHILD, name="小明", document_number=number)


def names(asker: int, number: str) -> None:
    firm = next(one.party.id for one in api.mandates(asker) if one.relation is Relation.AGENT)
    api.name_agent(account_id=asker, firm_id=firm, name=NAME, document_number=number, until=None)


def head() -> int:
    asker = account(assurance=Assurance.REAL_NAME)
    firm = api.register_enterprise(name="测试有限公司", uscc=code_of())
    api.grant_mandate(
        holder_id=api.account(asker).party_id,
        party_id=firm.id,
        relation=Relation.AGENT,
        confirmed_by="register",
    )
    return asker


def refusal(ask: Callable[[int, str], None], asker: int, number: str) -> IdentityRefused:
    with pytest.raises(IdentityRefused) as refused:
        ask(asker, number)
    return refused.value


@pytest.mark.parametrize(
    ("ask", "right", "born"), [(proves, TRUE, None), (names, TRUE, None), (represents, CHILD, BORN)]
)
def test_after_five_noes_the_right_number_is_not_asked_about_either(ask, right, born) -> None:
    asker = head()
    for order in range(1, 6):
        wrong = citizen(born, order=order) if born else citizen(order=order)
        assert refusal(ask, asker, wrong).code == "no-match"
    held = refusal(ask, asker, right)
    assert held.code == "locked"
    assert 0 < held.wait_s <= 31
    assert api.find(document_kind=None, document_number=right) is None


def test_a_yes_forgives_what_was_mistyped_before_it() -> None:
    asker = account()
    for order in range(1, 5):
        refusal(proves, asker, citizen(order=order))
    proves(asker, TRUE)
    for order in range(1, 5):
        assert refusal(proves, asker, citizen(order=order)).code == "no-match"


def test_a_yes_about_oneself_does_not_forgive_the_guesses_about_another() -> None:
    asker, others = account(), date(1971, 2, 3)
    for order in range(1, 6):
        assert refusal(proves, asker, citizen(others, order=order)).code == "no-match"
        if order < 5:
            proves(asker, TRUE)
    throttle.forgive(login=f"proof:{asker}", address="", device="register")
    assert refusal(proves, asker, citizen(others, order=6)).code == "locked"


def test_many_accounts_share_the_tries_about_one_person_and_keep_nobody_out(monkeypatch) -> None:
    monkeypatch.setattr(throttle, "LOGIN", throttle.Limit(3, throttle.LOGIN.first, throttle.LOGIN.longest))
    guessers = [account(order) for order in (1, 2)]
    for order in (1, 2):
        for guesser in guessers:
            refusal(proves, guesser, citizen(order=order * 10 + guesser % 10))
    assert [refusal(proves, one, TRUE).code for one in guessers] == ["locked", "locked"]
    owner = account(3)
    proves(owner, TRUE)
    assert api.account(owner).assurance is Assurance.REAL_NAME


def test_the_page_says_how_long_to_wait() -> None:
    browser = signed_in(account(), Client(headers={"accept-language": "en"}))
    fields = {"name": NAME, "document_kind": DocumentKind.CITIZEN_ID.value}
    for order in range(1, 6):
        answer = browser.post("/accounts/real-name/", fields | {"document_number": citizen(order=order)})
        assert answer.status_code == 400
    answer = browser.post("/accounts/real-name/", fields | {"document_number": TRUE})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 31
    assert "Too many attempts. Wait" in answer.text


def test_the_page_of_an_enterprise_says_how_long_to_wait() -> None:
    browser = signed_in(head(), Client(headers={"accept-language": "en"}))
    session = browser.session
    session["acting_for"] = api.find(document_kind=None, document_number=code_of()).id
    session.save()
    for order in range(1, 6):
        answer = browser.post("/business/agents", {"name": NAME, "document_number": citizen(order=order)})
        assert answer.status_code == 422
    answer = browser.post("/business/agents", {"name": NAME, "document_number": TRUE})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 31
