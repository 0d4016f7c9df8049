"""The editor's pages: what was typed is what is kept, the linter speaks beside the fields, a file is reported on."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, AppointmentRow, PostRow, Role
from cdos.nets.services.items import api
from cdos.nets.services.items.contracts import Item, ItemState
from cdos.nets.services.items.pages import layout, typed
from cdos.nets.services.items.tests.conftest import CITY, DATA

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def browser(sample: list[Item]) -> Browser:
    made: dict[str, int] = {}
    for name, role in (("editor", Role.EDITOR), ("reviewer", Role.EDITOR), ("clerk", Role.HANDLER)):
        (account,) = identity.load_accounts([NewAccount(f"{name}-items", name, is_staff=True)])
        (post,) = organisation.load_posts([PostRow(DATA, role, CITY)])
        organisation.load_appointments([AppointmentRow(account, post, date(2020, 1, 1))])
        made[name] = account
    return lambda name: signed_in(made[name])


def form_of(item: Item) -> dict[str, object]:
    """What the browser would send for an item."""
    sent: dict[str, object] = {}
    for name, value in typed.shown(item).items():
        if value not in (False, ""):
            sent[name] = list(value) if isinstance(value, tuple) else value
    for rows in layout.LISTS:
        for number, row in enumerate(typed.rows_of(item, rows)):
            sent |= {f"{rows.key}-{number}-{name}": value for name, value in row.items()}
    return sent


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_every_item_of_the_sample_survives_the_form(sample: list[Item]) -> None:
    """What the form shows and takes back is the item, whatever its elements."""
    for item in sample:
        sent = QueryDict(mutable=True)
        for name, value in form_of(item).items():
            sent.setlist(name, value if isinstance(value, list) else [str(value)])
        back = api.make(typed.values(sent, item.code))
        lost = [(one.element, one.before, one.after) for one in api.changes(item, back)]
        assert lost == [], item.code


def test_an_item_is_written_saved_submitted_and_published_by_two(browser: Browser) -> None:
    editor, reviewer = browser("editor"), browser("reviewer")
    card = api.item("library-card")
    assert card is not None
    sent = form_of(card) | {"title": "少儿读者证办理", "code": "child-library-card", "national_code": ""}
    answer = editor.post("/staff/items/new", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/staff/items/child-library-card/")
    page = text(editor.get("/staff/items/child-library-card/"))
    assert "少儿读者证办理" in page
    assert "提交审核" in page
    assert editor.post("/staff/items/child-library-card/1/submit", {}).status_code == 302
    refused = editor.post("/staff/items/child-library-card/1/approve", {})
    assert refused.status_code == 422
    assert "请由另一位同事审核" in text(refused)
    assert api.item("child-library-card") is None
    assert reviewer.post("/staff/items/child-library-card/1/approve", {}).status_code == 302
    made = api.item("child-library-card")
    assert made is not None
    assert made.title == "少儿读者证办理"
    assert "child-library-card" in {one.code for one in api.live_items(combinable=True)}


def test_the_linter_speaks_beside_the_field_and_keeps_the_draft_from_being_submitted(
    browser: Browser,
) -> None:
    editor = browser("editor")
    card = api.item("library-card")
    assert card is not None
    sent = form_of(card) | {"conditions": "", "promised_days": "99", "revision": "0"}
    assert editor.post("/staff/items/library-card/edit", sent).status_code == 302
    page = text(editor.get("/staff/items/library-card/edit"))
    assert "MISSING-受理条件" in page
    assert "TERM-即办件有承诺天数" not in page  # days that are promised at once are not counted
    refused = editor.post("/staff/items/library-card/2/submit", {})
    assert refused.status_code == 422
    assert "请填写受理条件" in text(refused)


def test_a_row_more_and_a_row_less_keep_what_was_typed(browser: Browser) -> None:
    editor = browser("editor")
    card = api.item("household-change")
    assert card is not None
    sent = form_of(card) | {"title": "还没保存", "more": "materials"}
    page = text(editor.post("/staff/items/household-change/edit", sent))
    assert "还没保存" in page
    assert f"materials-{len(card.materials)}-name" in page
    assert api.version(actor=SYSTEM, code="household-change").item.version == 1
    assert "materials-7-name" in text(editor.get("/staff/items/row/materials?number=7"))
    sent = form_of(card) | {"materials-0-gone": "1", "revision": "0"}
    assert editor.post("/staff/items/household-change/edit", sent).status_code == 302
    made = api.version(actor=SYSTEM, code="household-change").item
    assert [one.code for one in made.materials] == [one.code for one in card.materials[1:]]


def test_an_old_page_does_not_overwrite_what_another_saved(browser: Browser) -> None:
    card = api.item("library-card")
    assert card is not None
    first = form_of(card) | {"title": "甲", "revision": "0"}
    assert browser("editor").post("/staff/items/library-card/edit", first).status_code == 302
    late = browser("reviewer").post(
        "/staff/items/library-card/edit", form_of(card) | {"title": "乙", "revision": "0"}
    )
    assert late.status_code == 422
    assert "刚被其他人保存过" in text(late)
    assert "乙" in text(late)


@pytest.mark.parametrize(
    ("name", "value"), [("legal_days", "soon"), ("trips", "1e99"), ("fees-0-fen", "ten")]
)
def test_a_number_that_is_none_is_said_and_nothing_is_lost(browser: Browser, name: str, value: str) -> None:
    card = api.item("library-card")
    assert card is not None
    sent = form_of(card) | {"fees-0-name": "工本费", name: value, "title": "还在这里"}
    answer = browser("editor").post("/staff/items/library-card/edit", sent)
    assert answer.status_code == 422
    assert "应填数字" in text(answer)
    assert "还在这里" in text(answer)


def test_a_file_is_reported_row_by_row(browser: Browser) -> None:
    raw = browser("clerk").get("/staff/items/export?kind=csv").content
    changed = (
        raw.decode("utf-8-sig")
        .replace("公共图书馆读者证办理", "读者证办理")
        .replace("敬老优待证（颐年卡）申领", "")
    )
    file = SimpleUploadedFile("items.csv", changed.encode())
    page = browser("editor").post("/staff/items/import", {"file": file})
    assert "MISSING-事项名称" in text(page)
    assert "1 行已存为草稿" in text(page)
    assert "1 行未导入" in text(page)
    assert browser("clerk").post("/staff/items/import", {}).status_code == 403
    assert browser("editor").post("/staff/items/import", {}).status_code == 422


def test_lists_findings_and_savings_are_there_for_all_staff(browser: Browser) -> None:
    clerk = browser("clerk")
    assert "newborn-household" in text(clerk.get("/staff/items/?q=上户口"))
    assert "新增事项" not in text(clerk.get("/staff/items/"))
    assert "FLOW-缺审查" in text(clerk.get("/staff/items/checks"))
    assert "减负成效" in text(clerk.get("/staff/items/savings"))
    page = text(clerk.get("/staff/items/school-enrolment/"))
    assert "school-enrolment-440305" in page
    assert "南山区按积分" in text(
        clerk.get("/staff/items/school-enrolment-440305/compare?with=school-enrolment")
    )
    assert clerk.get("/staff/items/school-enrolment/edit").status_code == 403
    assert clerk.get("/staff/items/nothing/").status_code == 404


def test_a_district_begins_its_own_version_from_the_citys(browser: Browser) -> None:
    editor = browser("editor")
    page = text(editor.get("/staff/items/new?like=elder-card"))
    assert 'value="elder-card"' in page
    card = api.item("elder-card")
    assert card is not None
    sent = form_of(card) | {
        "code": "elder-card-440304",
        "variant_of": "elder-card",
        "area": "440304",
        "national_code": "",
        "use_level": "4",
    }
    assert editor.post("/staff/items/new", sent).status_code == 302
    again = editor.post("/staff/items/new", sent)
    assert again.status_code == 422
    assert "该编码的事项已存在" in text(again)
    assert api.version(actor=SYSTEM, code="elder-card-440304").item.state is ItemState.DRAFT
