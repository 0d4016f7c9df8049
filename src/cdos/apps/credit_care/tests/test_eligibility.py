"""Who may be treated on credit: the rule says why, asks before it looks, and refuses nobody for what is not known."""

from dataclasses import replace

import pytest

from cdos.apps.credit_care import api
from cdos.apps.credit_care.contracts import CareRefused, Eligibility
from cdos.apps.credit_care.tests.conftest import OFFICE, Clinic, clerk, know, owing, person, signed, visit
from cdos.base.identity import api as identity
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import Actor, Role
from cdos.base.rules.contracts import Truth


def truths(found: Eligibility) -> dict[str, str]:
    return {one.field: one.truth.value for one in found.reasons}


def test_nothing_is_looked_up_before_it_is_allowed_and_then_the_look_is_recorded(patient: Actor) -> None:
    before = api.eligible(actor=patient)
    assert (before.truth, before.ask_sources) == (Truth.UNKNOWN, ("social_security",))
    api.allow(actor=patient)
    after = api.eligible(actor=patient)
    assert (after.truth, after.level, after.limit_fen) == (Truth.YES, "A", 500_000)
    ledger.seal()
    looks = ledger.of_party(about=patient.party_id, kind=Kind.LOOK)
    assert {row.object for row in looks} >= {"register:social_security"}


@pytest.mark.parametrize(
    ("held", "field"),
    [
        ({"credit": {"illegal_record": False, "credit_level": "C"}}, "credit_level"),
        ({"credit": {"illegal_record": True, "credit_level": "A"}}, "illegal_record"),
        ({"social_security": {"social_security_months": 5}}, "social_security_months"),
    ],
)
def test_each_condition_that_is_not_met_is_named_with_its_clause_and_a_way_to_mend_it(
    patient: Actor, held: dict[str, dict[str, object]], field: str
) -> None:
    know(patient, **held)
    api.allow(actor=patient)
    found = api.eligible(actor=patient)
    failing = [one for one in found.reasons if one.truth is Truth.NO]
    assert (found.truth, [one.field for one in failing]) == (Truth.NO, [field])
    assert failing[0].mend
    assert "第六条" in failing[0].clause
    with pytest.raises(CareRefused):
        api.sign(actor=patient)


def test_level_b_has_the_lower_limit(patient: Actor) -> None:
    know(patient, credit={"illegal_record": False, "credit_level": "B"})
    assert api.mine(actor=signed(patient)).agreement.limit_fen == 200_000


def test_who_fell_to_a_lower_level_has_its_limit_at_the_next_visit_and_the_old_one_once_it_is_well_again(
    patient: Actor, clinic: Clinic
) -> None:
    signed(patient)
    know(patient, credit={"illegal_record": False, "credit_level": "B"})
    found = visit(patient, owing(patient, clinic, 300_000))
    assert (found.credit_fen, found.counter_fen) == (200_000, 100_000)
    assert api.mine(actor=patient).agreement.limit_fen == 200_000
    with pytest.raises(CareRefused):
        clinic.opens(api.code(actor=patient).text, "Z2")
    know(patient)
    found = visit(patient, owing(patient, clinic, 400_000, "Z2"))
    assert (found.credit_fen, api.mine(actor=patient).agreement.limit_fen) == (300_000, 500_000)


def test_who_is_not_treated_on_credit_any_more_is_told_why_and_the_look_is_kept(
    patient: Actor, clinic: Clinic
) -> None:
    code = api.code(actor=signed(patient)).text
    know(patient, credit={"illegal_record": True, "credit_level": "A"})
    ledger.seal()
    before = len(ledger.of_party(about=patient.party_id, kind=Kind.LOOK))
    for _again in range(2):
        with pytest.raises(CareRefused):
            clinic.opens(code)
    (told,) = notices.notices(party_id=patient.party_id)
    assert told.title in ("本次不能使用信用就医", "Not on credit this time")
    assert told.body
    ledger.seal()
    assert len(ledger.of_party(about=patient.party_id, kind=Kind.LOOK)) > before


def test_what_no_register_knows_goes_to_a_person_of_the_office_who_grants_the_lower_limit(town: None) -> None:
    nobody = person("林二", "44030419580402311")
    know(nobody, social_security={"pension_months": 2})
    api.allow(actor=nobody)
    assert api.eligible(actor=nobody).truth is Truth.UNKNOWN
    with pytest.raises(CareRefused):
        api.sign(actor=nobody)
    api.ask_person(actor=nobody)
    api.ask_person(actor=nobody)
    office = clerk(OFFICE)
    (asked,) = api.watch(actor=office).enquiries
    with pytest.raises(CareRefused):
        api.answer(actor=office, enquiry_id=asked.id, granted=False)
    with pytest.raises(LookupError):
        api.answer(actor=nobody, enquiry_id=asked.id, granted=True)
    api.answer(actor=office, enquiry_id=asked.id, granted=True)
    assert api.sign(actor=nobody).limit_fen == 200_000


def test_it_is_signed_once_and_ended_when_nothing_is_owed(patient: Actor, clinic: Clinic) -> None:
    signed(patient)
    assert api.sign(actor=patient) == api.mine(actor=patient).agreement
    owing(patient, clinic)
    with pytest.raises(CareRefused):
        api.end(actor=patient)
    clinic.cancels()
    api.end(actor=patient)
    assert api.mine(actor=patient).agreement is None
    with pytest.raises(CareRefused):
        api.code(actor=patient)


def test_a_person_gets_all_that_is_kept_of_them(patient: Actor, clinic: Clinic) -> None:
    number = owing(signed(patient), clinic)
    held = identity.own_data(patient.account_id)["credit_care"]
    assert [one["number"] for one in held["visits"]] == [number]
    assert identity.needed_after_closing(patient.account_id)


def test_nobody_of_the_office_grants_it_to_themselves(town: None) -> None:
    unknown = person("林二", "44030419580402311")
    api.ask_person(actor=unknown)
    office = clerk(OFFICE)
    (waiting,) = api.watch(actor=office).enquiries
    with pytest.raises(CareRefused):
        api.answer(actor=replace(office, own_party_id=unknown.party_id), enquiry_id=waiting.id, granted=True)
    assert api.watch(actor=office).enquiries == (waiting,)


def test_who_has_the_figures_only_sees_nobody_who_asks_and_who_decides_leaves_a_line_in_the_ledger(
    town: None,
) -> None:
    unknown = person("林二", "44030419580402311")
    api.ask_person(actor=unknown)
    assert api.watch(actor=clerk("440300-water", Role.SUPERVISOR)).enquiries == ()
    ledger.seal()
    assert not ledger.of_party(about=unknown.party_id, kind=Kind.LOOK)
    assert [one.name for one in api.watch(actor=clerk(OFFICE)).enquiries] == ["林二"]
    ledger.seal()
    assert [row.act for row in ledger.of_party(about=unknown.party_id, kind=Kind.LOOK)] == ["care.listed"]
