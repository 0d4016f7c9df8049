"""Which providers there are: those of CDOS_OIDC_PROVIDERS, and in demonstration mode the one we serve ourselves.

CDOS_OIDC_PROVIDERS is a JSON list of objects: key, title, issuer, client_id, and optionally client_secret, scope,
assurance (0 none, 1 phone verified, 2 real name).
"""

import json

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cdos.base.identity.adapters import demo_provider
from cdos.base.identity.adapters.oidc import Client, Provider
from cdos.base.identity.contracts import Assurance

DEMO_KEY = "demo"
DEMO_TITLE = gettext_lazy("City account (demonstration)")


def _configured() -> list[Provider]:
    try:
        rows = json.loads(settings.OIDC_PROVIDERS or "[]")
        return [Provider(**{**row, "assurance": Assurance(row.get("assurance", 0))}) for row in rows]
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"CDOS_OIDC_PROVIDERS: {error}") from error


def _demonstration(request: HttpRequest) -> Provider:
    return Provider(
        key=DEMO_KEY,
        title=str(DEMO_TITLE),
        issuer=request.build_absolute_uri("/demo-oidc"),
        client_id=demo_provider.CLIENT_ID,
        client_secret=demo_provider.client_secret(),
        assurance=Assurance.PHONE,
    )


def providers(request: HttpRequest) -> dict[str, Provider]:
    found = {provider.key: provider for provider in _configured()}
    if settings.DEMO:
        found[DEMO_KEY] = _demonstration(request)
    return found


def client(provider: Provider, request: HttpRequest) -> Client:
    """A worker that asks itself over HTTP could wait for itself for ever: the demonstration is asked in-process."""
    redirect_uri = request.build_absolute_uri(reverse("identity:oidc_back", args=[provider.key]))
    http = requests.Session()
    if settings.DEMO and provider.key == DEMO_KEY:
        http.mount(provider.issuer, demo_provider.InProcess())
    return Client(provider, redirect_uri=redirect_uri, http=http)
