"""What a stranger may send in an address or a form is answered, and breaks nothing."""

from contextlib import suppress

import pytest
from django.test import Client

from cdos.base.matters.contracts import MoveRefused, Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api

from .conftest import People
from .test_api import filed
from .test_pages import HERE, TEXT, once_of, resident, signed_in

pytestmark = pytest.mark.django_db
LONG = "0001" + "0" * 5000


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/open311/v2/requests.json?end_date=0001-01-01T00:00:00Z", 400),
        ("/open311/v2/requests.json?start_date=9999-12-31T23:59:59-12:00", 400),
        (f"/open311/v2/requests.json?page={'1' * 30}", 400),
        (f"/open311/v2/requests.json?page=0000000001{'0' * 5000}", 400),
    ],
)
def test_open311_answers_what_it_cannot_read(client: Client, city: None, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_number_with_a_nul_is_read_without_it(client: Client, people: People) -> None:
    number = filed(people, TEXT).number
    assert client.get(f"/track/{number}%00").status_code in (200, 302, 404)


def test_a_made_up_page_of_ones_own_list_is_the_first(client: Client, city: None) -> None:
    known = signed_in(client, resident("chen", "陈女士"))
    assert known.get("/appeals/?after=x").status_code == 200


@pytest.mark.parametrize("after", ["x", "2024-W01-1~5", f"2024-01-01~{'9' * 30}", f"2024-01-01~{LONG}", "~"])
def test_a_made_up_place_in_a_list_is_refused_or_read(city: None, after: str) -> None:
    with suppress(MoveRefused):
        assert api.find(actor=SYSTEM, question=Question(after=after)).next == ""


def test_a_file_token_with_a_nul_is_refused(client: Client, city: None) -> None:
    values = {"text": TEXT, "once": once_of(client), **HERE, "files": "\x00"}
    assert client.post("/appeals/new", values).status_code in (200, 302, 422)


@pytest.mark.parametrize("stars", [LONG, "01", "6", "²"])
def test_stars_that_are_none_are_refused(people: People, stars: str) -> None:
    number = filed(people, TEXT).number
    api.act(
        actor=people.dispatcher,
        number=number,
        move="answer",
        data={"reply": "已处理完毕。", "outcome": "explained"},
    )
    data = {"satisfied": "yes", **dict.fromkeys(("speed", "effect", "experience", "reply_quality"), stars)}
    with pytest.raises(MoveRefused):
        api.act(actor=people.resident, number=number, move="rate", data=data)
