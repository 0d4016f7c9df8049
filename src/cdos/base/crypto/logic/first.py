"""The first key of a city is made by itself, but never beside rows that a lost one sealed: nobody could read or find them again."""

from collections.abc import Callable

from cdos.base.crypto.contracts import KeyMissing
from cdos.base.crypto.logic.keys import folder

GUARDS: list[Callable[[], bool]] = []


def guard(anything_sealed: Callable[[], bool]) -> None:
    """Asked before a first key is made; once, when the module is loaded."""
    GUARDS.append(anything_sealed)


def check(name: str) -> None:
    """KeyMissing when stored rows were sealed already, so that the key was lost and not yet to be made."""
    if any(sealed() for sealed in GUARDS):
        raise KeyMissing(
            f"{folder()} holds no {name}, but the city's data was sealed with one. "
            "Nothing is sealed with a new key: bring the key folder of this city back (CDOS_KEYS), from its backup."
        )
