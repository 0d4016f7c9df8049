"""Services for programs and twin cities at /api/services: parse, one call, answer."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from cdos.base.web import api as web

from . import api
from .contracts import ItemFull, Services

router = Router(tags=["Services"])
Words = Annotated[
    str, Query(max_length=200, description="What somebody wants; empty: everything the city offers.")
]
Audience = Annotated[str, Query(pattern="^(person|enterprise)?$", description="person or enterprise first")]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("", response=Services, summary="Search the city's services", auth=None)
def services(request: HttpRequest, q: Words = "", audience: Audience = "", limit: Limit = 20) -> Services:
    """Best first, with what matched. Without words: all own services by title."""
    found = (
        api.search(words=q, audience=audience, limit=limit)
        if q.strip()
        else api.own(audience=audience, limit=limit)
    )
    return Services(services=tuple(found))


@router.get("/{code}", response=ItemFull, summary="A service with all elements of its guide", auth=None)
def service(request: HttpRequest, code: str) -> ItemFull:
    """404 for what is not offered now."""
    return api.full(code=code)


web.api_root().add_router("/services", router)
