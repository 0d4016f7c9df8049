"""Which bank pays out; a city adds its own with `add` and names it in CDOS_PAYOUTS."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Bank
from .demo import DemoBank

_known: dict[str, Bank] = {}


def add(bank: Bank) -> None:
    _known[bank.name] = bank


def bank(name: str = "") -> Bank:
    """The one that is named, else the city's."""
    wanted = name or settings.PAYOUTS
    if wanted not in _known:
        raise ImproperlyConfigured(f"no bank {wanted}; known: {', '.join(sorted(_known))}")
    return _known[wanted]


add(DemoBank())
