"""Who has which queues, and who sees which matters in them."""

import pytest
from django.test import Client

from .conftest import COVER, IN_EAST, SignIn, dispatched, file

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/staff/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_is_led_to_the_sign_in_and_back(city: None) -> None:
    answer = Client().get("/staff/?queue=near")
    assert answer.status_code == 302
    assert "/accounts/sign-in" in answer["Location"]
    assert "next=%2Fstaff%2F" in answer["Location"]


def test_a_resident_may_not_open_the_workbench(sign_in: SignIn) -> None:
    assert sign_in("resident").get("/staff/").status_code == 403


def test_a_dispatcher_has_the_queues_of_the_desk_with_counts(sign_in: SignIn) -> None:
    file()
    shown = page(sign_in("dispatcher"))
    assert 'href="/staff/?queue=appeal-dispatch"' in shown
    assert '<span class="tally">1</span>' in shown
    assert "appeal-sign" not in shown


def test_a_handler_sees_what_the_own_unit_is_to_sign_for(sign_in: SignIn) -> None:
    number, waiting = dispatched(), file()
    shown = page(sign_in("handler"))
    assert number in shown
    assert waiting not in shown


def test_a_clerk_of_another_district_sees_and_opens_nothing(sign_in: SignIn) -> None:
    number = file()
    east = sign_in("east")
    assert COVER[:8] not in page(east, "/staff/?queue=all")
    assert "not in your reach" in page(east, f"/staff/?matter={number}")
    assert east.get(f"/staff/matter/{number}", follow=True).status_code == 200
    assert east.post(f"/staff/matter/{number}/act/comment", {"text": "x"}).status_code == 403
    assert east.get(f"/staff/appeals/{number}/similar").status_code == 403


def test_an_administrator_of_accounts_sees_no_matters(sign_in: SignIn) -> None:
    number = file()
    assert number not in page(sign_in("admin"), "/staff/?queue=all")


def test_any_two_characters_of_the_text_find_the_matter(sign_in: SignIn) -> None:
    number, other = file(), file("楼下停水三天了，水压也小", IN_EAST)
    client = sign_in("supervisor")
    for words in ("井盖", "很响", "车压过去"):
        shown = page(client, f"/staff/?queue=all&q={words}")
        assert number in shown
        assert other not in shown
    assert "Nothing found" in page(client, "/staff/?queue=all&q=石沉大海")


def test_filters_narrow_the_list_and_are_kept_in_the_addresses(sign_in: SignIn) -> None:
    west, east = file(), file(COVER, IN_EAST)
    shown = page(sign_in("supervisor"), "/staff/?queue=all&area=440392&days=7")
    assert east in shown
    assert west not in shown
    assert "area=440392" in shown
    assert "days=7" in shown


def test_made_up_values_in_the_address_are_no_server_error(sign_in: SignIn) -> None:
    client = sign_in("dispatcher")
    for query in ("after=x~y", "area=zz&days=-1", "queue=%00", "matter=%00", "q=%00%27", "urgency=x"):
        assert client.get(f"/staff/?{query}").status_code == 200


def test_htmx_gets_only_the_panes_that_change(sign_in: SignIn) -> None:
    number = file()
    address = f"/staff/?queue=appeal-dispatch&matter={number}&part=matter"
    answer = sign_in("dispatcher").get(address, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert 'hx-target="#main"' in shown
    assert 'hx-target="#queues"' not in shown
    assert "<html" not in shown
    assert answer["HX-Push-Url"] == f"/staff/?queue=appeal-dispatch&matter={number}"
