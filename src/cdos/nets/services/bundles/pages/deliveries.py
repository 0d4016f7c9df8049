"""For staff: what was handed to which department and what could not be; hand it over again; the demonstration's switch."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import BundleRefused, DeliveryState
from . import words

FILTERS = ("failed", "given_up", "ready", "waiting", "delivered", "done")


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    actor = organisation.actor(request)
    asked = request.GET.get("state", "")
    states = (asked,) if asked in FILTERS else ()
    after = request.GET.get("after", "")
    try:
        rows = api.deliveries(
            actor=actor,
            states=states,
            department=request.GET.get("unit", "")[:60],
            after=int(after) if after.isdecimal() and len(after) < 18 else None,
        )
        counts = api.delivery_counts(actor=actor)
        systems = api.systems(actor=actor)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {
        "rows": [(row, *words.DELIVERY[row.state]) for row in rows],
        "tabs": _tabs(counts, asked),
        "systems": systems,
        "may_switch": api.may_switch(actor),
        "next": rows[-1].id if len(rows) == 100 else None,
        "error": error,
    }
    return web.page(request, "bundles/deliveries.html", context, status=422 if error else 200)


def _tabs(counts: dict[str, int], asked: str) -> list[dict[str, object]]:
    every: list[dict[str, object]] = [
        {"text": _("All"), "href": "?", "current": asked not in FILTERS, "count": sum(counts.values())}
    ]
    return every + [
        {
            "text": words.DELIVERY[DeliveryState(state)][0],
            "href": f"?state={state}",
            "current": asked == state,
            "count": counts.get(state, 0),
        }
        for state in FILTERS
    ]


@require_POST
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    try:
        number = api.retry(actor=organisation.actor(request), delivery_id=delivery_id)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except LookupError as missing:
        raise Http404 from missing
    except MoveRefused as refused:
        return _page(request, str(refused))
    web.toast(request, _("Part of %(number)s is being handed over again.") % {"number": number})
    return redirect("bundles:deliveries")


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """The demonstration's department system off for a while, or on again."""
    actor, sent = organisation.actor(request), request.POST
    department = sent.get("department", "")[:60]
    try:
        if sent.get("do") == "on":
            handed = api.switch_on(actor=actor, department=department)
            words_ = ngettext(
                "It answers again; %(n)d part handed over.",
                "It answers again; %(n)d parts handed over.",
                handed,
            )
            web.toast(request, words_ % {"n": handed})
        else:
            minutes = sent.get("minutes", "60")
            api.switch_off(
                actor=actor, department=department, minutes=int(minutes[:6]) if minutes.isdecimal() else 0
            )
            web.toast(request, _("Switched off."))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except BundleRefused as refused:
        return _page(request, str(refused))
    return redirect("bundles:deliveries")
