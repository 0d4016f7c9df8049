"""Web addresses: where to go back to, and where a request came from."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, target: str) -> str:
    """A path on this site, or "". Anything that could lead away is dropped, and so are the sign-in pages themselves."""
    if not target or not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(target)
    path = parts.path if parts.path.startswith("/") else ""
    if not path or path.startswith(
        (
            "//",
            "/accounts/sign",
            "/accounts/oidc",
            "/accounts/register",
            "/accounts/second",
            "/accounts/confirm",
            "/accounts/passkey",
        )
    ):
        return ""
    return f"{path}?{parts.query}" if parts.query else path


def sign_in_address(*, next_path: str = "", ended: str = "") -> str:
    query = {key: value for key, value in {"next": next_path, "ended": ended}.items() if value}
    base = reverse("identity:sign_in")
    return f"{base}?{urlencode(query)}" if query else base


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """To the sign-in, and back to the page that was asked for."""
    return HttpResponseRedirect(sign_in_address(next_path=request.get_full_path()))


def client_address(request: HttpRequest) -> str:
    """The peer's address, or what the nearest of CDOS_PROXIES trusted proxies saw: further left anybody may write."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted][:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
