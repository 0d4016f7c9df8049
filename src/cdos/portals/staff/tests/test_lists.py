"""Several matters at once, the exported list, and what a page costs."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import SYSTEM
from cdos.base.web.api import plain_cell as safe

from ..lists import short
from .conftest import IN_EAST, SignIn, file

pytestmark = pytest.mark.django_db


def test_several_are_dispatched_each_by_its_own_proposal_after_a_look(sign_in: SignIn) -> None:
    first, second = file(), file("家里没水，停水与水压不足两天了")
    client = sign_in("dispatcher")
    chosen: dict[str, object] = {"do": "dispatch", "number": [first, second]}
    look = client.post("/staff/bulk?queue=appeal-dispatch", chosen).content.decode()
    assert look.count("To 西区水务局") == 2
    assert matters.get(actor=SYSTEM, number=first).state == "received"
    done = client.post("/staff/bulk", chosen | {"confirmed": "yes"}).content.decode()
    assert "Done for 2 of 2" in done
    assert matters.get(actor=SYSTEM, number=second).state == "dispatched"


def test_each_result_of_many_is_told(sign_in: SignIn) -> None:
    mine, foreign = file(), file(place=IN_EAST)
    client = sign_in("dispatcher")
    data: dict[str, object] = {"do": "comment", "number": [mine, foreign, "x"], "confirmed": "yes"}
    assert client.post("/staff/bulk", data).status_code == 422  # no words yet
    done = client.post("/staff/bulk", data | {"text": "请看"}).content.decode()
    assert "Done for 1 of 1" in done
    assert foreign not in done
    assert matters.timeline(actor=SYSTEM, number=mine)[-1].text == "请看"


def test_the_exported_list_has_the_readers_rights_and_filters(sign_in: SignIn) -> None:
    west, east = file("=HYPERLINK(1) 井盖，请打13812345678"), file(place=IN_EAST)
    answer = sign_in("dispatcher").get("/staff/export?queue=all")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert answer["Content-Type"].startswith("text/csv")
    assert [row[0] for row in rows[1:]] == [west]
    assert east not in text
    assert rows[1][1].startswith("'=HYPERLINK")
    assert "138****5678" in rows[1][1]
    assert "13812345678" not in text
    assert sign_in("resident").get("/staff/export").status_code == 403


def test_cells_that_begin_like_formulas_are_text() -> None:
    for cell in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"):
        assert safe(cell) == f"'{cell}"
    assert safe("井盖=松动") == "井盖=松动"


def test_names_of_areas_are_said_short() -> None:
    assert [short(name) for name in ("福田区", "莲花街道", "景田社区", "大鹏新区")] == [
        "福田",
        "莲花",
        "景田社区",
        "大鹏新区",
    ]


def queries(sign_in: SignIn, key: str, address: str, **headers: str) -> int:
    client = sign_in(key)
    client.get(address, headers=headers)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address, headers=headers).status_code == 200
    return len(caught)


def test_a_page_costs_few_queries_however_long_the_list_is(sign_in: SignIn) -> None:
    number = file()
    whole = queries(sign_in, "dispatcher", "/staff/")
    for _ in range(12):
        file()
    assert queries(sign_in, "dispatcher", "/staff/") == whole
    assert whole <= 17  # one of them keeps the look in the ledger
    pane = f"/staff/?queue=appeal-dispatch&matter={number}&part=matter"
    queries(sign_in, "dispatcher", pane, **{"HX-Request": "true"})  # what every process keeps is read
    # Who asks is three short reads by key: device, account, party.
    assert queries(sign_in, "dispatcher", pane, **{"HX-Request": "true"}) <= 15
    assert queries(sign_in, "dispatcher", "/staff/?queue=overdue") <= 9


def test_a_unit_is_found_by_the_characters_of_its_name_and_the_own_area_comes_first(sign_in: SignIn) -> None:
    shown = sign_in("dispatcher").get("/staff/pick/units?q=区局").content.decode()
    assert shown.index("西区水务局") < shown.index("东区水务局")
    assert "热线" not in shown
    assert sign_in("resident").get("/staff/pick/units?q=x").status_code == 403
