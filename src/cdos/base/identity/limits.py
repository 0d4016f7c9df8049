"""How many requests a minute one asker may send: by account, by network, and to routes that are dear or guard a secret.

Counted in the memory of each web process, for a count in the database would cost every request a write. So a budget is
one process's, and whoever spreads over N processes has N of them: enough to keep one asker from crowding out the rest.
What guards a secret (failed passwords and codes) is counted in PostgreSQL, exactly, by `logic/throttle.py`.
"""

import ipaddress
import json
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from cdos.base.identity.addresses import client_address
from cdos.base.identity.contracts import Account
from cdos.base.identity.logic.throttle import network
from cdos.base.web.api import error_page

# Where a secret is asked or a message is sent: counted by network, whoever asks, also from the machine itself.
GUARDED = frozenset(
    {
        *(
            "identity:sign_in",
            "identity:second",
            "identity:confirm",
            "identity:set_up",
            "identity:passkey_sign_in",
        ),
        *("identity:register", "identity:register_code", "identity:verify", "identity:verify_code"),
        *(
            "identity:password",
            "identity:real_name",
            "identity:represent",
            "identity:reset",
            "identity:reset_code",
        ),
    }
)
# Requests a minute that change something, or that cost much; CDOS_LIMIT_ROUTES changes and adds.
ROUTES = {
    "appeals:new": 60,
    "api:file_appeal": 120,
    "appeals:nearby": 240,
    "appeals:items": 240,
    "files:upload": 120,
    "staff:export": 20,
    "identity:new_token": 20,
    "web:draft": 240,
}
FREE = ("/healthz", "/readyz", "/health/", "/metrics")
MOST_KEPT = 50_000


class Buckets:
    """Token buckets: a minute's budget at once, then as it fills up again. Thread-safe; forgets who has a full one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._left: dict[tuple[str, str], tuple[float, float, int]] = {}

    def take(self, key: tuple[str, str], a_minute: int) -> float:
        """0 when the request may go on, else in how many seconds the next one may. A budget of 0 is none."""
        if a_minute <= 0:
            return 0.0
        now, rate = self._clock(), a_minute / 60
        with self._lock:
            left, at, _budget = self._left.get(key, (float(a_minute), now, a_minute))
            left = min(float(a_minute), left + (now - at) * rate)
            if left < 1:
                self._left[key] = (left, now, a_minute)
                return (1 - left) / rate
            self._left[key] = (left - 1, now, a_minute)
            if len(self._left) > MOST_KEPT:
                self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        full = [
            key for key, (left, at, budget) in self._left.items() if left + (now - at) * budget / 60 >= budget
        ]
        for key in full or list(self._left)[: MOST_KEPT // 2]:
            del self._left[key]

    def clear(self) -> None:
        with self._lock:
            self._left.clear()


BUCKETS = Buckets()


@cache
def _routes(text: str) -> dict[str, int]:
    try:
        return ROUTES | {str(name): int(budget) for name, budget in json.loads(text or "{}").items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise ImproperlyConfigured(f"CDOS_LIMIT_ROUTES: {error}") from error


def _own_machine(address: str) -> bool:
    """The city's own machine: a proxy whose header is not believed (CDOS_PROXIES) would make all residents one asker."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def network_of(request: HttpRequest) -> str:
    """What stands for who asks where nobody is signed in; empty where that is the city's own machine."""
    address = client_address(request)
    return "" if _own_machine(address) else network(address)


def _asker(request: HttpRequest) -> tuple[str, str, int]:
    """Kind, name and budget of who asks; a budget of 0 is none."""
    account = getattr(request, "account", None)
    if isinstance(account, Account):
        if getattr(request, "token_scopes", None) is not None:
            return "token", str(account.id), settings.LIMIT_TOKEN
        return "account", str(account.id), settings.LIMIT_ACCOUNT
    address = client_address(request)
    return "network", network(address), 0 if _own_machine(address) else settings.LIMIT_ADDRESS


def wait_s(request: HttpRequest, route: str) -> float:
    """In how many seconds this request may be sent; 0: now."""
    kind, name, budget = _asker(request)
    wait = BUCKETS.take((kind, name), budget)
    changes = request.method not in {"GET", "HEAD", "OPTIONS"}
    if route in GUARDED and changes:
        wait = max(wait, BUCKETS.take((route, network(client_address(request))), settings.LIMIT_SIGN_IN))
    elif budget and kind != "token" and (changes or route not in CHANGES_ONLY):
        wait = max(
            wait, BUCKETS.take((route, f"{kind}:{name}"), _routes(settings.LIMIT_ROUTES).get(route, 0))
        )
    return wait


# The form of these is looked at as often as one likes.
CHANGES_ONLY = frozenset({"appeals:new", "web:draft"})


class LimitMiddleware:
    """Belongs after the languages (the answer has words) and after identity (who asks)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """429 with Retry-After and words, or None: go on."""
        if request.path.startswith(FREE):
            return None
        route = request.resolver_match.view_name if request.resolver_match else ""
        wait = wait_s(request, route)
        if not wait:
            return None
        seconds = int(wait) + 1
        words = gettext(
            "There were more requests from here than one person sends. Wait %(count)d seconds, then try again."
        )
        response = error_page(request, 429, words % {"count": seconds})
        response["Retry-After"] = seconds
        return response
