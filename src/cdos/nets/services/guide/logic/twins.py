"""The twin city: its services, asked through its API now and then; each opens there by way of our own sign-in."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import requests
from django.utils import timezone

from ..contracts import Twin, TwinService, Zone, ZoneKind
from ..models import TwinState
from . import zones

WAIT_S = 10
MOST = 500
MOST_BYTES = 2_000_000

Fetch = Callable[[str], Mapping[str, Any]]


def fetch(address: str) -> Mapping[str, Any]:
    """The list of services of another city. requests' errors, ValueError."""
    with requests.get(address, timeout=WAIT_S, headers={"User-Agent": "CDOS"}, stream=True) as answer:
        answer.raise_for_status()
        raw = answer.raw.read(MOST_BYTES + 1, decode_content=True)
    if len(raw) > MOST_BYTES:
        raise ValueError("larger than 2 MB")
    found = json.loads(raw)
    if not isinstance(found, dict):
        raise ValueError("no list of services")
    return found


def refresh(zone: Zone, get: Fetch = fetch) -> Twin:
    """Asks the twin; what it listed before stays while it does not answer."""
    row = TwinState.objects.filter(zone=zone.code).first() or TwinState(zone=zone.code)
    try:
        found = get(f"{zone.address.rstrip('/')}/api/services?limit={MOST}")
        row.services = [kept(one) for one in found["services"]][:MOST]
        row.seen_at, row.failure = timezone.now(), ""
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        row.failure = type(error).__name__
    row.save()
    return shown(zone, row)


def kept(row: Mapping[str, Any]) -> dict[str, str]:
    names = ("kind", "code", "title", "summary", "department", "url")
    made = {name: str(row.get(name, ""))[:300] for name in names}
    if not made["title"] or not made["url"].startswith("/"):
        raise ValueError("a service without title or address")
    return made


def twin(zone: Zone) -> Twin:
    row = TwinState.objects.filter(zone=zone.code).first() or TwinState(zone=zone.code)
    return shown(zone, row)


def shown(zone: Zone, row: TwinState) -> Twin:
    services = tuple(TwinService(**{**one, "url": there(zone, one["url"])}) for one in row.services)
    return Twin(zone, services, row.seen_at, row.failure)


def there(zone: Zone, path: str) -> str:
    """In by its sign-in with our account, and on to the page."""
    base = zone.address.rstrip("/")
    return f"{base}/accounts/oidc/{zone.provider}/?next={quote(path)}" if zone.provider else f"{base}{path}"


def refresh_all() -> list[Twin]:
    return [refresh(zone) for zone in zones.of_kind(ZoneKind.TWIN)]
