"""How many enterprises were answered at once, and whether urgent ones and calls back were in time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..contracts import EnterpriseFigures
from ..models import Asked, Callback, Case
from . import categories

Row = Mapping[str, object]
URGENT = timedelta(minutes=30)
CALL = timedelta(hours=24)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def figures(start: date, end: date) -> list[EnterpriseFigures]:
    """The whole first, then by category, in their order; those that nobody asked about, and nobody was called about, are left out."""
    between = (_midnight(start), _midnight(end + timedelta(days=1)))
    asked = {row["category"]: row for row in _asked(between)}
    cases = {row["category"]: row for row in _cases(between)}
    calls = {row["category"]: row for row in _calls(between)}
    rows = [
        _figures(code, asked.get(code, {}), cases.get(code, {}), calls.get(code, {}))
        for code in (one.code for one in categories.CATEGORIES)
        if code in asked or code in cases or code in calls
    ]
    return [_sum(rows), *rows]


def _asked(between: tuple[datetime, datetime]) -> list[Row]:
    rows = Asked.objects.filter(asked_at__gte=between[0], asked_at__lt=between[1]).values("category")
    return list(rows.annotate(n=Count("id"), at_once=Count("id", filter=Q(outcome="answered"))))


def _cases(between: tuple[datetime, datetime]) -> list[Row]:
    rows = Case.objects.filter(filed_at__gte=between[0], filed_at__lt=between[1]).values("category")
    in_time = Q(urgent=True, backstop_at__lte=F("filed_at") + URGENT)
    return list(
        rows.annotate(
            n=Count("pk"), urgent_n=Count("pk", filter=Q(urgent=True)), in_time=Count("pk", filter=in_time)
        )
    )


def _calls(between: tuple[datetime, datetime]) -> list[Row]:
    """By the category of the appeal that the call is about."""
    rows = Callback.objects.filter(opened_at__gte=between[0], opened_at__lt=between[1])
    case = Case.objects.filter(number=OuterRef("number")).values("category")
    by_category = rows.annotate(category=Coalesce(Subquery(case), Value("other"))).values("category")
    in_time = Q(called_at__lte=F("opened_at") + CALL)
    return list(by_category.annotate(n=Count("pk"), in_time=Count("pk", filter=in_time)))


def _figures(code: str, asked: Row, case: Row, call: Row) -> EnterpriseFigures:
    def number(row: Row, name: str) -> int:
        value = row.get(name, 0)
        return value if isinstance(value, int) else 0

    return EnterpriseFigures(
        category=code,
        asked=number(asked, "n"),
        at_once=number(asked, "at_once"),
        filed=number(case, "n"),
        urgent=number(case, "urgent_n"),
        urgent_in_time=number(case, "in_time"),
        callbacks=number(call, "n"),
        callbacks_in_time=number(call, "in_time"),
    )


def _sum(rows: list[EnterpriseFigures]) -> EnterpriseFigures:
    names = [name for name in EnterpriseFigures.__slots__ if name != "category"]
    return EnterpriseFigures("", **{name: sum(getattr(row, name) for row in rows) for name in names})
