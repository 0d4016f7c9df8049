"""What departments took and gave back, refunds that wait, and attempts of which the provider says nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from cdos.base.organisation import api as organisation

from ..contracts import RefundInfo, Settlement, Unheard
from ..models import Charge, Posting, Refund
from . import shapes

SILENT = timedelta(days=1)  # after so long without a word from the provider staff see an attempt


def settlements(since: datetime, units: Collection[str] | None) -> list[Settlement]:
    """By department, the largest first; of these units, or of all with None."""
    rows = Posting.objects.filter(at__gte=since)
    if units is not None:
        rows = rows.filter(department__in=list(units))
    found = rows.values("department").annotate(
        paid=Sum("fen", filter=Q(fen__gt=0), default=0),
        back=Sum("fen", filter=Q(fen__lt=0), default=0),
        many=Count("payment", distinct=True),
    )
    known = organisation.units()
    made = [
        Settlement(
            one["department"],
            known[one["department"]].name if one["department"] in known else one["department"],
            one["paid"],
            -one["back"],
            one["many"],
        )
        for one in found
    ]
    return sorted(made, key=lambda one: -one.paid_fen)


def refunds(units: Collection[str] | None, limit: int) -> list[RefundInfo]:
    """Newest first, those that wait before those that are done."""
    rows = Refund.objects.select_related("payment")
    if units is not None:
        rows = rows.filter(payment__shares__department__in=list(units)).distinct()
    return [shapes.refund(row) for row in rows.order_by("state", "-asked_at")[:limit]]


def unheard(units: Collection[str] | None, limit: int) -> list[Unheard]:
    """Newest first."""
    rows = Charge.objects.select_related("payment").filter(state="open", began_at__lt=timezone.now() - SILENT)
    if units is not None:
        rows = rows.filter(payment__shares__department__in=list(units)).distinct()
    return [shapes.unheard(row) for row in rows.order_by("-began_at")[:limit]]
