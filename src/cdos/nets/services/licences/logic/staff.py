"""What members of staff may do with licences: their unit's own; look for others with a reason; revoke by two people."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentInvalid
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Act, Licence, LicenceRefused, Proposal
from ..models import Licence as Row
from ..models import Proposal as ProposalRow
from . import codes, keeping, kinds, reading, recording, using, validity, vault

MOST_FOUND = 20
FOUND_FOR = timedelta(hours=1)
BY_TWO = frozenset({Act.REVOKED, Act.WITHDRAWN})


def may_work(actor: Actor) -> bool:
    """Whether licences are of this actor's work at all."""
    return organisation.may(actor, Action.HANDLE)


def needed(actor: Actor, unit: str) -> None:
    """NotAllowed for who does not handle for the unit; the city itself always may."""
    if not (actor.system or unit in organisation.units_of(actor, Action.HANDLE)):
        raise NotAllowed("no_licences", _("Only the unit that issued a licence changes it."))


def issuers(actor: Actor) -> list[str]:
    return list(organisation.units_of(actor, Action.HANDLE))


def holder_of(document: str) -> int:
    """Party with this identity number or credit code; LicenceRefused when nobody has it."""
    try:
        found = identity.find(document_kind=None, document_number=document.strip())
    except DocumentInvalid as wrong:
        raise LicenceRefused(str(wrong)) from wrong
    if found is None:
        raise LicenceRefused(_("Nobody is registered with this number."))
    return found.id


def find(actor: Actor, *, words: str, reason: str) -> list[Licence]:
    """By number, identifier, verify code, or identity number of the holder. A reason is needed, and the holder sees it."""
    if not may_work(actor):
        raise NotAllowed("no_licences", _("Licences are looked up by who handles matters."))
    reason, words = reason.strip(), words.strip()
    if not reason:
        raise LicenceRefused(_("Please say why you look: the holder reads it."))
    if len(words) < 4:
        raise LicenceRefused(_("Please enter a number, a code, or the holder's identity number."))
    rows = list(_matching(words))
    recording.found(actor, rows, reason)
    for row in rows:
        if validity.holds(row):
            unit = actor.posts[0] if actor.posts else None
            using.use(
                actor,
                row,
                purpose=reason[:120],
                ground=_("Duties of office"),
                by=unit.unit_name if unit else actor.name,
                unit=unit.unit if unit else "",
                until=timezone.now() + FOUND_FOR,
            )
    return reading.all_shown(rows)


def _matching(words: str) -> list[Row]:
    tidy = codes.tidy(words)
    wanted = Q(number_blind=vault.blind(words)) | Q(identifier=words) | Q(verify_code=tidy)
    try:
        party = identity.find(document_kind=None, document_number=words)
    except DocumentInvalid:
        party = None
    if party is not None:
        wanted |= Q(holder_id=party.id)
    rows = Row.objects.filter(wanted, after=None).select_related("before", "after")
    return list(rows.order_by("-id")[:MOST_FOUND])


def issued_by(actor: Actor, *, before: int | None, limit: int) -> list[Licence]:
    """Of the actor's units, newest first."""
    rows = Row.objects.filter(issuer__in=issuers(actor)).select_related("before", "after").order_by("-id")
    return reading.all_shown((rows.filter(pk__lt=before) if before else rows)[:limit])


def propose(actor: Actor, row: Row, act: Act, *, reason: str, basis: str) -> Proposal:
    """To revoke or withdraw; nothing changes until somebody else of the unit agrees."""
    needed(actor, row.issuer)
    if act not in BY_TWO or actor.account_id is None:
        raise LicenceRefused(_("Only revoking and withdrawing need a second person."))
    if not reason.strip() or len(reason) > 500:
        raise LicenceRefused(_("Please say why, in at most 500 characters: the holder reads it."))
    if not basis.strip():
        raise LicenceRefused(_("Please name the law on which it is taken away."))
    if row.state not in {state.value for state in keeping.MOVES[act][0]}:
        raise LicenceRefused(_("This cannot be done with a licence in this state."))
    try:
        with transaction.atomic():
            found = ProposalRow.objects.create(
                licence=row,
                act=act.value,
                reason=reason.strip(),
                basis=basis.strip()[:300],
                asked_by=actor.account_id,
                asked_name=actor.name,
                asked_at=timezone.now(),
            )
    except IntegrityError:
        raise LicenceRefused(
            _("Somebody has already proposed this; it waits for the second person.")
        ) from None
    recording.done(actor, row, recording.PROPOSED, reason.strip())
    return proposal(found)


def decide(actor: Actor, proposal_id: int, *, granted: bool, note: str) -> Proposal:
    """By another person of the unit who approves; LookupError, NotAllowed, LicenceRefused."""
    found = ProposalRow.objects.select_for_update(of=("self",)).filter(pk=proposal_id, granted=None).first()
    if found is None:
        raise LookupError(proposal_id)
    row = reading.row_of(found.licence_id, locked=True)
    if row.issuer not in organisation.units_of(actor, Action.APPROVE):
        raise NotAllowed("no_approval", _("Who leads the unit decides this."))
    if actor.account_id == found.asked_by:
        raise LicenceRefused(_("Who proposed it cannot decide it: a second person must look."))
    if not granted and not note.strip():
        raise LicenceRefused(_("Please say why not."))
    found.granted, found.decided_by, found.decided_name = granted, actor.account_id, actor.name
    found.decided_at, found.note = timezone.now(), note.strip()[:500]
    found.save()
    if granted:
        reason = f"{found.reason}（{found.basis}）"
        keeping.move(actor, row, Act(found.act), reason=reason[:500])
    else:
        recording.done(actor, row, recording.REFUSED, note.strip())
    return proposal(found)


def waiting(actor: Actor) -> list[Proposal]:
    """Of the actor's units, oldest first."""
    rows = ProposalRow.objects.filter(granted=None, licence__issuer__in=issuers(actor))
    return [proposal(row) for row in rows.order_by("asked_at")[:100]]


def proposals_of(row: Row) -> list[Proposal]:
    return [proposal(found) for found in row.proposals.order_by("-asked_at")]


def proposal(row: ProposalRow) -> Proposal:
    return Proposal(
        id=row.pk,
        licence=reading.one(reading.row_of(row.licence_id)),
        act=Act(row.act),
        reason=row.reason,
        basis=row.basis,
        asked_by=row.asked_name,
        asked_by_account=row.asked_by,
        asked_at=row.asked_at,
        granted=row.granted,
        decided_by=row.decided_name,
        decided_at=row.decided_at,
        note=row.note,
    )


def usual_issuer(actor: Actor, type_code: str) -> str:
    """The actor's unit that defines the type, else the first one they handle for."""
    own = issuers(actor)
    definer = kinds.definer(type_code)
    return definer if definer in own else own[0] if own else ""


def good_day(text: str) -> date | None:
    """A day as a form sends it; LicenceRefused for what is none."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise LicenceRefused(_("Please choose the day from the calendar.")) from None
