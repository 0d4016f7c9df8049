"""Looking into hospitals' settlements: for members who allow it, and nobody else; each look is recorded and shown to them."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.notices import api as notices
from cdos.nets.services.payments.api import in_words

from ..adapters import registry
from ..contracts import ClaimState, MutualRefused, SourceAway, Stay
from ..models import Claim, Look, Member
from . import deciding, granting, recording

log = structlog.get_logger()
BACK = timedelta(days=365)  # settlements of a year may still be claimed


def running() -> Q:
    """Who is a member today."""
    return Q(until=None) | Q(until__gte=timezone.localdate())


def look(party_id: int, why: str) -> int:
    """How many settlements are new. Nothing is read without an open authorisation, or of who left. SourceAway."""
    with fence.everything():
        member = Member.objects.filter(running(), party_id=party_id).first()
        proven = identity.proven(party_id)
    if member is None or member.allowed_at is None or proven is None:
        return 0
    since = max(member.since, timezone.localdate() - BACK)
    stays = registry.source().stays(document_number=proven.document_number, since=since)
    with fence.everything(), transaction.atomic():
        return _take(member.pk, list(stays), why)


def _take(member_id: int, stays: list[Stay], why: str) -> int:
    """The member is locked, so that two looks at once take each settlement once and a year's limit holds."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    if member.allowed_at is None:  # taken back meanwhile: what was read is dropped
        return 0
    found = sum(_taken(member, stay) for stay in stays)
    Look.objects.create(member=member, at=timezone.now(), why=why, found=found)
    recording.looked(member.party_id, found)
    return found


def _taken(member: Member, stay: Stay) -> bool:
    """Whether it is new; a higher version of a known one corrects it."""
    known = Claim.objects.select_for_update().filter(settlement=stay.settlement).first()
    if known is None:
        if not stay.cancelled:
            _new(member, stay)
        return not stay.cancelled
    if known.member_id == member.pk and stay.version > known.version:
        known.member = member
        _write(known, stay)
        granting.corrected(known, cancelled=stay.cancelled)
    return False


def _write(claim: Claim, stay: Stay) -> None:
    claim.version, claim.hospital, claim.care = stay.version, stay.hospital, stay.care.value
    claim.admitted_on, claim.left_on = stay.admitted_on, stay.left_on
    claim.total_fen, claim.insurance_fen, claim.own_fen = stay.total_fen, stay.insurance_fen, stay.own_fen


def _new(member: Member, stay: Stay) -> None:
    claim = Claim(member=member, settlement=stay.settlement, found_at=timezone.now())
    _write(claim, stay)
    decision = deciding.decide(claim)
    granting.write(claim, decision)
    claim.save()
    if decision.state is ClaimState.READY:
        _tell(claim)


def _tell(claim: Claim) -> None:
    party = claim.member.party_id
    with override(identity.contact(party).language or settings.LANGUAGE_CODE):
        words = _("For your stay in %(hospital)s %(sum)s are ready. One tap, no papers.")
        notices.tell(
            party_id=party,
            title=_("Mutual aid is ready for you"),
            body=words % {"hospital": claim.hospital, "sum": in_words(claim.fen)},
            link="/mutual-aid/",
            key=f"mutual-ready:{claim.pk}",
        )


def every_night() -> int:
    """All who allow it; one who fails does not stop the others."""
    with fence.everything():
        members = Member.objects.filter(running()).exclude(allowed_at=None)
        parties = list(members.values_list("party_id", flat=True))
    return sum(map(_looked, parties))


def _looked(party_id: int) -> bool:
    try:
        look(party_id, "night")
    except SourceAway as away:
        log.warning("mutual_aid.not_looked", why=str(away))
        return False
    except Exception as fault:  # a settlement that cannot be taken is its member's trouble only
        log.error("mutual_aid.not_looked", party=party_id, why=str(fault), exc_info=True)
        return False
    return True


def member_of(party_id: int, *, lock: bool = False) -> Member:
    rows = Member.objects.select_for_update(no_key=True) if lock else Member.objects.all()
    found = rows.filter(running(), party_id=party_id).first()
    if found is None:
        raise MutualRefused(_("You are not a member of the mutual aid."))
    return found
