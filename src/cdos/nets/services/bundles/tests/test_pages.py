"""The pages, asked as residents and staff ask them."""

from dataclasses import replace

import pytest
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Relation
from cdos.base.jobs import api as jobs
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import FieldType
from cdos.nets.services.bundles import api
from cdos.nets.services.bundles.pages import situation
from cdos.nets.services.bundles.tests import town as towns
from cdos.nets.services.bundles.tests.town import Role, Town
from cdos.nets.services.forms import api as forms
from cdos.nets.services.items import api as items

pytestmark = pytest.mark.django_db


def browser(town: Town) -> Client:
    client = Client()
    assert town.actor.account_id is not None
    signed_in(town.actor.account_id, client)
    return client


def test_the_list_finds_by_what_people_say(client: Client, town: Town) -> None:
    shown = client.get("/bundles/?q=宝宝").content.decode()
    assert "生孩子" in shown
    assert "开餐馆" not in shown
    assert "没有找到" in client.get("/bundles/?q=火星移民").content.decode()


def test_a_bundle_says_what_it_takes_and_what_it_saves(client: Client, town: Town) -> None:
    for bundle in api.bundles():
        answer = client.get(f"/bundles/{bundle.code}")
        assert answer.status_code == 200
        assert "一件事办" in answer.content.decode()
    table = client.get("/bundles/table").content.decode()
    assert table.count('<th scope="row">') == 45
    assert table.count(">字段<") == 3


def test_the_fields_to_type_are_counted_from_the_forms_and_fewer_in_a_bundle(town: Town) -> None:
    rows = {row.code: row for row in api.table()}
    assert all(row.once.fields >= row.before.fields >= row.after.fields for row in rows.values())
    start = rows["company-start"]
    assert start.once.fields > start.before.fields > start.after.fields > 0
    card = items.item("elder-card")
    form = forms.form("elder-card")
    assert card is not None
    assert form is not None
    typed = [one.name for one in form.entries if one.required and not one.source and not one.material]
    assert items.burden(card).fields == len(typed) > 0
    assert items.burden_before(card).fields == len([one for one in form.entries if not one.material])


def test_an_own_bundle_says_what_taking_one_out_brings_back(client: Client, town: Town) -> None:
    both = client.get("/bundles/own?items=talent-review,talent-settlement,library-card").content.decode()
    assert 'data-field="degree_name"' in both
    one = client.get(
        "/bundles/own?items=talent-settlement,library-card&removed=talent-review",
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in one
    assert 'data-field="degree_name"' not in one
    assert "现在需要您自己提交" in one
    assert "目前不能办理" in client.get("/bundles/own?items=nothing").content.decode()
    found = client.get("/bundles/own?items=library-card&q=人才引进").content.decode()
    assert "人才引进核准" in found


def test_three_steps_and_where_it_stands(town: Town) -> None:
    client = browser(town)
    start = client.get("/bundles/talent-settlement/start")
    assert start.status_code == 200
    assert client.get("/bundles/talent-settlement/form").status_code == 302
    sources = api.sources_to_ask(made=api.make(code="talent-settlement"), party_id=town.person)
    sent = {
        "party": str(town.person),
        "part": ["library-card"],
        "consent": [one.code for one in sources],
    }
    assert client.post("/bundles/talent-settlement/start", sent)["Location"].endswith("/form")
    again = client.get("/bundles/talent-settlement/start").content.decode()
    kept = again.count('<input type="hidden" name="consent"')
    assert kept == len(sources)  # a box that is not sent would leave another person's form empty
    form = client.get("/bundles/talent-settlement/form").content.decode()
    assert "周一鸣" in form
    assert "已为您填好" in form
    wrong = client.post("/bundles/talent-settlement/form", {})
    assert wrong.status_code == 422
    asked = town.request("talent-settlement")
    posted = {name: _typed(value) for name, value in asked.answers.items()}
    for (
        code,
        token,
    ) in asked.files.items():  # the browser sends its upload fields, too, where it saves while typing
        posted[f"material-{code}"] = [token, "undefined"]
    right = client.post("/bundles/talent-settlement/form", posted)
    assert right.status_code == 302, right.context["missing_papers"]
    check = client.get("/bundles/talent-settlement/check").content.decode()
    assert check.count('class="part"') == 5
    number = client.post("/bundles/talent-settlement/check")["Location"].rpartition("/")[2]
    jobs.drain()
    shown = client.get(f"/bundles/matters/{number}").content.decode()
    assert 'data-item="talent-review" data-state="done"' in shown
    gone = client.post(f"/bundles/matters/{number}/withdraw", {"item": "talent-settlement"})
    assert gone.status_code == 302
    assert (
        'data-item="household-move-in" data-state="stopped"'
        in client.get(f"/bundles/matters/{number}").content.decode()
    )
    assert Client().get(f"/bundles/matters/{number}").status_code == 404


def _typed(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def test_what_is_not_known_of_the_situation_is_asked_for(town: Town) -> None:
    client = browser(town)
    answer = client.post("/bundles/restaurant/start", {"party": str(town.person)})
    assert answer.status_code == 422
    assert "没有查到" in answer.content.decode()
    told = {"party": str(town.person), "ask-estate_area_m2": "120"}
    assert client.post("/bundles/restaurant/start", told).status_code == 302


def test_staff_write_a_bundle_without_a_programmer(town: Town) -> None:
    writer, other = towns.clerk("440300-culture", Role.EDITOR), towns.clerk("440300-data", Role.EDITOR)
    clients = []
    for one in (writer, other):
        assert one.account_id is not None
        clients.append(Client())
        signed_in(one.account_id, clients[-1])
    first, second = clients
    body = {
        "code": "read-and-walk",
        "title": "读书遛狗一件事",
        "event": "读书遛狗",
        "summary": "两件一起办。",
        "lead": "440300-culture",
        "audience": "person",
        "about": "self",
        "item-0": "library-card",
        "item-1": "dog-licence",
        "after-1": "library-card",
        "field-1": "age",
        "op-1": "ge",
        "value-1": "18",
    }
    assert first.get("/staff/bundles/new").status_code == 200
    assert first.post("/staff/bundles/new", {**body, "title": ""}).status_code == 422
    assert first.post("/staff/bundles/new", {**body, "do": "submit"}).status_code == 302
    page = second.get("/staff/bundles/read-and-walk").content.decode()
    assert 'value="approve"' in page
    second.post("/staff/bundles/read-and-walk/decide", {"do": "approve"})
    assert Client().get("/bundles/read-and-walk").status_code == 200
    assert first.get("/staff/bundles/").status_code == 200
    assert first.get("/staff/bundles/retirement").status_code == 200
    assert identity.account(writer.account_id or 0) is not None


def test_deliveries_are_watched_and_a_system_is_switched(town: Town) -> None:
    admin = towns.clerk("440300-data", Role.ADMIN)
    lead = towns.clerk("440300-labour")
    clients = []
    for one in (admin, lead):
        assert one.account_id is not None
        clients.append(Client())
        signed_in(one.account_id, clients[-1])
    first, second = clients
    first.post("/staff/bundles/systems", {"department": "440300-culture", "minutes": "60"})
    town.send("talent-settlement")
    shown = second.get("/staff/bundles/deliveries?state=failed").content.decode()
    assert "立即重试" in shown
    first.post("/staff/bundles/systems", {"department": "440300-culture", "do": "on"})
    jobs.drain()
    assert "立即重试" not in second.get("/staff/bundles/deliveries").content.decode()
    assert first.get("/staff/bundles/deliveries").status_code == 200


def test_of_two_children_the_newborn_bundle_proposes_the_one_born_last(town: Town) -> None:
    """Whatever the order in which the mandates were entered; nothing but who it is leaves the identity module."""
    own, born = town.actor.own_party_id, {}
    assert own is not None
    for name, body in (("样例小小", "44030420260106061"), ("样例大大", "44030420150105062")):
        number = body + identity.id_check_digit(body)
        born[name] = identity.register_person(name=name, document_number=number).id
        identity.grant_mandate(holder_id=own, party_id=born[name], relation=Relation.CHILD)
    people, proposed = api.for_whom(actor=town.actor, audience="person", about="newborn")
    assert {*born.values(), town.child} <= {one.party.id for one in people}
    assert proposed == born["样例小小"]  # a day younger than the first one
    fresh = identity.register_person(name="样例刚生").id  # no document yet
    identity.grant_mandate(holder_id=own, party_id=fresh, relation=Relation.CHILD)
    page = browser(town).get("/bundles/newborn/start").content.decode()
    assert f'value="{fresh}" checked' in page
    assert api.for_whom(actor=town.actor, audience="person", about="child")[1] == town.child
    acting = replace(town.actor, party_id=born["样例大大"])
    assert api.for_whom(actor=acting, audience="person", about="newborn")[1] == born["样例大大"]


@pytest.mark.parametrize("said", ["inf", "-inf", "nan", "1e400", "x", ""])
def test_a_number_that_is_none_is_asked_for_again(said: str) -> None:
    for kind in (FieldType.FEN, FieldType.NUMBER, FieldType.INTEGER):
        field = next(one for one in rules.fields().values() if one.type is kind)
        assert situation.read(field, said) is None
