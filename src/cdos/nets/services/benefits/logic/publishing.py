"""The public list by programme (公示): what was paid to how many, and the payments one by one with masked names."""

from django.db.models import Count, Max, Sum
from django.utils import timezone

from ..contracts import EntitlementState as State
from ..contracts import Published
from ..models import Entitlement as Row
from . import shelf


def by_programme() -> list[Published]:
    """Those that have paid anybody, the newest payment first."""
    rows = (
        Row.objects.filter(state=State.PAID.value, paid_at__isnull=False)
        .values("programme")
        .annotate(title=Max("title"), n=Count("id"), fen=Sum("fen"), last=Max("paid_at"))
        .order_by("-last")
    )
    return [
        Published(
            code=one["programme"],
            title=shelf.title(one["programme"]) or one["title"],
            count=one["n"],
            fen=one["fen"],
            last_on=timezone.localdate(one["last"]),
        )
        for one in rows
    ]
