"""Notices as a person meets them: through the real pages and every middleware."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.jobs import api as jobs
from cdos.base.notices import api
from cdos.base.notices.api import Channel

pytestmark = pytest.mark.django_db
PASSWORD = "river-stone-88"


def english() -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def party() -> int:
    return identity.register_person(name="测试", phone="13900000001").id


@pytest.fixture
def resident(party: int) -> Client:
    identity.create_account(
        login="13900000001", name="测试", password=PASSWORD, party_id=party, assurance=Assurance.PHONE
    )
    client = english()
    client.post("/accounts/sign-in/", {"login": "13900000001", "password": PASSWORD})
    return client


def test_a_visitor_is_asked_to_sign_in() -> None:
    answer = english().get("/notices/")
    assert answer.status_code == 200
    assert "Please sign in" in answer.content.decode()


def test_a_resident_reads_a_notice_and_comes_to_its_matter(resident: Client, party: int) -> None:
    api.tell(party_id=party, title="<b>Accepted</b>", body="Your appeal was accepted.", link="/track/SZ-1")
    (notice,) = api.notices(party_id=party)
    listed = resident.get("/notices/").content.decode()
    assert "&lt;b&gt;Accepted" in listed
    assert "<b>Accepted" not in listed
    answer = resident.post(f"/notices/{notice.id}/")
    assert (answer.status_code, answer["Location"]) == (302, "/track/SZ-1")
    assert api.unread(party_id=party) == 0


def test_all_notices_are_marked_read_at_once(resident: Client, party: int) -> None:
    for number in range(35):
        api.tell(party_id=party, title=f"n{number}", body="b")
    first = resident.get("/notices/").content.decode()
    assert "n34" in first
    assert "?before=" in first
    resident.post("/notices/read/")
    assert api.unread(party_id=party) == 0


def test_anothers_notice_is_not_there(resident: Client) -> None:
    other = identity.register_person(name="别人", phone="13900000002").id
    api.tell(party_id=other, title="secret", body="b")
    (notice,) = api.notices(party_id=other)
    assert resident.post(f"/notices/{notice.id}/").status_code == 404
    assert "secret" not in resident.get("/notices/").content.decode()
    assert api.unread(party_id=other) == 1


def test_strange_pages_are_answered() -> None:
    assert Client().get("/notices/?before=٣x").status_code == 200
    assert Client().get("/notices/?before=" + "9" * 50).status_code == 200
    assert Client().get("/notices/1/").status_code == 405


def test_the_demonstration_shows_what_it_would_have_sent_with_the_number_masked(party: int) -> None:
    api.tell(party_id=party, title="t", body="Your appeal was accepted.", channels=[Channel.SMS])
    jobs.drain()
    shown = english().get("/demo/outbox/").content.decode()
    assert "Your appeal was accepted." in shown
    assert "139****0001" in shown
    assert "13900000001" not in shown


def test_a_real_city_has_no_demonstration_page() -> None:
    with override_settings(DEMO=False):
        assert Client().get("/demo/outbox/").status_code == 404
