"""What the union sees: members, claims by state, sums, and what waits for a person. No settlement is shown but those."""

from collections import Counter
from statistics import median

from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.organisation.contracts import Actor

from ..contracts import Claim as Asked
from ..contracts import ClaimState, Figures, MutualRefused
from ..models import Claim, Grant, Member
from . import deciding, granting, looking, recording, shapes

SHOWN = 100
WAITING = Q(state=ClaimState.ASKING.value) | Q(doubt=True)


def figures(actor: Actor, *, decides: bool) -> Figures:
    """What waits, with its names, for who decides only; each look is recorded."""
    states = Claim.objects.values_list("state", flat=True)
    gone = Grant.objects.filter(state__in=deciding.GONE)
    paid = gone.aggregate(sum=Sum(F("fen") - F("back_fen")))["sum"] or 0
    ready = Claim.objects.filter(state=ClaimState.READY.value).aggregate(sum=Sum("fen"))["sum"] or 0
    return Figures(
        members=Member.objects.filter(looking.running()).count(),
        allowed=Member.objects.exclude(allowed_at=None).count(),
        counts=dict(Counter(states)),
        paid_fen=paid,
        waiting_fen=ready,
        minutes=_minutes(),
        asking=tuple(_asking(actor)) if decides else (),
    )


def _minutes() -> int | None:
    rows = Claim.objects.filter(paid_at__isnull=False, confirmed_at__isnull=False).order_by("-paid_at")[
        :SHOWN
    ]
    took = [
        (row.paid_at - row.confirmed_at).total_seconds() for row in rows if row.paid_at and row.confirmed_at
    ]
    return round(median(took) / 60) if took else None


def _asking(actor: Actor) -> list[Asked]:
    rows = list(Claim.objects.filter(WAITING).select_related("member").order_by("found_at")[:SHOWN])
    names = identity.parties(row.member.party_id for row in rows)
    recording.listed(actor, rows)
    return [shapes.claim(row, names[row.member.party_id].name) for row in rows]


def answer(actor: Actor, claim_id: int, *, granted: bool, reason: str) -> Claim:
    """A person decides what the rule could not. LookupError: nothing waits; MutualRefused: no reason given, or an own case."""
    waiting = Claim.objects.filter(WAITING, pk=claim_id).select_related("member").first()
    if waiting is None:
        raise LookupError(claim_id)
    if waiting.member.party_id in (actor.party_id, actor.own_party_id):
        raise MutualRefused(_("Nobody decides their own case."))
    if not granted and not reason.strip():
        raise MutualRefused(_("Please say why, so that the person knows what to do."))
    Member.objects.select_for_update(no_key=True).get(pk=waiting.member_id)
    claim = Claim.objects.select_for_update().filter(WAITING, pk=claim_id).first()
    if claim is None:  # answered, or told anew, meanwhile
        raise LookupError(claim_id)
    claim.granted, claim.note = granted, reason.strip()[:300]
    granting.follow(claim, deciding.decide(claim))
    return claim
