"""Files: what goes out comes in again; bad rows are named and the good ones taken."""

import json
from dataclasses import replace

import pytest

from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.services.items import api
from cdos.nets.services.items.contracts import Item, ItemRefused, ItemState, Law
from cdos.nets.services.items.tests.conftest import Staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_whole_catalogue_goes_out_and_comes_in_unchanged(
    staff: Staff, sample: list[Item], kind: str
) -> None:
    raw = api.export(actor=staff.clerk, kind=kind)
    rows = [given for _line, given in api.read(raw)]
    assert len(rows) == len(sample)
    held = {
        one.code: one
        for one in (
            *api.live_items(),
            *(one for area in {i.area for i in sample} for one in api.live_items(area=area)),
        )
    }
    for row in rows:
        assert isinstance(row, Item), row
        assert (
            api.changes(replace(held[row.code], effective_from=None), replace(row, effective_from=None)) == ()
        )
    again = api.bring_in(actor=staff.editor, raw=raw)
    assert (again.unchanged, again.drafts, again.refused) == (len(sample), (), ())


def test_signs_that_divide_cells_survive(city: None) -> None:
    odd = next(item for item in api.sample()[0] if item.code == "elder-card")
    odd = replace(odd, laws=(Law("甲|乙", "一\n二", "\\|", "=1+1"),), summary="=SUM(A1)")
    ((_line, back),) = api.read(api.write([odd], "csv"))
    assert isinstance(back, Item)
    assert back.laws == odd.laws
    assert back.summary == odd.summary


def test_good_rows_are_drafts_and_bad_ones_are_named(staff: Staff, sample: list[Item]) -> None:
    card, loan = api.item("elder-card"), api.item("startup-loan")
    assert card is not None
    assert loan is not None
    rows = [
        replace(card, title="新名称"),
        replace(loan, promised_days=99.0),
        replace(card, code="elder-card-new", steps=()),
        card.__class__(
            **{
                **{name: getattr(loan, name) for name in loan.__slots__},
                "code": "loan-2",
                "national_code": "",
            }
        ),
    ]
    raw = api.write(rows, "json")
    broken = json.loads(raw)
    broken.append({"code": "x", "title": "y", "colour": "red"})
    broken.append({"code": "z", "title": "y", "legal_days": "soon"})
    report = api.bring_in(actor=staff.editor, raw=json.dumps(broken).encode())
    assert report.rows == 6
    assert report.drafts == ("elder-card", "loan-2")
    reasons = {row.line: " ".join(row.reasons) for row in report.refused}
    assert "TERM-承诺时限超法定" in reasons[2]
    assert "MISSING-办理流程" in reasons[3]
    assert "colour" in reasons[5]
    assert "legal_days" in reasons[6]
    made = api.version(actor=staff.editor, code="elder-card")
    assert made.item.state is ItemState.DRAFT
    live = api.item("elder-card")
    assert live is not None
    assert live.title == card.title


def test_an_operator_publishes_a_file_at_once(city: None) -> None:
    items, standards = api.sample()
    api.load([], standards=standards)
    raw = api.write([item for item in items if not item.variant_of][:5], "csv")
    report = api.bring_in(actor=SYSTEM, raw=raw, live=True)
    assert report.refused == ()
    assert {one.code for one in api.live_items()} == set(report.drafts)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b"a,b\n1,2\n", "事项编码,颜色\nx,y\n".encode(), b"\xff\xfe\x00\x01\x81"]
)
def test_a_file_that_is_none_is_refused_with_a_sentence(city: None, raw: bytes) -> None:
    with pytest.raises(ItemRefused) as refused:
        api.read(raw)
    assert str(refused.value)


def test_a_cell_with_a_wrong_value_names_its_column(city: None) -> None:
    ((line, why),) = api.read("事项编码,事项名称,秒批\nx,y,也许\n".encode())
    assert line == 2
    assert "秒批" in str(why)
