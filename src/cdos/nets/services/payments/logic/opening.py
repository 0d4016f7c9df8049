"""Asking for a fee, and beginning an attempt to pay it."""

import secrets
from collections.abc import Sequence
from contextlib import suppress

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import SYSTEM

from ..adapters import registry
from ..contracts import Charge as Wanted
from ..contracts import Payment, PaymentRefused, Share
from ..models import Charge
from ..models import Payment as Row
from ..models import Share as ShareRow
from . import recording, shapes

LIVE = ("open", "failed", "paid", "refunding")


def open_payment(*, number: str, shares: Sequence[Share], title: str) -> Payment:
    """The fee of a matter; asked for again it is the same one."""
    known = Row.objects.filter(number=number, state__in=LIVE).first()
    if known is not None:
        return shapes.payment(known)
    fen = sum(share.fen for share in shares)
    if fen <= 0 or any(share.fen < 0 for share in shares):
        raise PaymentRefused(_("There is nothing to pay."))
    matter = matters.get(actor=SYSTEM, number=number)
    row = Row.objects.create(
        matter_id=matter.id,
        number=number,
        title=title[:200],
        fen=fen,
        reference=secrets.token_urlsafe(18),
        opened_at=timezone.now(),
    )
    ShareRow.objects.bulk_create(
        ShareRow(payment=row, department=one.department, name=one.name[:200], fen=one.fen)
        for one in shares
        if one.fen
    )
    recording.record(recording.OPENED, row)
    return shapes.payment(row)


def attempt(reference: str) -> tuple[str, Wanted]:
    """A new attempt: at which provider, and what it is asked. LookupError, PaymentRefused."""
    row = by_reference(reference, lock=True)
    if row.state not in {"open", "failed"}:
        raise PaymentRefused(_("There is nothing to pay here any more."))
    provider = registry.provider()
    row.attempts += 1
    row.state, row.failure = "open", ""
    row.save(update_fields=["attempts", "state", "failure"])
    charge = Charge.objects.create(
        payment=row, key=f"{reference}-{row.attempts}", provider=provider.key, began_at=timezone.now()
    )
    back = reverse("payments:back", args=[reference])
    return provider.key, Wanted(charge.key, row.fen, row.title, back)


def by_reference(reference: str, *, lock: bool = False) -> Row:
    rows = Row.objects.select_for_update() if lock else Row.objects
    found = rows.filter(reference=reference).first()
    if found is None:
        raise LookupError(reference)
    return found


def locked(payment_id: int) -> Row | None:
    """The matter first, then its payment, as a move does that gives back: the other way round they wait for each other."""
    numbers = Row.objects.filter(pk=payment_id).values_list("number", flat=True)
    for number in numbers:
        with suppress(LookupError):  # the matter is gone, its money is not
            matters.hold(number=number)
    return Row.objects.select_for_update().filter(pk=payment_id).first()


def cancel(row: Row) -> None:
    """Nobody has to pay it any more; money that comes all the same goes back at once."""
    row.state = "cancelled"
    row.save(update_fields=["state"])
    recording.record(recording.CANCELLED, row)
