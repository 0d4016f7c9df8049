"""The end of retention: no table, file or index holds the person any more; number and figures stay, the ledger is whole."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from tests.support import town as towns
from tests.support.town import NOTED, PHONE, SAID, Town
from tests.test_at_rest import tables_holding

from cdos.base.ledger import api as ledger
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Erasing, RetentionRule
from cdos.base.matters.models import ClockPause, Entry, Matter, MatterClock
from cdos.base.organisation import api as organisation
from cdos.nets.governance.appeals.models import Appeal

# As a matter is that was closed by a move.
NOT_DUE: dict[str, Any] = {"due_at": None, "near_at": None, "due_clock": ""}
pytestmark = pytest.mark.django_db(transaction=True)  # files go when the transaction has held


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build(tmp_path)
    organisation.forget()


def closed(number: str, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    Matter.objects.filter(number=number).update(
        state="closed", phase="done", closed_at=at, filed_at=at, **NOT_DUE
    )
    Appeal.objects.filter(number=number).update(state="closed")


def paused(number: str, reason: str) -> ClockPause:
    now = timezone.now()
    times = dict.fromkeys(("started_at", "due_at", "near_at", "stopped_at"), now)
    matter = Matter.objects.get(number=number)
    clock = MatterClock.objects.create(
        matter=matter, name="x", amount=1, unit="hours", state="cancelled", **times
    )
    return ClockPause.objects.create(clock=clock, paused_from=now, paused_until=now, reason=reason)


def stored() -> set[str]:
    return {path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_a_rule_erases_what_is_past_its_days_and_nothing_else(town: Town) -> None:
    closed(town.number, 400)
    closed(town.anonymous, 100)
    paused(town.number, f"等{NOTED}")
    rule = RetentionRule("appeal", "closed", 365, Erasing.DELETE)
    matters.set_retention(rule=rule)
    assert [one.matters for one in matters.retention_due()] == [1]
    assert any(name.startswith(town.file) for name in stored())
    before = Appeal.objects.get(number=town.number)
    done = matters.carry_out_retention(rule=rule)
    assert (done.matters, done.files) == (1, 2)
    assert not any(name.startswith((town.file, town.staff_file)) for name in stored())
    assert tables_holding(NOTED) == set()
    assert "appeals_appeal" in tables_holding(SAID)  # of the other, younger one
    row, matter = Appeal.objects.get(number=town.number), Matter.objects.get(number=town.number)
    assert (row.unit, row.item_code, row.filed_at) == (before.unit, before.item_code, before.filed_at)
    assert (matter.subject_id, matter.address, row.contact_sealed, row.text) == (None, "", None, "")
    assert matters.carry_out_retention(rule=rule).matters == 0
    younger = RetentionRule("appeal", "", 30, Erasing.DELETE)
    assert matters.carry_out_retention(rule=younger).matters == 1
    # A topic is called by what several people said, and so is what the city began on it.
    assert tables_holding(SAID) <= {"cases_case", "analysis_sentence", "matters_matter"}
    assert not Matter.objects.filter(kind="appeal", title__contains=SAID).exists()
    ledger.seal()
    assert ledger.verify().ok


def test_anonymising_keeps_the_words_without_the_person(town: Town) -> None:
    closed(town.number, 400)
    Appeal.objects.filter(number=town.number).update(text=f"{SAID}，我叫张小明，电话{PHONE}")
    matters.carry_out_retention(rule=RetentionRule("appeal", "", 365, Erasing.ANONYMISE))
    row = Appeal.objects.get(number=town.number)
    assert SAID in row.text
    assert PHONE not in row.text
    assert "张小明" not in row.text
    assert Matter.objects.get(number=town.number).subject_id is None


def test_anonymising_reaches_why_a_clock_was_paused(town: Town) -> None:
    closed(town.number, 400)
    pause = paused(town.number, f"等{PHONE}回电")
    matters.carry_out_retention(rule=RetentionRule("appeal", "", 365, Erasing.ANONYMISE))
    pause.refresh_from_db()
    assert PHONE not in pause.reason
    assert "回电" in pause.reason


def test_anonymising_reaches_what_was_typed_into_moves(town: Town) -> None:
    closed(town.number, 400)
    matter = Matter.objects.get(number=town.number)
    data = {"reply": f"已联系电话{PHONE}", "message_id": "<a@b>", "count": 3, "lines": [PHONE]}
    line = Entry.objects.create(matter=matter, at=timezone.now(), title="Reply", version=0, data=data)
    matters.carry_out_retention(rule=RetentionRule("appeal", "", 365, Erasing.ANONYMISE))
    line.refresh_from_db()
    assert PHONE not in str(line.data)
    assert (line.data["count"], "message_id" in line.data) == (3, False)
    assert line.data["reply"].startswith("已联系电话")
