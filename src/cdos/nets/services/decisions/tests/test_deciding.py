"""Decisions by rule: outcome, receipt, what a resident reads, what a person draws, what nobody can change."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from cdos.base.fence.contracts import NOTHING
from cdos.base.fence.logic import scope
from cdos.base.organisation.api import acting
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.base.rules.contracts import Truth
from cdos.hubs.registers.contracts import Fact
from cdos.nets.governance.appeals.tests.conftest import People
from cdos.nets.services.decisions import api
from cdos.nets.services.decisions.contracts import DecisionRefused, Outcome
from cdos.nets.services.decisions.logic import erasing, remedies, sampling
from cdos.nets.services.decisions.models import Receipt

from .conftest import CODE, FIT, Decide, opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "outcome", "failing", "unknown"),
    [
        (FIT, Outcome.GRANTED, [], []),
        ({**FIT, "age": 50}, Outcome.REFUSED, ["age"], []),
        ({"age": 30, "income_month_fen": 1}, Outcome.ASK, [], ["edu", "skill"]),
        ({**FIT, "age": None}, Outcome.ASK, [], ["age"]),
    ],
)
def test_a_rule_decides_or_asks_and_what_is_missing_refuses_nobody(
    decide: Decide, facts: dict[str, object], outcome: Outcome, failing: list[str], unknown: list[str]
) -> None:
    receipt = decide(facts)
    assert receipt.outcome is outcome
    assert [one.leaf.id for one in receipt.failing] == failing
    assert [one.leaf.id for one in receipt.unknown] == unknown


def test_what_is_foreseen_is_what_is_decided(decide: Decide) -> None:
    for facts in (FIT, {**FIT, "age": 50}, {"age": 30}):
        before, after = api.foresee(rule=CODE, facts=facts), decide(facts)
        assert (before.outcome, before.failing, before.unknown) == (
            after.outcome,
            after.failing,
            after.unknown,
        )
    assert api.foresee(rule=CODE, facts={"age": 30}).missing == (
        "education",
        "skill_level",
        "income_month_fen",
    )


def test_a_receipt_is_read_again_with_rule_data_sources_and_reasons(decide: Decide, resident: Actor) -> None:
    at = timezone.now() - timedelta(days=3)
    facts = {**FIT, "age": 50}
    source = {
        "income_month_fen": Fact("income_month_fen", 900_000, "tax", at, version="7"),
        "education": Fact(
            "education", "bachelor", "education", at
        ),  # the person typed another value than this
    }
    made = decide(facts, sources=source)
    again = api.receipt(actor=resident, receipt_id=made.id)
    assert again == made
    used = {one.field: (one.value, one.source, one.as_of, one.version) for one in again.used}
    assert used["income_month_fen"] == (900_000, "tax", at, "7")
    assert used["education"] == ("master", "applicant", None, "")
    assert api.is_whole(actor=resident, receipt_id=made.id)


def test_a_refusal_names_the_condition_the_clause_and_the_way_to_object(decide: Decide) -> None:
    with translation.override("zh-hans"):
        reading = api.reading(decide({**FIT, "age": 50}))
    assert [one.words for one in reading.reasons] == ["年龄在 18 至 45 周岁之间（含两端）"]
    assert reading.reasons[0].found == "您的情况：50 周岁"
    assert reading.reasons[0].clause == "《深圳市人才引进实施办法》（深府规〔2020〕1号）第三条"
    day = timezone.localdate()
    assert reading.objection_until == day + timedelta(days=60)
    for words, last in zip(
        reading.objection, (day + timedelta(days=60), remedies.months_later(day, 6)), strict=True
    ):
        assert f"{last.year}年{last.month}月{last.day}日" in words


def test_a_grant_names_no_way_to_object(decide: Decide) -> None:
    reading = api.reading(decide(FIT))
    assert (reading.objection, reading.objection_until, reading.reasons) == ((), None, ())


def test_six_months_end_on_the_last_day_of_a_short_month() -> None:
    assert remedies.months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert remedies.months_later(date(2027, 8, 30), 6) == date(2028, 2, 29)
    assert remedies.months_later(date(2026, 7, 15), 6) == date(2027, 1, 15)


def test_a_law_adds_its_own_way_to_object(decide: Decide, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = api.Hook(
        "talent",
        lambda rule, outcome, on: on + timedelta(days=10) if rule == CODE else None,
        lambda until: f"复核至 {until}",
    )
    monkeypatch.setitem(remedies._hooks, "talent", hook)
    receipt = decide({**FIT, "age": 50})
    assert receipt.objection_words.startswith("复核至")
    assert receipt.objection_until == timezone.localdate() + timedelta(days=10)


def test_a_share_is_drawn_for_people_and_the_draw_is_the_same_when_asked_again(
    decide: Decide, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.DECISION_SAMPLE_PERCENT = 100
    drawn = decide(FIT)
    assert (drawn.outcome, drawn.sampled, drawn.truth) == (Outcome.PERSON, True, Truth.YES)
    asked = decide({"age": 30})
    assert (asked.outcome, asked.sampled) == (Outcome.ASK, False)  # nothing to look at yet
    settings.DECISION_SAMPLE_PERCENT = 5
    numbers = [f"SZ-26-{number:06d}" for number in range(20_000)]
    share = sum(sampling.drawn(number, CODE, 1) for number in numbers)
    assert 850 < share < 1150  # five in a hundred, within five standard deviations
    assert [sampling.drawn(number, CODE, 1) for number in numbers[:500]] == [
        sampling.drawn(number, CODE, 1) for number in numbers[:500]
    ]
    settings.SECRET_KEY = "another city's"
    assert [sampling.draw(number, CODE, 1) for number in numbers[:5]] != [0] * 5


def test_the_database_changes_no_receipt(decide: Decide) -> None:
    made = decide(FIT)
    for change in (
        "outcome = 'refused'",
        "seal = 'x'",
        "decided_at = now()",
        "version = 2",
        "erased_at = now()",
    ):
        with (
            pytest.raises(IntegrityError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE decisions_receipt SET {change} WHERE id = {made.id}")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Receipt.objects.filter(pk=made.id).delete()


def test_content_put_under_a_receipt_is_noticed(decide: Decide, resident: Actor) -> None:
    """The sealed bytes may be sealed anew with another key, so another's bytes can be put there; the seal tells."""
    made, other = decide(FIT), decide({**FIT, "age": 31})
    Receipt.objects.filter(pk=made.id).update(sealed=Receipt.objects.get(pk=other.id).sealed)
    assert not api.is_whole(actor=resident, receipt_id=made.id)
    assert api.is_whole(actor=resident, receipt_id=other.id)


def test_an_unknown_value_can_never_stand_as_a_refusal(decide: Decide) -> None:
    row = Receipt.objects.get(pk=decide({"age": 30}).id)
    row.pk, row.outcome = None, "refused"
    with pytest.raises(IntegrityError, match="decisions_outcome_follows"), transaction.atomic():
        row.save(force_insert=True)


def test_a_receipt_is_for_its_person_and_for_who_sees_the_matter(
    decide: Decide, people: People, resident: Actor
) -> None:
    made = decide(FIT)
    assert api.receipt(actor=people.dispatcher, receipt_id=made.id).id == made.id
    for stranger in (people.neighbour, people.water):
        with pytest.raises(LookupError):
            api.receipt(actor=stranger, receipt_id=made.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_intake WHERE act = 'decision.looked'")
        assert cursor.fetchone()[0] == 1
    with transaction.atomic(), scope.within(NOTHING):
        assert not Receipt.objects.filter(pk=made.id).exists()


def test_values_go_at_the_end_of_retention_and_the_decision_stays(decide: Decide, resident: Actor) -> None:
    made = decide({**FIT, "age": 50})
    erasing.erase([Receipt.objects.get(pk=made.id).matter_id], None)  # type: ignore[arg-type]
    left = api.receipt(actor=SYSTEM, receipt_id=made.id)
    assert (left.erased, left.outcome, left.seal, left.party_id) == (True, Outcome.REFUSED, made.seal, None)
    assert {one.value for one in left.used} == {None}
    assert {one.found for one in left.trace} == {None}


def test_without_a_rule_in_force_nothing_is_decided(resident: Actor) -> None:
    matter = opened(resident)
    with acting(actor=resident), pytest.raises(DecisionRefused, match="a person decides"):
        api.decide(matter=matter, rule="unheard", facts=FIT, actor=resident)
