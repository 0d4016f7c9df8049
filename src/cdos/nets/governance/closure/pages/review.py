"""The week by district, unit and item; every number leads to its answers."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

from .. import api
from ..contracts import Grouping, Review, ReviewRow
from ..logic import periods, words
from . import asking
from .nav import nav

FILTERS = {Grouping.DISTRICT: "area", Grouping.UNIT: "unit", Grouping.ITEM: "item"}


def monday(text: str) -> date:
    """The week that somebody asks for; this one where they ask for none."""
    try:
        asked = periods.monday(date.fromisoformat(text))
    except ValueError:
        asked = periods.this_week()
    return min(max(asked, date(2000, 1, 3)), periods.this_week())


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    if away := asking.to_sign_in(request):
        return away
    actor = asking.may(request, Action.SUPERVISE)
    week, by = monday(request.GET.get("week", "")), request.GET.get("by", "")
    grouping = Grouping(by) if by in set(Grouping) else Grouping.DISTRICT
    found = api.review(actor=actor, week=week, by=grouping)
    context = {
        "nav": nav("review"),
        "week": week,
        "last_day": week + timedelta(days=6),
        "before": f"?{urlencode({'by': grouping.value, 'week': week - timedelta(days=7)})}",
        "after": f"?{urlencode({'by': grouping.value, 'week': week + timedelta(days=7)})}"
        if week < periods.this_week()
        else "",
        "tabs": [
            {
                "text": words.grouping(one),
                "href": f"?{urlencode({'by': one.value, 'week': week})}",
                "current": one is grouping,
            }
            for one in Grouping
        ],
        "columns": list(words.counts().values()),
        "rows": [cells(found, row) for row in found.rows],
        "total": cells(found, found.total),
    }
    return web.page(request, "closure/review.html", context)


def cells(found: Review, row: ReviewRow) -> dict[str, Any]:
    """A row of numbers with where each leads."""
    return {
        "name": row.name,
        "cells": [(row.counts[what], href(found, row, what)) for what in words.counts()],
    }


def href(found: Review, row: ReviewRow, what: str) -> str:
    query = {"standing": "any", "week": found.week, "what": what}
    if row.key:
        query[FILTERS[found.by]] = row.key
    return f"{reverse('closure:desk')}?{urlencode(query)}" if row.counts[what] else ""
