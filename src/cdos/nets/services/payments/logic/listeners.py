"""Who is told, in the same transaction, that a payment was settled; they register, so that payments need not know them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cdos.base.jobs import api as jobs

from ..contracts import Payment

Listener = Callable[[Payment], None]


@dataclass(slots=True)
class Registry:
    listeners: list[Listener] = field(default_factory=list)


REGISTRY = Registry()


def register(listener: Listener) -> None:
    if listener not in REGISTRY.listeners:
        REGISTRY.listeners.append(listener)


def tell(payment: Payment, topic: str) -> None:
    for listener in REGISTRY.listeners:
        listener(payment)
    jobs.announce(
        topic, payment=payment.id, number=payment.matter, state=payment.state.value, fen=payment.fen
    )
