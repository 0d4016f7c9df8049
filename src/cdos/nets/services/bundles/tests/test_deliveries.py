"""A department's system is away, a part is refused, the person withdraws: what happens to the part and to the rest."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation.contracts import SYSTEM
from cdos.hubs.registers import api as registers
from cdos.nets.services.applications import api as applications
from cdos.nets.services.bundles import api
from cdos.nets.services.bundles.contracts import BundleRefused, Parcel, ParcelRefused
from cdos.nets.services.bundles.logic import delivering, moment
from cdos.nets.services.bundles.models import Delivery, Received, Run
from cdos.nets.services.bundles.tests import town as towns
from cdos.nets.services.bundles.tests.town import Town
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Heard, Notice

pytestmark = pytest.mark.django_db
CULTURE = "440300-culture"


class Clock:
    """The moment as the deliveries see it; an hour passes when the test says so."""

    def __init__(self) -> None:
        self.at = timezone.now()

    def now(self) -> datetime:
        return self.at

    def passes(self, minutes: int) -> None:
        """Minute by minute, with the jobs that are due by then."""
        for _minute in range(minutes):
            self.at += timedelta(minutes=1)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE jobs_job SET run_at = clock_timestamp() WHERE state = 'ready' AND run_at <= %s",
                    [self.at],
                )
            jobs.drain()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(moment, "now", made.now)
    return made


def test_a_system_away_for_an_hour_gets_its_part_once_and_the_rest_is_done(town: Town, clock: Clock) -> None:
    api.switch_off(actor=SYSTEM, department=CULTURE, minutes=60)
    number = town.send("talent-settlement")
    assert town.states(number)["library-card"] == "failed"
    assert town.states(number)["talent-review"] == "done"
    towns.pay(number)
    towns.decide(town.part(number, "talent-settlement").number)
    clock.passes(59)
    waiting = town.part(number, "library-card")
    others = {state for item, state in town.states(number).items() if item != "library-card"}
    assert others == {"done"} or others == {"done", "delivered"}
    assert waiting.state.value == "failed"
    assert 5 <= waiting.tries <= 10
    assert not Received.objects.filter(department=CULTURE).exists()
    clock.passes(20)
    assert town.states(number)["library-card"] == "done"
    assert Received.objects.filter(department=CULTURE).count() == 1
    assert [one.item for one in applications.of_parent(number=number)].count("library-card") == 1


def test_switched_on_again_it_is_handed_over_at_once(town: Town) -> None:
    api.switch_off(actor=SYSTEM, department=CULTURE)
    number = town.send("talent-settlement")
    assert api.switch_on(actor=SYSTEM, department=CULTURE) == 1
    jobs.drain()
    assert town.states(number)["library-card"] == "done"


def test_a_hand_over_that_was_cut_short_is_repeated_without_doubling(town: Town) -> None:
    api.switch_off(actor=SYSTEM, department=CULTURE)
    number = town.send("talent-settlement")
    api.switch_on(actor=SYSTEM, department=CULTURE)
    row = Delivery.objects.get(number=number, item="library-card")
    parcel = delivering.parcel_of(row.pk, row.tries)
    assert parcel is not None
    first = delivering.registry.system_of(CULTURE).take(parcel)  # then the worker is killed
    delivering.deliver(row.pk, row.tries)
    delivering.deliver(row.pk, row.tries)
    jobs.drain()
    assert delivering.registry.system_of(CULTURE).take(parcel) == first
    assert Received.objects.filter(department=CULTURE).count() == 1
    assert [one.item for one in applications.of_parent(number=number)].count("library-card") == 1


class Strict:
    """A system that does not take anything, or nothing before it was asked often enough."""

    name = "strict"

    def __init__(self) -> None:
        self.asked = 0

    def take(self, parcel: Parcel) -> str:
        self.asked += 1
        raise ParcelRefused("格式不符")


def test_what_a_system_will_not_take_is_given_to_a_person_who_can_hand_it_over_again(town: Town) -> None:
    strict = Strict()
    api.add_system(CULTURE, strict)
    try:
        number = town.send("talent-settlement")
        assert strict.asked == 1
        part = town.part(number, "library-card")
        assert part.state.value == "given_up"
        assert part.failure == "格式不符"
    finally:
        api.remove_system(CULTURE)
    matters.act(actor=SYSTEM, number=number, move="retry", data={"item": "library-card"})
    jobs.drain()
    assert town.states(number)["library-card"] == "done"


def test_a_refusal_stops_what_needs_it_and_nothing_else(town: Town) -> None:
    number = town.send("talent-settlement")
    towns.decide(town.part(number, "talent-settlement").number, grant=False)
    states = town.states(number)
    assert states["talent-settlement"] == "refused"
    assert states["household-move-in"] == states["id-card-issue"] == "stopped"
    assert states["talent-review"] == states["library-card"] == states["social-security-card"] == "done"
    case = town.case(number)
    assert case.state == "partly"
    stopped = town.part(number, "household-move-in")
    assert town.part(number, "talent-settlement").title in stopped.sentence


def test_an_objection_that_succeeds_begins_what_was_stopped(town: Town) -> None:
    number = town.send("talent-settlement")
    application = town.part(number, "talent-settlement").number
    towns.decide(application, grant=False)
    matters.act(actor=town.actor, number=application, move="object", data={"reason": "登记信息已更正。"})
    unit = applications.info(number=application).unit
    lead = towns.clerk(unit, towns.Role.LEAD)
    matters.act(actor=lead, number=application, move="overturn", data={"reason": "复核属实。"})
    towns.decide(application)
    assert town.states(number)["talent-settlement"] == "done"
    assert town.states(number)["household-move-in"] == "done"


def test_one_part_withdrawn_takes_its_dependents_along_and_leaves_the_rest(town: Town) -> None:
    number = town.send("talent-settlement")
    case = api.withdraw(actor=town.actor, number=number, item="talent-settlement", reason="不办了")
    states = {part.item: part.state.value for part in case.parts}
    assert states["talent-settlement"] == "withdrawn"
    assert states["household-move-in"] == "stopped"
    assert case.state == "partly"
    application = town.part(number, "talent-settlement").number
    assert applications.info(number=application).state == "withdrawn"


def test_all_withdrawn_ends_the_bundle_and_keeps_what_is_done(town: Town) -> None:
    number = town.send("talent-settlement")
    case = api.withdraw(actor=town.actor, number=number)
    assert case.state == "partly"
    assert {part.state.value for part in case.parts} == {"done", "withdrawn"}
    with pytest.raises(MoveRefused):
        api.withdraw(actor=town.actor, number=number)


def test_a_fee_nobody_paid_is_dropped_and_one_that_was_paid_comes_back_for_what_did_not_begin(
    town: Town,
) -> None:
    first = town.send("talent-settlement")
    payment = payments.of_matter(matter=first)
    assert payment is not None
    assert town.part(first, "id-card-issue").state.value == "waiting"
    api.withdraw(actor=town.actor, number=first)
    dropped = payments.of_matter(matter=first)
    assert dropped is not None
    assert dropped.state.value == "cancelled"
    second = town.send("talent-settlement")
    towns.pay(second)
    api.withdraw(actor=town.actor, number=second, item="id-card-issue")
    jobs.drain()
    paid_back = payments.of_matter(matter=second)
    assert paid_back is not None
    assert paid_back.refunded_fen == paid_back.fen


def test_only_the_person_sees_it_and_whoever_acts_for_them(town: Town) -> None:
    number = town.send("newborn", party=town.child, social_security_months=60)
    assert town.case(number).number == number  # the parent, who did not switch to the child first
    stranger = towns.clerk("440300-water")
    with pytest.raises((NotAllowed, LookupError)):
        api.case(actor=stranger, number=number)
    with pytest.raises(BundleRefused):
        api.submit(
            actor=stranger, request=town.request("newborn", party=town.child, social_security_months=60)
        )


def test_a_department_sees_its_own_deliveries_and_the_leading_one_all(town: Town) -> None:
    town.send("talent-settlement")
    culture = api.deliveries(actor=towns.clerk(CULTURE))
    assert {row.department for row in culture} == {CULTURE}
    labour = api.deliveries(actor=towns.clerk("440300-labour"))
    assert {row.item for row in labour} >= {"talent-review", "talent-settlement", "library-card"}
    with pytest.raises(NotAllowed):
        api.deliveries(actor=town.actor)


def test_what_the_person_gave_is_sealed_and_forgotten_when_all_is_done(town: Town) -> None:
    number = town.send("talent-settlement")
    row = Run.objects.get(number=number)
    assert row.sealed is not None
    assert "周一鸣".encode() not in bytes(row.sealed)
    towns.pay(number)
    towns.grant_all(town, number)
    assert town.case(number).state == "done"
    assert Run.objects.get(number=number).sealed is None


def test_parts_whose_job_was_lost_are_found_again(town: Town, clock: Clock) -> None:
    api.switch_off(actor=SYSTEM, department=CULTURE, minutes=1)
    number = town.send("talent-settlement")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM jobs_job")
    clock.at += timedelta(hours=2)
    assert delivering.forgotten() == 1
    jobs.drain()
    assert town.states(number)["library-card"] == "done"


def test_a_consent_taken_back_after_sending_is_not_given_again_for_the_parts_that_follow(town: Town) -> None:
    asked = town.request("talent-settlement")
    purpose = api.purpose(asked.code)
    assert registers.consented(party_id=town.person, purpose=purpose) == set(asked.consents)
    api.submit(actor=town.actor, request=asked)
    for one in registers.consents(town.person):
        if one.withdrawn_at is None:
            registers.withdraw(actor=town.actor, consent_id=one.id)
    jobs.drain()
    assert not registers.consented(party_id=town.person, purpose=purpose)


def paid_back(number: str) -> tuple[int, int, str]:
    payment = payments.of_matter(matter=number)
    assert payment is not None
    return payment.fen, payment.refunded_fen, payment.state.value


def test_a_part_withdrawn_before_the_fee_was_paid_is_given_back(town: Town) -> None:
    number = town.send("going-abroad")
    fen = {row.item: row.fen for row in Delivery.objects.filter(number=number)}
    api.withdraw(actor=town.actor, number=number, item="travel-permit")
    towns.pay(number)
    jobs.drain()
    assert paid_back(number) == (sum(fen.values()), fen["travel-permit"], "paid")
    assert fen["travel-permit"] == 6000
    assert town.states(number)["passport"] == "delivered"


def test_what_ends_between_the_payment_and_its_news_is_given_back_too(town: Town) -> None:
    number = town.send("going-abroad")
    api.withdraw(actor=town.actor, number=number, item="travel-permit")
    asked = payments.of_matter(matter=number)
    assert asked is not None
    payments.begin(reference=asked.reference)
    notice = Notice("m1", f"{asked.reference}-1", Heard.PAID, asked.fen)
    payments.paid(provider="demo", notice=notice)
    api.withdraw(actor=town.actor, number=number)
    jobs.drain()
    assert paid_back(number) == (asked.fen, asked.fen, "refunded")


def objected(town: Town, number: str, item: str) -> str:
    """The refusal of this part did not stand; what needed it may begin."""
    application = town.part(number, item).number
    matters.act(actor=town.actor, number=application, move="object", data={"reason": "登记信息已更正。"})
    lead = towns.clerk(applications.info(number=application).unit, towns.Role.LEAD)
    matters.act(actor=lead, number=application, move="overturn", data={"reason": "复核属实。"})
    towns.decide(application)
    return application


def test_a_fee_that_was_dropped_is_asked_for_again_when_an_objection_wakes_its_part(town: Town) -> None:
    number = town.send("talent-settlement")
    towns.decide(town.part(number, "talent-settlement").number, grant=False)
    assert paid_back(number)[2] == "cancelled"
    objected(town, number, "talent-settlement")
    case = town.case(number)
    assert (case.state, case.paid) == ("running", False)
    assert paid_back(number)[2] == "open"
    assert case.payment
    clocks = matters.clocks(actor=SYSTEM, number=number)
    assert [one.name for one in clocks if one.state == "running"] == ["whole"]
    towns.pay(number)
    assert town.states(number)["id-card-issue"] in {"delivered", "done"}


def test_an_objection_does_not_wake_what_needs_something_else_that_ended(town: Town) -> None:
    number = town.send("talent-settlement")
    row = Delivery.objects.get(number=number, item="id-card-issue")
    other = Delivery.objects.get(number=number, item="library-card")
    Delivery.objects.filter(pk=row.pk).update(after=[*row.after, other.item])
    towns.decide(town.part(number, "talent-settlement").number, grant=False)
    Delivery.objects.filter(pk=other.pk).update(state="withdrawn")
    objected(town, number, "talent-settlement")
    states = town.states(number)
    assert (states["household-move-in"], states["id-card-issue"]) == ("done", "stopped")
    assert paid_back(number)[2] == "cancelled"
