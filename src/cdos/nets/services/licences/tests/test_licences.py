"""The life of a licence, its uses, and what staff may do with it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cdos.base.ledger import api as ledger
from cdos.base.matters.contracts import NotAllowed
from cdos.base.notices import api as notices
from cdos.base.organisation.api import acting
from cdos.base.organisation.contracts import SYSTEM
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.licences import api
from cdos.nets.services.licences.contracts import (
    Act,
    LicenceRefused,
    LicenceState,
    LicenceType,
)
from cdos.nets.services.licences.logic import holding, keeping
from cdos.nets.services.licences.logic.source import LicenceRegister
from cdos.nets.services.licences.models import Licence, Proposal

from .conftest import CIVIL, MARKET, NUMBER, Town

pytestmark = pytest.mark.django_db


def tomorrow() -> object:
    return timezone.now() + timedelta(days=1)


def test_a_licence_is_issued_told_and_seen_by_its_holder_and_its_unit_only(town: Town) -> None:
    made = town.card(matter="SZ-1")
    assert api.is_identifier(made.identifier)
    assert made.issuer == CIVIL
    assert made.values["birth_date"] == "1991-03-14"
    assert "elder-card" in {one.type.code for one in api.own(actor=town.resident)}
    assert api.own(actor=town.neighbour) == []
    with pytest.raises(LookupError):
        api.own_licence(actor=town.neighbour, licence_id=made.id)
    with pytest.raises(NotAllowed):
        api.for_staff(actor=town.stranger, licence_id=made.id)
    assert api.for_staff(actor=town.handler, licence_id=made.id)[0].holder_name == "陈小满"
    assert notices.notices(party_id=made.holder_id)[0].link == f"/me/licences/{made.id}/"
    ledger.seal()
    acts = {row.act for row in ledger.of_party(about=made.holder_id)}
    assert {"licence.issued", "licence.viewed"} <= acts


def test_the_database_itself_hides_other_peoples_licences(town: Town) -> None:
    made = town.card()
    with acting(town.neighbour):
        assert not Licence.objects.filter(pk=made.id).exists()
    with acting(town.stranger):
        assert not Licence.objects.filter(pk=made.id).exists()
    with acting(town.resident):
        assert Licence.objects.filter(pk=made.id).exists()


def test_no_name_or_number_lies_in_clear_in_the_table(town: Town) -> None:
    made = town.card()
    row = Licence.objects.filter(pk=made.id).values_list()[0]
    stored = b"".join(bytes(one) if isinstance(one, memoryview | bytes) else str(one).encode() for one in row)
    assert "陈小满".encode() not in stored
    assert NUMBER.encode() not in stored


def test_a_person_gets_no_licence_of_an_enterprise(town: Town) -> None:
    assert town.resident.party_id is not None
    with pytest.raises(LicenceRefused):
        api.issue(type="business-licence", holder_id=town.resident.party_id, values={})
    with pytest.raises(LicenceRefused):
        api.issue(type="no-such-licence", holder_id=town.firm, values={})


def test_a_change_makes_the_next_version_and_the_one_before_is_not_valid_any_more(town: Town) -> None:
    first = town.card()
    second = api.change(licence=first, values={"name": "陈大满"}, reason="改名")
    before = api.licence(first.id)
    assert before is not None
    assert (before.state, before.replaced_by) == (LicenceState.EXPIRED, second.identifier)
    assert (second.version, second.replaces, second.holder_name) == (2, first.identifier, "陈大满")
    assert second.values["id_number"] == NUMBER
    assert [one.id for one in api.own(actor=town.resident)] == [second.id]
    assert api.verify(first.verify_code).valid is False
    with pytest.raises(LicenceRefused):
        api.change(licence=first, values={}, reason="again")


def test_a_suspended_licence_comes_back_and_a_cancelled_one_does_not(town: Town) -> None:
    made = town.card()
    assert api.suspend(licence=made, reason="核查").state is LicenceState.SUSPENDED
    assert api.verify(made.verify_code).valid is False
    assert api.resume(licence=made, reason="核查完毕").state is LicenceState.VALID
    assert api.cancel(licence=made, reason="交回").state is LicenceState.CANCELLED
    with pytest.raises(LicenceRefused):
        api.resume(licence=made, reason="x")
    with pytest.raises(LicenceRefused):
        api.suspend(licence=made, reason="")


def test_what_has_run_out_expires_at_night_and_its_holder_was_told_a_month_before(
    town: Town, today: date
) -> None:
    made = town.card(valid_until=today + timedelta(days=20))
    assert api.remind(today=today) == 1
    assert api.remind(today=today) == 0
    assert api.expire(today=today + timedelta(days=20)) == 0
    assert api.expire(today=today + timedelta(days=21)) == 1
    found = api.licence(made.id)
    assert found is not None
    assert found.state is LicenceState.EXPIRED


def test_what_ran_out_yesterday_is_valid_nowhere_before_the_nights_job(town: Town, today: date) -> None:
    made = town.card(issued_on=today - timedelta(days=30), valid_until=today - timedelta(days=1))
    holder = made.holder_id
    with translation.override("en"):
        verified = api.verify(made.verify_code)
    assert (verified.genuine, verified.valid) == (True, False)
    assert verified.sentence == "This licence is genuine, but its validity has ended."
    assert (made.state, made.valid) == (LicenceState.EXPIRED, False)
    assert api.of_holder(holder, valid_only=True) == []
    assert api.replaced_by_licence(materials=["elder-card"], party_id=holder) == {}
    with pytest.raises(LicenceRefused):
        api.use(licence=made, purpose="领补贴", ground="法", by="民政局", until=tomorrow())  # type: ignore[arg-type]
    with pytest.raises(LicenceRefused):
        api.change(licence=made, values={}, reason="改名")
    with pytest.raises(LicenceRefused):
        api.export_own(actor=town.resident, licence_id=made.id)
    assert LicenceRegister().read(holder) is None


def test_the_last_day_is_still_good(town: Town, today: date) -> None:
    made = town.card(issued_on=today - timedelta(days=30), valid_until=today)
    assert api.verify(made.verify_code).valid
    assert api.of_holder(made.holder_id) == [made]


def test_one_night_expires_and_reminds_all_however_many_there_are(
    town: Town, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    monkeypatch.setattr(holding, "BATCH", 2)
    until = today + timedelta(days=20)
    for _shop in range(5):  # of cards a person has only one
        api.issue(type="food-permit", holder_id=town.firm, values={}, valid_until=until)
    assert (api.remind(today=today), api.remind(today=today)) == (5, 0)
    assert api.expire(today=today + timedelta(days=21)) == 5
    assert not Licence.objects.filter(state="valid").exists()


def test_a_use_needs_purpose_ground_and_end_and_leaves_a_trace(town: Town) -> None:
    made = town.card()
    asked = {"licence": made, "purpose": "领补贴", "by": "西区民政局", "until": tomorrow()}
    for wrong in (
        {"purpose": ""},
        {"ground": ""},
        {"until": timezone.now()},
        {"until": timezone.now() + timedelta(days=400)},
    ):
        with pytest.raises(LicenceRefused):
            api.use(**{**asked, "ground": "某法第一条", **wrong})  # type: ignore[arg-type]
    used = api.use(**asked, ground="某法第一条")  # type: ignore[arg-type]
    assert [one.id for one in api.own_uses(actor=town.resident)] == [used.id]
    assert "西区民政局" in notices.notices(party_id=made.holder_id)[0].body
    api.look(licence=made, use=used.id)
    assert api.own_uses(actor=town.resident)[0].looks == 1
    with pytest.raises(LicenceRefused):
        api.stop(actor=town.resident, use_id=used.id)  # by law: it cannot be stopped


def test_without_consent_no_use_on_the_ground_of_consent(town: Town) -> None:
    made = town.card()
    purpose = "item:elder-allowance"
    asked = {"licence": made, "purpose": purpose, "by": "民政局", "until": tomorrow(), "ground": "consent"}
    with pytest.raises(LicenceRefused):
        api.use(**asked)  # type: ignore[arg-type]
    registers.consent(actor=town.resident, party_id=made.holder_id, source="licences", purpose=purpose)
    assert api.use(**asked).purpose == purpose  # type: ignore[arg-type]


def test_the_holder_stops_a_use_and_then_nobody_looks(town: Town) -> None:
    made = town.card()
    used = api.use(
        licence=made,
        purpose="入学",
        ground="consent",
        by="小学",
        until=tomorrow(),  # type: ignore[arg-type]
        actor=town.resident,
    )
    with pytest.raises(LookupError):
        api.stop(actor=town.neighbour, use_id=used.id)
    api.stop(actor=town.resident, use_id=used.id)
    with pytest.raises(LicenceRefused):
        api.look(licence=made, use=used.id)


def test_an_invalid_licence_is_not_used(town: Town) -> None:
    made = town.card()
    api.suspend(licence=made, reason="核查")
    with pytest.raises(LicenceRefused):
        api.use(licence=made, purpose="x", ground="法", by="y", until=tomorrow())  # type: ignore[arg-type]


def test_staff_look_with_a_reason_that_the_holder_reads(town: Town) -> None:
    town.card()
    with pytest.raises(LicenceRefused):
        api.find(actor=town.stranger, words=NUMBER, reason="")
    with pytest.raises(NotAllowed):
        api.find(actor=town.resident, words=NUMBER, reason="x")
    found = api.find(actor=town.stranger, words=NUMBER, reason="窗口核对优待资格")
    assert [one.holder_name for one in found] == ["陈小满"]
    use = api.own_uses(actor=town.resident)[0]
    assert use.purpose == "窗口核对优待资格"
    ledger.seal()
    looks = {row.act for row in ledger.of_party(about=found[0].holder_id)}
    assert {"licence.found", "licence.used"} <= looks


def test_revoking_takes_two_people(town: Town) -> None:
    made = town.card()
    with pytest.raises(LicenceRefused):
        api.move(actor=town.handler, licence_id=made.id, act=Act.REVOKED, reason="违法")
    with pytest.raises(NotAllowed):
        api.propose(actor=town.stranger, licence_id=made.id, act=Act.REVOKED, reason="违法", basis="法")
    asked = api.propose(
        actor=town.second, licence_id=made.id, act=Act.REVOKED, reason="违法", basis="某法 3 条"
    )
    with pytest.raises(LicenceRefused):  # one open at a time
        api.propose(actor=town.handler, licence_id=made.id, act=Act.REVOKED, reason="违法", basis="法")
    with pytest.raises(LicenceRefused):  # who leads may approve, but not the own proposal
        api.decide(actor=town.second, proposal_id=asked.id, granted=True)
    with pytest.raises(NotAllowed):  # who does not lead approves nothing
        api.decide(actor=town.handler, proposal_id=asked.id, granted=True)
    found = api.licence(made.id)
    assert found is not None
    assert found.valid
    with pytest.raises(IntegrityError), transaction.atomic():  # the database refuses it, too
        Proposal.objects.filter(pk=asked.id).update(decided_by=town.second.account_id)


def test_the_second_person_revokes_and_the_holder_reads_why(town: Town) -> None:
    made = town.card()
    asked = api.propose(
        actor=town.handler, licence_id=made.id, act=Act.REVOKED, reason="违法", basis="某法 3 条"
    )
    assert [one.id for one in api.proposals(actor=town.second)] == [asked.id]
    api.decide(actor=town.second, proposal_id=asked.id, granted=True)
    found = api.licence(made.id)
    assert found is not None
    assert found.state is LicenceState.REVOKED
    assert "某法 3 条" in notices.notices(party_id=made.holder_id)[0].body
    assert api.verify(made.verify_code).genuine
    assert not api.verify(made.verify_code).valid


def test_a_withdrawal_reaches_a_licence_that_was_renewed_before_the_second_person_agreed(town: Town) -> None:
    made = town.card()
    asked = api.propose(
        actor=town.handler, licence_id=made.id, act=Act.WITHDRAWN, reason="骗取", basis="某法 3 条"
    )
    renewed = api.renew(licence=made, values={}, reason="换证")
    api.decide(actor=town.second, proposal_id=asked.id, granted=True)
    assert api.of_holder(made.holder_id, valid_only=True) == []
    assert not api.verify(renewed.verify_code).valid


def test_licences_stand_for_materials(town: Town) -> None:
    made = town.card()
    found = api.replaced_by_licence(materials=["elder-card", "photo", "id-card"], party_id=made.holder_id)
    assert {code: one.id for code, one in found.items()} == {"elder-card": made.id}
    api.cancel(licence=made, reason="交回")
    assert api.replaced_by_licence(materials=["elder-card"], party_id=made.holder_id) == {}


def test_licences_answer_as_a_register_with_consent(town: Town) -> None:
    made = town.card()
    asked = {"party_id": made.holder_id, "fields": ["id_number", "birth_date"], "purpose": "item:x"}
    registers.consent(actor=town.resident, party_id=made.holder_id, source="licences", purpose="item:x")
    facts = registers.facts_of(**asked, actor=town.resident)  # type: ignore[arg-type]
    assert facts["birth_date"].value == date(1991, 3, 14)
    assert facts["id_number"].value == NUMBER
    adapter = next(one for one in registers.sources() if one.code == "licences")
    assert adapter.needs_consent
    assert adapter.field("degree_name") is not None


def test_what_was_issued_since_the_lakes_extract_is_held_beside_what_that_names(
    town: Town, settings: Any
) -> None:
    party = town.resident.party_id
    assert party is not None

    def held() -> object:
        (fact,) = registers.facts_of(
            party_id=party, fields=["licences_held"], purpose="programme:one", actor=SYSTEM
        ).values()
        return fact.value

    assert held() is None
    made = town.card()
    assert held() == ["elder-card"]
    known = NewRow("lake-licences", party, {"licences_held": ["id-card"]}, timezone.now())
    registers.load([known])
    assert held() == ["id-card", "elder-card"]
    settings.REGISTERS_AWAY = {"lake-licences"}
    assert held() is None, "a part of them would refuse what asks for another"
    settings.REGISTERS_AWAY = set()
    api.move(actor=town.handler, licence_id=made.id, act=Act.SUSPENDED, reason="核查")
    assert held() == ["id-card"]


def test_an_editor_adds_a_type_that_is_issued_at_once(town: Town) -> None:
    wish = LicenceType(
        "fishing-permit", "垂钓证", "", (("name", "姓名"),), valid_months=12, material="fishing-permit"
    )
    with pytest.raises(LicenceRefused):
        api.save_type(actor=town.handler, type=wish, function="market")
    made = api.save_type(actor=town.editor, type=wish, function="market")
    assert (len(made.name_code), made.name_code[-3:]) == (21, "003")  # after two shipped ones
    assert town.resident.party_id is not None
    issued = api.issue(type="fishing-permit", holder_id=town.resident.party_id, values={"name": "陈小满"})
    assert issued.issuer == MARKET
    assert issued.valid_until is not None
    assert api.type_for_material(material="fishing-permit") == "fishing-permit"
