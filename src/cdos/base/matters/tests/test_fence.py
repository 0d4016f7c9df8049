"""The database alone keeps matters apart, when every check of the application says yes."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from cdos.base.fence import api as fence
from cdos.base.matters import api
from cdos.base.matters.contracts import NotAllowed, Question, Visibility
from cdos.base.matters.logic import parts, reach
from cdos.base.matters.logic.reach import Reach
from cdos.base.matters.models import ClockPause, Entry, Matter
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.search import api as search

from .conftest import (
    DISPATCHER,
    EAST_DISPATCHER,
    HANDLER,
    HOUSING_HANDLER,
    LEAD,
    RESIDENT,
    STRANGER,
    WATER,
    filing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check of the code lets everybody do everything."""
    monkeypatch.setattr(
        parts, "parts_of", lambda actor, matter: frozenset({"system", "holder", "lead", "subject"})
    )
    monkeypatch.setattr(parts, "check_may_see", lambda actor, matter: parts.parts_of(actor, matter))
    monkeypatch.setattr(reach, "of", lambda actor: Reach(everything=True))


@pytest.fixture
def number(units: None) -> str:
    made = api.file(actor=RESIDENT, filing=filing()).matter.number
    api.act(actor=DISPATCHER, number=made, move="assign", data={"unit": WATER})
    api.comment(actor=HANDLER, number=made, text="内部说明：钥匙在门卫", visibility=Visibility.STAFF)
    return made


STRANGERS = {
    "another resident": STRANGER,
    "visitor": Actor(),
    "clerk of another unit": HOUSING_HANDLER,
    "dispatcher of another district": EAST_DISPATCHER,
}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_reads_nothing_when_only_the_database_refuses(
    who: str, number: str, no_policy: None
) -> None:
    stranger = STRANGERS[who]
    with pytest.raises(NotAllowed):
        api.get(actor=stranger, number=number)
    with pytest.raises(NotAllowed):
        api.timeline(actor=stranger, number=number)
    with pytest.raises(NotAllowed):
        api.comment(actor=stranger, number=number, text="我也看看")
    assert api.find(actor=stranger, question=Question()).rows == ()
    assert api.find(actor=stranger, question=Question(words="许可")).rows == ()
    assert api.counts(actor=stranger, questions={"all": Question()}) == {"all": 0}


def test_the_fence_lets_in_who_may(number: str) -> None:
    for actor in (RESIDENT, HANDLER, DISPATCHER):
        assert api.get(actor=actor, number=number).number == number
        assert [row.number for row in api.find(actor=actor, question=Question()).rows] == [number]


def test_lines_for_staff_stay_hidden_from_the_subject_by_the_database_alone(
    number: str, no_policy: None
) -> None:
    with organisation.acting(RESIDENT):
        assert set(Entry.objects.values_list("visibility", flat=True)) <= {"public", "subject"}
    with organisation.acting(HANDLER):
        assert "staff" in set(Entry.objects.values_list("visibility", flat=True))


@pytest.mark.parametrize("who", STRANGERS)
def test_why_a_clock_was_paused_is_read_by_who_sees_its_matter_only(who: str, number: str) -> None:
    api.act(actor=LEAD, number=number, move="wait", data={"reason": "等邻居张某的材料"})
    with organisation.acting(STRANGERS[who]):
        assert not ClockPause.objects.exists()
    with organisation.acting(HANDLER):
        assert ClockPause.objects.get().reason == "等邻居张某的材料"


def test_rows_of_others_are_neither_changed_nor_deleted(number: str) -> None:
    with organisation.acting(STRANGER):
        assert Matter.objects.update(title="x") == 0
        assert Entry.objects.all().delete()[0] == 0
    assert api.get(actor=HANDLER, number=number).title != "x"


def test_nobody_writes_a_line_into_a_matter_they_do_not_see(number: str) -> None:
    foreign = api.get(actor=HANDLER, number=number).id
    with organisation.acting(STRANGER), pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(matter_id=foreign, at="2026-01-01T00:00Z", title="x", visibility="subject")


def test_a_search_beyond_the_fence_is_refused_by_the_database(number: str) -> None:
    with (
        organisation.acting(HOUSING_HANDLER),
        pytest.raises(DatabaseError, match="beyond"),
        transaction.atomic(),
    ):
        search.find(words="许可", reach=search.Reach(labels=(f"u:{WATER}",)))
    with fence.within(fence.NOTHING):
        assert search.find(words="许可", reach=search.Reach(everything=True)) == []


def test_the_index_itself_is_closed_to_the_application(number: str) -> None:
    with organisation.acting(HANDLER), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_searchentry")
        assert cursor.fetchone() == (0,)


def test_a_visitor_sees_an_anonymous_matter_with_its_secret_only(units: None) -> None:
    filed = api.file(actor=Actor(), filing=filing(subject_id=None))
    visitor = Actor(matter_key=filed.key)
    assert api.get(actor=visitor, number=filed.matter.number).number == filed.matter.number
    with pytest.raises(NotAllowed):
        api.get(actor=replace(visitor, matter_key="another"), number=filed.matter.number)


def test_a_matter_handed_away_is_finished_in_its_transaction_and_then_gone(number: str) -> None:
    api.act(
        actor=HANDLER,
        number=number,
        move="return",
        data={"reason": "管辖", "proposed_unit": "440391-housing"},
    )
    api.act(actor=DISPATCHER, number=number, move="assign", data={"unit": "440391-housing"})
    with pytest.raises(NotAllowed):
        api.get(actor=HANDLER, number=number)
