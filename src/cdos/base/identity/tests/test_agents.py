"""Who may act for an enterprise: named and ended in the browser by those the business register confirmed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cdos.base.identity import api
from cdos.base.identity.contracts import Account, Assurance, IdentityRefused, Relation
from cdos.base.identity.tests.test_logic import citizen, code_of

pytestmark = pytest.mark.django_db


def person(name: str, order: int) -> Account:
    party = api.register_person(name=name, document_number=citizen(order=order))
    return api.create_account(
        login=f"person-{order}", name=name, party_id=party.id, assurance=Assurance.REAL_NAME
    )


@pytest.fixture
def head() -> Account:
    return person("王总", 1)


@pytest.fixture
def firm(head: Account) -> int:
    made = api.register_enterprise(name="测试有限公司", uscc=code_of())
    api.grant_mandate(
        holder_id=head.party_id, party_id=made.id, relation=Relation.AGENT, confirmed_by="register"
    )
    return made.id


def named(head: Account, firm: int, order: int = 2, until: date | None = None):
    return api.name_agent(
        account_id=head.id, firm_id=firm, name="小李", document_number=citizen(order=order), until=until
    )


def test_a_named_agent_acts_at_once_and_no_longer_when_the_right_is_ended(head, firm) -> None:
    clerk = person("小李", 2)
    agent = named(head, firm)
    assert (agent.party.id, agent.named_by) == (clerk.party_id, "王总")
    assert firm in [one.party.id for one in api.mandates(clerk.id)]
    api.end_agent(account_id=head.id, firm_id=firm, holder_id=clerk.party_id)
    assert firm not in [one.party.id for one in api.mandates(clerk.id)]


def test_who_has_no_account_yet_may_act_once_they_prove_the_same_document(head, firm) -> None:
    agent = named(head, firm, order=7)
    later = api.create_account(login="later", name="小李", party_id=None)
    api.verify_real_name(
        account_id=later.id, name="小李", document_kind=None, document_number=citizen(order=7)
    )
    assert api.account(later.id).party_id == agent.party.id
    assert firm in [one.party.id for one in api.mandates(later.id)]


def test_who_was_named_names_and_ends_nobody_but_may_step_back(head, firm) -> None:
    clerk = person("小李", 2)
    named(head, firm)
    assert not api.may_name_agents(account_id=clerk.id, firm_id=firm)
    with pytest.raises(IdentityRefused):
        api.name_agent(
            account_id=clerk.id, firm_id=firm, name="小张", document_number=citizen(order=3), until=None
        )
    with pytest.raises(IdentityRefused):
        api.end_agent(account_id=clerk.id, firm_id=firm, holder_id=head.party_id)
    api.end_agent(account_id=clerk.id, firm_id=firm, holder_id=clerk.party_id)
    assert [one.party.id for one in api.agents_of(account_id=head.id, firm_id=firm)] == [head.party_id]


def test_a_stranger_neither_sees_nor_names_agents(head, firm) -> None:
    stranger = person("路人", 4)
    with pytest.raises(IdentityRefused):
        api.agents_of(account_id=stranger.id, firm_id=firm)
    with pytest.raises(IdentityRefused):
        named(stranger, firm)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_right_ends_within_a_year_and_not_before_today(head, firm, days) -> None:
    with pytest.raises(IdentityRefused):
        named(head, firm, until=timezone.localdate() + timedelta(days=days))


def test_a_name_that_the_register_does_not_know_with_the_number_is_refused(head, firm) -> None:
    with pytest.raises(IdentityRefused):
        api.name_agent(
            account_id=head.id, firm_id=firm, name="不符", document_number=citizen(order=5), until=None
        )


def test_nobody_is_named_twice(head, firm) -> None:
    named(head, firm)
    with pytest.raises(IdentityRefused):
        named(head, firm)
