"""Breaking the glass: one matter for half an hour, never in silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.jobs import api as jobs
from cdos.base.matters import api
from cdos.base.matters.contracts import MatterInfo, MoveRefused, NotAllowed, Question
from cdos.base.matters.models import Matter
from cdos.base.notices import api as notices
from cdos.base.organisation import api as organisation
from cdos.base.organisation import models
from cdos.base.organisation.contracts import SYSTEM, Actor, OrganisationRefused, Role

from .conftest import DISPATCHER, EAST, OPERATOR, RESIDENT, WATER, WEST

WHY = "病人在救护车上，须核对报案地址"


@pytest.fixture
def guardian(units: None) -> Actor:
    return _person("guardian", Role.GUARDIAN, WEST)


@pytest.fixture
def nurse(units: None) -> Actor:
    return _person("nurse", Role.HANDLER, EAST)


def _person(login: str, role: Role, area: str) -> Actor:
    account = identity.create_account(login=login, name=login, is_staff=True)
    unit = WATER if area == WEST else "440392-water"
    organisation.appoint(actor=SYSTEM, account_id=account.id, unit=unit, role=role, area=area)
    return organisation.actor_of_account(account.id)


def again(actor: Actor) -> Actor:
    """The same person at the next request."""
    assert actor.account_id
    return organisation.actor_of_account(actor.account_id)


def test_a_matter_beyond_reach_opens_for_half_an_hour_and_everybody_who_should_knows(
    working: MatterInfo, nurse: Actor, guardian: Actor
) -> None:
    with pytest.raises(NotAllowed):
        api.get(actor=nurse, number=working.number)
    api.break_glass(actor=nurse, number=working.number, reason=WHY)
    assert api.get(actor=again(nurse), number=working.number).number == working.number
    assert api.look(actor=again(nurse), number=working.number).moves == ()
    assert any(WHY in entry.text for entry in api.timeline(actor=DISPATCHER, number=working.number))
    assert all(WHY not in entry.text for entry in api.timeline(actor=RESIDENT, number=working.number))
    (told,) = notices.notices(account_id=guardian.account_id)
    assert working.number in told.title
    assert WHY in told.body
    over = timezone.now() - timedelta(minutes=1)
    models.Emergency.objects.update(until_at=over, from_at=over - timedelta(minutes=30))
    with pytest.raises(NotAllowed):
        api.get(actor=again(nurse), number=working.number)


def test_the_open_glass_shows_one_matter_and_no_list(
    working: MatterInfo, asked: MatterInfo, nurse: Actor
) -> None:
    api.break_glass(actor=nurse, number=working.number, reason=WHY)
    assert api.find(actor=again(nurse), question=Question()).rows == ()


def test_a_reason_is_needed_and_the_post_must_allow_it(working: MatterInfo, nurse: Actor) -> None:
    with pytest.raises(MoveRefused):
        api.break_glass(actor=nurse, number=working.number, reason="急")
    for actor in (OPERATOR, RESIDENT, Actor()):
        with pytest.raises(NotAllowed):
            api.break_glass(actor=actor, number=working.number, reason=WHY)
    with pytest.raises(MoveRefused):
        api.break_glass(actor=DISPATCHER, number=working.number, reason=WHY)
    assert not models.Emergency.objects.exists()


def test_a_guardian_judges_once_and_what_was_not_justified_ends_at_once(
    working: MatterInfo, nurse: Actor, guardian: Actor
) -> None:
    api.break_glass(actor=nurse, number=working.number, reason=WHY)
    (case,) = api.guarded(actor=guardian)
    assert (case.number, case.access.reason, case.access.justified) == (working.number, WHY, None)
    with pytest.raises(OrganisationRefused):
        organisation.judge_emergency(actor=guardian, emergency_id=case.access.id, justified=False)
    with pytest.raises(OrganisationRefused):
        organisation.judge_emergency(actor=nurse, emergency_id=case.access.id, justified=True)
    organisation.judge_emergency(
        actor=guardian, emergency_id=case.access.id, justified=False, judgement="与职责无关"
    )
    with pytest.raises(NotAllowed):
        api.get(actor=again(nurse), number=working.number)
    with pytest.raises(OrganisationRefused):
        organisation.judge_emergency(actor=guardian, emergency_id=case.access.id, justified=True)


def test_a_guardian_sees_the_cases_of_the_own_area_only(working: MatterInfo, nurse: Actor) -> None:
    api.break_glass(actor=nurse, number=working.number, reason=WHY)
    assert api.guarded(actor=_person("east-guardian", Role.GUARDIAN, EAST)) == []
    with pytest.raises(NotAllowed):
        api.guarded(actor=DISPATCHER)


def test_staff_who_lost_the_post_are_told_nothing_more(working: MatterInfo) -> None:
    clerk = _person("clerk", Role.HANDLER, WEST)
    assert clerk.account_id
    Matter.objects.filter(pk=working.id).update(holder_account=clerk.account_id)
    api.comment(actor=RESIDENT, number=working.number, text="还有一件事")
    jobs.drain()
    assert len(notices.notices(account_id=clerk.account_id)) == 1
    (held,) = organisation.appointments(account_id=clerk.account_id)
    organisation.end_appointment(actor=SYSTEM, appointment_id=held.id)
    api.comment(actor=RESIDENT, number=working.number, text="又有一件事")
    jobs.drain()
    assert len(notices.notices(account_id=clerk.account_id)) == 1
