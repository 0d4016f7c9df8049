"""Posts, deputies and who acts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation import api, models
from cdos.base.organisation.contracts import (
    SYSTEM,
    Actor,
    AppointmentRow,
    Deputation,
    HeldPost,
    OrganisationRefused,
    PostRow,
    Role,
)
from cdos.base.organisation.tests.conftest import CITY, STREET, WEST, Staff

HANDLES = HeldPost(unit=f"{WEST}-water", unit_name="西区水务局", role=Role.HANDLER, area=WEST)


def today() -> date:
    return timezone.localdate()


def propose(staff: Staff, *, deputy: int | None = None, first: int = 0, last: int = 5) -> Deputation:
    return api.propose_deputy(
        actor=api.actor_of_account(staff.zhang),
        appointment_id=staff.handler_appointment,
        deputy_id=staff.li if deputy is None else deputy,
        from_on=today() + timedelta(days=first),
        until_on=today() + timedelta(days=last),
    )


def lent(account: int) -> list[HeldPost]:
    return [post for post in api.actor_of_account(account).posts if post.deputy_for]


def test_a_visitor_is_nobody_and_costs_no_query(db: None) -> None:
    request = RequestFactory().get("/")
    request.account = None
    with CaptureQueriesContext(connection) as queries:
        assert api.actor(request) == Actor()
        assert api.actor(RequestFactory().get("/")) == Actor()
    assert len(queries) == 0


def test_a_member_of_staff_holds_posts_found_by_one_query(staff: Staff) -> None:
    request = RequestFactory().get("/")
    request.account = identity.account(staff.zhang)
    api.units()
    with CaptureQueriesContext(connection) as queries:
        assert api.actor(request).posts == (HANDLES,)
        assert api.actor(request) is api.actor(request)
    assert len(queries) == 1


def test_a_change_of_account_in_a_request_changes_the_actor(staff: Staff) -> None:
    request = RequestFactory().get("/")
    request.account = identity.account(staff.zhang)
    assert api.actor(request).is_staff
    request.account = None
    assert api.actor(request) == Actor()


def test_residents_hold_nothing_and_cost_no_query(staff: Staff) -> None:
    request = RequestFactory().get("/")
    request.account = identity.account(staff.resident)
    with CaptureQueriesContext(connection) as queries:
        assert not api.actor(request).is_staff
    assert len(queries) == 0


def test_a_post_is_held_from_its_first_to_its_last_day(staff: Staff) -> None:
    lead = api.load_posts([PostRow(f"{WEST}-water", Role.LEAD)])[0]
    day = timedelta(days=1)
    api.load_appointments(
        [
            AppointmentRow(staff.admin, lead, today() - 9 * day, today() - day),
            AppointmentRow(staff.admin, lead, today() + day),
        ]
    )
    assert not api.actor_of_account(staff.admin).holds(Role.LEAD)
    api.load_appointments([AppointmentRow(staff.admin, lead, today(), today())])
    assert api.actor_of_account(staff.admin).holds(Role.LEAD)


def test_a_repeated_load_of_appointments_adds_none(staff: Staff) -> None:
    post = api.load_posts([PostRow(f"{WEST}-water", Role.HANDLER), PostRow(f"{WEST}-water", Role.HANDLER)])
    assert post[0] == post[1]
    assert api.load_appointments([AppointmentRow(staff.zhang, post[0], date(2020, 1, 1))]) == 0


def test_only_an_administrator_appoints(staff: Staff) -> None:
    with pytest.raises(OrganisationRefused):
        api.appoint(
            actor=api.actor_of_account(staff.zhang),
            account_id=staff.li,
            unit=f"{CITY}-water",
            role=Role.ADMIN,
        )
    actor = api.actor_of_account(staff.admin)
    api.appoint(actor=actor, account_id=staff.li, unit=f"{STREET}-office", role=Role.HANDLER)
    assert (staff.li, "李四") in api.staff_of(f"{STREET}-office", Role.HANDLER)
    assert api.staff_of(f"{STREET}-office", Role.LEAD) == []


def test_appointing_to_an_unknown_unit_is_refused(staff: Staff) -> None:
    with pytest.raises(OrganisationRefused):
        api.appoint(actor=SYSTEM, account_id=staff.li, unit="nowhere", role=Role.HANDLER)


def test_an_ended_appointment_gives_nothing_more(staff: Staff) -> None:
    api.end_appointment(actor=SYSTEM, appointment_id=staff.handler_appointment)
    assert api.actor_of_account(staff.zhang).posts == ()
    with pytest.raises(OrganisationRefused):
        api.end_appointment(actor=SYSTEM, appointment_id=0)


def test_powers_move_only_when_the_deputy_accepts(staff: Staff) -> None:
    proposed = propose(staff)
    assert lent(staff.li) == []
    accepted = api.accept_deputy(actor=api.actor_of_account(staff.li), deputation_id=proposed.id)
    assert accepted.accepted
    post = lent(staff.li)[0]
    assert (post.unit, post.role, post.area, post.deputy_for) == (HANDLES.unit, HANDLES.role, WEST, "张三")


def test_powers_do_not_move_before_the_first_day(staff: Staff) -> None:
    proposed = propose(staff, first=1)
    api.accept_deputy(actor=api.actor_of_account(staff.li), deputation_id=proposed.id)
    assert lent(staff.li) == []


def test_a_declined_proposal_gives_nothing_and_is_final(staff: Staff) -> None:
    proposed, li = propose(staff), api.actor_of_account(staff.li)
    assert api.decline_deputy(actor=li, deputation_id=proposed.id).declined
    with pytest.raises(OrganisationRefused):
        api.accept_deputy(actor=li, deputation_id=proposed.id)
    assert lent(staff.li) == []


def test_nobody_answers_for_the_deputy(staff: Staff) -> None:
    proposed = propose(staff)
    for account in (staff.zhang, staff.admin):
        with pytest.raises(OrganisationRefused):
            api.accept_deputy(actor=api.actor_of_account(account), deputation_id=proposed.id)
    with pytest.raises(OrganisationRefused):
        api.accept_deputy(actor=Actor(), deputation_id=proposed.id)


@pytest.mark.parametrize("who", ["zhang", "li", "admin"])
def test_holder_deputy_and_administrator_end_it_at_once(staff: Staff, who: str) -> None:
    proposed = propose(staff)
    api.accept_deputy(actor=api.actor_of_account(staff.li), deputation_id=proposed.id)
    assert api.end_deputy(actor=api.actor_of_account(getattr(staff, who)), deputation_id=proposed.id).ended
    assert lent(staff.li) == []
    with pytest.raises(OrganisationRefused):
        api.end_deputy(actor=api.actor_of_account(staff.zhang), deputation_id=proposed.id)


def test_a_stranger_cannot_end_it(staff: Staff) -> None:
    proposed = propose(staff)
    with pytest.raises(OrganisationRefused):
        api.end_deputy(actor=api.actor_of_account(staff.resident), deputation_id=proposed.id)


def test_unfit_proposals_are_refused(staff: Staff) -> None:
    for deputy in (staff.zhang, staff.resident, 0):
        with pytest.raises(OrganisationRefused):
            propose(staff, deputy=deputy)
    for first, last in ((3, 2), (-9, -1)):
        with pytest.raises(OrganisationRefused):
            propose(staff, first=first, last=last)
    assert not models.Deputation.objects.exists()


def test_two_deputies_never_hold_the_same_days(staff: Staff) -> None:
    first = propose(staff, last=5)
    with pytest.raises(OrganisationRefused):
        propose(staff, deputy=staff.admin, first=5, last=9)
    api.decline_deputy(actor=api.actor_of_account(staff.li), deputation_id=first.id)
    propose(staff, deputy=staff.admin, first=5, last=9)


def test_a_deputy_cannot_lend_what_was_lent(staff: Staff) -> None:
    proposed = propose(staff)
    li = api.actor_of_account(staff.li)
    api.accept_deputy(actor=li, deputation_id=proposed.id)
    with pytest.raises(OrganisationRefused):
        api.propose_deputy(
            actor=api.actor_of_account(staff.li),
            appointment_id=staff.handler_appointment,
            deputy_id=staff.admin,
            from_on=today() + timedelta(days=20),
            until_on=today() + timedelta(days=21),
        )


def test_the_powers_of_an_ended_post_leave_the_deputy_too(staff: Staff) -> None:
    proposed = propose(staff)
    api.accept_deputy(actor=api.actor_of_account(staff.li), deputation_id=proposed.id)
    api.end_appointment(actor=SYSTEM, appointment_id=staff.handler_appointment)
    assert lent(staff.li) == []


def test_both_sides_see_the_deputation(staff: Staff) -> None:
    proposed = propose(staff)
    for account in (staff.zhang, staff.li):
        seen = api.deputations(account)
        assert [(one.id, one.holder, one.deputy, one.open) for one in seen] == [
            (proposed.id, "张三", "李四", True)
        ]
    assert api.deputations(staff.admin) == []


def test_the_database_refuses_wrong_dates_and_roles(staff: Staff) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Appointment.objects.filter(pk=staff.handler_appointment).update(until_on=date(2019, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Post.objects.update(role="emperor")


def test_scope_columns_can_be_inherited_by_another_module() -> None:
    assert api.ScopeColumns._meta.abstract
    assert [field.name for field in api.ScopeColumns._meta.fields] == [
        "district",
        "street",
        "community",
        "department",
    ]
