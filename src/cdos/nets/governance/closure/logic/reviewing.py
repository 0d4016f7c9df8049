"""The week in numbers: answers given in it, and what came to light of them since; each number leads to its answers."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from cdos.base.organisation import api as organisation
from cdos.nets.governance.closure.contracts import Grouping, Review, ReviewRow
from cdos.nets.governance.closure.logic import periods, words
from cdos.nets.governance.closure.models import Answer, FollowUp, Promise, Refiling, Visit

COLUMNS = {Grouping.DISTRICT: "district", Grouping.UNIT: "unit", Grouping.ITEM: "item_code"}


def _of(table: type, condition: Q = Q()) -> Exists:
    return Exists(table.objects.filter(condition, answer=OuterRef("pk")))  # type: ignore[attr-defined]


def conditions() -> dict[str, "Q | Exists"]:
    """What is counted, in the order of the columns."""
    return {
        "answers": Q(),
        "solved": Q(outcome="solved"),
        "hollow": Q(hollow=True),
        "sent_anyway": Q(sent_anyway=True),
        "suspect": Q(standing="suspect"),
        "refiled": _of(Refiling),
        "broken": _of(Promise, Q(state__in=["broken", "late"])),
        "not_fixed": _of(FollowUp, Q(fixed=False)),
        "visited": _of(Visit, Q(state="done")),
        "found_hollow": Q(standing="hollow") | Q(_of(Visit, Q(verdict="hollow"))),
    }


def review(week: date, by: Grouping) -> Review:
    """Groups with most answers that were found hollow or are suspect first."""
    rows = Answer.objects.filter(
        at__gte=periods.midnight(week), at__lt=periods.midnight(week + timedelta(days=7))
    )
    for name, condition in conditions().items():
        if isinstance(condition, Exists):
            rows = rows.annotate(**{f"is_{name}": condition})
    counted = {
        name: Count("id", filter=Q(**{f"is_{name}": True}) if isinstance(condition, Exists) else condition)
        for name, condition in conditions().items()
    }
    found = [
        ReviewRow(
            str(row[COLUMNS[by]]) or "-", name_of(by, str(row[COLUMNS[by]])), {n: row[n] for n in counted}
        )
        for row in rows.values(COLUMNS[by]).order_by().annotate(**counted)
    ]
    found.sort(
        key=lambda row: (-row.counts["found_hollow"], -row.counts["suspect"], -row.counts["answers"], row.key)
    )
    total = {name: sum(row.counts[name] for row in found) for name in counted}
    return Review(week, by, tuple(found), ReviewRow("", "", total))


def name_of(by: Grouping, key: str) -> str:
    if not key:
        return words.nobody(by)
    if by is Grouping.UNIT:
        unit = organisation.unit(key)
        return unit.name if unit else key
    if by is Grouping.DISTRICT:
        return words.area(key)
    named = Answer.objects.filter(item_code=key).exclude(item_name="").values_list("item_name", flat=True)
    return str(named.order_by("-id").first() or key)
