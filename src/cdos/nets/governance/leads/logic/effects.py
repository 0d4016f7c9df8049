"""What leads came to: solved before anyone complained, by unit, district and way in."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from statistics import median

from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.organisation import api as organisation

from ..contracts import Effect, EffectPage
from ..models import Lead
from . import alike

COLUMNS = (
    *("unit", "district", "channel", "state", "valid", "reported_at", "solved_at", "complaint"),
    *("complaint_after", "looked_back_at"),
)
MOST = 200_000


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page(*, start: date, end: date) -> EffectPage:
    """Leads reported from `start` up to and including `end`, within the present fence."""
    rows = list(
        Lead.objects.filter(
            reported_at__gte=_midnight(start), reported_at__lt=_midnight(end + timedelta(days=1))
        ).only(*COLUMNS)[:MOST]
    )
    return EffectPage(
        total=_effect("", "", rows),
        by_unit=_grouped(rows, lambda row: row.unit, _unit_name),
        by_district=_grouped(rows, lambda row: row.district, _area_name),
        by_channel=_grouped(rows, lambda row: row.channel, str),
    )


def _unit_name(code: str) -> str:
    found = organisation.unit(code) if code else None
    return found.name if found else code


def _area_name(code: str) -> str:
    found = organisation.area(code) if code else None
    return found.name if found else code


def _grouped(
    rows: Iterable[Lead], key: Callable[[Lead], str], name: Callable[[str], str]
) -> tuple[Effect, ...]:
    groups: dict[str, list[Lead]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    found = [_effect(code, name(code), held) for code, held in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.solved, -one.found, one.key)))


def _effect(key: str, name: str, rows: list[Lead]) -> Effect:
    solved = [row for row in rows if row.solved_at is not None]
    before = [row for row in solved if not row.complaint]
    due = [row for row in before if row.looked_back_at is not None]
    hours = [
        (row.solved_at - row.reported_at).total_seconds() / 3600
        for row in solved
        if row.solved_at is not None
    ]
    return Effect(
        key=key,
        name=name,
        found=len(rows),
        valid=sum(row.valid is True for row in rows),
        invalid=sum(row.valid is False for row in rows),
        joined=sum(row.state == "joined" for row in rows),
        solved=len(solved),
        before=len(before),
        held=sum(not row.complaint_after for row in due),
        due=len(due),
        median_hours=round(median(hours), 1) if hours else None,
    )


def look_back(*, limit: int = 500) -> int:
    """Leads solved four weeks ago or earlier: did anybody complain about the same since? How many were looked at."""
    now = timezone.now()
    with fence.everything():
        rows = list(
            Lead.objects.filter(solved_at__lte=now - alike.AFTER, looked_back_at__isnull=True)[:limit]
        )
        for row in rows:
            assert row.solved_at is not None
            after = alike.complaint(row, since=row.solved_at, until=row.solved_at + alike.AFTER)
            Lead.objects.filter(pk=row.pk).update(complaint_after=after, looked_back_at=now)
    return len(rows)
