"""Posts and who holds them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import models, people, policy
from cdos.base.organisation.contracts import (
    Action,
    Actor,
    HeldAppointment,
    OrganisationRefused,
    Role,
    Within,
)
from cdos.base.organisation.directory import directory
from cdos.base.organisation.logic import recording
from cdos.base.organisation.logic.actors import current
from cdos.base.organisation.logic.apart import check_may_give, kept_apart


def appoint(
    *,
    actor: Actor,
    account_id: int,
    unit: str,
    role: Role,
    area: str = "",
    title: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
) -> int:
    check_appoint(actor=actor, unit=unit, role=role, area=area, from_on=from_on, until_on=until_on)
    with kept_apart():
        post, _created = models.Post.objects.get_or_create(
            unit_id=unit, role=role.value, area_id=area or directory().units[unit].area, title=title
        )
        made = models.Appointment.objects.create(
            account_id=account_id, post=post, from_on=from_on or timezone.localdate(), until_on=until_on
        )
        _record(actor, recording.APPOINTED, made)
    return made.pk


def check_appoint(
    *, actor: Actor, unit: str, role: Role, area: str, from_on: date | None, until_on: date | None
) -> None:
    check_may_give(actor, role)
    if unit not in directory().units:
        raise OrganisationRefused(_("There is no unit with this code. Choose one from the list."))
    if area and area not in directory().areas:
        raise OrganisationRefused(_("There is no area with this code. Choose one from the list."))
    if until_on is not None and until_on < (from_on or timezone.localdate()):
        raise OrganisationRefused(_("The last day lies before the first one. Correct the dates."))


def end_appointment(*, actor: Actor, appointment_id: int, last_on: date | None = None) -> None:
    """The post is held up to and including `last_on`, by default yesterday, and its deputies lose it with it."""
    with transaction.atomic():
        rows = models.Appointment.objects.select_for_update(of=("self",)).select_related("post")
        held = rows.filter(pk=appointment_id).first()
        if held is None:
            raise OrganisationRefused(_("This appointment does not exist any more."))
        check_may_give(actor, Role(held.post.role))
        last_on = last_on or timezone.localdate() - timedelta(days=1)
        _record(actor, recording.APPOINTMENT_ENDED, held, last_on=last_on)
        if last_on < held.from_on:
            held.deputations.all().delete()
            held.delete()
        else:
            held.until_on = last_on
            held.save(update_fields=["until_on"])


def _record(actor: Actor, act: str, held: models.Appointment, *, last_on: date | None = None) -> None:
    """Which power, of whom, for how long."""
    post = held.post
    recording.ruled(
        actor,
        act,
        of=held.account_id,
        to_unit=recording.unit_name(post.unit_id),
        to_role=post.role,
        to_area=post.area_id,
        title=post.title,
        from_on=held.from_on,
        until_on=last_on or held.until_on,
    )


def appointments(*, account_id: int | None = None, unit: str | None = None) -> list[HeldAppointment]:
    """Held today, ordered by unit and role."""
    rows = current(timezone.localdate()).select_related("post")
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if unit is not None:
        rows = rows.filter(post__unit_id=unit)
    return [appointment_info(row) for row in rows.order_by("post__unit_id", "post__role", "id")]


def appointment_info(row: models.Appointment) -> HeldAppointment:
    return HeldAppointment(
        id=row.pk,
        account_id=row.account_id,
        post_id=row.post_id,
        unit=row.post.unit_id,
        unit_name=directory().units[row.post.unit_id].name,
        role=Role(row.post.role),
        area=row.post.area_id,
        title=row.post.title,
        from_on=row.from_on,
        until_on=row.until_on,
    )


def holders(action: Action, areas: Iterable[str] | None) -> list[int]:
    """Accounts whose posts give this action today in one of these areas, or in the whole city."""
    within = Within.CITY if areas is None else Within.AREA
    roles = [role.value for role in Role if policy.granted(role, action, within)]
    rows = current(timezone.localdate()).filter(post__role__in=roles)
    if areas is not None:
        rows = rows.filter(post__area_id__in=list(areas))
    return sorted(set(rows.values_list("account_id", flat=True)))


def staff_of(unit: str, role: Role | None) -> list[tuple[int, str]]:
    held = appointments(unit=unit)
    ids = {one.account_id for one in held if role is None or one.role is role}
    known = people.accounts(ids)
    return sorted(((one, people.name(known, one)) for one in ids), key=lambda pair: (pair[1], pair[0]))
