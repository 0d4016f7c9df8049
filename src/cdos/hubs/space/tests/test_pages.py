"""The map's addresses over HTTP, on a city of one square."""

import pytest
import shapely
from django.test import Client

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel, AreaRow
from cdos.hubs.space import api
from cdos.hubs.space.contracts import FeatureRow, PlaceKind, PlaceRow

pytestmark = pytest.mark.django_db
SQUARE = shapely.box(114.0, 22.5, 114.1, 22.6)
RING = {
    "type": "Polygon",
    "coordinates": [[[114.0, 22.5], [114.1, 22.5], [114.1, 22.6], [114.0, 22.6], [114.0, 22.5]]],
}
AREAS = (
    ("440300", "深圳市", AreaLevel.CITY, ""),
    ("440304", "福田区", AreaLevel.DISTRICT, "440300"),
    ("440304008", "莲花街道", AreaLevel.STREET, "440304"),
    ("440304008014", "景田社区", AreaLevel.COMMUNITY, "440304008"),
)
PLACES = (
    PlaceRow(
        "翠馨花园", PlaceKind.ESTATE, "福田区莲花街道景田一路8号翠馨花园", 114.05, 22.55, "440304008014"
    ),
    PlaceRow("景田一路", PlaceKind.ROAD, "福田区莲花街道景田一路", 114.06, 22.55, "440304008014"),
    PlaceRow("景田小学", PlaceKind.SCHOOL, "福田区莲花街道景田小学", 114.09, 22.59, "440304008014"),
)


@pytest.fixture(autouse=True)
def _city() -> None:
    organisation.load_areas(
        AreaRow(code, name, level, parent, 114.05, 22.55, RING) for code, name, level, parent in AREAS
    )
    organisation.forget()
    api.load_places(rows=PLACES)
    api.load_base(rows=[FeatureRow("land", "city", shapely.to_wkb(SQUARE))])


def test_base_says_where_the_tiles_are_and_the_tiles_never_go_stale(client: Client) -> None:
    base = client.get("/map/base.json").json()
    west, south, east, north = base["bounds"]
    assert west < 114.0 < 114.1 < east
    assert south < 22.5 < 22.6 < north
    address = base["tiles"][0].replace("{z}", "12").replace("{x}", "3344").replace("{y}", "1786")
    tile = client.get(address)
    assert tile.status_code == 200
    assert tile["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert tile["Content-Encoding"] == "gzip"
    assert "immutable" in tile["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["old/12/3344/1786", "VERSION/19/3344/1786", "VERSION/12/99999/1786", "VERSION/3/1/1"]
)
def test_tiles_that_do_not_exist_are_not_found(client: Client, path: str) -> None:
    version = client.get("/map/base.json").json()["version"]
    assert client.get(f"/map/tiles/{path.replace('VERSION', version)}.mvt").status_code == 404


def test_a_word_finds_places_by_name_and_address_nearest_first(client: Client) -> None:
    found = client.get("/map/suggest", {"q": "景田", "lon": 114.09, "lat": 22.59}).json()["places"]
    assert [place["name"] for place in found] == ["景田小学", "景田一路", "翠馨花园"]
    assert found[0]["distance_m"] == 0


def test_a_house_number_nobody_knows_is_placed_at_its_road(client: Client) -> None:
    found = client.get("/map/suggest", {"q": "景田一路 27号"}).json()["places"][0]
    assert found["name"] == "景田一路27号"
    assert found["address"] == "福田区莲花街道景田一路27号"
    assert (found["lon"], found["lat"]) == (114.06, 22.55)


@pytest.mark.parametrize("words", ["", "   ", "%", "没有这个地方", "' OR 1=1 --", "😀", "景" * 5000])
def test_strange_words_find_nothing_and_break_nothing(client: Client, words: str) -> None:
    assert client.get("/map/suggest", {"q": words}).json() == {"places": []}


def test_here_names_the_place_and_its_areas(client: Client) -> None:
    found = client.get("/map/here", {"lon": 114.0502, "lat": 22.5501}).json()
    assert found["inside"] is True
    assert found["address"] == "福田区莲花街道景田一路8号翠馨花园"
    assert found["areas"] == ["福田区", "莲花街道", "景田社区"]
    assert found["scope"]["community"] == "440304008014"


def test_outside_the_city_here_says_so(client: Client) -> None:
    found = client.get("/map/here", {"lon": 2.35, "lat": 48.86}).json()
    assert (found["inside"], found["address"], found["scope"]) == (False, "", None)


@pytest.mark.parametrize(
    "query", [{}, {"lon": "x", "lat": "1"}, {"lon": "nan", "lat": "1"}, {"lon": "999", "lat": "1"}]
)
def test_here_without_a_point_is_a_bad_request(client: Client, query: dict[str, str]) -> None:
    assert client.get("/map/here", query).status_code == 400


def test_boundaries_come_as_geojson_for_whole_city_levels_only(client: Client) -> None:
    assert client.get("/map/areas/district.json").json()["features"][0]["properties"]["code"] == "440304"
    assert client.get("/map/areas/community.json").status_code == 404
