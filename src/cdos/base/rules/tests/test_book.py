"""The rule book: drafts, the second pair of eyes, days in force; and what the database refuses whoever asks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cdos.base.rules import api
from cdos.base.rules.contracts import All, Clause, Leaf, Op, RuleRefused, RuleRow, RuleState
from cdos.base.rules.logic import live as live_
from cdos.base.rules.models import Version
from cdos.base.rules.tests.conftest import HR, Staff

pytestmark = pytest.mark.django_db
AGE = Leaf("age", "age", Op.LE, 45, Clause("人才引进办法", "", "第三条"))
WIDER = All((Leaf("age", "age", Op.LE, 50, AGE.clause),))
CODE = "talent-settlement"


def in_force(node: object = AGE, since: date = date(2020, 1, 1)) -> None:
    api.load([RuleRow(CODE, "人才引进", All((AGE,)), since, HR)])


def handed_in(staff: Staff, first: date | None = None) -> int:
    made = api.draft(
        actor=staff.first, code=CODE, title="人才引进", node=WIDER, effective_from=first, unit=HR
    )
    return api.submit(actor=staff.first, code=CODE, version=made.version).version


def test_a_version_is_in_force_once_a_second_person_approved_it_and_the_one_before_ends(staff: Staff) -> None:
    in_force()
    number, today = handed_in(staff), timezone.localdate()
    assert api.live(CODE).version == 1  # waiting changes nothing
    api.approve(actor=staff.second, code=CODE, version=number)
    assert api.live(CODE).version == 2
    assert api.live(CODE, on=today - timedelta(days=1)).version == 1
    old = api.version(CODE, 1)
    assert (old.state, old.effective_until) == (RuleState.ENDED, today - timedelta(days=1))


def test_nobody_approves_what_they_had_a_hand_in(staff: Staff) -> None:
    number = handed_in(staff)
    with pytest.raises(RuleRefused, match="second person"):
        api.approve(actor=staff.first, code=CODE, version=number)
    api.take_back(actor=staff.first, code=CODE, version=number)
    api.draft(actor=staff.second, code=CODE, title="人才引进", node=WIDER)  # the second one writes in it, too
    api.submit(actor=staff.second, code=CODE, version=number)
    for writer in (staff.first, staff.second):
        with pytest.raises(RuleRefused, match="second person"):
            api.approve(actor=writer, code=CODE, version=number)
    assert api.live(CODE) is None


def test_only_editors_write(staff: Staff) -> None:
    with pytest.raises(RuleRefused, match="another post"):
        api.draft(actor=staff.clerk, code=CODE, title="x", node=AGE)


def test_a_version_for_a_later_day_waits_for_that_day(staff: Staff) -> None:
    in_force()
    later = timezone.localdate() + timedelta(days=30)
    api.approve(actor=staff.second, code=CODE, version=handed_in(staff, later))
    assert api.live(CODE).version == 1
    assert api.live(CODE, on=later).version == 2
    assert api.live(CODE, on=later - timedelta(days=1)).version == 1


def test_a_rule_is_never_made_for_days_gone_by(staff: Staff) -> None:
    made = api.draft(
        actor=staff.first, code=CODE, title="人才引进", node=WIDER, effective_from=date(2020, 1, 1)
    )
    with pytest.raises(RuleRefused, match="days gone by"):
        api.submit(actor=staff.first, code=CODE, version=made.version)


def days_pass(number: int, days: int) -> None:
    """As if the version had been begun so many days ago, for that day."""
    past = timezone.now() - timedelta(days=days)
    waiting = Version.objects.get(code=CODE, version=number).state == RuleState.WAITING
    if waiting:
        Version.objects.filter(code=CODE, version=number).update(state="draft")
    Version.objects.filter(code=CODE, version=number).update(
        written_at=past, effective_from=timezone.localdate(past)
    )
    if waiting:
        Version.objects.filter(code=CODE, version=number).update(state="waiting")


def test_what_waited_over_its_first_day_is_in_force_from_the_day_it_is_approved(staff: Staff) -> None:
    in_force()
    number, today = handed_in(staff), timezone.localdate()
    days_pass(number, 3)
    assert api.approve(actor=staff.second, code=CODE, version=number).effective_from == today
    assert (api.live(CODE).version, api.live(CODE, on=today - timedelta(days=1)).version) == (2, 1)


def test_a_draft_that_was_begun_days_ago_for_that_day_is_handed_in_for_today(staff: Staff) -> None:
    number = handed_in(staff)
    api.take_back(actor=staff.first, code=CODE, version=number)
    days_pass(number, 1)
    made = api.submit(actor=staff.first, code=CODE, version=number)
    assert made.effective_from == timezone.localdate()


def test_what_waited_over_its_last_day_is_not_put_in_force(staff: Staff) -> None:
    number = handed_in(staff)
    days_pass(number, 3)
    yesterday = timezone.localdate() - timedelta(days=1)
    Version.objects.filter(code=CODE, version=number).update(effective_until=yesterday)
    with pytest.raises(RuleRefused, match="last day lies before"):
        api.approve(actor=staff.second, code=CODE, version=number)


def test_the_database_lets_a_waiting_rule_begin_later_with_its_approval_only(staff: Staff) -> None:
    number, later = handed_in(staff), timezone.localdate() + timedelta(days=5)
    waits = Version.objects.filter(code=CODE, version=number)
    for change in (
        {"effective_from": later},
        {"effective_from": date(2020, 1, 1), "state": "live", "approver": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            waits.update(**change)


def test_what_changes_nothing_is_not_handed_in(staff: Staff) -> None:
    in_force()
    made = api.draft(actor=staff.first, code=CODE, title="人才引进", node=All((AGE,)), unit=HR)
    with pytest.raises(RuleRefused, match="Nothing differs"):
        api.submit(actor=staff.first, code=CODE, version=made.version)


def test_what_is_sent_back_says_why_and_the_next_draft_is_another_version(staff: Staff) -> None:
    number = handed_in(staff)
    with pytest.raises(RuleRefused, match="must be changed"):
        api.refuse(actor=staff.second, code=CODE, version=number, reason=" ")
    back = api.refuse(actor=staff.second, code=CODE, version=number, reason="上限应为 48 岁")
    assert (back.state, back.note) == (RuleState.REFUSED, "上限应为 48 岁")
    again = api.draft(actor=staff.first, code=CODE, title="人才引进", node=AGE)
    assert again.version == number + 1


def test_each_step_is_in_the_ledger(staff: Staff) -> None:
    number = handed_in(staff)
    api.approve(actor=staff.second, code=CODE, version=number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, by_account FROM ledger_intake ORDER BY id")
        assert cursor.fetchall()[-2:] == [("rule.submitted", 9201), ("rule.approved", 9202)]


def refused(sql: str) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


def test_the_database_itself_keeps_what_is_in_force_and_the_second_pair_of_eyes(staff: Staff) -> None:
    in_force()
    assert "next version" in refused("UPDATE rules_version SET tree = '{\"all\": []}' WHERE state = 'live'")
    assert "next version" in refused(
        "UPDATE rules_version SET effective_from = '2019-01-01' WHERE state = 'live'"
    )
    assert "stays in the book" in refused("DELETE FROM rules_version WHERE state = 'live'")
    number = handed_in(staff)
    assert "not changed" in refused(f"UPDATE rules_version SET hash = 'x' WHERE version = {number}")
    assert "rules_four_eyes" in refused(
        f"UPDATE rules_version SET state = 'live', approver = 'x', approver_id = 9201 WHERE version = {number}"
    )


def test_a_decision_asks_the_database_nothing(staff: Staff, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    in_force()
    api.live(CODE)
    with django_assert_num_queries(0):
        rule = api.live(CODE)
        assert api.decide(rule.node, {"age": 30}).truth == "yes"


def test_another_process_sees_a_new_version_without_being_told(staff: Staff) -> None:
    in_force()
    assert api.live(CODE).version == 1
    handed = handed_in(staff)
    Version.objects.filter(version=1).update(
        effective_until=timezone.localdate() - timedelta(days=1), updated_at=timezone.now()
    )
    Version.objects.filter(version=handed).update(
        state="live", approver="许复核", approver_id=9202, updated_at=timezone.now()
    )
    live_._live._checked = 0.0  # five seconds later
    assert api.live(CODE).version == handed


def test_loading_twice_changes_nothing(staff: Staff) -> None:
    in_force()
    assert api.load([RuleRow(CODE, "人才引进", WIDER, date(2021, 1, 1))]) == 0
    assert api.live(CODE).version == 1
