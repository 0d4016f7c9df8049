"""The faces of errors: designed pages for people, problem details for programs. Root urlconf: `handler404 = errors.not_found`."""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cdos.base.web import rest
from cdos.base.web.outages import RETRY_AFTER_S, is_outage

log = structlog.get_logger()
PROGRAM_PATHS = ("/api/",)
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Face:
    art: str
    title: str | Promise
    text: str | Promise
    again: bool = False
    sign_in: bool = False


FACES = {
    400: Face("puzzle", _("We could not read that."), _("Something in the address or the form is not as it should be. Please go back and try once more."), again=True),
    403: Face("lock", _("This is not open to you."), _("You may need to sign in, or to act for someone else. If you think it should be open to you, ask the people who gave you the link."), sign_in=True),
    404: Face("map-pin", _("There is nothing at this address."), _("It may have moved, or the address has a typing mistake. The search on the home page finds most things.")),
    405: Face("puzzle", _("This address works another way."), _("Please go back and use the buttons on the page.")),
    409: Face("people", _("Somebody was faster."), _("This was changed while you were looking at it. Load it again to see how it stands now."), again=True),
    413: Face("weight", _("That is too large to send."), _("Please choose smaller or fewer files, or a shorter text. What you typed is kept.")),
    429: Face("hourglass", _("One moment, please."), _("There were many requests from here in a short time. Please wait a minute and try again."), again=True),
    500: Face("cloud", _("Something went wrong on our side."), _("It is not your fault, and nothing half-done was kept. Please try again in a few minutes."), again=True),
    503: Face("cloud", _("We will be back in a moment."), _("The service is being started or looked after. Please try again in a few minutes."), again=True),
}  # fmt: skip


def is_program(request: HttpRequest) -> bool:
    return request.path.startswith(PROGRAM_PATHS)


def error_page(request: HttpRequest, status: int, text: str = "") -> HttpResponse:
    """The designed page of an HTTP error; any module's page may answer with it. `text` replaces the usual words."""
    if is_program(request):
        return rest.http_problem(request, status, text)
    face = FACES.get(status, FACES[500])
    if request.headers.get("HX-Request") == "true":
        return _told(face, status, text)
    again = request.get_full_path() if face.again and request.method == "GET" else ""
    words = {
        "title": face.title, "text": text or face.text, "art": face.art, "again": again,
        "sign_in": face.sign_in, "status": status, "request_id": getattr(request, "request_id", ""),
    }  # fmt: skip
    try:
        # While the database is away the frame would only wait for it: who is signed in, what is in the menu.
        html = "" if status == 503 else render_to_string("web/error.html", words, request)
    except Exception as exc:  # the frame itself may be what failed: a database that is down, for one
        log.error("error_page.failed", status=status, reason=repr(exc))
        html = ""
    return HttpResponse(html or render_to_string("web/plain_error.html", words), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 413 if type(exception).__name__ in TOO_LARGE else 400)


def _told(face: Face, status: int, text: str) -> HttpResponse:
    """For a piece of a page: nothing to swap in, a message that says what to do."""
    detail = {"text": text or f"{face.title} {face.text}", "level": "bad", "seconds": 12}
    return HttpResponse(
        status=status, headers={"HX-Trigger": json.dumps({"cdos:toast": detail}), "HX-Reswap": "none"}
    )


TOO_LARGE = {"RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent"}


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the exception; an outage asks to come again, anything else is our mistake."""
    if not is_outage(sys.exc_info()[1]):
        return error_page(request, 500)
    response = error_page(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: mostly a form that was open longer than its session."""
    text = _(
        "This page was open for a long time. Go back, load it again and send once more; what you typed is kept."
    )
    return error_page(request, 403, str(text))


def _too_large(value: object) -> bool:
    return isinstance(value, int) and value > LARGEST


def _storable(sent: QueryDict) -> QueryDict:
    if not any("\x00" in text for name, values in sent.lists() for text in (name, *values)):
        return sent
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        clean.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    return clean


class ErrorFaces:
    """Gives bare refusals (a 405, a 404 or 413 without a page) the face that their reader can use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or response.streaming or not self._is_bare(request, response):
            return response
        dressed = error_page(request, response.status_code)
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            if name in response:
                dressed[name] = response[name]
        return dressed

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> None:
        """What no table can hold, no table holds: PostgreSQL has no NUL in its texts and no number beyond 64 bits.

        Such a path is not found; what was asked or typed goes on without its NULs. What programs send to a view that has
        no CSRF check is the view's to read.
        """
        request.GET = _storable(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            with suppress(UnreadablePostError):  # the CSRF check says so
                request.POST = _storable(request.POST)  # type: ignore[assignment]
        if any("\x00" in one if isinstance(one, str) else _too_large(one) for one in kwargs.values()):
            raise Http404

    def _is_bare(self, request: HttpRequest, response: HttpResponse) -> bool:
        if is_program(request):
            return "json" not in response.get("Content-Type", "")
        if "HX-Trigger" in response:
            return False
        # An empty HTML answer has no words; whoever wrote some meant them.
        return not response.content and response.get("Content-Type", "").startswith("text/html")
