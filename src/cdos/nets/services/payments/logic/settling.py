"""What a provider says of a charge, taken once: paid, failed, paid twice, paid too late."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ..contracts import Heard, Notice, Payment, PaymentRefused
from ..models import Charge, Posting
from ..models import Heard as HeardRow
from ..models import Payment as Row
from . import listeners, opening, recording, refunding, shapes


def take(provider: str, notice: Notice) -> Payment:
    """LookupError: no such charge; PaymentRefused: another sum than was asked."""
    known = Charge.objects.filter(key=notice.charge, provider=provider).values_list("payment_id", flat=True)
    payment_id = known.first()
    row = opening.locked(payment_id) if payment_id is not None else None
    if row is None:
        raise LookupError(notice.charge)
    charge = Charge.objects.get(key=notice.charge)
    if notice.heard is Heard.OPEN or not _first(provider, notice, charge):
        return shapes.payment(row)
    if notice.heard is Heard.FAILED:
        _failed(row, charge, notice)
    else:
        _paid(row, charge, notice)
    return shapes.payment(row)


def _first(provider: str, notice: Notice, charge: Charge) -> bool:
    return HeardRow.objects.get_or_create(
        provider=provider, message=notice.id[:100], defaults={"charge": charge, "at": timezone.now()}
    )[1]


def _end(charge: Charge, state: str, failure: str = "") -> None:
    charge.state, charge.failure, charge.ended_at = state, failure[:300], timezone.now()
    charge.save(update_fields=["state", "failure", "ended_at"])


def _failed(row: Row, charge: Charge, notice: Notice) -> None:
    if charge.state != "open":
        return
    _end(charge, "failed", notice.failure)
    if row.state != "open" or charge.key != f"{row.reference}-{row.attempts}":
        return  # an older attempt: the present one goes on
    row.state, row.failure = "failed", notice.failure[:300]
    row.save(update_fields=["state", "failure"])
    recording.record(recording.FAILED, row)
    listeners.tell(shapes.payment(row), "payment.failed")


def _paid(row: Row, charge: Charge, notice: Notice) -> None:
    if notice.fen != row.fen:
        raise PaymentRefused(_("The provider names another sum than was asked for."))
    if charge.state in {"paid", "double"}:
        return
    if row.state not in {"open", "failed"}:
        _end(charge, "double")
        refunding.give_back_charge(row, charge.key, _("Paid twice, or after it was dropped"))
        return
    _end(charge, "paid")
    row.state, row.failure, row.paid_by, row.paid_at = "paid", "", charge.key, timezone.now()
    row.save(update_fields=["state", "failure", "paid_by", "paid_at"])
    Posting.objects.bulk_create(
        Posting(payment=row, department=department, fen=fen, key=charge.key, at=row.paid_at)
        for department, fen in _by_department(row).items()
    )
    recording.record(recording.PAID, row)
    listeners.tell(shapes.payment(row), "payment.paid")


def _by_department(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for share in row.shares.all():
        found[share.department] = found.get(share.department, 0) + share.fen
    return found
