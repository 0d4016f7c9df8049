"""Paying what is owed: one tap reserves the money of the pool; what a correction changes is paid besides, dropped or asked back."""

import structlog
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Payee, Payout, PayoutState, PoolExhausted

from ..contracts import POOL, PREFIX, ClaimState, MutualRefused
from ..models import Claim, Grant
from . import deciding
from .deciding import GONE, Decision

log = structlog.get_logger()
LEVEL = "mutual_aid.level"
DROPPABLE = ("reserved", "approved", "failed", "returned")


def write(claim: Claim, decision: Decision) -> None:
    """What the plan owes now; what was confirmed stays on its way."""
    claim.fen, claim.rule_version = decision.fen, decision.version
    claim.parts = [[part.what, part.fen, part.count] for part in decision.parts]
    claim.facts = dict(decision.facts)
    if claim.confirmed_at is None:
        claim.state = decision.state.value


def confirm(claim: Claim, payee: Payee | None) -> None:
    """The claim is locked. MutualRefused: not ready, or the pool has no money left."""
    if claim.confirmed_at is not None:
        return
    if claim.state != ClaimState.READY.value:
        raise MutualRefused(_("This is not ready to be paid."))
    claim.confirmed_at, claim.state = timezone.now(), ClaimState.CONFIRMED.value
    claim.save(update_fields=["confirmed_at", "state"])
    _reserve(claim, claim.fen, payee)


def _reserve(claim: Claim, fen: int, payee: Payee | None) -> None:
    key = f"{PREFIX}:{claim.pk}-{claim.grants.count() + 1}"
    grant = Grant.objects.create(claim=claim, key=key, fen=fen, state=PayoutState.APPROVED.value)
    title = _("Mutual aid, %(hospital)s") % {"hospital": claim.hospital}
    try:
        payouts.reserve(
            key=grant.key, pool=POOL, party_id=claim.member.party_id, title=title, fen=fen, payee=payee
        )
    except PoolExhausted as empty:
        raise MutualRefused(
            _("The fund has no money left for it at the moment. Nothing is lost: please try again tomorrow.")
        ) from empty


def corrected(claim: Claim, *, cancelled: bool) -> None:
    """A settlement was told anew: decided again, and what is paid follows."""
    if not cancelled:
        follow(claim, deciding.decide(claim))
        return
    claim.fen, claim.parts, claim.doubt = 0, [], False
    if claim.confirmed_at is None:
        claim.state = ClaimState.CANCELLED.value
    _save(claim)


def follow(claim: Claim, decision: Decision) -> None:
    """What was confirmed and cannot be decided any more stays as it is until a person looks: unknown takes no money back."""
    claim.doubt = claim.confirmed_at is not None and decision.state is ClaimState.ASKING
    if claim.doubt:
        claim.facts = dict(decision.facts)
        claim.save()
        return
    write(claim, decision)
    _save(claim)


def _save(claim: Claim) -> None:
    claim.save()
    if claim.confirmed_at is not None:
        jobs.enqueue(LEVEL, claim=claim.pk)


def level(claim_id: int) -> None:
    """What was granted becomes what is owed; again after each answer of the bank, until it is."""
    claim = Claim.objects.select_for_update().select_related("member").get(pk=claim_id)
    live = list(claim.grants.exclude(state=PayoutState.CANCELLED.value).order_by("pk"))
    owed = claim.fen - sum(one.fen - one.back_fen for one in live)
    if owed > 0:
        _besides(claim, owed)
    elif owed < 0:
        _less(claim, live, -owed)
    settle_state(claim)


def _besides(claim: Claim, fen: int) -> None:
    """To the account it went to last, dropped or not. What the fund has not yet is tried again each night."""
    newest = claim.grants.order_by("pk").last()
    held = payouts.payout(newest.key) if newest else None
    try:
        with transaction.atomic():
            _reserve(claim, fen, held.payee if held else None)
    except MutualRefused as empty:
        log.warning("mutual_aid.behind", claim=claim.pk, fen=fen, why=str(empty))


def behind() -> list[int]:
    """Claims for which more is owed than was granted: the fund was empty when they were corrected."""
    states = [state.value for state in PayoutState if state is not PayoutState.CANCELLED]
    granted = Sum(F("grants__fen") - F("grants__back_fen"), filter=Q(grants__state__in=states), default=0)
    rows = Claim.objects.filter(confirmed_at__isnull=False, doubt=False).annotate(granted_fen=granted)
    return list(rows.filter(granted_fen__lt=F("fen")).values_list("pk", flat=True))


def _less(claim: Claim, live: list[Grant], fen: int) -> None:
    """What has not left yet is dropped and granted anew; what was paid is asked back; what is at the bank waits for its answer."""
    for one in live:
        if fen > 0 and one.state in DROPPABLE:
            held = payouts.payout(one.key)
            payouts.cancel(key=one.key, reason=_("The hospital's settlement was corrected."))
            if one.fen > fen:
                _reserve(claim, one.fen - fen, held.payee if held else None)
            fen -= min(fen, one.fen)
        elif fen > 0 and one.state in GONE:
            back = min(fen, one.fen - one.back_fen)
            fen -= back
            if back:
                words = _("The hospital's settlement was corrected.")
                payouts.ask_back(key=one.key, fen=back, reason=words, actor=SYSTEM)
                Grant.objects.filter(pk=one.pk).update(back_fen=one.back_fen + back)


def heard(payout: Payout) -> None:
    """In the transaction in which the payout changed, its row locked: the claim follows by a job, which locks it first."""
    grant = Grant.objects.filter(key=payout.key).first()
    if grant is None or grant.state == payout.state.value:
        return
    grant.state = payout.state.value
    grant.failure = payout.failure.value if payout.failure else ""
    grant.save(update_fields=["state", "failure"])
    if payout.state is PayoutState.RETURNED:  # all of it is back: nothing of it is asked for any more
        Grant.objects.filter(pk=grant.pk).update(back_fen=0)
    jobs.enqueue(LEVEL, claim=grant.claim_id)


def settle_state(claim: Claim) -> None:
    """Follows from its payouts."""
    states = set(claim.grants.exclude(state="cancelled").values_list("state", flat=True))
    claim.state = _state(states, claim).value
    if claim.state == ClaimState.PAID.value and claim.paid_at is None:
        claim.paid_at = timezone.now()
    claim.save(update_fields=["state", "paid_at"])


def _state(states: set[str], claim: Claim) -> ClaimState:
    if not states:
        return ClaimState.CANCELLED if claim.fen == 0 else ClaimState.CONFIRMED
    if states & {"failed", "returned"}:
        return ClaimState.FAILED
    if "recovering" in states:
        return ClaimState.BACK
    return ClaimState.PAID if states <= {"paid", "recovered"} else ClaimState.CONFIRMED


def another_account(claim: Claim, payee: Payee) -> None:
    """For what the bank could not pay. MutualRefused: nothing failed."""
    failed = list(claim.grants.filter(state__in=["failed", "returned"]))
    waiting = list(claim.grants.filter(state="approved"))
    if not failed and not waiting:
        raise MutualRefused(_("There is nothing to be paid to another account."))
    for one in failed or waiting:
        payouts.give_account(key=one.key, payee=payee)
