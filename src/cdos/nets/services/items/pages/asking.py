"""Who may open the pages, and what an address asks for."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from .. import api
from ..contracts import ItemState, Sought


def staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


def editor(request: HttpRequest) -> Actor:
    actor = staff(request)
    if not api.may_edit(actor):
        raise PermissionDenied
    return actor


def number(request: HttpRequest, name: str, default: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 6 else default


def sought(request: HttpRequest) -> Sought:
    query = request.GET
    state, way = query.get("state", ""), query.get("way", "")
    return Sought(
        words=query.get("q", "").replace("\x00", "")[:100],
        state=ItemState(state) if state in set(ItemState) else None,
        department=query.get("department", "").replace("\x00", "")[:60],
        instant=True if way == "instant" else None,
        combinable=True if way == "combinable" else None,
        page=max(1, number(request, "page", 1)),
    )
