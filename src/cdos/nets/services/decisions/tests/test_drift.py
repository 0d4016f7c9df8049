"""A decision that no longer fits is shown, with what changed, and nothing is recomputed in silence."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.governance.appeals.tests.conftest import People
from cdos.nets.services.decisions import api
from cdos.nets.services.decisions.contracts import DecisionRefused, DriftState, Outcome
from cdos.nets.services.decisions.logic import drifting, history

from .conftest import CODE, EDU, FIT, INCOME, Decide

pytestmark = pytest.mark.django_db


def tax(party: int, income: int) -> None:
    registers.load([NewRow("tax", party, {"income_month_fen": income}, timezone.now())])


@pytest.fixture
def by_register(decide: Decide, party: int, resident: Actor) -> int:
    """Granted on an income that the tax office gave."""
    tax(party, 900_000)
    registers.consent(actor=resident, party_id=party, source="tax", purpose=f"item:{CODE}")
    facts = registers.facts_of(
        party_id=party, fields=["income_month_fen"], purpose=f"item:{CODE}", actor=resident
    )
    receipt = decide({**FIT, **registers.known(facts)}, sources=facts)
    assert receipt.outcome is Outcome.GRANTED
    return receipt.id


def test_what_still_fits_is_no_drift(by_register: int) -> None:
    assert api.look_for_drift() == 0


def test_a_register_that_says_otherwise_now_is_shown_and_the_receipt_stays(
    by_register: int, party: int
) -> None:
    tax(party, 4_000_000)
    assert api.look_for_drift() == 1
    assert api.look_for_drift() == 0  # told once
    with translation.override("zh-hans"):
        (drift,) = api.drifts(actor=SYSTEM)
    assert (drift.receipt_id, drift.before, drift.now) == (by_register, Outcome.GRANTED, Outcome.REFUSED)
    assert "9,000 元" in drift.changed[0]
    assert "40,000 元" in drift.changed[0]
    assert api.receipt(actor=SYSTEM, receipt_id=by_register).outcome is Outcome.GRANTED


def test_a_change_that_would_decide_the_same_is_no_drift(by_register: int, party: int) -> None:
    tax(party, 1_000_000)
    assert api.look_for_drift() == 0


def test_a_consent_taken_back_makes_no_drift(by_register: int, party: int, resident: Actor) -> None:
    tax(party, 4_000_000)
    (given,) = registers.consents(party)
    registers.withdraw(actor=resident, consent_id=given.id)
    assert api.look_for_drift() == 0


def test_every_receipt_is_looked_at_a_batch_at_a_time(
    decide: Decide, party: int, resident: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tax(party, 900_000)
    registers.consent(actor=resident, party_id=party, source="tax", purpose=f"item:{CODE}")
    facts = registers.facts_of(
        party_id=party, fields=["income_month_fen"], purpose=f"item:{CODE}", actor=resident
    )
    made = [decide({**FIT, "age": age} | registers.known(facts), sources=facts).id for age in (30, 31, 32)]
    tax(party, 4_000_000)
    monkeypatch.setattr(drifting, "BATCH", 1)
    jobs.enqueue("decisions.drift")
    jobs.drain()
    assert sorted(one.receipt_id for one in api.drifts(actor=SYSTEM)) == made


def test_a_walk_that_goes_on_is_not_begun_a_second_time(decide: Decide) -> None:
    decide(FIT)
    jobs.enqueue("decisions.drift_on", run_at=timezone.now() + timedelta(hours=1), night="2026-01-05")
    jobs.enqueue("decisions.drift")
    jobs.drain()
    assert jobs.figures().by_name["decisions.drift_on"] == 1


def test_registers_are_asked_again_for_the_purpose_of_the_decision(
    decide: Decide, party: int, resident: Actor
) -> None:
    purpose = "bundle:talent"
    tax(party, 900_000)
    registers.consent(actor=resident, party_id=party, source="tax", purpose=purpose)
    facts = registers.facts_of(party_id=party, fields=["income_month_fen"], purpose=purpose, actor=resident)
    decide({**FIT, **registers.known(facts)}, sources=facts, purpose=purpose)
    tax(party, 4_000_000)
    assert api.look_for_drift() == 1


def test_a_new_version_of_the_rule_is_held_against_what_was_decided_before(decide: Decide) -> None:
    old = decide({**FIT, "age": 50})
    editors = [
        Actor(account_id=9301 + n, name=name, posts=people_posts()) for n, name in enumerate(("甲", "乙"))
    ]
    draft = rules.draft(actor=editors[0], code=CODE, title="人才引进", node=All((EDU, INCOME)))
    rules.submit(actor=editors[0], code=CODE, version=draft.version)
    rules.approve(actor=editors[1], code=CODE, version=draft.version)
    jobs.drain()  # the rule book told
    with translation.override("zh-hans"):
        (drift,) = api.drifts(actor=SYSTEM)
    assert (drift.receipt_id, drift.before, drift.now) == (old.id, Outcome.REFUSED, Outcome.GRANTED)
    assert drift.changed == ("规则当时是第 1 版，现在是第 2 版。",)


def people_posts() -> tuple:  # type: ignore[type-arg]
    from cdos.base.organisation.contracts import HeldPost, Role
    from cdos.nets.governance.appeals.tests.conftest import CITY

    return (HeldPost(f"{CITY}-hotline", "", Role.EDITOR, CITY),)


def test_a_person_says_that_it_stands_or_takes_it_up_again(
    by_register: int, party: int, people: People
) -> None:
    tax(party, 4_000_000)
    api.look_for_drift()
    (drift,) = api.drifts(actor=people.dispatcher)
    with pytest.raises(DecisionRefused, match="in a sentence why"):
        api.settle_drift(actor=people.dispatcher, drift_id=drift.id, state=DriftState.REVIEW, note="")
    api.settle_drift(
        actor=people.dispatcher, drift_id=drift.id, state=DriftState.REVIEW, note="收入已变，请复核"
    )
    (settled,) = api.drifts(actor=people.dispatcher, state=DriftState.REVIEW)
    assert (settled.note, settled.by) == ("收入已变，请复核", "孙分拨")
    assert "收入已变，请复核" in [
        one.text for one in matters.timeline(actor=people.dispatcher, number=drift.matter)
    ]
    with pytest.raises(DecisionRefused, match="looked at this already"):
        api.settle_drift(actor=people.dispatcher, drift_id=drift.id, state=DriftState.STANDS, note="x")


def test_drifts_are_seen_by_who_sees_the_matter(
    by_register: int, party: int, people: People, resident: Actor
) -> None:
    tax(party, 4_000_000)
    api.look_for_drift()
    assert len(api.drifts(actor=people.dispatcher)) == 1
    assert api.drifts(actor=people.office) == []
    with pytest.raises(NotAllowed):
        api.drifts(actor=resident)


def test_a_draft_is_tried_on_what_was_decided_in_the_last_year(decide: Decide) -> None:
    for age in (20, 46, 48, 60):
        decide({**FIT, "age": age})
    live = rules.live(CODE)
    assert live is not None
    wider = rules.parse({"all": [{"id": "age", "field": "age", "op": "le", "value": 50}]})
    trial = rules.try_on_crowd(crowd=history.crowd(), then=wider, now=live.node)
    assert (trial.size, trial.gained, trial.lost) == (4, 2, 0)
