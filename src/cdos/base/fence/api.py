"""The door of the second fence. A transaction that does not say what it may see, sees no scoped row."""

from contextlib import AbstractContextManager

from cdos.base.fence.contracts import EVERYTHING, NOTHING, Fence
from cdos.base.fence.logic.copying import Writer, copying
from cdos.base.fence.logic.scope import ADMITTING, admit, noted, present, probing, within
from cdos.base.fence.policies import ACCOUNT, ADMITTED, AREAS, KEY, PARTY, PROBE, STAFF, UNITS, fenced, hidden

__all__ = [
    "ACCOUNT",
    "ADMITTED",
    "ADMITTING",
    "AREAS",
    "EVERYTHING",
    "NOTHING",
    "PARTY",
    "PROBE",
    "STAFF",
    "UNITS",
    "Fence",
    "KEY",
    "Writer",
    "admit",
    "copying",
    "everything",
    "fenced",
    "hidden",
    "noted",
    "present",
    "probing",
    "within",
]


def everything() -> AbstractContextManager[None]:
    """For what the city itself does: clocks, loads, counts, the public face. Who reads the answer must be asked apart."""
    return within(EVERYTHING)
