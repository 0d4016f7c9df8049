"""What is not shown is not told by asking again and again: neither its words nor its place."""

import pytest
from django.test import Client

from cdos.base.matters.contracts import Place
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import AppealFiling, Nearby

from .conftest import IN_NORTH, NORTH, People

pytestmark = pytest.mark.django_db
WORDS = "邻居张三 13812345678 半夜打人"


def filed(people: People, *, public: bool, lon: float = IN_NORTH[0]) -> str:
    asked = AppealFiling(text=WORDS, place=Place("甲路 1 号", lon, IN_NORTH[1]), public=public)
    return api.file_appeal(actor=people.resident, filing=asked).number


def near(text: str, *, lon: float = IN_NORTH[0]) -> list[Nearby]:
    return api.nearby(lon=lon, lat=IN_NORTH[1], text=text)


@pytest.mark.parametrize("public", [True, False])
def test_a_right_phone_answers_like_a_wrong_one(people: People, public: bool) -> None:
    filed(people, public=public)
    right, wrong = near("13812345678"), near("13987654321")
    assert right == wrong
    assert len(right) == 1


def test_the_words_of_what_is_hidden_neither_sort_nor_count(people: People) -> None:
    first, second = filed(people, public=False), filed(people, public=False, lon=IN_NORTH[0] + 0.002)
    found = {text: near(text) for text in (WORDS, "")}
    assert found[WORDS] == found[""]
    assert {one.number for one in found[""]} == {first, second}
    assert {(one.similarity, one.likely) for one in found[WORDS]} == {(0.0, False)}


def test_the_distance_to_what_is_hidden_is_coarse(people: People) -> None:
    """Two that stand metres apart answer alike wherever one asks from."""
    one, other = filed(people, public=False, lon=114.0501), filed(people, public=False, lon=114.0504)
    for step in range(20):
        told = {row.number: row.distance_m for row in near("", lon=114.05 + step * 0.0001)}
        assert told[one] == told[other]
        assert told[one] >= 100
        assert told[one] % 100 == 0


def test_the_public_face_of_what_is_hidden_names_no_community(people: People, client: Client) -> None:
    hidden, shown = filed(people, public=False), filed(people, public=True)
    listed = {
        number: client.get(f"/open311/v2/requests/{number}.json").json()[0] for number in (hidden, shown)
    }
    assert (listed[hidden]["address_id"], listed[shown]["address_id"]) == ("", NORTH)
    face = client.get(f"/api/appeals/{hidden}").json()["appeal"]
    assert (face["district"], face["street"], face["community"]) == ("", "", "")
    assert api.track(actor=Actor(), number=hidden).matter.place == Place()
