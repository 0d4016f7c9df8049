"""The fee of an application: asked for before anything is decided, given back when it is refused or withdrawn, asked
for again when an objection to the refusal was right."""

from dataclasses import replace

import structlog
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, MoveRefused
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Payment, PaymentState, Share

from ..contracts import ApplicationRefused
from ..models import Application

log = structlog.get_logger()


def due(item: Item) -> int:
    return sum(fee.fen for fee in item.fees)


def ask(row: Application, item: Item) -> MatterInfo:
    """A bundle asks for one fee itself; an application of its own asks here."""
    shares = [Share(fee.department or item.department, fee.fen, fee.name) for fee in item.fees]
    payments.open(matter=row.number, shares=shares, title=item.title)
    return matters.act(actor=SYSTEM, number=row.number, move="ask_fee")


def give_back(row: Application, reason: str) -> None:
    """What was paid; what is still owed is dropped."""
    payment = payments.of_matter(matter=row.number) if row.fee_fen else None
    if payment is not None:
        payments.refund(payment_id=payment.id, reason=reason[:300])


def check_back(row: Application) -> None:
    """MoveRefused while the fee is on its way back: it cannot be asked for again before it is there."""
    payment = payments.of_matter(matter=row.number) if row.fee_fen else None
    if payment is not None and payment.state is PaymentState.REFUNDING:
        raise MoveRefused(
            "refund_running", _("The fee is still on its way back to the applicant. Please try again later.")
        )


def ask_again(row: Application) -> bool:
    """What a refusal gave back is due once more before anything is granted; whether there is something to pay."""
    payment = payments.of_matter(matter=row.number) if row.fee_fen else None
    if payment is None or payment.state is PaymentState.PAID:
        return False
    shares = [replace(one, refunded_fen=0) for one in payment.shares]
    payments.open(matter=row.number, shares=shares, title=payment.title)
    return True


def pay_by(matter: MatterInfo) -> str:
    """By when the fee is paid, and what becomes of it else; empty where no term runs."""
    if matter.state != "paying" or matter.due_at is None:
        return ""
    day = f"{timezone.localtime(matter.due_at):%Y-%m-%d %H:%M}"
    return _(
        "Please pay by %(day)s. What is not paid by then is closed by itself; you can apply again at any time."
    ) % {"day": day}


def remind(number: str) -> None:
    """The person hears of it a few days before the term ends."""
    with fence.everything(), override(settings.LANGUAGE_CODE):
        matter = matters.get(actor=SYSTEM, number=number)
        words = pay_by(matter)
        if words and matter.subject_id is not None:
            notices.tell(
                title=f"{matter.title} {number}",
                body=words,
                party_id=matter.subject_id,
                link=matters.flow(matter.kind).tracking_path.format(number=number),
                key=f"applications.fee:{number}:{matter.due_at:%Y%m%d}",
            )


def settled(payment: Payment) -> None:
    """Told by payments in their transaction: paid, so it goes on."""
    if payment.state is not PaymentState.PAID:
        return
    with fence.everything():
        row = Application.objects.filter(number=payment.matter).first()
        if row is None or matters.get(actor=SYSTEM, number=row.number).state != "paying":
            return
        if row.decided_at is not None:  # refused, objected to, and the objection was right: people decide
            matters.act(actor=SYSTEM, number=row.number, move="paid_again")
            return
        _go_on(row, matters.act(actor=SYSTEM, number=row.number, move="paid"))


def _go_on(row: Application, matter: MatterInfo) -> None:
    """What stands in the way of a decision leaves it to a person: the money has come, and nothing may undo that."""
    from . import submitting

    try:
        with transaction.atomic():
            submitting.go_on(row, matter)
    except OperationalError:
        raise  # the whole is tried again
    except Exception as why:
        refused = isinstance(why, (ApplicationRefused, *submitting.REFUSALS))
        log.warning("applications.not_decided", number=row.number, why=str(why), exc_info=not refused)
