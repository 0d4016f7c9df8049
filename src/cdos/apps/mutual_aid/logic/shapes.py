"""Rows as pages see them."""

from ..contracts import Care, Claim, ClaimState, Look, Part
from ..models import Claim as Row
from ..models import Look as LookRow
from . import deciding


def claim(row: Row, name: str = "") -> Claim:
    grants = [one for one in row.grants.all() if one.state != "cancelled"]
    failed = next((one.failure for one in grants if one.failure), "")
    return Claim(
        id=row.pk,
        hospital=row.hospital,
        care=Care(row.care),
        admitted_on=row.admitted_on,
        left_on=row.left_on,
        own_fen=row.own_fen,
        fen=row.fen,
        state=ClaimState(row.state),
        parts=tuple(Part(what, fen, count) for what, fen, count in row.parts),
        reasons=deciding.reasons(row),
        found_at=row.found_at,
        confirmed_at=row.confirmed_at,
        paid_at=row.paid_at,
        paid_fen=sum(one.fen for one in grants if one.state in ("paid", "recovering", "recovered")),
        back_fen=sum(one.back_fen for one in grants),
        failure=failed,
        note=row.note,
        name=name,
    )


def look(row: LookRow) -> Look:
    return Look(row.at, row.why, row.found)
