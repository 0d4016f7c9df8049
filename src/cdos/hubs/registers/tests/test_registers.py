"""Registers: facts with their sources, consents, registers that are away, looks recorded, values corrected."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cdos.base.fence.contracts import NOTHING
from cdos.base.fence.logic import scope
from cdos.base.identity.contracts import Self
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed, Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.base.rules.contracts import Field, FieldType
from cdos.hubs.registers import api
from cdos.hubs.registers.adapters import registry
from cdos.hubs.registers.contracts import Availability, NewRow, Reading, RegisterAway, RegisterRefused, Source
from cdos.hubs.registers.logic import keeping
from cdos.hubs.registers.models import ConsentRow, CorrectionRow, RegisterRow
from cdos.hubs.registers.tests.conftest import CIVIL, People

pytestmark = pytest.mark.django_db
PURPOSE = "item:talent-review"
FIELDS = ("name", "marital_status", "social_security_months", "estate_owner", "no_such_field")


def ask(people: People, *fields: str, purpose: str = PURPOSE) -> dict[str, Any]:
    return api.facts_of(party_id=people.party, fields=fields or FIELDS, purpose=purpose, actor=people.person)


def allow(people: People, *sources: str, purpose: str = PURPOSE) -> None:
    for source in sources:
        api.consent(actor=people.person, party_id=people.party, source=source, purpose=purpose)


def test_without_consent_only_what_the_own_proven_name_says_is_known(people: People) -> None:
    facts = ask(people)
    assert facts["name"].value == "陈一"
    assert facts["name"].source == "identity"
    assert facts["marital_status"].availability is Availability.NO_CONSENT
    assert facts["no_such_field"].availability is Availability.UNKNOWN
    assert set(facts) == set(FIELDS)
    assert api.known(facts) == {"name": "陈一"}


def test_a_consent_opens_one_source_for_one_purpose_and_is_counted(people: People) -> None:
    allow(people, "marriage")
    facts = ask(people)
    assert (facts["marital_status"].value, facts["marital_status"].source) == ("married", "marriage")
    assert facts["marital_status"].as_of is not None
    assert facts["social_security_months"].availability is Availability.NO_CONSENT
    other = ask(people, "marital_status", purpose="item:library-card")
    assert other["marital_status"].availability is Availability.NO_CONSENT
    ask(people, "name")  # needs no other register, so none is used
    assert [(one.source, one.used) for one in api.consents(people.party)] == [("marriage", 1)]


def test_a_withdrawn_consent_closes_the_source_at_once_and_stays_on_record(people: People) -> None:
    allow(people, "marriage")
    ask(people)
    (given,) = api.consents(people.party)
    with pytest.raises(LookupError):
        api.withdraw(actor=people.other, consent_id=given.id)
    api.withdraw(actor=people.person, consent_id=given.id)
    assert ask(people)["marital_status"].availability is Availability.NO_CONSENT
    allow(people, "marriage")
    states = [(one.open, one.used) for one in api.consents(people.party)]
    assert states == [(True, 0), (False, 1)]
    assert api.consented(party_id=people.party, purpose=PURPOSE) == {"marriage"}


def test_a_consent_given_twice_is_one(people: People) -> None:
    allow(people, "marriage", "marriage")
    assert len(api.consents(people.party)) == 1


def test_who_may_not_act_for_a_person_neither_asks_nor_allows(people: People) -> None:
    for actor in (people.other, people.admin):
        with pytest.raises(RegisterRefused):
            api.facts_of(party_id=people.party, fields=FIELDS, purpose=PURPOSE, actor=actor)
        with pytest.raises(RegisterRefused):
            api.consent(actor=actor, party_id=people.party, source="marriage", purpose=PURPOSE)


def test_a_consent_given_at_a_counter_names_the_counter(people: People) -> None:
    api.consent(actor=people.clerk, party_id=people.party, source="marriage", purpose=PURPOSE)
    (given,) = api.consents(people.party)
    assert given.given_to == CIVIL


def test_an_unknown_source_is_refused(people: People) -> None:
    with pytest.raises(RegisterRefused):
        allow(people, "nothing")


def test_a_register_that_is_away_leaves_its_fields_open_and_the_rest_goes_on(
    people: People, settings: Any
) -> None:
    allow(people, "marriage", "social_security")
    settings.REGISTERS_AWAY = {"marriage"}
    facts = ask(people)
    assert facts["marital_status"].availability is Availability.AWAY
    assert facts["social_security_months"].value == 30
    assert [one.source.code for one in api.states() if one.away] == ["marriage"]


class Broken(api.Register):
    source = Source(
        "broken", "坏的", CIVIL, (Field("only_there", "x", FieldType.TEXT),), needs_consent=False, basis="法"
    )
    asked = 0

    def read(self, party_id: int) -> Reading | None:
        type(self).asked += 1
        raise OSError("no route to host")


def test_whatever_a_register_raises_is_being_away_and_it_is_left_alone_for_a_while(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._REGISTERS, "broken", Broken())
    for _time in range(3):
        facts = ask(people, "only_there", "name")
        assert facts["only_there"].availability is Availability.AWAY
        assert facts["name"].found
    assert Broken.asked == 1


def test_the_next_register_is_asked_only_for_what_the_first_does_not_know(people: People) -> None:
    allow(people, "household", "residence")
    facts = ask(people, "name", "hukou", "residence_address")
    assert {name: fact.source for name, fact in facts.items()} == {
        "name": "identity",
        "hukou": "household",
        "residence_address": "",
    }
    ledger.seal()
    looks = [row.object for row in ledger.of_party(about=people.party, kind=Kind.LOOK)]
    assert sorted(looks) == [
        "register:household",
        "register:identity",
    ]  # residence holds no row: nothing seen


def test_age_is_counted_from_the_date_of_birth(people: People) -> None:
    fact = ask(people, "age")["age"]
    born = date(1991, 3, 14)
    today = date.today()
    assert fact.value == today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def test_an_enterprise_is_asked_about_in_the_registers_of_enterprises_only(people: People) -> None:
    facts = api.facts_of(
        party_id=people.firm,
        fields=("enterprise_name", "employment"),
        purpose=PURPOSE,
        actor=people.for_firm,
    )
    assert facts["enterprise_name"].value == "样例面包店"
    assert facts["employment"].availability is Availability.UNKNOWN
    about = {one.about for one in api.sources(about="enterprise")}
    assert about <= {"enterprise", "any"}


def test_each_look_is_in_the_ledger_with_fields_and_purpose_and_without_values(people: People) -> None:
    allow(people, "marriage")
    ask(people, "marital_status")
    ledger.seal()
    (row,) = [
        r for r in ledger.of_party(about=people.party, kind=Kind.LOOK) if r.object == "register:marriage"
    ]
    assert row.details is not None
    assert row.details["what"] == "婚姻状况"
    assert "married" not in str(row.details)
    assert row.by == people.person.account_id


def test_the_rows_are_sealed_and_behind_the_fence(people: People) -> None:
    allow(people, "marriage")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registers_registerrow t WHERE t::text LIKE '%%married%%'")
        assert cursor.fetchone()[0] == 0
    before = scope.OUTSIDE[0]
    scope.OUTSIDE[0] = NOTHING
    try:
        with scope.within(NOTHING):
            assert not RegisterRow.objects.exists()
            assert not ConsentRow.objects.exists()
    finally:
        scope.OUTSIDE[0] = before


def correct(
    people: People, claimed: str = "离异", field: str = "marital_status", source: str = "marriage"
) -> str:
    return api.correction(
        actor=people.person,
        party_id=people.party,
        source=source,
        field=field,
        claimed=claimed,
        reason="去年已办理离婚登记",
    )


def test_a_wrong_value_goes_to_the_registers_unit_which_corrects_it(people: People) -> None:
    allow(people, "marriage")
    before = ask(people, "marital_status")["marital_status"]
    number = correct(people)
    assert correct(people) == number  # asked once
    queue = matters.find(actor=people.clerk, question=Question(kinds=("correction",), open_only=True))
    assert [row.number for row in queue.rows] == [number]
    assert not matters.find(actor=people.stranger, question=Question(kinds=("correction",))).rows
    with pytest.raises((NotAllowed, LookupError)):
        matters.act(actor=people.stranger, number=number, move="correct", data={"value": "离异"})
    with pytest.raises(MoveRefused):
        matters.act(actor=people.clerk, number=number, move="correct", data={"value": "不知道"})
    matters.act(actor=people.clerk, number=number, move="correct", data={"value": "离异", "answer": "已更正"})
    after = ask(people, "marital_status")["marital_status"]
    assert (before.value, after.value) == ("married", "divorced")
    assert before.version != after.version
    (one,) = api.corrections(people.party)
    assert (one.state, one.answer, one.held, one.claimed) == ("corrected", "已更正", "married", "divorced")


def test_a_value_that_stays_is_explained(people: People) -> None:
    number = correct(people)
    with pytest.raises(MoveRefused):
        matters.act(actor=people.clerk, number=number, move="keep", data={"answer": " "})
    matters.act(actor=people.clerk, number=number, move="keep", data={"answer": "未查到离婚登记"})
    (one,) = api.corrections(people.party)
    assert (one.state, one.answer) == ("kept", "未查到离婚登记")
    allow(people, "marriage")
    assert ask(people, "marital_status")["marital_status"].value == "married"


def test_who_asked_takes_it_back(people: People) -> None:
    number = correct(people)
    with pytest.raises((NotAllowed, LookupError)):
        api.withdraw_correction(actor=people.other, number=number)
    api.withdraw_correction(actor=people.person, number=number)
    assert api.corrections(people.party)[0].state == "withdrawn"


@pytest.mark.parametrize(
    ("field", "source", "claimed"),
    [
        ("marital_status", "marriage", "也许"),
        ("marriage_date", "marriage", "去年"),
        ("hukou", "marriage", "sz"),
    ],
)
def test_what_cannot_be_the_value_is_refused_at_once(
    people: People, field: str, source: str, claimed: str
) -> None:
    with pytest.raises(RegisterRefused):
        correct(people, claimed, field, source)


def test_nobody_says_it_for_somebody_else(people: People) -> None:
    with pytest.raises(RegisterRefused):
        api.correction(
            actor=people.other,
            party_id=people.party,
            source="marriage",
            field="marital_status",
            claimed="离异",
            reason="听说的",
        )


def test_a_register_that_takes_no_corrections_says_so(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = correct(people)
    adapter = registry.get("marriage")

    def refuse(*_given: object) -> None:
        raise RegisterRefused("x")

    monkeypatch.setattr(adapter, "correct", refuse)
    with pytest.raises(MoveRefused, match="婚姻登记"):
        matters.act(actor=people.clerk, number=number, move="correct", data={"value": "离异"})


def test_a_correction_is_announced_for_whoever_stands_on_the_value(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(jobs, "announce", lambda topic, **said: told.append((topic, said)))
    number = correct(people)
    matters.act(actor=people.clerk, number=number, move="correct", data={"value": "离异"})
    said = {"source": "marriage", "party_id": people.party, "fields": ["marital_status"]}
    assert ("register.changed", said) in told


def test_what_a_load_changes_of_a_known_party_is_announced_and_a_large_delivery_only_in_part(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str, list[str]]] = []

    def announce(topic: str, **said: Any) -> None:
        told.append((topic, said["source"], said["fields"]))
        assert said["party_id"] == people.party

    monkeypatch.setattr(jobs, "announce", announce)
    now = timezone.now()
    rows = [
        NewRow(
            "marriage", people.party, {"marital_status": "divorced", "marriage_date": date(2015, 5, 20)}, now
        ),
        NewRow("household", people.party, {"name": "陈一", "hukou": "sz", "children_count": 1}, now),
        NewRow("education", people.party, {"education": "master"}, now),
        NewRow("education", people.firm + 100, {"education": "master"}, now),
    ]
    api.load(rows)
    assert told == [
        ("register.changed", "marriage", ["marital_status"]),
        ("register.changed", "education", ["education"]),
    ]
    api.load(rows)
    assert len(told) == 2
    monkeypatch.setattr(keeping, "MOST_TOLD", 1)
    api.load([NewRow(one.source, one.party_id, {}, now) for one in rows[:3]])
    assert len(told) == 3


def test_a_person_sees_what_is_held_of_them_and_the_look_is_written_down(people: People) -> None:
    assert api.own(actor=people.person, source="marriage") == {
        "marital_status": "married",
        "marriage_date": date(2015, 5, 20),
    }
    assert api.own(actor=people.other, source="marriage") is None
    with pytest.raises(LookupError):
        api.own(actor=people.person, source="nothing")
    ledger.seal()
    looks = ledger.of_party(about=people.party, kind=Kind.LOOK)
    assert [row.object for row in looks] == ["register:marriage"]


def test_an_away_register_says_so_on_the_own_page(people: People, settings: Any) -> None:
    settings.REGISTERS_AWAY = {"marriage"}
    with pytest.raises(RegisterAway):
        api.own(actor=people.person, source="marriage")


def test_own_data_has_consents_and_corrections_and_closing_ends_the_consents(people: People) -> None:
    allow(people, "marriage")
    correct(people)
    asked = Self(people.person.account_id or 0, people.party)
    assert [row["what"] for row in keeping.of_person(asked)] == ["consent", "correction"]
    keeping.forget(asked)
    assert not [one for one in api.consents(people.party) if one.open]


def test_erasing_takes_the_values_and_the_person(people: People) -> None:
    from cdos.base.matters.contracts import Erasing
    from cdos.hubs.registers.logic import correcting

    number = correct(people)
    matter = matters.get(actor=SYSTEM, number=number)
    from cdos.base.fence import api as fence

    with fence.everything():
        correcting.erase([matter.id], Erasing.ANONYMISE)
        row = CorrectionRow.objects.get(pk=matter.id)
        assert row.party_id == 0
        assert correcting.info(row).claimed is None


def test_the_sources_of_fields_are_those_that_would_be_asked_first(people: People) -> None:
    found = api.sources_of(("name", "marital_status", "social_security_months"))
    assert [(one.code, one.needs_consent) for one in found] == [
        ("identity", False),
        ("marriage", True),
        ("social_security", True),
    ]
    assert found[1].words == "婚姻登记 · 样例市民政局"
