"""What the states of deliveries come to: for the bundle as a whole, and for each part in the words of a task list."""

from collections.abc import Iterable

from ..contracts import ENDED, DeliveryState, TaskStatus

STATUS = {
    DeliveryState.WAITING: TaskStatus.CANNOT_START,
    DeliveryState.READY: TaskStatus.NOT_YET,
    DeliveryState.FAILED: TaskStatus.NOT_YET,  # nothing for the person to do
    DeliveryState.GIVEN_UP: TaskStatus.PROBLEM,
    DeliveryState.DELIVERED: TaskStatus.IN_PROGRESS,
    DeliveryState.DONE: TaskStatus.COMPLETED,
    DeliveryState.REFUSED: TaskStatus.PROBLEM,
    DeliveryState.WITHDRAWN: TaskStatus.LEFT_OUT,
    DeliveryState.STOPPED: TaskStatus.LEFT_OUT,
}
BEFORE_DELIVERY = frozenset(
    {DeliveryState.WAITING, DeliveryState.READY, DeliveryState.FAILED, DeliveryState.GIVEN_UP}
)
TO_DELIVER = frozenset({DeliveryState.READY, DeliveryState.FAILED})


def outcome(states: Iterable[DeliveryState]) -> str | None:
    """State of the bundle once every part has ended; None while one has not."""
    held = set(states)
    if held - ENDED:
        return None
    if held == {DeliveryState.DONE}:
        return "done"
    if DeliveryState.DONE in held:
        return "partly"
    return "refused" if DeliveryState.REFUSED in held else "withdrawn"
