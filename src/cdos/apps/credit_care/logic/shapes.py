"""Rows as pages and other modules see them."""

from collections.abc import Iterable
from datetime import datetime

from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import SYSTEM

from ..adapters import registry
from ..contracts import Agreement, Enquiry, Payment, Visit, Way
from ..models import Agreement as AgreementRow
from ..models import Enquiry as EnquiryRow
from ..models import Transfer
from ..models import Visit as Row
from . import levelling


def agreement(row: AgreementRow) -> Agreement:
    return Agreement(row.pk, row.party_id, row.level, row.limit_fen, row.signed_at, row.ended_at)


def enquiry(row: EnquiryRow, name: str = "") -> Enquiry:
    return Enquiry(row.pk, row.party_id, row.asked_at, row.granted, row.reason, name)


def visits(rows: Iterable[Row]) -> list[Visit]:
    """With the day by which each is to be repaid."""
    held = list(rows)
    known = matters.get_many(actor=SYSTEM, ids=[row.matter_id for row in held])
    due = {one: info.due_at for one, info in known.items()}
    return [visit(row, due.get(row.matter_id)) for row in held]


def visit(row: Row, due_at: datetime | None) -> Visit:
    asked = {way: sum(one.fen for one in levelling.asked(row, way)) for way in (Way.ADVANCE, Way.COLLECT)}
    missing = levelling.not_refunded(row)
    return Visit(
        number=row.number,
        title=row.title,
        hospital=row.hospital,
        hospital_name=registry.hospital_name(row.hospital),
        stay=row.stay,
        state=levelling.state_of(row),
        opened_at=row.opened_at,
        total_fen=row.total_fen,
        insurance_fen=row.insurance_fen,
        own_fen=row.own_fen,
        credit_fen=row.credit_fen,
        repaid_fen=row.repaid_fen,
        promised_fen=asked[Way.ADVANCE],
        collecting_fen=asked[Way.COLLECT],
        refunded_fen=row.refunded_fen - missing,
        due_at=due_at,
        creditor="guarantor" if row.claimed_at else "bank",
        claimed_fen=row.claimed_fen,
        not_refunded_fen=missing,
    )


def payment(row: Transfer) -> Payment:
    return Payment(row.key, Way(row.way), row.fen, row.state, row.failure, row.asked_at)
