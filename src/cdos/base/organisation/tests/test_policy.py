"""The policy as people live under it, and the administrations kept apart."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation import api, models, policy
from cdos.base.organisation.contracts import (
    SYSTEM,
    Action,
    Actor,
    HeldPost,
    OrganisationRefused,
    Role,
    Within,
)
from cdos.base.organisation.tests.conftest import Staff
from cdos.base.organisation.tests.test_pages import As

pytestmark = pytest.mark.django_db


def holding(role: Role, area: str = "440391") -> Actor:
    return Actor(account_id=1, posts=(HeldPost("440391-water", "水务局", role, area),))


def test_administrators_see_no_matter() -> None:
    for role in (Role.ADMIN, Role.SECURITY, Role.AUDIT, Role.GUARDIAN, Role.EDITOR):
        assert not api.may(holding(role), Action.SEE)
        assert policy.fence(holding(role), city="440300").areas == ()


def test_every_action_is_granted_to_somebody_and_nobody_has_everything() -> None:
    granted = {grant.action for grant in policy.POLICY}
    assert granted == set(Action)
    for who in {grant.who for grant in policy.POLICY}:
        assert {grant.action for grant in policy.POLICY if grant.who == who} != set(Action)


def test_the_reach_of_a_post_is_the_reach_of_its_power() -> None:
    dispatcher = holding(Role.DISPATCHER)
    assert api.areas_of(dispatcher, Action.SEE) == ("440391",)
    assert api.units_of(dispatcher, Action.SEE) == ()
    assert api.units_of(holding(Role.HANDLER), Action.SEE) == ("440391-water",)
    assert policy.fence(holding(Role.SUPERVISOR, "440300"), city="440300").everything
    assert api.granted(Role.OPERATOR, Action.SEE, Within.FILED)


@pytest.mark.parametrize(
    ("first", "second"),
    [(Role.ADMIN, Role.AUDIT), (Role.SECURITY, Role.ADMIN), (Role.AUDIT, Role.SECURITY)],
)
def test_one_person_never_holds_two_administrations(city: None, first: Role, second: Role) -> None:
    account = identity.create_account(login="mighty", name="一人", is_staff=True).id
    today = timezone.localdate()
    unit = next(iter(api.units()))
    api.appoint(actor=SYSTEM, account_id=account, unit=unit, role=first, until_on=today + timedelta(days=9))
    with pytest.raises(OrganisationRefused):
        api.appoint(
            actor=SYSTEM, account_id=account, unit=unit, role=second, from_on=today + timedelta(days=9)
        )
    api.appoint(actor=SYSTEM, account_id=account, unit=unit, role=second, from_on=today + timedelta(days=10))


def test_an_administrator_stands_in_for_no_other_administrator(city: None) -> None:
    unit = next(iter(api.units()))
    ids = {}
    for login, role in (("one", Role.ADMIN), ("two", Role.AUDIT)):
        ids[login] = identity.create_account(login=login, name=login, is_staff=True).id
        api.appoint(actor=SYSTEM, account_id=ids[login], unit=unit, role=role)
    held = models.Appointment.objects.get(account_id=ids["one"])
    today = timezone.localdate()
    asked = api.propose_deputy(
        actor=SYSTEM, appointment_id=held.pk, deputy_id=ids["two"], from_on=today, until_on=today
    )
    deputy = api.actor_of_account(ids["two"])
    with pytest.raises(OrganisationRefused):
        api.accept_deputy(actor=deputy, deputation_id=asked.id)


@pytest.mark.parametrize(
    ("giver", "role", "may"),
    [
        (Role.ADMIN, Role.HANDLER, True),
        (Role.ADMIN, Role.ADMIN, False),
        (Role.ADMIN, Role.SECURITY, False),
        (Role.SECURITY, Role.ADMIN, True),
        (Role.SECURITY, Role.AUDIT, True),
        (Role.SECURITY, Role.SECURITY, False),
        (Role.SECURITY, Role.HANDLER, False),
        (Role.AUDIT, Role.SECURITY, True),
        (Role.AUDIT, Role.ADMIN, False),
    ],
)
def test_no_administrator_gives_or_takes_their_own_kind_of_power(
    city: None, giver: Role, role: Role, may: bool
) -> None:
    unit = next(iter(api.units()))
    asks, gets = (identity.create_account(login=n, name=n, is_staff=True).id for n in ("asks", "gets"))
    api.appoint(actor=SYSTEM, account_id=asks, unit=unit, role=giver)
    held = api.appoint(actor=SYSTEM, account_id=gets, unit=unit, role=role)
    actor, later = api.actor_of_account(asks), timezone.localdate() + timedelta(days=1)
    if may:
        api.end_appointment(actor=actor, appointment_id=held)
        api.appoint(actor=actor, account_id=gets, unit=unit, role=role, from_on=later)
        return
    with pytest.raises(OrganisationRefused):
        api.end_appointment(actor=actor, appointment_id=held)
    with pytest.raises(OrganisationRefused):
        api.appoint(actor=actor, account_id=gets, unit=unit, role=role, from_on=later)


def test_the_page_says_every_grant_to_staff_only(client: Client, staff: Staff) -> None:
    html = As(staff.zhang).text("/staff/policy/")
    assert html.count("<li>") >= len(policy.POLICY)
    assert client.get("/staff/policy/").status_code == 302
    with pytest.raises(PermissionDenied):
        As(staff.resident).get("/staff/policy/")
