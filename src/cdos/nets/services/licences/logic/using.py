"""A use of a licence (用证): a purpose, a ground, an end; the holder sees each and may stop those that stand on consent."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor

from ..contracts import CONSENT, Licence, LicenceRefused, Use
from ..models import Licence as Row
from ..models import Use as UseRow
from . import consents, reading, recording, telling, validity

LONGEST = timedelta(days=366)


def use(
    actor: Actor,
    row: Row,
    *,
    purpose: str,
    ground: str,
    by: str,
    until: datetime,
    unit: str = "",
    tell: bool = True,
) -> UseRow:
    """The trace of a use; LicenceRefused without a purpose, a ground or an end, or where consent is missing."""
    purpose, ground, now = purpose.strip(), ground.strip(), timezone.now()
    _check(row, purpose, ground, by, until, now)
    own = actor.party_id is not None and actor.party_id == row.holder_id
    if ground == CONSENT and not (own or consents.given(row.holder_id, purpose)):
        raise LicenceRefused(_("The holder has not agreed to this use of the licence."))
    found = UseRow(
        licence=row,
        purpose=purpose,
        ground=ground,
        by_name=by.strip(),
        by_account=actor.account_id,
        unit=unit,
        at=now,
        expires_at=until,
    )
    statements.insert(found)
    # A new use has no copy yet: no query asks for it.
    UseRow._meta.get_field("paper").set_cached_value(found, None)
    recording.done(actor, row, recording.USED, purpose)
    if tell and not own:
        telling.used(reading.one(row), by, consents.purpose_words(purpose))
    return found


def _check(row: Row, purpose: str, ground: str, by: str, until: datetime, now: datetime) -> None:
    if not validity.holds(row):
        raise LicenceRefused(_("This licence is not valid, so it cannot be used."))
    if not purpose or len(purpose) > 120:
        raise LicenceRefused(_("Please say what the licence is used for, in at most 120 characters."))
    if not ground or len(ground) > 300:
        raise LicenceRefused(_("Please name the consent or the law on which it is used."))
    if not by.strip():
        raise LicenceRefused(_("Please say who uses it."))
    if not now < until <= now + LONGEST:
        raise LicenceRefused(_("A use ends within a year; please choose a day in that time."))


def look(row: Row, use_id: int) -> Licence:
    """The licence under a use that still runs; each look is counted. LookupError, LicenceRefused."""
    running = UseRow.objects.filter(pk=use_id, licence=row)
    counted = running.filter(stopped_at=None, expires_at__gt=timezone.now()).update(looks=F("looks") + 1)
    if not counted:
        if running.exists():
            raise LicenceRefused(_("This use has ended; the licence is not shown any more."))
        raise LookupError(use_id)
    return reading.one(row)


def stop(actor: Actor, use_id: int) -> Use:
    """By the holder. A use that stands on a law cannot be stopped, only complained about. LookupError, LicenceRefused."""
    rows = UseRow.objects.select_for_update(of=("self",)).select_related("licence", "paper")
    found = rows.filter(pk=use_id).first()
    if found is None or found.licence.holder_id != actor.party_id:
        raise LookupError(use_id)
    if found.ground != CONSENT:
        raise LicenceRefused(
            _("This use stands on a law, not on your consent, so it cannot be stopped here.")
        )
    if found.stopped_at is None and found.expires_at > timezone.now():
        found.stopped_at = timezone.now()
        found.save(update_fields=["stopped_at"])
        recording.done(actor, found.licence, recording.STOPPED, found.purpose)
        jobs.announce(
            "licence.use_stopped", id=found.pk, purpose=found.purpose, holder=found.licence.holder_id
        )
    return reading.use(found)


def running(party_id: int) -> int:
    """How many uses of a holder's licences have not ended."""
    alive = Q(stopped_at=None, expires_at__gt=timezone.now())
    return UseRow.objects.filter(alive, licence__holder_id=party_id).count()
