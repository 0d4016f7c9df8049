"""Options for the workbench's fields, filtered while typing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Unit
from cdos.base.web import api as web
from cdos.nets.governance.appeals import api as appeals

MOST = 20


def _words(request: HttpRequest) -> list[str]:
    if not organisation.actor(request).is_staff:
        raise PermissionDenied
    return request.GET.get("q", "").strip().casefold().split()


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units whose name has the words, or their characters in order (城管 finds 城市管理局); those of the own area first."""
    words = _words(request)
    own = {post.area for post in organisation.actor(request).posts}
    found = [u for u in organisation.units().values() if all(_fits(w, u) for w in words)]
    found.sort(key=lambda u: (not _has(words, u.name), u.area not in own, len(u.area), u.code))
    rows = [{"value": u.code, "text": u.name, "more": u.code} for u in found[:MOST]]
    return web.page(request, "staff/parts/options.html", {"rows": rows})


def _has(words: list[str], name: str) -> bool:
    return all(word in name.casefold() for word in words)


def _fits(word: str, unit: Unit) -> bool:
    left = iter(unit.name.casefold())
    return word in unit.code or all(character in left for character in word)


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
