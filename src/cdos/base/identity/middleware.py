"""Says who is asking: sets `request.account` and `request.acting_for` on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cdos.base.identity import sessions
from cdos.base.identity.addresses import safe_next, sign_in_address
from cdos.base.identity.limits import network_of
from cdos.base.identity.sessions import Who

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class IdentityMiddleware:
    """Belongs after the session and the locale, before the CSRF check.

    `request.account`: Account | None; `request.acting_for`: Party | None, own party unless switched;
    `request.session_ended`: "", "idle" or "revoked"; `request.network`: an IPv4 address or an
    IPv6 /64, "" for the city's own machine; `request.token_scopes`: frozenset of a bearer token's scopes, else None.
    A change that arrives just after its session ended is not carried out as an anonymous one: the answer is the page
    that leads back to where the person was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        who = identify(request)
        request.account = who.account  # type: ignore[attr-defined]
        request.acting_for = who.acting_for  # type: ignore[attr-defined]
        request.session_ended = who.ended  # type: ignore[attr-defined]
        request.token_scopes = who.scopes  # type: ignore[attr-defined]
        request.network = network_of(request)  # type: ignore[attr-defined]
        if who.ended and request.method not in SAFE:
            return session_ended(request)
        response = self.get_response(request)
        return _whole(response) if sessions.is_poll(request) else response


def _whole(response: HttpResponseBase) -> HttpResponseBase:
    """The sign-in takes the place of the page that asked, not of the piece of it that is brought up to date."""
    to = response.get("Location", "")
    return HttpResponse(headers={"HX-Redirect": to}) if to.startswith(sign_in_address()) else response


def identify(request: HttpRequest) -> Who:
    """A bearer token speaks alone: the cookie of the same request is not looked at."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return sessions.of_bearer(token.strip())
    return sessions.of_session(request)


def session_ended(request: HttpRequest) -> HttpResponse:
    """401, with the way back to the page where the person was."""
    back = safe_next(request, request.headers.get("Referer", ""))
    if request.path.startswith(("/api/", "/open311/")):
        title = gettext("Your session has ended; sign in again.")
        return JsonResponse(
            {"type": "urn:cdos:problem:session-ended", "title": title, "status": 401},
            status=401,
            content_type="application/problem+json",
        )
    return render(request, "identity/session_ended.html", {"next": back}, status=401)
