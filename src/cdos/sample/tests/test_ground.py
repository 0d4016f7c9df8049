"""The drawn city."""

import pytest
import shapely

from cdos.base.organisation.contracts import AreaLevel
from cdos.sample import data_files
from cdos.sample.ground import base_map
from cdos.sample.ground.base_map import City
from cdos.sample.ground.shapes import LAT_M, LON_M, wobble

SEED = 4403
PARTS = {AreaLevel.DISTRICT: AreaLevel.STREET, AreaLevel.STREET: AreaLevel.COMMUNITY}


def test_every_area_is_a_valid_polygon_of_sensible_size(drawn: City) -> None:
    for code, shape in drawn.shapes.by_code.items():
        assert shape.is_valid, code
        assert shape.geom_type in {"Polygon", "MultiPolygon"}
        assert shape.area * LON_M * LAT_M > 50_000, code


@pytest.mark.parametrize("level", list(PARTS))
def test_parts_tile_their_whole_without_overlap(drawn: City, level: AreaLevel) -> None:
    shapes = drawn.shapes.by_code
    for code in data_files.codes(level):
        parts = [shapes[part] for part in data_files.codes(PARTS[level]) if part.startswith(code)]
        assert sum(part.area for part in parts) == pytest.approx(shapes[code].area, rel=1e-6)
        assert shapely.union_all(parts).symmetric_difference(shapes[code]).area < 1e-6 * shapes[code].area


def test_the_nine_districts_tile_a_city_of_about_2000_square_kilometres(drawn: City) -> None:
    city = drawn.shapes.by_code["440300"]
    districts = [drawn.shapes.by_code[code] for code in data_files.codes(AreaLevel.DISTRICT)]
    assert sum(shape.area for shape in districts) == pytest.approx(city.area, rel=1e-6)
    assert 1_900 < city.area * LON_M * LAT_M / 1e6 < 2_300


def test_the_centre_of_every_area_lies_in_it_and_in_no_neighbour(drawn: City) -> None:
    for level in AreaLevel:
        codes = data_files.codes(level)
        tree = shapely.STRtree([drawn.shapes.by_code[code] for code in codes])
        for number, code in enumerate(codes):
            found = tree.query(shapely.Point(drawn.shapes.centre(code)), predicate="intersects")
            assert found.tolist() == [number], code


def test_estates_lie_in_their_community_and_every_community_has_one(drawn: City) -> None:
    for hood in drawn.neighbourhoods:
        assert hood.estates
        for estate in hood.estates:
            assert drawn.shapes.by_code[hood.code].covers(shapely.Point(estate.lon, estate.lat))


def test_the_same_seed_draws_the_same_bytes_and_another_seed_others(drawn: City) -> None:
    again = base_map.build_city(SEED)
    code = data_files.codes(AreaLevel.COMMUNITY)[100]
    assert shapely.to_wkb(again.shapes.by_code[code]) == shapely.to_wkb(drawn.shapes.by_code[code])
    assert list(base_map.place_rows(again)) == list(base_map.place_rows(drawn))


def test_an_edge_bends_the_same_way_from_both_sides() -> None:
    there = wobble((114.0, 22.5), (114.1, 22.6), share=0.1, steps=3, seed=1)
    back = wobble((114.1, 22.6), (114.0, 22.5), share=0.1, steps=3, seed=1)
    assert [*there, (114.1, 22.6)] == [*back, (114.0, 22.5)][::-1]
