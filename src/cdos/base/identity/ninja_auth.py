"""Authentication of the REST API: the browser's session with CSRF, or a bearer token.

`IdentityMiddleware` has already said who asks; these only refuse, so both ways meet one rule.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from ninja.errors import AuthorizationError
from ninja.security import APIKeyCookie, HttpBearer

from cdos.base.identity.contracts import Account

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionAuth(APIKeyCookie):
    """The session cookie; changes need the CSRF token (checked by Ninja)."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """A request with a bearer token stands or falls with the token, so no CSRF error hides what is wrong."""
        return None if getattr(request, "token_scopes", None) is not None else super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:
        account = getattr(request, "account", None)
        return account if isinstance(account, Account) else None


class TokenAuth(HttpBearer):
    """`Authorization: Bearer cdos_…`; changes need the scope "write"."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """Reads what the middleware made of the same header: one look-up a request."""
        account = getattr(request, "account", None)
        scopes = getattr(request, "token_scopes", None) or frozenset()
        if not isinstance(account, Account):
            return None
        if ("read" if request.method in SAFE else "write") not in scopes:
            raise AuthorizationError(403, gettext("This token may not do that."))
        return account


def authenticators() -> list[Any]:
    """For a Ninja router's `auth=`: either way will do."""
    return [TokenAuth(), SessionAuth()]
