"""The agreement: signed once, ended while nothing is open; and the code that is shown at a hospital's desk."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.identity.contracts import Assurance
from cdos.base.organisation.contracts import Actor
from cdos.base.rules.contracts import Truth
from cdos.hubs.registers import api as registers

from ..contracts import ENDED, PURPOSE, CareRefused, Code
from ..models import Agreement, Enquiry, Visit
from . import books, eligibility, levelling, recording

CODE_FOR = timedelta(minutes=10)
DIGITS = 8
LOCK = 7_302_151  # of who signs, beside their own number


def person(actor: Actor) -> int:
    """The signed-in person, for themselves. CareRefused."""
    if actor.party_id is None or actor.party_id != actor.own_party_id:
        raise CareRefused(_("Only a person can do this, for themselves."))
    if actor.assurance < Assurance.REAL_NAME:
        raise CareRefused(_("Please confirm your real name first."))
    return actor.party_id


def running(party_id: int, *, lock: bool = False) -> Agreement | None:
    rows = Agreement.objects.select_for_update() if lock else Agreement.objects.all()
    return rows.filter(party_id=party_id, ended_at=None).first()


def allow(actor: Actor) -> None:
    """The registers that have not been asked yet may be, for this."""
    party = person(actor)
    for source in eligibility.look(actor=actor, party_id=party).ask_sources:
        registers.consent(actor=actor, party_id=party, source=source, purpose=PURPOSE)


def sign(actor: Actor) -> Agreement:
    """Signed twice at the same moment it is one: the second waits for the first."""
    party = person(actor)
    statements.run("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(party)])
    if known := running(party, lock=True):
        return known
    found = eligibility.look(actor=actor, party_id=party)
    level, limit = found.level, found.limit_fen
    if found.truth is Truth.UNKNOWN and _granted(party):
        level, limit = eligibility.LOWEST, eligibility.lowest_limit()
    if not limit:
        raise CareRefused(_("Not all conditions are met yet. See below what is missing and how to mend it."))
    row = Agreement.objects.create(party_id=party, level=level, limit_fen=limit, signed_at=timezone.now())
    books.open_person(row)
    recording.record(recording.SIGNED, actor, row)
    return row


def _granted(party_id: int) -> bool:
    newest = Enquiry.objects.filter(party_id=party_id).order_by("-pk").first()
    return newest is not None and newest.granted is True


def end(actor: Actor) -> None:
    row = running(person(actor), lock=True)
    if row is None:
        return
    open_visits = [one for one in Visit.objects.filter(agreement=row) if levelling.state_of(one) not in ENDED]
    if open_visits or books.used_fen(row):
        raise CareRefused(_("You can end it once every visit is over and everything is repaid."))
    row.ended_at, row.code = timezone.now(), ""
    row.save(update_fields=["ended_at", "code"])
    recording.record(recording.ENDED, actor, row)


def code(actor: Actor) -> Code:
    """A new one; the one before is good for nothing then."""
    row = running(person(actor), lock=True)
    if row is None:
        raise CareRefused(_("Please sign the agreement first."))
    until = timezone.now() + CODE_FOR
    while not _drawn(row, until):
        pass
    return Code(row.code, until)


def _drawn(row: Agreement, until: datetime) -> bool:
    """False: somebody else shows this one at the moment."""
    row.code, row.code_until = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", until
    try:
        with transaction.atomic():
            row.save(update_fields=["code", "code_until"])
    except IntegrityError:
        return False
    return True


def clear_codes() -> int:
    """Those whose minutes are over are free for others; how many."""
    old = Agreement.objects.filter(code_until__lt=timezone.now()).exclude(code="")
    return old.update(code="")


def ask_person(actor: Actor) -> None:
    """A person of the office looks, where a register does not know. Asked twice is asked once."""
    party = person(actor)
    Enquiry.objects.get_or_create(party_id=party, answered_at=None, defaults={"asked_at": timezone.now()})


def answer(actor: Actor, enquiry_id: int, *, granted: bool, reason: str) -> None:
    """LookupError: answered already. CareRefused: an own case, or no reason given."""
    row = Enquiry.objects.select_for_update().filter(pk=enquiry_id, answered_at=None).first()
    if row is None:
        raise LookupError(enquiry_id)
    if row.party_id in (actor.party_id, actor.own_party_id):
        raise CareRefused(_("Nobody decides their own case."))
    if not granted and not reason.strip():
        raise CareRefused(_("Please say why, so that the person knows what to do."))
    row.granted, row.reason = granted, reason.strip()[:300]
    row.answered_at, row.answered_by = timezone.now(), actor.account_id
    row.save(update_fields=["granted", "reason", "answered_at", "answered_by"])
    recording.answered(actor, row)
