"""Which register answers; a city adds its own with `add`."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cdos.base.identity.adapters.base import Register
from cdos.base.identity.adapters.demo import DemoRegister

_registers: dict[str, Register] = {}


def add(register: Register) -> None:
    _registers[register.key] = register


def register() -> Register:
    """The one that CDOS_REGISTER names; the demonstration register answers in demonstration mode only."""
    key = settings.REGISTER
    if key not in _registers or (key == DemoRegister.key and not settings.DEMO):
        raise ImproperlyConfigured(
            f"CDOS_REGISTER={key}: no such register here; known: {', '.join(sorted(_registers))}"
        )
    return _registers[key]


add(DemoRegister())
