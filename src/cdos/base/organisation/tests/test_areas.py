"""Areas, units and places."""

import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cdos.base.organisation import api, models
from cdos.base.organisation.contracts import Area, AreaLevel, AreaRow, Scope
from cdos.base.organisation.tests.conftest import AREAS, CITY, EAST, NORTH, SOUTH, STREET, UNITS, WEST

pytestmark = pytest.mark.usefixtures("city")


def codes(found: list[Area]) -> list[str]:
    return [area.code for area in found]


def test_areas_are_listed_by_level_and_by_what_they_belong_to() -> None:
    assert codes(api.areas(level=AreaLevel.DISTRICT)) == [WEST, EAST]
    assert codes(api.areas(parent=STREET)) == [NORTH, SOUTH]
    assert codes(api.areas(parent=NORTH)) == []
    assert len(api.areas()) == len(AREAS)


def test_the_path_of_an_area_leads_from_the_city_down() -> None:
    assert codes(api.area_path(NORTH)) == [CITY, WEST, STREET, NORTH]
    assert api.area_path("999999") == []
    assert api.centre(WEST) == (114.1, 22.55)
    assert api.centre("999999") is None


def test_an_area_fixes_the_scope_columns_above_it() -> None:
    assert api.scope_of(STREET) == Scope(district=WEST, street=STREET)
    assert api.scope_of(CITY) == Scope()


def test_a_point_is_located_in_its_community() -> None:
    assert api.locate(lon=114.05, lat=22.58) == Scope(district=WEST, street=STREET, community=NORTH)


def test_a_point_in_no_community_is_located_in_its_district() -> None:
    assert api.locate(lon=114.15, lat=22.58) == Scope(district=WEST)


def test_a_point_on_the_line_between_two_communities_belongs_to_one_of_them_always() -> None:
    assert api.locate(lon=114.05, lat=22.55) == Scope(district=WEST, street=STREET, community=NORTH)


@pytest.mark.parametrize(
    ("lon", "lat"), [(0, 0), (114.5, 22.55), (-114.05, -22.58), (float("inf"), 22.5), (1e300, 0)]
)
def test_a_point_outside_the_city_is_located_nowhere(lon: float, lat: float) -> None:
    assert api.locate(lon=lon, lat=lat) is None


def test_the_nearest_unit_upwards_is_found() -> None:
    def water(area: str) -> str | None:
        found = api.find_unit(function="water", area=area)
        return found.code if found else None

    assert water(NORTH) == f"{WEST}-water"
    assert water(EAST) == f"{CITY}-water"
    assert water(CITY) == f"{CITY}-water"
    assert water("unknown") == f"{CITY}-water"
    assert api.find_unit(function="space travel", area=NORTH) is None


def test_the_nearest_backstop_takes_what_nobody_owns() -> None:
    def backstop(area: str) -> str | None:
        found = api.find_backstop(area=area)
        return found.code if found else None

    assert backstop(NORTH) == f"{STREET}-office"
    assert backstop(WEST) == f"{WEST}-hotline"
    assert backstop(EAST) is None


def test_units_know_their_children() -> None:
    assert [unit.code for unit in api.children_units(f"{CITY}-water")] == [f"{WEST}-water"]
    assert api.unit("440399-water") is None


def test_boundaries_of_a_level_are_a_feature_collection() -> None:
    made = api.boundaries(AreaLevel.DISTRICT)
    assert [feature["properties"]["name"] for feature in made["features"]] == ["西区", "东区"]
    assert made["features"][0]["geometry"]["type"] == "Polygon"


def test_questions_make_no_query_once_held() -> None:
    api.locate(lon=114.05, lat=22.58)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(50):
            api.locate(lon=114.05, lat=22.58)
            api.find_unit(function="water", area=NORTH)
            api.area_path(NORTH)
    assert len(queries) == 0


def test_locating_costs_less_than_a_millisecond() -> None:
    api.locate(lon=114.05, lat=22.58)
    start = time.process_time()
    for _ in range(200):
        api.locate(lon=114.05, lat=22.58)
    assert (time.process_time() - start) / 200 < 0.001


def test_a_repeated_load_changes_rows_and_doubles_none() -> None:
    api.load_areas([*AREAS[:-1], AreaRow(CITY, "新名市", AreaLevel.CITY, "", 114.2, 22.55)])
    api.load_units(UNITS)
    found = api.area(CITY)
    assert found is not None
    assert found.name == "新名市"
    assert models.Area.objects.count() == len(AREAS)
    assert models.Unit.objects.count() == len(UNITS)


def test_a_boundary_that_crosses_itself_is_repaired_and_a_line_is_refused() -> None:
    bow = {"type": "Polygon", "coordinates": [[[115, 22], [116, 23], [116, 22], [115, 23], [115, 22]]]}
    api.load_areas([AreaRow("440393", "蝶区", AreaLevel.DISTRICT, CITY, 115.5, 22.5, bow)])
    assert api.locate(lon=115.1, lat=22.5) == Scope(district="440393")
    line = {"type": "LineString", "coordinates": [[115, 22], [116, 23]]}
    with pytest.raises(ValueError, match="Polygon"):
        api.load_areas([AreaRow("440394", "线区", AreaLevel.DISTRICT, CITY, 115.5, 22.5, line)])


@pytest.mark.parametrize(("level", "parent"), [("planet", CITY), ("district", None), ("city", CITY)])
def test_the_database_refuses_areas_that_hang_wrongly(level: str, parent: str | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Area.objects.create(code="440395", name="错区", level=level, parent_id=parent, lon=0, lat=0)
