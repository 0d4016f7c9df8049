import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from cdos.base.matters import api
from cdos.base.matters.contracts import (
    ClockState,
    Conflict,
    MatterInfo,
    MoveRefused,
    NotAllowed,
    Phase,
    Question,
    Urgency,
)
from cdos.base.matters.models import ClockPause, Entry, Matter, MatterClock
from cdos.base.matters.tests.conftest import (
    CITY_DISPATCHER,
    COLLEAGUE,
    DISPATCHER,
    EAST_DISPATCHER,
    EAST_WATER,
    HANDLER,
    HOUSING,
    HOUSING_HANDLER,
    LEAD,
    OPERATOR,
    RESIDENT,
    STRANGER,
    SUPERVISOR,
    VISITOR,
    WATER,
    Now,
    filing,
    staff,
)
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor, HeldPost, Role


def states(matter: MatterInfo) -> dict[str, ClockState]:
    return {clock.name: clock.state for clock in api.clocks(actor=SYSTEM, number=matter.number)}


def names(actor: Actor, matter: MatterInfo) -> list[str]:
    return [move.name for move in api.offered(actor=actor, number=matter.number)]


def test_a_move_changes_state_holder_clocks_and_timeline_together(asked: MatterInfo) -> None:
    moved = api.act(actor=DISPATCHER, number=asked.number, move="assign", data={"unit": WATER}, version=1)
    assert (moved.state, moved.phase, moved.holder_unit, moved.version) == (
        "working",
        Phase.WORKING,
        WATER,
        2,
    )
    assert moved.holder_unit_name == "西区水务局"
    assert states(moved) == {"dispatch": ClockState.MET, "handling": ClockState.RUNNING}
    assert moved.due_clock == "handling"
    line = api.timeline(actor=RESIDENT, number=asked.number)[-1]
    assert (line.move, line.from_state, line.to_state, line.actor_name) == (
        "assign",
        "asked",
        "working",
        "分拨员",
    )
    assert line.data == {"unit": WATER}


def test_what_is_offered_depends_on_who_asks(asked: MatterInfo) -> None:
    assert names(DISPATCHER, asked) == names(CITY_DISPATCHER, asked) == ["assign"]
    assert names(RESIDENT, asked) == []
    assert names(SUPERVISOR, asked) == ["close"]
    moved = api.act(actor=DISPATCHER, number=asked.number, move="assign", data={"unit": WATER})
    assert names(HANDLER, moved) == ["return", "class", "go_on", "give"]
    assert names(LEAD, moved) == ["return", "class", "wait", "go_on", "give"]
    for outsider in (HOUSING_HANDLER, EAST_DISPATCHER, STRANGER, VISITOR, OPERATOR):
        with pytest.raises(NotAllowed):
            names(outsider, moved)


def test_a_lead_of_another_unit_of_the_area_leads_nothing_here(working: MatterInfo) -> None:
    other = staff(77, "别的负责人", HOUSING, Role.LEAD)
    with pytest.raises(NotAllowed):
        api.get(actor=other, number=working.number)


@pytest.mark.parametrize(
    ("actor", "move", "code"),
    [
        (DISPATCHER, "assign", "state"),
        (HANDLER, "assign", "not_allowed"),
        (HANDLER, "fly", "move_unknown"),
        (HANDLER, "close", "not_allowed"),
        (RESIDENT, "give", "not_allowed"),
        (STRANGER, "give", "not_visible"),
    ],
)
def test_a_move_that_may_not_be_made_says_why(
    working: MatterInfo, actor: Actor, move: str, code: str
) -> None:
    with pytest.raises(MoveRefused) as refused:
        api.act(actor=actor, number=working.number, move=move, data={"reply": "好"})
    assert refused.value.code == code
    assert str(refused.value)
    assert api.get(actor=HANDLER, number=working.number) == working


@pytest.mark.parametrize(
    ("move", "data", "field"),
    [
        ("give", {}, "reply"),
        ("give", {"reply": " \u200b "}, "reply"),
        ("give", {"reply": ["x"]}, "reply"),
        ("give", {"reply": "x" * 5001}, "reply"),
        ("class", {"urgency": "mild"}, "urgency"),
        ("return", {"reason": "不归我管", "proposed_unit": "nowhere"}, "proposed_unit"),
        ("return", {"reason": "不归我管", "proposed_unit": {"a": 1}}, "proposed_unit"),
        ("return", {"reason": "长" * 101, "proposed_unit": HOUSING}, "reason"),
    ],
)
def test_a_missing_or_wrong_value_is_named(
    working: MatterInfo, move: str, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(api.ValueRefused) as refused:
        api.act(actor=HANDLER, number=working.number, move=move, data=data)
    assert refused.value.field == field
    assert api.get(actor=HANDLER, number=working.number) == working


@pytest.mark.parametrize("stars", [0, 6, "7", "³", "", None, True, 2.5, "1e1", [1]])
def test_a_rating_is_one_to_five(working: MatterInfo, stars: object) -> None:
    api.act(actor=HANDLER, number=working.number, move="give", data={"reply": "已办"})
    with pytest.raises(api.ValueRefused):
        api.act(actor=RESIDENT, number=working.number, move="rate", data={"stars": stars})
    assert api.act(actor=RESIDENT, number=working.number, move="rate", data={"stars": "5"}).state == "closed"


def test_a_guard_refuses_with_its_own_reason_and_nothing_changes(working: MatterInfo) -> None:
    with pytest.raises(MoveRefused, match="free"):
        api.return_back(actor=HANDLER, number=working.number, grounds="no fee paid", proposed_unit=HOUSING)
    assert api.get(actor=HANDLER, number=working.number) == working


def test_a_return_names_grounds_and_owner_and_dispatch_is_timed_again(working: MatterInfo) -> None:
    back = api.return_back(actor=HANDLER, number=working.number, grounds="属住建职责", proposed_unit=HOUSING)
    assert back.state == "asked"
    line = api.timeline(actor=DISPATCHER, number=back.number)[-1]
    assert line.data["proposed_unit"] == HOUSING
    assert line.text == "属住建职责"
    assert "return" not in [line.move for line in api.timeline(actor=RESIDENT, number=back.number)]
    running = [
        clock for clock in api.clocks(actor=SYSTEM, number=back.number) if clock.state is ClockState.RUNNING
    ]
    assert sorted(clock.name for clock in running) == ["dispatch", "handling"]


def test_closing_ends_every_clock_and_reopening_starts_anew(working: MatterInfo) -> None:
    closed = api.act(actor=SUPERVISOR, number=working.number, move="close")
    assert closed.closed_at is not None
    assert closed.due_at is None
    assert states(closed)["handling"] is ClockState.CANCELLED
    again = api.act(actor=SUPERVISOR, number=working.number, move="reopen")
    assert again.closed_at is None
    assert again.due_clock == "handling"


def test_the_second_clerk_is_told_who_was_first_and_what_they_did(asked: MatterInfo) -> None:
    api.act(actor=DISPATCHER, number=asked.number, move="assign", data={"unit": WATER}, version=asked.version)
    with pytest.raises(Conflict) as conflict:
        api.act(actor=CITY_DISPATCHER, number=asked.number, move="assign", data={"unit": HOUSING}, version=1)
    assert "分拨员" in str(conflict.value)
    assert api.get(actor=DISPATCHER, number=asked.number).holder_unit == WATER


@pytest.mark.parametrize("posts", [(), EAST_DISPATCHER.posts], ids=["a resident", "who works elsewhere"])
def test_whose_matter_it_is_is_told_of_no_line_that_is_for_staff(
    working: MatterInfo, posts: tuple[HeldPost, ...]
) -> None:
    person = replace(RESIDENT, posts=posts)
    data = {"reason": "不归我局", "proposed_unit": HOUSING}
    api.act(actor=HANDLER, number=working.number, move="return", data=data)
    for version in (working.version, None):
        with pytest.raises(MoveRefused) as told:
            api.act(actor=person, number=working.number, move="rate", data={"stars": 5}, version=version)
        assert HANDLER.name not in str(told.value)
        assert "Return" not in str(told.value)


def test_nobody_is_told_that_they_were_before_themselves(working: MatterInfo) -> None:
    api.act(actor=HANDLER, number=working.number, move="give", data={"reply": "已发证"})
    api.act(actor=RESIDENT, number=working.number, move="rate", data={"stars": 5})
    with pytest.raises(MoveRefused) as told:
        api.act(actor=RESIDENT, number=working.number, move="rate", data={"stars": 5})
    assert RESIDENT.name not in str(told.value)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_acting_at_once_exactly_one_succeeds(units: None) -> None:
    number = api.file(actor=RESIDENT, filing=filing()).matter.number
    results: list[str] = []
    gate = threading.Barrier(2)

    def send(actor: Actor, unit: str) -> None:
        gate.wait()
        try:
            api.act(actor=actor, number=number, move="assign", data={"unit": unit}, version=1)
            results.append("done")
        except Conflict:
            results.append("told")
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=send, args=pair) for pair in ((DISPATCHER, WATER), (CITY_DISPATCHER, HOUSING))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "told"]
    assert Entry.objects.filter(move="assign").count() == 1
    assert MatterClock.objects.filter(name="handling").count() == 1


def test_a_deputy_acts_under_both_names(working: MatterInfo) -> None:
    deputy = Actor(account_id=50, name="李四", posts=(HeldPost(WATER, WATER, Role.HANDLER, "", "张三"),))
    api.act(actor=deputy, number=working.number, move="give", data={"reply": "已办"})
    name = api.timeline(actor=RESIDENT, number=working.number)[-1].actor_name
    assert "李四" in name
    assert "张三" in name


def test_a_move_takes_a_bounded_number_of_statements(asked: MatterInfo) -> None:
    organisation.units()
    with CaptureQueriesContext(connection) as seen:
        api.act(actor=DISPATCHER, number=asked.number, move="assign", data={"unit": WATER})
    assert len([query for query in seen if "SAVEPOINT" not in query["sql"]]) <= 15, list(seen)


def test_the_actor_may_take_a_move_back_within_its_seconds(asked: MatterInfo, now: Now) -> None:
    now("2026-09-28 10:00")
    number = api.file(actor=RESIDENT, filing=filing()).matter.number
    before = api.get(actor=RESIDENT, number=number)
    clocks = api.clocks(actor=SYSTEM, number=number)
    api.act(actor=DISPATCHER, number=number, move="assign", data={"unit": WATER})
    line = api.timeline(actor=DISPATCHER, number=number)[-1]
    assert line.undo_until is not None
    assert api.timeline(actor=HANDLER, number=number)[-1].undo_until is None
    after = api.undo(actor=DISPATCHER, number=number, entry_id=line.id)
    assert replace(after, version=before.version) == before
    assert api.clocks(actor=SYSTEM, number=number) == clocks
    assert api.timeline(actor=DISPATCHER, number=number)[1].undone
    assert (
        api.act(actor=DISPATCHER, number=number, move="assign", data={"unit": HOUSING}).holder_unit == HOUSING
    )


def test_undo_is_refused_to_others_too_late_after_something_else_and_twice(units: None, now: Now) -> None:
    start = now("2026-09-28 10:00")
    number = api.file(actor=RESIDENT, filing=filing()).matter.number
    api.act(actor=DISPATCHER, number=number, move="assign", data={"unit": WATER})
    entry = api.timeline(actor=DISPATCHER, number=number)[-1].id

    def code(actor: Actor) -> str:
        with pytest.raises(MoveRefused) as refused:
            api.undo(actor=actor, number=number, entry_id=entry)
        return refused.value.code

    assert code(CITY_DISPATCHER) == "undo_not_yours"
    api.comment(actor=RESIDENT, number=number, text="谢谢")
    assert code(DISPATCHER) == "conflict"
    now((start + timedelta(hours=8, seconds=11)).strftime("%Y-%m-%d %H:%M:%S"))
    assert code(DISPATCHER) == "undo_too_late"


def test_the_system_makes_only_moves_that_are_its_own(asked: MatterInfo) -> None:
    with pytest.raises(NotAllowed):
        api.act(actor=SYSTEM, number=asked.number, move="close")
    assert api.act(actor=SYSTEM, number=asked.number, move="assign", data={"unit": WATER}).state == "working"


def test_urgency_that_changes_gives_the_other_term(working: MatterInfo) -> None:
    urgent = api.act(actor=HANDLER, number=working.number, move="class", data={"urgency": "urgent"})
    assert urgent.urgency is Urgency.URGENT
    assert urgent.due_at is not None
    assert working.due_at is not None
    assert urgent.due_at < working.due_at
    back = api.act(actor=HANDLER, number=working.number, move="class", data={"urgency": "ordinary"})
    assert back.due_at == working.due_at


def test_after_a_hand_over_the_old_unit_sees_it_no_more_and_the_new_one_does(working: MatterInfo) -> None:
    with pytest.raises(NotAllowed):
        api.hand_over(actor=HANDLER, number=working.number, unit=HOUSING, reason="职责")
    moved = api.hand_over(actor=LEAD, number=working.number, unit=HOUSING, reason="属住建职责")
    assert (moved.state, moved.holder_unit, moved.due_at) == ("working", HOUSING, working.due_at)
    with pytest.raises(NotAllowed):
        api.get(actor=HANDLER, number=working.number)
    assert api.get(actor=HOUSING_HANDLER, number=working.number).holder_unit == HOUSING
    words = Question(words="小店")
    assert api.find(actor=COLLEAGUE, question=words).rows == ()
    assert len(api.find(actor=HOUSING_HANDLER, question=words).rows) == 1


@pytest.mark.parametrize(
    ("unit", "reason", "code"),
    [("nowhere", "x", "unit_unknown"), (WATER, "x", "unit_same"), (EAST_WATER, " ", "reason_missing")],
)
def test_a_hand_over_needs_a_unit_and_a_reason(
    working: MatterInfo, unit: str, reason: str, code: str
) -> None:
    with pytest.raises(MoveRefused) as refused:
        api.hand_over(actor=LEAD, number=working.number, unit=unit, reason=reason)
    assert refused.value.code == code


def test_nothing_half_done_stays_when_an_effect_fails(
    asked: MatterInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: Any, **named: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("cdos.base.matters.logic.index.search.index_new", fails)
    with pytest.raises(RuntimeError):
        api.comment(actor=RESIDENT, number=asked.number, text="字")
    assert Entry.objects.count() == 1
    assert not ClockPause.objects.exists()
    assert Matter.objects.get().version == 1
