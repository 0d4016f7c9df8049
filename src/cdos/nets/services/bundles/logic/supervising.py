"""The deliveries of all bundles, for who leads them, who receives them and who watches over both."""

from django.db.models import Count, Q

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import DeliveryRow, DeliveryState, System
from ..models import Delivery, Outage, Received
from . import moment, recording

LATE = (DeliveryState.FAILED.value, DeliveryState.GIVEN_UP.value)
SHOWN = 100


def rows(states: tuple[str, ...], department: str, *, after: int | None = None) -> list[DeliveryRow]:
    """Newest first, within the present fence."""
    found = Delivery.objects.order_by("-pk")
    if states:
        found = found.filter(state__in=states)
    if department:
        found = found.filter(department=department)
    if after is not None:
        found = found.filter(pk__lt=after)
    return [_row(row) for row in found[:SHOWN]]


def counts() -> dict[str, int]:
    """By state, within the present fence."""
    return dict(Delivery.objects.values_list("state").annotate(n=Count("pk")))


def _row(row: Delivery) -> DeliveryRow:
    unit = organisation.unit(row.department)
    return DeliveryRow(
        id=row.pk,
        number=row.number,
        item=row.item,
        item_title=row.title,
        department=row.department,
        department_name=unit.name if unit else row.department,
        state=DeliveryState(row.state),
        tries=row.tries,
        failure=row.failure,
        next_at=row.next_at,
        last_at=row.last_at,
        delivered_at=row.delivered_at,
        ready_at=row.ready_at,
        application=row.application,
    )


def retry(actor: Actor, delivery_id: int) -> str:
    """Number of the bundle; whoever sees the row may. LookupError, MoveRefused."""
    row = Delivery.objects.filter(pk=delivery_id).first()
    if row is None:
        raise LookupError(delivery_id)
    matters.act(actor=SYSTEM, number=row.number, move="retry", data={"item": row.item})
    recording.retried(row.number, row.item, by=actor.account_id)
    return row.number


def systems() -> list[System]:
    """Departments that were ever handed something or are switched off; counts only, whoever asks."""
    with fence.everything():
        waiting = dict(
            Delivery.objects.filter(state__in=(DeliveryState.FAILED.value, DeliveryState.READY.value))
            .values_list("department")
            .annotate(n=Count("pk"))
        )
        handed = set(
            Delivery.objects.filter(~Q(department="")).values_list("department", flat=True).distinct()
        )
        received = dict(Received.objects.values_list("department").annotate(n=Count("pk")))
        away = dict(Outage.objects.filter(until__gt=moment.now()).values_list("department", "until"))
    found = []
    for code in sorted({*handed, *received, *away}):
        unit = organisation.unit(code)
        name = unit.name if unit else code
        found.append(System(code, name, away.get(code), waiting.get(code, 0), received.get(code, 0)))
    return found
