"""The ledger among nodes, at /api/ledger: heads to publish, heads to cosign. All of it is public: it names nobody."""

from typing import Annotated, Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.errors import HttpError

from cdos.base.ledger import api
from cdos.base.ledger.contracts import Cosignature, CosignRequest, Head, Identity, WitnessRefused
from cdos.base.web import api as web

router = Router(tags=["Ledger"])
MOST_BYTES = 64_000
encode = msgspec.json.Encoder().encode


def answer(data: Any) -> HttpResponse:
    return HttpResponse(encode(data), content_type="application/json")


@router.get("/identity", response=Identity)
def identity(request: HttpRequest) -> HttpResponse:
    """This node's name and the key its heads are signed with."""
    return answer(api.identity())


@router.get("/heads", response=list[Head])
def heads(request: HttpRequest, limit: Annotated[int, Query(ge=1, le=200)] = 24) -> HttpResponse:
    """Signed heads, newest first."""
    return answer(api.own_heads(limit=limit))


@router.get("/consistency", response=list[str])
def consistency(
    request: HttpRequest, old: Annotated[int, Query(ge=1)], size: Annotated[int, Query(ge=1)]
) -> HttpResponse:
    """The proof (RFC 6962, 2.1.2) that the log of `size` rows begins with that of `old` rows, in hex."""
    if old > size:
        raise Http404
    return answer(api.consistency(old, size))


@router.post("/witness", response=Cosignature)
def witness(request: HttpRequest) -> HttpResponse:
    """Cosign a known node's head. Body: `head`, and `path`, the proof that it follows from the last one seen here."""
    if len(request.body) > MOST_BYTES:
        raise HttpError(413, "This is too large.")
    try:
        asked = msgspec.json.decode(request.body, type=CosignRequest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise HttpError(400, str(error)) from error
    return answer(api.cosign(asked.head, asked.path))


@router.get("/witness/{node}", response=Head)
def seen(request: HttpRequest, node: str) -> HttpResponse:
    """The newest head of another node that this one has cosigned."""
    found = api.seen(node)
    if found is None:
        raise Http404
    return answer(found)


web.register_problem(
    WitnessRefused, status=403, code=lambda error: f"ledger-{getattr(error, 'code', 'refused')}"
)
web.api_root().add_router("/ledger", router)
