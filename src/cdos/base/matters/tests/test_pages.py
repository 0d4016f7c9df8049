import re
from xml.etree import ElementTree

from django.utils.translation import override

from cdos.base.matters import api
from cdos.base.matters.logic.layout import layout
from cdos.base.matters.tests.conftest import FLOW, KIND


def test_the_diagram_is_well_formed_and_names_every_state_and_move() -> None:
    with override("en"):
        picture = api.diagram(KIND)
    root = ElementTree.fromstring(picture)
    assert root.tag.endswith("svg")
    for state in FLOW.states:
        assert state.title in picture
    for move in FLOW.moves:
        assert f"<title>{move.title}</title>" in picture
    assert not re.search(r"\sstyle=|\son\w+=", picture)


def test_wires_that_share_a_height_never_share_a_lane() -> None:
    wires = layout(FLOW).wires
    for one in wires:
        for other in wires:
            if one is not other and one.forward == other.forward and one.lane == other.lane:
                assert one.span[1] <= other.span[0] or other.span[1] <= one.span[0]


def test_boxes_do_not_overlap() -> None:
    boxes = layout(FLOW).boxes
    for upper, lower in zip(boxes, boxes[1:], strict=False):
        assert upper.y + upper.height < lower.y
