"""Breaking the glass: one matter, half an hour, a reason, and somebody else who looks at it afterwards."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import models, people, policy
from cdos.base.organisation.contracts import Action, Actor, EmergencyAccess, OrganisationRefused
from cdos.base.organisation.logic import recording

LASTS = timedelta(minutes=30)
SHORTEST_REASON = 10


def open_one(*, actor: Actor, matter_id: int, reason: str) -> EmergencyAccess:
    """For half an hour from now. OrganisationRefused."""
    account, words = check_opening(actor=actor, reason=reason)
    now = timezone.now()
    row = models.Emergency.objects.create(
        account_id=account, matter_id=matter_id, reason=words, from_at=now, until_at=now + LASTS
    )
    return _infos([row])[0]


def check_opening(*, actor: Actor, reason: str) -> tuple[int, str]:
    """The account and the reason, cleaned."""
    if actor.account_id is None or not policy.allows(actor, Action.BREAK_GLASS):
        raise OrganisationRefused(_("Your post does not allow this. Ask the unit that holds the matter."))
    words = " ".join(reason.split())[:500]
    if len(words) < SHORTEST_REASON:
        raise OrganisationRefused(_("Please say in a sentence why you must see this matter now."))
    return actor.account_id, words


def judge(*, actor: Actor, emergency_id: int, justified: bool, judgement: str) -> EmergencyAccess:
    """A guardian's view, once, never on an own case; what is not justified ends at once."""
    if not policy.allows(actor, Action.GUARD):
        raise OrganisationRefused(_("Only a data protection officer may judge this."))
    words = " ".join(judgement.split())[:500]
    if not justified and not words:
        raise OrganisationRefused(_("Please say why it was not justified."))
    with transaction.atomic():
        row = models.Emergency.objects.select_for_update().filter(pk=emergency_id).first()
        if row is None:
            raise OrganisationRefused(_("This case is not there any more."))
        if row.judged_at is not None:
            raise OrganisationRefused(_("This case has been judged already."))
        if row.account_id == actor.account_id:
            raise OrganisationRefused(_("Nobody judges an own case."))
        now = timezone.now()
        row.justified, row.judgement, row.judged_by, row.judged_at = justified, words, actor.account_id, now
        if not justified and row.ended_at is None and row.until_at > now:
            row.ended_at = now
        row.save()
        recording.ruled(
            actor,
            recording.JUDGED,
            of=row.account_id,
            matter=row.matter_id,
            justified=justified,
            reason=words,
        )
    return _infos([row])[0]


def recent(*, matter_ids: Iterable[int] | None = None, limit: int = 100) -> list[EmergencyAccess]:
    """Newest first."""
    rows = models.Emergency.objects.order_by("-from_at", "-id")
    if matter_ids is not None:
        rows = rows.filter(matter_id__in=list(matter_ids))
    return _infos(list(rows[:limit]))


def _infos(rows: list[models.Emergency]) -> list[EmergencyAccess]:
    known = people.accounts(one for row in rows for one in (row.account_id, row.judged_by) if one is not None)
    return [
        EmergencyAccess(
            id=row.pk,
            account_id=row.account_id,
            name=people.name(known, row.account_id),
            matter_id=row.matter_id,
            reason=row.reason,
            from_at=row.from_at,
            until_at=row.until_at,
            ended_at=row.ended_at,
            justified=row.justified,
            judgement=row.judgement,
            judged_by=people.name(known, row.judged_by) if row.judged_by else "",
            judged_at=row.judged_at,
        )
        for row in rows
    ]
