"""The bundles that come with CDOS: forty-five, each of its own make, of items that are there, and none contradicts itself."""

from collections import Counter

import pytest

from cdos.base.rules import api as rules
from cdos.nets.services.bundles import api
from cdos.nets.services.bundles.contracts import Bundle
from cdos.nets.services.bundles.logic import graph, shape

BUNDLES = [shape.read(body) for body in api.sample_bundles()]


def test_there_are_forty_five_under_different_codes() -> None:
    assert len(BUNDLES) == 45
    assert len({bundle.code for bundle in BUNDLES}) == 45


def test_no_two_are_alike_in_structure() -> None:
    """Graph, optional parts and conditions, whatever the items are called."""
    alike = Counter(shape.structure(bundle) for bundle in BUNDLES)
    assert [count for count in alike.values() if count > 1] == []


def test_structure_sees_through_names_and_order() -> None:
    body = api.sample_bundles()[0]
    renamed = str(body).replace(body["parts"][0]["item"], "another-name")
    other = eval(renamed)
    other["parts"] = other["parts"][::-1]
    assert shape.structure(shape.read(other)) == shape.structure(shape.read(body))


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle.code)
def test_it_hangs_together(bundle: Bundle) -> None:
    graph.waves(graph.declared(bundle.parts), str)
    there = {part.item for part in bundle.parts}
    for part in bundle.parts:
        assert set(part.after) <= there
        if part.when is not None:
            assert all(rules.field(name) for name in rules.fields_of(part.when))
    assert shape.read(shape.write(bundle)) == bundle
