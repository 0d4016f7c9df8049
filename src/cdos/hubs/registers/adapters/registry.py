"""All registers, in the order in which they are asked for a field that several know."""

from .base import Register

_REGISTERS: dict[str, Register] = {}


def add(adapter: Register) -> None:
    """A register, or another adapter for the same code (which then takes its place in the order)."""
    _REGISTERS[adapter.source.code] = adapter


def get(code: str) -> Register | None:
    return _REGISTERS.get(code)


def every() -> list[Register]:
    return list(_REGISTERS.values())
