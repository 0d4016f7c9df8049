from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.matters import api
from cdos.base.matters.contracts import (
    ClockInfo,
    ClockState,
    Conflict,
    Flow,
    MoveRefused,
    NotAllowed,
    RequestKind,
)
from cdos.base.matters.logic import flows, recounting
from cdos.base.matters.models import ClockPause, MatterClock
from cdos.base.matters.tests.conftest import (
    DISPATCHER,
    HANDLER,
    HOUSING_HANDLER,
    LEAD,
    RESIDENT,
    SUPERVISOR,
    WATER,
    Now,
    filing,
)
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM

DAYS = TimeUnit.WORKING_DAYS


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text)).astimezone(UTC)


def handling(number: str) -> ClockInfo:
    return [clock for clock in api.clocks(actor=SYSTEM, number=number) if clock.name == "handling"][-1]


@pytest.fixture
def number(units: None, now: Now) -> str:
    """Assigned on Monday 2026-09-28 at 10:00: five working days, with the national holiday between."""
    now("2026-09-28 10:00")
    number = api.file(actor=RESIDENT, filing=filing()).matter.number
    return api.act(actor=DISPATCHER, number=number, move="assign", data={"unit": WATER}).number


def pause(number: str, **values: object) -> None:
    wish = api.ask(actor=HANDLER, number=number, kind=RequestKind.PAUSE, reason="等材料", **values)
    api.decide(actor=LEAD, request_id=wish.id, granted=True)


def test_a_term_in_working_days_skips_the_holiday_and_counts_the_make_up_day(number: str) -> None:
    # 29 and 30 September, 8 and 9 October, and Saturday 10 October, which is worked in exchange.
    assert handling(number).due_at == at("2026-10-10 18:00")


def test_a_pause_over_a_holiday_gives_back_working_time_only(number: str, now: Now) -> None:
    now("2026-09-30 18:00")
    pause(number)
    assert api.get(actor=HANDLER, number=number).due_at is None
    now("2026-10-08 09:00")
    api.resume(actor=HANDLER, number=number, clock="handling")
    assert handling(number).due_at == at("2026-10-10 18:00")
    pause(number)
    now("2026-10-10 09:00")
    api.resume(actor=HANDLER, number=number, clock="handling")
    # Thursday and Friday were lost; Monday and Tuesday take their place.
    assert handling(number).due_at == at("2026-10-13 18:00")


def test_a_change_of_urgency_keeps_the_time_of_pauses_and_extensions(number: str, now: Now) -> None:
    pause(number)
    now("2026-09-30 10:00")
    api.resume(actor=HANDLER, number=number, clock="handling")
    wish = api.ask(
        actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="要现场勘查", amount=Term(2, DAYS)
    )
    api.decide(actor=LEAD, request_id=wish.id, granted=True)
    before = handling(number).due_at
    urgent = api.act(actor=HANDLER, number=number, move="class", data={"urgency": "urgent"})
    # One working day, two more by extension, and the pause of Monday 10:00 to Wednesday 10:00 on top.
    base = calendar.deadline(start=at("2026-09-28 10:00"), term=Term(3, DAYS)).at
    assert (
        urgent.due_at
        == calendar.shift(
            start=at("2026-09-28 10:00"),
            due=base,
            paused_from=at("2026-09-28 10:00"),
            paused_until=at("2026-09-30 10:00"),
            unit=DAYS,
        ).at
    )
    again = api.act(actor=HANDLER, number=number, move="class", data={"urgency": "ordinary"})
    assert again.due_at == before


def test_a_change_of_urgency_while_paused_keeps_the_clock_paused_and_the_pause(number: str, now: Now) -> None:
    pause(number)
    now("2026-09-29 10:00")
    urgent = api.act(actor=HANDLER, number=number, move="class", data={"urgency": "urgent"})
    assert urgent.due_at is None
    assert handling(number).state is ClockState.PAUSED
    now("2026-09-29 18:00")
    api.resume(actor=HANDLER, number=number, clock="handling")
    assert handling(number).due_at > at("2026-09-29 18:00")


def test_a_pause_needs_the_word_of_a_lead_who_did_not_ask(number: str) -> None:
    wish = api.ask(actor=LEAD, number=number, kind=RequestKind.PAUSE, reason="等材料")
    for actor, code in ((LEAD, "own_request"), (HANDLER, "not_allowed"), (HOUSING_HANDLER, "not_visible")):
        with pytest.raises(NotAllowed) as refused:
            api.decide(actor=actor, request_id=wish.id, granted=True)
        assert refused.value.code == code
    assert handling(number).state is ClockState.RUNNING
    api.decide(actor=SUPERVISOR, request_id=wish.id, granted=True)
    clock = handling(number)
    assert (clock.state, clock.pause_reason) == (ClockState.PAUSED, "等材料")
    with pytest.raises(Conflict):
        api.decide(actor=SUPERVISOR, request_id=wish.id, granted=False, reason="迟了")


def test_requests_that_make_no_sense_are_refused(number: str, now: Now) -> None:
    def code(**values: object) -> str:
        given = {"actor": HANDLER, "number": number, "kind": RequestKind.EXTENSION, "reason": "x"} | values
        with pytest.raises(MoveRefused) as refused:
            api.ask(**given)
        return refused.value.code

    assert code() == "amount_missing"
    assert code(amount=Term(0, DAYS)) == "amount_missing"
    assert code(amount=Term(10**9, DAYS)) == "amount_missing"
    assert code(reason=" ", amount=Term(1, DAYS)) == "reason_missing"
    assert code(clock="dispatch", amount=Term(1, DAYS)) == "clock_not_running"
    assert code(actor=RESIDENT, amount=Term(1, DAYS)) == "not_allowed"
    assert code(kind=RequestKind.PAUSE, until=at("2026-09-01 10:00")) == "until_past"
    api.ask(actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="x", amount=Term(1, DAYS))
    assert code(amount=Term(1, DAYS)) == "asked_already"
    now("2026-10-10 18:01")
    assert code(amount=Term(1, DAYS), kind=RequestKind.EXTENSION) == "too_late"


def test_an_extension_moves_the_end_and_the_subject_reads_why(number: str) -> None:
    wish = api.ask(
        actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="要勘查", amount=Term(2, DAYS)
    )
    assert [one.id for one in api.requests_waiting(actor=LEAD)] == [wish.id]
    assert "要勘查" not in [line.text for line in api.timeline(actor=RESIDENT, number=number)]
    api.decide(actor=LEAD, request_id=wish.id, granted=True)
    assert handling(number).due_at == at("2026-10-13 18:00")
    assert api.timeline(actor=RESIDENT, number=number)[-1].text == "要勘查"
    assert api.requests_waiting(actor=LEAD) == []
    assert api.requests_of(actor=HANDLER, number=number)[0].granted is True


def test_a_declined_wish_changes_nothing_and_needs_a_reason(number: str) -> None:
    due = handling(number).due_at
    wish = api.ask(
        actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="要勘查", amount=Term(2, DAYS)
    )
    with pytest.raises(MoveRefused):
        api.decide(actor=LEAD, request_id=wish.id, granted=False)
    api.decide(actor=LEAD, request_id=wish.id, granted=False, reason="时间足够")
    assert handling(number).due_at == due
    assert "时间足够" not in str(api.timeline(actor=RESIDENT, number=number))


def test_the_subjects_answer_ends_a_pause_that_waited_for_it(number: str, now: Now) -> None:
    pause(number, for_subject=True)
    api.comment(actor=HANDLER, number=number, text="仍在等")
    assert handling(number).state is ClockState.PAUSED
    now("2026-09-29 10:00")
    api.comment(actor=RESIDENT, number=number, text="材料给您")
    assert handling(number).state is ClockState.RUNNING
    assert handling(number).due_at > at("2026-10-10 18:00")


def test_a_move_by_a_lead_with_a_reason_may_pause_and_another_resumes(number: str, now: Now) -> None:
    with pytest.raises(MoveRefused):
        api.act(actor=LEAD, number=number, move="wait")
    api.act(actor=LEAD, number=number, move="wait", data={"reason": "等检测报告"})
    assert handling(number).pause_reason == "等检测报告"
    now("2026-09-30 10:00")
    api.act(actor=HANDLER, number=number, move="go_on")
    assert handling(number).state is ClockState.RUNNING


def test_a_pause_with_an_end_ends_by_itself(number: str, now: Now) -> None:
    pause(number, until=at("2026-09-30 09:00"))
    now("2026-09-29 12:00")
    api.sweep()
    assert handling(number).state is ClockState.PAUSED
    now("2026-09-30 09:00")
    api.sweep()
    assert handling(number).state is ClockState.RUNNING
    assert ClockPause.objects.get().paused_until == at("2026-09-30 09:00")


def test_a_clock_is_met_or_missed_by_its_own_time(number: str, now: Now) -> None:
    now("2026-10-10 18:01")
    api.act(actor=HANDLER, number=number, move="give", data={"reply": "已办"})
    assert handling(number).state is ClockState.MISSED


def test_a_clock_that_was_paused_in_time_is_met_however_late_it_stops(number: str, now: Now) -> None:
    pause(number)
    now("2026-12-01 10:00")
    api.act(actor=HANDLER, number=number, move="give", data={"reply": "已办"})
    assert handling(number).state is ClockState.MET
    assert not ClockPause.objects.filter(paused_until=None).exists()


def test_a_clock_that_was_overdue_when_it_was_paused_is_missed(number: str, now: Now) -> None:
    now("2026-10-12 10:00")
    pause(number)
    api.act(actor=HANDLER, number=number, move="give", data={"reply": "已办"})
    assert handling(number).state is ClockState.MISSED


@pytest.fixture
def heard() -> list[Event]:
    """Events about clocks, as another module would hear them."""
    events: list[Event] = []
    topics = ("matter.clock_near", "matter.clock_overdue")
    for topic in topics:
        jobs.subscribe(topic)(events.append)
    return events


def test_near_and_overdue_are_announced_exactly_once(number: str, now: Now, heard: list[Event]) -> None:
    def sweep() -> list[tuple[str, str]]:
        api.sweep()
        api.sweep()
        jobs.drain()
        told = [(event.topic, event.payload["clock"]) for event in heard]
        heard.clear()
        return told

    assert sweep() == []
    now("2026-10-10 17:00")
    assert sweep() == [("matter.clock_near", "handling")]
    assert sweep() == []
    now("2026-10-10 18:00:01")
    assert sweep() == [("matter.clock_overdue", "handling")]
    assert sweep() == []
    assert MatterClock.objects.get(name="handling").overdue_told


def test_a_clock_that_was_extended_is_announced_again_for_its_new_time(
    number: str, now: Now, heard: list[Event]
) -> None:
    now("2026-10-10 17:00")
    api.sweep()
    wish = api.ask(actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="x", amount=Term(5, DAYS))
    api.decide(actor=LEAD, request_id=wish.id, granted=True)
    api.sweep()
    jobs.drain()
    assert len(heard) == 1
    now("2026-10-30 17:00")
    api.sweep()
    jobs.drain()
    assert [event.topic for event in heard] == ["matter.clock_near", "matter.clock_overdue"]


def test_a_stopped_clock_is_announced_never(number: str, now: Now, heard: list[Event]) -> None:
    api.act(actor=HANDLER, number=number, move="give", data={"reply": "已办"})
    now("2027-01-01 10:00")
    assert api.sweep() == 0
    jobs.drain()
    assert heard == []


def test_a_deadline_past_the_known_days_is_provisional(number: str, now: Now) -> None:
    moment = at("2026-12-30 10:00")
    now("2026-12-30 10:00")
    other = api.file(actor=RESIDENT, filing=filing()).matter.number
    api.act(actor=DISPATCHER, number=other, move="assign", data={"unit": WATER})
    assert handling(other).provisional
    assert handling(other).due_at > moment + timedelta(days=2)


def test_holidays_entered_later_move_what_runs_and_confirming_makes_it_firm(units: None, now: Now) -> None:
    now("2026-12-30 10:00")
    runs, stands, done = (api.file(actor=RESIDENT, filing=filing()).matter.number for _one in range(3))
    for one in (runs, stands, done):
        api.act(actor=DISPATCHER, number=one, move="assign", data={"unit": WATER})
    pause(stands)
    api.act(actor=HANDLER, number=done, move="give", data={"reply": "已办"})
    ended = handling(done).due_at
    # 31 December, 1, 4, 5 and 6 January by the weekday rule.
    assert handling(runs).due_at == at("2027-01-06 18:00")
    version = api.get(actor=SYSTEM, number=runs).version
    days = {"first": date(2027, 1, 1), "last": date(2027, 1, 3)}
    calendar.set_days(actor_name="李编辑", working=False, name="元旦", **days)
    jobs.drain()
    matter = api.get(actor=SYSTEM, number=runs)
    assert (handling(runs).due_at, matter.due_at) == (at("2027-01-07 18:00"), at("2027-01-07 18:00"))
    assert (handling(runs).provisional, matter.version) == (True, version)
    assert handling(done).due_at == ended
    calendar.confirm_year(actor_name="李编辑", year=2027)
    jobs.drain()
    assert not handling(runs).provisional
    api.resume(actor=HANDLER, number=stands, clock="handling")
    assert handling(stands).due_at == at("2027-01-07 18:00")


def test_all_that_runs_over_changed_days_is_counted_anew_however_many(
    units: None, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    now("2026-12-30 10:00")
    found = [api.file(actor=RESIDENT, filing=filing()).matter.number for _one in range(5)]
    for one in found:
        api.act(actor=DISPATCHER, number=one, move="assign", data={"unit": WATER})
    calendar.set_day(actor_name="李编辑", on=date(2027, 1, 1), working=False, name="元旦")
    jobs.drain()
    assert {handling(one).due_at for one in found} == {at("2027-01-07 18:00")}


def test_what_another_process_counted_by_the_days_as_they_were_is_counted_anew(units: None, now: Now) -> None:
    now("2026-12-30 10:00")
    number = api.file(actor=RESIDENT, filing=filing()).matter.number
    api.act(actor=DISPATCHER, number=number, move="assign", data={"unit": WATER})
    old = handling(number).due_at
    calendar.set_day(actor_name="李编辑", on=date(2027, 1, 1), working=False, name="元旦")
    jobs.drain()
    MatterClock.objects.filter(matter__number=number).update(due_at=old)
    jobs.drain(until=now("2026-12-30 10:01"))
    assert handling(number).due_at == at("2027-01-07 18:00") > old


def test_a_pause_whose_end_nobody_said_ends_after_ten_working_days(number: str, now: Now) -> None:
    pause(number, for_subject=True)
    now("2026-10-16 17:00")
    api.sweep()
    assert handling(number).state is ClockState.PAUSED
    now("2026-10-16 18:00")
    api.sweep()
    assert handling(number).state is ClockState.RUNNING


def test_the_ten_working_days_of_a_pause_begin_when_it_is_granted(number: str, now: Now) -> None:
    wish = api.ask(actor=HANDLER, number=number, kind=RequestKind.PAUSE, reason="等材料")
    assert wish.until == at("2026-10-16 18:00")
    now("2026-10-19 10:00")
    api.decide(actor=LEAD, request_id=wish.id, granted=True)
    now("2026-10-20 10:00")
    api.sweep()
    assert handling(number).state is ClockState.PAUSED
    (granted,) = api.requests_of(actor=LEAD, number=number)
    assert granted.until == ClockPause.objects.get().resume_at == at("2026-11-02 18:00")


@pytest.mark.parametrize("undone", [False, True])
def test_a_wish_ends_with_its_matter_and_comes_back_with_it(number: str, permit: Flow, undone: bool) -> None:
    moves = tuple(replace(move, undo_s=10) if move.name == "close" else move for move in permit.moves)
    flows.forget(permit.kind)
    api.register(replace(permit, moves=moves))
    api.ask(actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="要勘查", amount=Term(2, DAYS))
    assert len(api.requests_waiting(actor=LEAD)) == 1
    api.act(actor=SUPERVISOR, number=number, move="close")
    assert api.requests_waiting(actor=LEAD) == []
    if undone:
        line = api.timeline(actor=SUPERVISOR, number=number)[-1]
        api.undo(actor=SUPERVISOR, number=number, entry_id=line.id)
    else:
        api.act(actor=SUPERVISOR, number=number, move="reopen")
        api.ask(actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="再", amount=Term(2, DAYS))
    (waits,) = api.requests_waiting(actor=LEAD)
    assert waits.reason == ("要勘查" if undone else "再")


def test_the_subject_is_told_of_what_was_granted_and_not_of_what_was_declined(number: str) -> None:
    def told() -> list[str]:
        jobs.drain()
        return [one.body for one in notices.notices(party_id=700)]

    before = len(told())
    wish = api.ask(
        actor=HANDLER, number=number, kind=RequestKind.EXTENSION, reason="要勘查", amount=Term(2, DAYS)
    )
    api.decide(actor=LEAD, request_id=wish.id, granted=False, reason="时间足够")
    assert len(told()) == before
    pause(number)
    assert len(told()) == before + 1


def test_only_the_system_passes_on_what_the_subject_said(number: str) -> None:
    with pytest.raises(MoveRefused):  # "given" comes first
        api.act(actor=SYSTEM, number=number, move="rate", data={"stars": "5"}, for_subject=True)
    with pytest.raises(NotAllowed):
        api.act(actor=HANDLER, number=number, move="rate", data={"stars": "5"}, for_subject=True)


def test_nobody_answers_where_a_kind_has_no_person(number: str, permit: Flow) -> None:
    moves = tuple(move for move in permit.moves if "subject" not in move.by)
    flows.forget(permit.kind)
    api.register(replace(permit, moves=moves))
    with pytest.raises(MoveRefused):
        api.ask(actor=HANDLER, number=number, kind=RequestKind.PAUSE, reason="等", for_subject=True)
    assert api.ask(actor=HANDLER, number=number, kind=RequestKind.PAUSE, reason="等").until is not None


def test_a_pause_that_cannot_end_stops_nobody_elses_clock(number: str, now: Now, heard: list[Event]) -> None:
    other = api.file(actor=RESIDENT, filing=filing()).matter.number
    api.act(actor=DISPATCHER, number=other, move="assign", data={"unit": WATER})
    now("2026-09-29 10:00")
    pause(number, until=at("2026-09-30 10:00"))
    MatterClock.objects.filter(matter__number=number, name="handling").update(name="of an earlier release")
    now("2026-10-30 10:00")
    api.sweep()
    jobs.drain()
    assert [(event.topic, event.payload["number"]) for event in heard] == [("matter.clock_overdue", other)]


def test_a_clock_that_was_set_back_ends_a_pause_all_the_same(number: str, now: Now) -> None:
    now("2026-09-30 10:00")
    pause(number)
    now("2026-09-29 10:00")
    api.resume(actor=HANDLER, number=number, clock="handling")
    assert handling(number).state is ClockState.RUNNING
