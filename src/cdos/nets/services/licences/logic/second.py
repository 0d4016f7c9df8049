"""Another licence of a type of which a holder may have one only: renewed in its place, or refused with the reason."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements

from ..contracts import Again, LicenceState, LicenceType, Second
from ..models import LIVE
from ..models import Licence as Row
from . import kinds, reading, validity
from .telling import BEFORE

CONSTRAINT = "licences_sole"
_LIVE_OF = "holder_id = %s::bigint AND state = ANY(%s::text[]) AND type = ANY(%s::text[])"


def sole(kind: LicenceType) -> bool:
    return kind.again is not Again.MANY


def live(holder_id: int, types: Iterable[str], *, locked: bool = False) -> list[Row]:
    """Valid and suspended ones of these types, whether or not their last day has passed; the newest first."""
    where = f"{_LIVE_OF} ORDER BY id DESC{' FOR UPDATE' if locked else ''}"
    return reading.with_neighbours(statements.rows(Row, where, [holder_id, LIVE, sorted(types)]))


def of_holder(holder_id: int, types: Iterable[str]) -> dict[str, Second]:
    """By type, for those of which the holder has one already and may have no other beside it."""
    known, today = kinds.types(), timezone.localdate()
    wanted = {code for code in types if code in known and sole(known[code])}
    if not wanted:
        return {}
    rows = [row for row in live(holder_id, wanted) if not validity.over(row.valid_until)]
    return {row.type: Second(reading.one(row), why_not(known[row.type], row, today)) for row in rows}


def why_not(kind: LicenceType, row: Row, today: date) -> str:
    """A sentence for the holder; empty where the new one takes the place of this one."""
    if row.state == LicenceState.SUSPENDED.value:
        return _(
            "Your “%(licence)s” is suspended: no other is issued beside it. Ask the department that issued it."
        ) % {"licence": kind.name}
    if kind.again is Again.REPLACES or (row.valid_until is not None and row.valid_until <= today + BEFORE):
        return ""
    if row.valid_until is None:
        return _("You already hold a valid “%(licence)s”: one is enough, and it does not run out.") % {
            "licence": kind.name
        }
    return _(
        "You already hold a valid “%(licence)s”, good until %(until)s. It can be renewed from %(day)s on."
    ) % {
        "licence": kind.name,
        "until": f"{row.valid_until:%Y-%m-%d}",
        "day": f"{row.valid_until - BEFORE:%Y-%m-%d}",
    }
