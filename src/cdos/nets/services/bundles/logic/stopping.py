"""Withdrawing one part or all: what was not begun ends, what needs it ends with it, what does not goes on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import Actor

from ..contracts import ENDED, DeliveryState
from ..models import Delivery, Run
from . import applying, chain, paying
from .states import BEFORE_DELIVERY


def withdraw_part(run: Run, item: str, reason: str, actor: Actor) -> list[Delivery]:
    """The rows afterwards. MoveRefused says why not."""
    rows = chain.locked(run)
    row = next((one for one in rows if one.item == item), None)
    if row is None:
        raise MoveRefused("no_such_part", _("There is no such part in this bundle."))
    if chain.state_of(row) in ENDED:
        raise MoveRefused("ended", _("This part has ended already."))
    _withdraw(row, reason, actor)
    chain.stop_below(rows, row)
    paying.give_back(run.number, rows)
    return rows


def withdraw_all(run: Run, reason: str, actor: Actor) -> list[Delivery]:
    """All that has not ended; a part that its department will not let go is left to it. MoveRefused when none can."""
    rows = chain.locked(run)
    kept: list[MoveRefused] = []
    open_rows: Sequence[Delivery] = chain.open_ones(rows)
    for row in open_rows:
        try:
            _withdraw(row, reason, actor)
        except MoveRefused as refused:
            kept.append(refused)
    if len(kept) == len(open_rows):
        raise kept[0] if kept else MoveRefused("ended", _("All parts have ended already."))
    paying.give_back(run.number, rows)
    return rows


def _withdraw(row: Delivery, reason: str, actor: Actor) -> None:
    if chain.state_of(row) not in BEFORE_DELIVERY:
        applying.withdraw(row, reason, actor)
    chain.end(row, DeliveryState.WITHDRAWN, reason or _("Withdrawn by you."))
