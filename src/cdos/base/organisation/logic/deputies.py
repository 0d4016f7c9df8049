"""Standing in: proposed by the holder, effective only once the deputy accepted, ended by either of them.

The holder keeps the post's powers meanwhile, so that nobody is locked out who comes back early. A deputy cannot pass on
what was lent.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import models, people, policy
from cdos.base.organisation.contracts import Action, Actor, Deputation, OrganisationRefused, Role
from cdos.base.organisation.directory import directory
from cdos.base.organisation.logic import recording
from cdos.base.organisation.logic.apart import kept_apart


def propose(
    *, actor: Actor, appointment_id: int, deputy_id: int, from_on: date, until_on: date
) -> Deputation:
    with transaction.atomic():
        held = _appointment(appointment_id)
        check_proposer(actor=actor, held=held)
        check_deputy(held=held, deputy_id=deputy_id)
        check_days(held=held, from_on=from_on, until_on=until_on)
        made = models.Deputation.objects.create(
            appointment=held,
            deputy_id=deputy_id,
            from_on=from_on,
            until_on=until_on,
            proposed_by=actor.name,
            proposed_at=timezone.now(),
        )
        _record(actor, recording.PROPOSED, made)
    return _infos([made])[0]


def check_proposer(*, actor: Actor, held: models.Appointment) -> None:
    own = actor.account_id is not None and held.account_id == actor.account_id
    if not (own or actor.system or policy.allows(actor, Action.MANAGE_STAFF)):
        raise OrganisationRefused(_("You may propose a deputy only for a post that you hold yourself."))


def check_deputy(*, held: models.Appointment, deputy_id: int) -> None:
    if deputy_id == held.account_id:
        raise OrganisationRefused(_("Nobody can stand in for themselves. Choose a colleague."))
    deputy = people.account(deputy_id)
    if deputy is None or not deputy.is_staff:
        raise OrganisationRefused(_("Only a member of staff can stand in. Choose a colleague."))


def check_days(*, held: models.Appointment, from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise OrganisationRefused(_("The last day lies before the first one. Correct the dates."))
    if until_on < timezone.localdate():
        raise OrganisationRefused(_("These days are over already. Choose days to come."))
    if from_on < held.from_on or (held.until_on is not None and until_on > held.until_on):
        raise OrganisationRefused(_("The post is not held on all of these days. Choose other days."))
    if _open().filter(appointment=held, from_on__lte=until_on, until_on__gte=from_on).exists():
        raise OrganisationRefused(_("Somebody is proposed for some of these days already. End that first."))


def accept(*, actor: Actor, deputation_id: int) -> Deputation:
    with kept_apart():
        row = _answerable(actor, deputation_id)
        if row.until_on < timezone.localdate():
            raise OrganisationRefused(_("These days are over already. Ask for a new proposal."))
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])
        _record(actor, recording.ACCEPTED, row)
    return _infos([row])[0]


def decline(*, actor: Actor, deputation_id: int) -> Deputation:
    with transaction.atomic():
        row = _answerable(actor, deputation_id)
        row.declined_at = timezone.now()
        row.save(update_fields=["declined_at"])
        _record(actor, recording.DECLINED, row)
    return _infos([row])[0]


def end(*, actor: Actor, deputation_id: int) -> Deputation:
    """At once: the holder, the deputy or an administrator takes the powers back."""
    with transaction.atomic():
        row = _deputation(deputation_id)
        mine = actor.account_id is not None and actor.account_id in {
            row.deputy_id,
            row.appointment.account_id,
        }
        if not (mine or actor.system or policy.allows(actor, Action.MANAGE_STAFF)):
            raise OrganisationRefused(_("Only the holder or the deputy may end this."))
        if row.declined_at or row.ended_at:
            raise OrganisationRefused(_("This has ended already."))
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _record(actor, recording.DEPUTY_ENDED, row)
    return _infos([row])[0]


def _record(actor: Actor, act: str, row: models.Deputation) -> None:
    """Whose powers, to whom, on which days."""
    post = row.appointment.post
    recording.ruled(
        actor,
        act,
        of=row.deputy_id,
        holder_account=row.appointment.account_id,
        to_unit=recording.unit_name(post.unit_id),
        to_role=post.role,
        from_on=row.from_on,
        until_on=row.until_on,
    )


def of_account(account_id: int) -> list[Deputation]:
    """Those given and those taken, newest first, 100 at most."""
    rows = models.Deputation.objects.filter(Q(deputy_id=account_id) | Q(appointment__account_id=account_id))
    return _infos(list(rows.select_related("appointment__post").order_by("-from_on", "-id")[:100]))


def _open() -> QuerySet[models.Deputation]:
    return models.Deputation.objects.filter(declined_at=None, ended_at=None)


def _appointment(appointment_id: int) -> models.Appointment:
    """Locked, so that two proposals for the same days meet one after the other."""
    rows = models.Appointment.objects.select_for_update(of=("self",)).select_related("post")
    found = rows.filter(pk=appointment_id).first()
    if found is None:
        raise OrganisationRefused(_("This appointment does not exist any more."))
    return found


def _deputation(deputation_id: int) -> models.Deputation:
    rows = models.Deputation.objects.select_for_update(of=("self",)).select_related("appointment__post")
    found = rows.filter(pk=deputation_id).first()
    if found is None:
        raise OrganisationRefused(_("This proposal does not exist any more."))
    return found


def _answerable(actor: Actor, deputation_id: int) -> models.Deputation:
    row = _deputation(deputation_id)
    if actor.account_id is None or row.deputy_id != actor.account_id:
        raise OrganisationRefused(_("Only the proposed deputy may answer."))
    if row.accepted_at or row.declined_at or row.ended_at:
        raise OrganisationRefused(_("This proposal has been answered or withdrawn already."))
    return row


def _infos(rows: list[models.Deputation]) -> list[Deputation]:
    known = people.accounts(one for row in rows for one in (row.deputy_id, row.appointment.account_id))
    return [
        Deputation(
            id=row.pk,
            holder=people.name(known, row.appointment.account_id),
            deputy=people.name(known, row.deputy_id),
            unit_name=directory().units[row.appointment.post.unit_id].name,
            role=Role(row.appointment.post.role),
            from_on=row.from_on,
            until_on=row.until_on,
            accepted=row.accepted_at is not None,
            declined=row.declined_at is not None,
            ended=row.ended_at is not None,
            holder_account=row.appointment.account_id,
            deputy_account=row.deputy_id,
        )
        for row in rows
    ]
