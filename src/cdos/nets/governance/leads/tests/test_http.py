"""The alarm webhook over HTTP: statuses, problem details, the wait, and its description."""

import pytest
from django.test import Client

from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, People
from cdos.nets.governance.leads import api
from cdos.nets.governance.leads.contracts import Channel, NewSource

pytestmark = pytest.mark.django_db
ADDRESS = "/api/leads/alarms"


@pytest.fixture
def token(people: People) -> str:
    new = NewSource(code="gauges", name="水位计", channel=Channel.SENSOR, per_minute=3)
    api.add_source(actor=people.editor, new=new)
    return api.new_token(actor=people.editor, source="gauges")


def send(token: str, **values: object) -> "object":
    body = {"id": "1", "title": "水位超警戒", "lon": IN_NORTH[0], "lat": IN_NORTH[1]} | values
    return Client().post(ADDRESS, body, content_type="application/json", headers={"X-Source-Token": token})


def test_an_alarm_opens_a_lead_once(token: str) -> None:
    first, again = send(token), send(token)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]


def test_without_the_token_of_a_source_it_is_refused(token: str) -> None:
    answer = send("gauges.1:x")
    assert answer.status_code == 401
    assert answer.json()["type"] == "/api/problems/source-token"


def test_too_many_alarms_are_told_how_long_to_wait(token: str) -> None:
    answers = [send(token, id=str(number)) for number in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert 1 <= int(answers[3]["Retry-After"]) <= 60


@pytest.mark.parametrize(
    "values", [{"id": ""}, {"lon": 999}, {"lat": None}, {"item": "9999"}, {"title": " "}]
)
def test_a_broken_alarm_is_refused_and_opens_nothing(token: str, values: dict[str, object]) -> None:
    assert send(token, **values).status_code == 422


def test_it_is_described() -> None:
    schema = Client().get("/api/openapi.json").json()
    route = schema["paths"][ADDRESS]["post"]
    assert {"200", "201", "401", "422", "429"} <= set(route["responses"])
    assert "X-Source-Token" in {one["name"] for one in route["parameters"]}
