"""The one REST API at /api/: msgspec renderer, problem+json errors, documented answers."""

import json
import traceback
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from django.core import signals
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from pydantic import BaseModel

from cdos.base.web.contracts import Problem
from cdos.base.web.outages import RETRY_AFTER_S, is_outage

log = structlog.get_logger()

PROBLEM_TYPE = "application/problem+json"
DOCUMENTED = (400, 401, 403, 404, 409, 422, 429)
_HTTP_TYPES = {
    400: "bad-request", 401: "sign-in-needed", 403: "not-allowed", 404: "not-found", 405: "wrong-method",
    409: "conflict", 413: "too-large", 415: "wrong-type", 422: "invalid-input", 429: "too-many-requests",
    500: "server-error", 503: "unavailable",
}  # fmt: skip


def _encode_other(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


_encoder = msgspec.json.Encoder(enc_hook=_encode_other)


class MsgspecRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return _encoder.encode(data)


class CityAPI(NinjaAPI):
    """Ninja, with every refusal documented as problem details."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document_problems(schema)
        return schema


def document_problems(schema: dict[str, Any]) -> None:
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in schema["paths"].values():
        for operation in methods.values():
            answers = operation["responses"]
            for status in DOCUMENTED:
                answers[status] = {"description": HTTPStatus(status).phrase, "content": content}
            answers["default"] = {"description": "Any other refusal", "content": content}


PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457 problem details",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {
            "type": "string",
            "description": "Stable name of the kind of problem, a path on this server",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {
            "type": "string",
            "description": "One sentence saying what to do, in the reader's language",
        },
        "instance": {"type": "string", "description": "The request id; the log has it too"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "where": {"type": "array", "items": {"type": "string"}},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


def problem(
    request: HttpRequest,
    type: str,
    title: str,
    status: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    """A `application/problem+json` answer; `type` is a stable word such as "conflict"."""
    body = Problem(f"/api/problems/{type}", title, status, detail, _request_id(request), errors)
    sent = {key: value for key, value in asdict(body).items() if value is not None}
    return HttpResponse(_encoder.encode(sent), status=status, content_type=PROBLEM_TYPE)


def http_problem(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    """The problem that belongs to a plain HTTP status."""
    kind = _HTTP_TYPES.get(status, "refused")
    return problem(request, kind, _titles(status), status, detail or _titles(status))


def _titles(status: int) -> str:
    known = {
        400: _("The request cannot be understood."),
        401: _("Please sign in first."),
        403: _("You may not do this."),
        404: _("There is nothing here."),
        405: _("This address does not take this method."),
        409: _("Somebody else changed this first. Load it again."),
        413: _("This is too large."),
        415: _("This type of content is not accepted."),
        422: _("Something in the input is missing or wrong."),
        429: _("Too many requests. Please wait a moment."),
        503: _("The service is being started or looked after. Please try again in a few minutes."),
    }
    return known.get(status, _("Something went wrong on our side. Please try again later."))


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


@lru_cache(maxsize=1)
def api_root() -> NinjaAPI:
    """The one API; modules add routers: `api_root().add_router("/appeals", router, tags=["Appeals"])`."""
    api = CityAPI(
        title="CDOS API",
        version="1",
        description="The city's services as JSON. Errors are problem details (RFC 9457).",
        renderer=MsgspecRenderer(),
        docs_url=None,
        openapi_url="/openapi.json",
        urls_namespace="api",
    )
    for kind, handler in HANDLERS:
        api.exception_handler(kind)(handler)
    return api


def register_problem(
    kind: type[Exception], *, status: int, type: str = "", code: Callable[[Exception], str] | None = None
) -> None:
    """Turns a module's refusal into problem details: `str(exc)` is the sentence for the reader.

    `code(exc)` gives the stable type where one exception has several.
    """

    def answer(request: HttpRequest, exc: Exception) -> HttpResponse:
        name = code(exc) if code else (type or _HTTP_TYPES.get(status, "refused"))
        return problem(request, name, _titles(status), status, str(exc))

    api_root().exception_handler(kind)(answer)


def _invalid_input(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    errors = [
        {"where": [str(step) for step in e.get("loc", ())], "message": str(e.get("msg", ""))}
        for e in exc.errors
    ]
    return problem(request, _HTTP_TYPES[422], _titles(422), 422, _titles(422), errors)


def _http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return http_problem(request, exc.status_code, str(exc))


def _unexpected(request: HttpRequest, exc: Exception) -> HttpResponse:
    # Django's own signal, so that a test client shows the error instead of hiding it behind a 500.
    signals.got_request_exception.send(sender=CityAPI, request=request)
    log.error("api.failed", path=request.path, trace="".join(traceback.format_exception(exc)))
    if not is_outage(exc):
        return http_problem(request, 500)
    response = http_problem(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _nothing_here(request: HttpRequest, exc: Exception) -> HttpResponse:
    return http_problem(request, 404)


def _not_allowed(request: HttpRequest, exc: Exception) -> HttpResponse:
    return http_problem(request, 403, str(exc))


def read_json(sent: HttpRequest | bytes | str) -> object:
    """What somebody sent as JSON. ValueError where it is none (a form, too), and where it is nested too deep to be read."""
    try:
        return json.loads(sent.body if isinstance(sent, HttpRequest) else sent)
    except RawPostDataException as error:
        raise ValueError("a form, read as one") from error
    except RecursionError as error:
        raise ValueError("nested too deep") from error


# A module's "no such number" is a LookupError; a missing key or index is our own mistake and stays one.
HANDLERS: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
    (ValidationError, _invalid_input),
    (HttpError, _http_error),
    (Http404, _nothing_here),
    (LookupError, _nothing_here),
    (KeyError, _unexpected),
    (IndexError, _unexpected),
    (PermissionDenied, _not_allowed),
    (Exception, _unexpected),
)
