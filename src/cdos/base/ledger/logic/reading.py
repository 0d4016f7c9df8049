"""Reading the ledger: by the person concerned, and by the audit administrator."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Min
from django.utils.dateparse import parse_datetime

from cdos.base import statements
from cdos.base.crypto import api as crypto
from cdos.base.fence import api as fence
from cdos.base.fence.contracts import Fence
from cdos.base.ledger import models
from cdos.base.ledger.contracts import Head, Kind, Row, Sought, Witness
from cdos.base.ledger.logic import acts, forms, heads, own, sealing, state
from cdos.base.ledger.logic.checking import ROW, Stored


def of_party(*, about: int, kind: Kind | None, before: int | None, limit: int) -> list[Row]:
    with fence.within(Fence(party=about)):
        return _rows(Sought(kind=kind, about=about, before=before), limit)


def find(sought: Sought, limit: int) -> list[Row]:
    with fence.everything():
        return _rows(sought, limit)


def _conditions(sought: Sought) -> tuple[list[str], list[object]]:
    asked = (
        ("e.kind = %s", sought.kind.value if sought.kind else None),
        ("e.act = %s", sought.act or None),
        ("e.by_account = %s", sought.by),
        ("e.about_party = %s", sought.about),
        ("e.object = %s", sought.object or None),
        ("e.at >= %s", sought.since),
        ("e.at < %s", sought.until),
        ("e.seq < %s", sought.before),
    )
    found = [(condition, value) for condition, value in asked if value is not None]
    return [condition for condition, _value in found], [value for _condition, value in found]


def _rows(sought: Sought, limit: int) -> list[Row]:
    """Newest first."""
    conditions, values = _conditions(sought)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    found = statements.run(f"{ROW} {where} ORDER BY e.seq DESC LIMIT %s", [*values, limit])
    return [row_of(stored) for stored in genuine([Stored(*row) for row in found])]


def genuine(rows: Sequence[Stored]) -> list[Stored]:
    """A forged row is shown to nobody; `verify` names it. Without the key of the seals all are shown."""
    now = state.read()
    if now is None or not crypto.has_secret(forms.KEY):
        return list(rows)
    seal, hash_ = forms.sealer(now.digest), crypto.hasher(now.digest)
    return [
        row
        for row in rows
        if hmac.compare_digest(row.seal, seal(row.hash)) and hash_(b"\x00" + row.data(row.seq)) == row.hash
    ]


def row_of(stored: Stored) -> Row:
    at = parse_datetime(stored.at)
    assert at is not None
    return Row(
        seq=stored.seq,
        at=at,
        kind=Kind(stored.kind),
        act=stored.act,
        title=acts.title_of(stored.act),
        by=stored.by,
        about=stored.about,
        object=stored.object,
        details=json.loads(stored.details) if stored.details else None,
        erased=bool(stored.digest) and stored.details is None,
    )


def erase_details(*, about: int, by: int | None) -> int:
    sealing.seal()
    with transaction.atomic(), fence.everything():
        count = models.Detail.objects.filter(about_party=about).delete()[0]
        own.erased(by, about, count)
    return count


def is_about(*, seq: int, party: int) -> bool:
    with fence.within(Fence(party=party)):
        return models.Entry.objects.filter(seq=seq, about_party=party).exists()


@dataclass(frozen=True, slots=True)
class Standing:
    """The ledger at a glance, for its administrator."""

    size: int
    waiting: int
    oldest_waiting: datetime | None
    head: Head | None
    witnesses: list[Witness]
    verified: models.Verification | None


def standing() -> Standing:
    now = state.read()
    waiting = models.Intake.objects.aggregate(count=Count("id"), oldest=Min("at"))
    head, _words = heads.newest_with_witnesses()
    return Standing(
        size=now.size if now else 0,
        waiting=waiting["count"],
        oldest_waiting=waiting["oldest"],
        head=head,
        witnesses=heads.witnesses(),
        verified=models.Verification.objects.order_by("-at").first(),
    )
