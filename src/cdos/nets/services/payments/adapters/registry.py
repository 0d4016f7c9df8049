"""Which provider takes payments; a city adds its own with `add` and names it in CDOS_PAYMENTS."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Provider
from .demo import DemoProvider

_known: dict[str, Callable[[], Provider]] = {}


def add(name: str, make: Callable[[], Provider]) -> None:
    _known[name] = make


def provider(name: str = "") -> Provider:
    """The one that is named, else the city's."""
    wanted = name or settings.PAYMENTS
    if wanted not in _known:
        raise ImproperlyConfigured(f"no payment provider {wanted}; known: {', '.join(sorted(_known))}")
    return _known[wanted]()


def known(name: str) -> bool:
    return name in _known


add("demo", DemoProvider)
