"""One fee for the whole bundle, each department its share; what was not begun is given back."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from cdos.nets.services.items.contracts import Item
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Payment, PaymentState, Share

from ..models import Delivery, Run

PAID = frozenset({PaymentState.PAID, PaymentState.REFUNDING, PaymentState.REFUNDED})


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


def give_back(run: Run, rows: Iterable[Delivery], *, all_ended: bool) -> None:
    """The fee of parts that ended without a result; the whole fee where nobody has paid yet and all ended."""
    found = of(run.number)
    titles = [row.title for row in rows if row.fen]
    if found is None or not (titles or all_ended):
        return
    if found.state in PAID and titles:
        payments.refund(payment_id=found.id, reason=_("Ended without a result"), names=titles)
    elif found.state not in PAID and all_ended:
        payments.refund(payment_id=found.id, reason=_("Withdrawn"))
