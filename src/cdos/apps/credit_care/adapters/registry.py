"""Which hospitals and which bank take part; a city adds its own and names the bank in CDOS_CARE_BANK."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Bank, Hospital
from .demo import DemoBank, DemoHospital

_hospitals: dict[str, Hospital] = {}
_banks: dict[str, Callable[[], Bank]] = {}


def add_hospital(one: Hospital) -> None:
    _hospitals[one.key] = one


def hospital(key: str) -> Hospital:
    """LookupError for one that takes no part."""
    if key not in _hospitals:
        raise LookupError(key)
    return _hospitals[key]


def hospital_name(key: str) -> str:
    found = _hospitals.get(key)
    return found.name if found else key


def add_bank(name: str, make: Callable[[], Bank]) -> None:
    _banks[name] = make


def bank() -> Bank:
    wanted = settings.CARE_BANK
    if wanted not in _banks:
        raise ImproperlyConfigured(f"no bank {wanted}; known: {', '.join(sorted(_banks))}")
    return _banks[wanted]()


if settings.DEMO:
    add_hospital(DemoHospital("demo", "深圳市示范医院"))
add_bank("demo", DemoBank)
