"""The door of the second fence. A transaction that does not say what it may see, sees no scoped row."""

from contextlib import AbstractContextManager

from cdos.base.fence.contracts import EVERYTHING, NOTHING, Fence
from cdos.base.fence.logic.scope import admit, present, within
from cdos.base.fence.policies import fenced

__all__ = ["EVERYTHING", "NOTHING", "Fence", "admit", "everything", "fenced", "present", "within"]


def everything() -> AbstractContextManager[None]:
    """For what the city itself does: clocks, loads, counts, the public face. Who reads the answer must be asked apart."""
    return within(EVERYTHING)
