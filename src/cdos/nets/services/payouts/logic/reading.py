"""Sums and lists for who answers for pools; `units` are those within reach, None: all."""

from collections.abc import Collection

from django.db.models import Case, Count, Q, QuerySet, Sum, When

from ..contracts import Cause, Failure, Figure, Payout, PayoutState
from ..models import Batch, Difference
from ..models import Payout as Row
from . import shapes

Units = Collection[str] | None
RECOVERY = [PayoutState.RECOVERING.value, PayoutState.RECOVERED.value]


def of_units(units: Units) -> "QuerySet[Row]":
    rows = Row.objects.select_related("pool")
    return rows if units is None else rows.filter(pool__unit__in=list(units))


def figures(units: Units) -> list[Figure]:
    sums = of_units(units).values("pool__code", "state").annotate(many=Count("pk"), sum=Sum("fen"))
    return [
        Figure(one["pool__code"], PayoutState(one["state"]), one["many"], one["sum"])
        for one in sums.order_by("pool__code", "state")
    ]


def causes(units: Units) -> list[Cause]:
    """Of what failed or came back and was not mended yet, the most frequent first."""
    rows = of_units(units).filter(state__in=[PayoutState.FAILED, PayoutState.RETURNED]).exclude(failure="")
    sums = rows.values("pool__code", "failure").annotate(many=Count("pk"), sum=Sum("fen"))
    return [
        Cause(one["pool__code"], Failure(one["failure"]), one["many"], one["sum"])
        for one in sums.order_by("-many", "failure")
    ]


def payouts(units: Units, states: Collection[str], limit: int) -> list[Payout]:
    """Newest first."""
    rows = of_units(units).filter(state__in=list(states)).order_by("-pk")[:limit]
    return [shapes.payout(row) for row in rows]


def in_batch(batch: int, limit: int, offset: int, failed: bool) -> list[Payout]:
    """Those that are in it, and those that were and are tried again elsewhere; `failed`: whose order in it did not arrive."""
    rows = Row.objects.select_related("pool").filter(Q(batch=batch) | Q(orders__batch=batch)).distinct()
    if failed:
        rows = rows.filter(orders__batch=batch, orders__state__in=["failed", "returned"])
    return [shapes.payout(row) for row in rows.order_by("pk")[offset : offset + limit]]


def batches(units: Units, limit: int) -> list[Batch]:
    rows = Batch.objects.order_by("-pk")
    return list((rows if units is None else rows.filter(units__contained_by=list(units)))[:limit])


def differences(units: Units, *, open_only: bool, limit: int) -> list[Difference]:
    """What waits for a person first; lines that belong to no pool are there for everybody who may see any."""
    rows = Difference.objects.all()
    if units is not None:
        rows = rows.filter(Q(unit__in=list(units)) | Q(unit=""))
    if open_only:
        rows = rows.filter(settled_by="")
    waits = Case(When(settled_by="", then=0), default=1)
    return list(rows.order_by(waits, "-day", "-pk")[:limit])
