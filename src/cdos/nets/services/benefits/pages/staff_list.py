"""All programmes for staff: narrowed by words, category, unit, way and state; and as options of a field."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cdos.base.web import api as web

from .. import api
from ..contracts import ProgrammeState
from ..logic.desk import Shelf
from . import wording
from .staff import WRITTEN, asked, number, staff

PAGE, OPTIONS = 50, 20
PUSH = {"push": True, "claim": False}


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    actor, shelves = staff(request), api.desk_shelves()
    state = asked(request, "state")
    found = [one for one in shelves if _fits(request, one)]
    shown = [one for one in found if _in_state(one, state)]
    page = max(1, min(number(request, "page", 1), -(-len(shown) // PAGE)))
    context = {
        "rows": [_row(one) for one in shown[(page - 1) * PAGE : page * PAGE]],
        "total": len(shown),
        "every": len(shelves),
        "tabs": _tabs(request, found, state),
        "state": state,
        "words": asked(request, "q"),
        "further": len(shown) > page * PAGE,
        "may_edit": api.may_edit(actor),
        "may_see_figures": api.may_see_figures(actor),
        **_filters(request, shelves),
    }
    context |= {
        "next_page": _query(request, page=str(page + 1)),
        "previous_page": _query(request, page=str(page - 1)) if page > 1 else "",
    }
    return web.page(request, "benefits/staff/list.html", context)


def _fits(request: HttpRequest, one: Shelf) -> bool:
    terms, push = one.shown.terms, asked(request, "push")
    said = f"{one.code} {terms.title} {terms.summary} {one.newest.terms.title}".casefold()
    return (
        all(word in said for word in asked(request, "q").casefold().split())
        and asked(request, "category") in ("", terms.category)
        and asked(request, "unit") in ("", terms.unit)
        and (push not in PUSH or terms.push is PUSH[push])
    )


def _in_state(one: Shelf, state: str) -> bool:
    if state == ProgrammeState.LIVE:
        return one.live is not None
    return state == "" or one.newest.state.value == state


def _tabs(request: HttpRequest, found: list[Shelf], chosen: str) -> list[dict[str, object]]:
    tabs: list[dict[str, object]] = [
        {"text": _("All"), "href": _query(request, state=""), "current": not chosen, "count": len(found)}
    ]
    for state in (*WRITTEN[::-1], ProgrammeState.REFUSED, ProgrammeState.LIVE):
        count = sum(_in_state(one, state.value) for one in found)
        if count or chosen == state.value:
            tabs.append(
                {
                    "text": str(wording.STATES[state][0]),
                    "href": _query(request, state=state.value),
                    "current": chosen == state.value,
                    "count": count,
                }
            )
    return tabs


def _query(request: HttpRequest, **changed: str) -> str:
    """The address with these parameters changed; another state begins at its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _row(one: Shelf) -> dict[str, object]:
    shown = one.shown
    return {
        "shelf": one,
        "terms": shown.terms,
        "state": wording.state(shown),
        "open": wording.state(one.open) if one.open and one.live else None,
        "unit": wording.unit(shown.terms.unit),
        "pays": wording.amount_in_short(shown.terms.amount),
        "period": wording.PERIODS[shown.terms.period],
    }


def _filters(request: HttpRequest, shelves: list[Shelf]) -> dict[str, Any]:
    categories = sorted({one.shown.terms.category for one in shelves} - {""})
    units = sorted({one.shown.terms.unit for one in shelves}, key=wording.unit)
    return {
        "category": asked(request, "category"),
        "categories": [("", _("All categories")), *((one, one) for one in categories)],
        "unit": asked(request, "unit"),
        "units": [("", _("All units")), *((one, wording.unit(one)) for one in units)],
        "push": asked(request, "push"),
        "pushes": [("", _("Any way")), ("push", _("Offered by itself")), ("claim", _("To be claimed"))],
    }


@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """Programmes for a field, by what is typed."""
    staff(request)
    words = asked(request, "q").casefold().split()
    rows = [
        {"value": one.code, "text": one.shown.terms.title, "more": one.code}
        for one in api.desk_shelves()
        if all(word in f"{one.code} {one.shown.terms.title}".casefold() for word in words)
    ]
    return web.page(request, "benefits/staff/options.html", {"rows": rows[:OPTIONS]})
