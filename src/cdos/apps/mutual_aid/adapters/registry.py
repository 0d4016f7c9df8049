"""Which source gives hospitals' settlements; a city adds its own and names it in CDOS_MUTUAL_SOURCE."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Source
from .demo import DemoSource

_known: dict[str, Callable[[], Source]] = {}


def add(name: str, make: Callable[[], Source]) -> None:
    _known[name] = make


def source() -> Source:
    if settings.MUTUAL_SOURCE not in _known:
        raise ImproperlyConfigured(f"no source {settings.MUTUAL_SOURCE}; known: {', '.join(sorted(_known))}")
    return _known[settings.MUTUAL_SOURCE]()


add("demo", DemoSource)
