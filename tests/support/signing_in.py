"""A browser in the state that a complete sign-in leaves, without walking through the pages."""

from django.conf import settings
from django.test import Client, RequestFactory

from cdos.base.identity import api as identity
from cdos.base.identity import sessions
from cdos.base.identity.contracts import SignedInBy


def signed_in(account_id: int, client: Client | None = None) -> Client:
    """Begins a session as the pages do once every factor was given; what the client held before stays (drafts)."""
    client = client or Client()
    account = identity.account(account_id)
    assert account is not None
    request = RequestFactory().get("/", headers={"user-agent": "Mozilla/5.0 (X11; Linux) Chrome/140"})
    request.session = client.session
    sessions.begin(request, account, how=(SignedInBy.PASSWORD, SignedInBy.APP))
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client
