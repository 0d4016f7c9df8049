"""Rows as other modules see them."""

from django.urls import reverse

from ..contracts import Payment, PaymentState, RefundInfo, Share, Unheard
from ..models import Charge, Refund
from ..models import Payment as Row


def payment(row: Row) -> Payment:
    return Payment(
        id=row.pk,
        matter=row.number,
        fen=row.fen,
        shares=tuple(
            Share(one.department, one.fen, one.name, one.refunded_fen)
            for one in row.shares.all().order_by("pk")
        ),
        state=PaymentState(row.state),
        address=reverse("payments:pay", args=[row.reference]),
        failure=row.failure,
        paid_at=row.paid_at,
        title=row.title,
        reference=row.reference,
        refunded_fen=row.refunded_fen,
        opened_at=row.opened_at,
    )


def refund(row: Refund) -> RefundInfo:
    return RefundInfo(
        id=row.pk,
        matter=row.payment.number,
        fen=row.fen,
        reason=row.reason,
        state=row.state,
        tries=row.tries,
        failure=row.failure,
        asked_at=row.asked_at,
        done_at=row.done_at,
    )


def unheard(row: Charge) -> Unheard:
    return Unheard(
        matter=row.payment.number,
        title=row.payment.title,
        fen=row.payment.fen,
        began_at=row.began_at,
        asked_at=row.asked_at,
        ask_at=row.ask_at,
    )
