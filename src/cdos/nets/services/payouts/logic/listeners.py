"""Who is told, in the same transaction, what became of a payout; they register, so that payouts need not know them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cdos.base.organisation.contracts import Actor

from ..contracts import Payout, PayoutState
from ..models import Payout as Row
from . import recording, shapes

Listener = Callable[[Payout], None]


@dataclass(slots=True)
class Registry:
    listeners: list[tuple[str, Listener]] = field(default_factory=list)


REGISTRY = Registry()


def register(prefix: str, heard: Listener) -> None:
    """For payouts whose key begins with the prefix and a colon."""
    if (prefix, heard) not in REGISTRY.listeners:
        REGISTRY.listeners.append((prefix, heard))


def changed(row: Row, *, by: Actor | None = None) -> None:
    """The ledger and who waits for it learn of a new state."""
    act = recording.OF_STATE.get(PayoutState(row.state))
    if act:
        recording.of_payout(act, row, by=by)
    waiting = [heard for prefix, heard in REGISTRY.listeners if row.key.startswith(f"{prefix}:")]
    if waiting:  # a shape opens the seal: not for nobody
        told = shapes.payout(row)
        for heard in waiting:
            heard(told)
