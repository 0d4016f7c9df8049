import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override

from cdos.base.identity.contracts import Account, Assurance
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


def ask(path: str, account: Account | None) -> HttpResponse:
    """Signing in is identity's to test; everything behind it is real."""
    request = RequestFactory().get(path)
    request.account, request.acting_for, request.session = account, None, {}
    match = resolve(path)
    return match.func(request, *match.args, **match.kwargs)


STAFF = Account(1, "clerk", "张三", None, Assurance.REAL_NAME, is_staff=True)


def test_staff_see_all_flows_and_each_in_words_and_picture(db: None) -> None:
    with override("en"):
        everything = ask("/staff/flows/", STAFF).content.decode()
        assert f'href="/staff/flows/{KIND}/"' in everything
        page = ask(f"/staff/flows/{KIND}/", STAFF).content.decode()
    assert "<svg" in page
    for move in FLOW.moves:
        assert f"<h3>{move.title}</h3>" in page
    assert "Starts the clocks: Handling" in page
    assert "May be taken back for 10 seconds." in page


def test_flows_are_for_staff_and_only_known_kinds_have_a_page(db: None) -> None:
    assert ask("/staff/flows/", None).status_code == 302
    with pytest.raises(PermissionDenied):
        ask("/staff/flows/", replace(STAFF, is_staff=False))
    with pytest.raises(Http404):
        ask("/staff/flows/unheard-of/", STAFF)


def test_states_that_an_effect_may_choose_are_wired_too() -> None:
    move = replace(FLOW.moves[0], leads_to=("given",))
    wires = layout(replace(FLOW, moves=(move, *FLOW.moves[1:]))).wires
    assert {(wire.source, wire.target) for wire in wires if 1 in wire.moves} == {(0, 1), (0, 2)}
