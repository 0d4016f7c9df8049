"""Options for the workbench's fields, filtered while typing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.governance.appeals import api as appeals

MOST = 20


def _words(request: HttpRequest) -> list[str]:
    if not organisation.actor(request).is_staff:
        raise PermissionDenied
    return request.GET.get("q", "").strip().casefold().split()


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    words = _words(request)
    found = [
        u for u in organisation.units().values() if all(w in u.name.casefold() or w in u.code for w in words)
    ]
    found.sort(key=lambda unit: (len(unit.area), unit.code))
    rows = [{"value": u.code, "text": u.name, "more": u.code} for u in found[:MOST]]
    return web.page(request, "staff/parts/options.html", {"rows": rows})


@require_GET
def items(request: HttpRequest) -> HttpResponse:
    words = _words(request)
    rows = [
        {"value": item.code, "text": item.name, "more": f"{item.class_name} › {item.group}"}
        for item in appeals.duty_items()
        if all(
            w in f"{item.class_name}{item.group}{item.name}{item.code}{';'.join(item.keywords)}".casefold()
            for w in words
        )
    ]
    return web.page(request, "staff/parts/options.html", {"rows": rows[:MOST]})
