"""One fee for the whole bundle, each department its share; what was not begun is given back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from cdos.nets.services.items.contracts import Item
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Payment, PaymentState, Share

from ..contracts import ENDED, DeliveryState
from ..models import Delivery

PAID = frozenset({PaymentState.PAID, PaymentState.REFUNDING, PaymentState.REFUNDED})
GONE = frozenset({PaymentState.CANCELLED, PaymentState.REFUNDED})
WITHOUT_RESULT = ENDED - {DeliveryState.DONE}


def fen_of(item: Item) -> int:
    return sum(fee.fen for fee in item.fees)


def ask(number: str, title: str, items: Mapping[str, Item]) -> None:
    """Asks for the fee, a share an item and department. Nothing where nothing is charged."""
    shares = [
        Share(fee.department or item.department, fee.fen, item.title)
        for item in items.values()
        for fee in item.fees
        if fee.fen
    ]
    if shares:
        payments.open(matter=number, shares=shares, title=title)


def of(number: str) -> Payment | None:
    return payments.of_matter(matter=number)


def is_paid(number: str) -> bool:
    found = of(number)
    return found is None or found.state in PAID


def give_back(number: str, rows: Sequence[Delivery]) -> None:
    """All parts of a bundle: the fee of those that ended without a result, also before it was paid; the whole fee where
    nobody has paid yet and all ended. The same twice is done once."""
    found, states = of(number), [DeliveryState(row.state) for row in rows]
    if found is None:
        return
    titles = [
        row.title for row, state in zip(rows, states, strict=True) if row.fen and state in WITHOUT_RESULT
    ]
    if found.state in PAID and titles:
        payments.refund(payment_id=found.id, reason=_("Ended without a result"), names=titles)
    elif found.state not in PAID and ENDED.issuperset(states):
        payments.refund(payment_id=found.id, reason=_("Withdrawn"))


def ask_again(number: str, title: str, rows: Sequence[Delivery]) -> None:
    """The fee of parts that begin after all, where it was dropped or given back because they had ended."""
    found = of(number)
    if found is None or found.state not in GONE:
        return
    titles = {row.title for row in rows if row.fen}
    shares = [replace(one, refunded_fen=0) for one in found.shares if one.name in titles]
    if shares:
        payments.open(matter=number, shares=shares, title=title)
