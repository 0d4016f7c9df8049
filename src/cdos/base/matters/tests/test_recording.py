"""What the ledger keeps of a matter: every change with it, every look by staff, nothing of the person's own looks."""

import json
from typing import Any

import pytest
from django.db import connection

from cdos.base.matters import api
from cdos.base.matters.contracts import MatterInfo, MoveRefused, NotAllowed

from .conftest import DISPATCHER, EAST_DISPATCHER, HANDLER, RESIDENT, STRANGER, WATER, filing


def kept(matter: MatterInfo) -> list[tuple[str, int | None, int | None, dict[str, Any]]]:
    """Act, account, party and details of what was recorded about the matter in this transaction, in order."""
    sql = "SELECT act, by_account, about_party, details FROM ledger_intake WHERE object = %s ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"matter:{matter.id}"])
        return [(*row[:3], json.loads(row[3]) if row[3] else {}) for row in cursor.fetchall()]


def test_filing_and_every_move_are_rows_about_the_person(working: MatterInfo) -> None:
    api.act(actor=HANDLER, number=working.number, move="give", data={"reply": "已办"})
    filed, assigned, given = kept(working)
    assert filed == ("matter.filed", RESIDENT.account_id, 700, {})
    assert assigned[:3] == ("matter.written", DISPATCHER.account_id, 700)
    assert (assigned[3]["move"], assigned[3]["from"], assigned[3]["to"]) == ("assign", "asked", "working")
    assert (given[1], given[3]["move"], given[3]["unit"]) == (HANDLER.account_id, "give", "西区水务局")
    assert "已办" not in json.dumps(given[3], ensure_ascii=False)


def test_a_refused_move_leaves_no_row(working: MatterInfo) -> None:
    before = kept(working)
    with pytest.raises(MoveRefused):
        api.act(actor=HANDLER, number=working.number, move="return", data={"reason": "fee"})
    assert kept(working) == before


def test_a_look_by_staff_is_kept_with_unit_and_post_and_the_persons_own_is_not(working: MatterInfo) -> None:
    before = len(kept(working))
    api.look(actor=RESIDENT, number=working.number)
    assert len(kept(working)) == before
    api.look(actor=HANDLER, number=working.number)
    (look,) = kept(working)[before:]
    assert look == ("matter.viewed", HANDLER.account_id, 700, {"unit": "西区水务局", "post": "经办人"})


def test_a_look_that_was_refused_is_no_look(working: MatterInfo) -> None:
    before = kept(working)
    for actor in (STRANGER, EAST_DISPATCHER):
        with pytest.raises((NotAllowed, LookupError)):
            api.look(actor=actor, number=working.number)
    assert kept(working) == before


def test_what_is_exported_is_a_look_at_each(units: None) -> None:
    one, two = (api.file(actor=RESIDENT, filing=filing(f"第{n}件")).matter for n in (1, 2))
    api.listed(actor=DISPATCHER, matters=[one, two])
    assert [kept(matter)[-1][0] for matter in (one, two)] == ["matter.exported"] * 2
    assert WATER not in json.dumps(kept(one)[-1][3])
