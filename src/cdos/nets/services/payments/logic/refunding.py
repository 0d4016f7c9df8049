"""Giving back: all of a fee or the share of one department; by a job that asks the provider until it answers."""

from collections.abc import Collection
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs

from ..adapters import registry
from ..contracts import Payment, PaymentRefused, ProviderAway
from ..models import Charge, Posting, Refund, Share
from ..models import Payment as Row
from . import listeners, opening, recording, shapes

log = structlog.get_logger()
TASK = "payments.refund"
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
LOST_AFTER = timedelta(minutes=15)


def refund(
    *,
    payment_id: int,
    reason: str,
    departments: Collection[str] | None = None,
    names: Collection[str] | None = None,
    by: int | None = None,
) -> Payment:
    """What is paid goes back, all or the shares of these departments or names; what is not paid is dropped. Twice is once."""
    row = Row.objects.select_for_update().get(pk=payment_id)
    if row.state in {"open", "failed"}:
        if departments is None and names is None:
            opening.cancel(row)
        return shapes.payment(row)
    if row.state == "cancelled":
        return shapes.payment(row)
    parts = _parts(row, departments, names)
    if parts:
        _ask(row, parts, reason, by)
    return shapes.payment(row)


def _parts(
    row: Row, departments: Collection[str] | None, names: Collection[str] | None
) -> list[tuple[int, int]]:
    """(share, fen) that neither went back nor is on its way."""
    asked: dict[int, int] = {}
    for one in row.refunds.all():
        for share, fen in one.parts:
            asked[share] = asked.get(share, 0) + fen
    shares = [
        one
        for one in row.shares.all()
        if (departments is None or one.department in departments) and (names is None or one.name in names)
    ]
    left = [(one.pk, one.fen - asked.get(one.pk, 0)) for one in shares]
    return [(share, fen) for share, fen in left if fen > 0]


def _ask(row: Row, parts: list[tuple[int, int]], reason: str, by: int | None) -> None:
    fen = sum(part for _share, part in parts)
    key = f"{row.reference}-back-{row.refunds.count() + 1}"
    Refund.objects.create(
        payment=row,
        key=key,
        charge=row.paid_by,
        fen=fen,
        reason=reason[:300],
        parts=[list(part) for part in parts],
        asked_at=timezone.now(),
    )
    row.state = "refunding"
    row.save(update_fields=["state"])
    recording.record(recording.ASKED_BACK, row, fen=fen, by=by)
    jobs.enqueue(TASK, key=key)


def give_back_charge(row: Row, charge: str, reason: str) -> None:
    """Money that was not owed: it never counted as paid, so no department gives anything back."""
    made = Refund.objects.create(
        payment=row,
        key=f"{charge}-back",
        charge=charge,
        fen=row.fen,
        reason=str(reason)[:300],
        asked_at=timezone.now(),
    )
    recording.record(recording.ASKED_BACK, row)
    jobs.enqueue(TASK, key=made.key)


def carry_out(key: str) -> None:
    """Asks the provider outside any transaction, then books it; as long as the provider does not, it is asked again."""
    with fence.everything():
        asked = Refund.objects.get(key=key)
        name = Charge.objects.get(key=asked.charge).provider
    if asked.state == "done":
        return
    try:
        registry.provider(name).refund(charge=asked.charge, fen=asked.fen, key=key)
    except (ProviderAway, PaymentRefused) as away:
        log.warning("payments.not_refunded", key=key, tries=asked.tries + 1, why=str(away))
        _later(key, str(away))
        return
    with fence.everything(), transaction.atomic():
        done(key)


def _later(key: str, words: str) -> None:
    """Another try, however many there were: the money is the person's."""
    with fence.everything(), transaction.atomic():
        one = Refund.objects.select_for_update().get(key=key)
        if one.state == "done":
            return
        one.tries, one.failure = one.tries + 1, words[:300]
        one.next_at = timezone.now() + pause(one.tries)
        one.save(update_fields=["tries", "failure", "next_at"])
        jobs.enqueue(TASK, run_at=one.next_at, key=key)


def pause(tries: int) -> timedelta:
    """After so many failures: 2 s, 4, 8 and so on, then each hour."""
    doubled: int = 2 ** min(tries - 1, 20)
    return min(LONGEST_PAUSE, FIRST_PAUSE * doubled)


def forgotten() -> int:
    """Refunds that should have been tried some time ago: their job was lost, so they get another. How many."""
    now = timezone.now()
    late = Q(next_at__lt=now - LOST_AFTER) | Q(next_at__isnull=True, asked_at__lt=now - LOST_AFTER)
    with fence.everything(), transaction.atomic():
        waiting = Refund.objects.select_for_update(skip_locked=True).filter(late, state="asked")
        rows = list(waiting.order_by("asked_at")[:500])
        for one in rows:
            one.next_at = now + LONGEST_PAUSE  # whatever becomes of this try, the next is not sooner
            one.save(update_fields=["next_at"])
            jobs.enqueue(TASK, key=one.key)
    return len(rows)


def done(key: str) -> None:
    """Books a refund that the provider carried out, once."""
    row = opening.locked(Refund.objects.get(key=key).payment_id)
    assert row is not None
    one = Refund.objects.select_for_update().get(key=key)
    if one.state == "done":
        return
    one.state, one.failure, one.done_at, one.next_at = "done", "", timezone.now(), None
    one.save(update_fields=["state", "failure", "done_at", "next_at"])
    if one.parts:
        _book(row, one)
    recording.record(recording.GIVEN_BACK, row, fen=one.fen)
    listeners.tell(shapes.payment(row), "payment.refunded")


def _book(row: Row, one: Refund) -> None:
    now, by_department = timezone.now(), dict[str, int]()
    for share_id, fen in one.parts:
        share = Share.objects.get(pk=share_id)
        share.refunded_fen += fen
        share.save(update_fields=["refunded_fen"])
        by_department[share.department] = by_department.get(share.department, 0) + fen
    Posting.objects.bulk_create(
        Posting(payment=row, department=department, fen=-fen, key=one.key, at=now)
        for department, fen in by_department.items()
    )
    row.refunded_fen += one.fen
    waiting = row.refunds.filter(state="asked").exclude(parts=[]).exists()
    row.state = "refunding" if waiting else "refunded" if row.refunded_fen == row.fen else "paid"
    row.save(update_fields=["refunded_fen", "state"])


def in_words(fen: int) -> str:
    """A sum as people read it."""
    return _("%(sum)s yuan") % {"sum": f"{fen / 100:,.2f}"}
