"""Values put in for the person, with their source beside them; only where they allowed it."""

from typing import Any

import pytest
from django.utils.translation import override

from cdos.hubs.registers import api as registers
from cdos.hubs.registers.tests.conftest import People, people
from cdos.nets.services.forms import api

__all__ = ["people"]
pytestmark = pytest.mark.django_db
BODY = {
    "code": "talent-review",
    "title": "人才引进核准",
    "sections": [
        {"title": "人", "entries": ["name", "id_number", "birth_date", "marital_status", "hukou", "phone"]}
    ],
}


def test_a_form_is_filled_from_what_may_be_used_and_says_where_each_value_is_from(people: People) -> None:
    form = api.parse(BODY)
    assert [one.code for one in api.sources(form)] == ["household", "marriage"]
    before = api.fill(form, party_id=people.party, purpose="item:t", actor=people.person)
    assert [one.field for one in before] == ["name", "id_number", "birth_date", "phone"]
    registers.consent(actor=people.person, party_id=people.party, source="marriage", purpose="item:t")
    with override("zh-hans"):
        after = api.fill(form, party_id=people.party, purpose="item:t", actor=people.person)
    found = {one.field: one for one in after}
    assert found["marital_status"].value == "married"
    assert found["marital_status"].words.startswith("来自 婚姻登记 · 样例市民政局")
    assert found["birth_date"].value == "1991-03-14"
    html = api.render(form, {}, (), after)
    assert found["marital_status"].words in html
    assert 'value="married" checked' in html
    assert "readonly" in html  # the identity number is the register's own
    answers = {one.field: one.value for one in after} | {"hukou": "sz", "marital_status": "single"}
    html = api.render(form, answers, (), after)
    assert found["marital_status"].words not in html  # it was typed over: no longer the register's word
    assert not api.check(form, answers, facts={}).problems


def test_a_register_that_is_away_leaves_the_field_to_the_person(people: People, settings: Any) -> None:
    settings.REGISTERS_AWAY = {"identity", "marriage"}
    form = api.parse(BODY)
    assert api.fill(form, party_id=people.party, purpose="item:t", actor=people.person) == ()
