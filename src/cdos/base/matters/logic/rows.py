"""Rows of the matter table as the contract's `MatterInfo`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.matters.contracts import MatterInfo, NotAllowed, Phase, Place, Urgency
from cdos.base.matters.logic.texts import storable
from cdos.base.matters.models import Matter
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Scope

COLUMNS = (
    "id",
    "number",
    "kind",
    "title",
    "state",
    "phase",
    "urgency",
    "source",
    "subject_id",
    "address",
    "lon",
    "lat",
    "district",
    "street",
    "community",
    "department",
    "holder_account",
    "filed_at",
    "closed_at",
    "due_at",
    "due_clock",
    "version",
    "history",
    "near_at",
    "filed_by",
)
SELECTED = ", ".join(f"m.{column}" for column in COLUMNS)


def info(row: tuple[Any, ...]) -> MatterInfo:
    """A row of `SELECTED`."""
    return MatterInfo(
        id=row[0],
        number=row[1],
        kind=row[2],
        title=row[3],
        state=row[4],
        phase=Phase(row[5]),
        urgency=Urgency(row[6]),
        source=row[7],
        subject_id=row[8],
        place=Place(row[9], row[10], row[11], Scope(row[12], row[13], row[14], row[15])),
        holder_unit=row[15],
        holder_unit_name=unit_name(row[15]),
        holder_account=row[16],
        filed_at=row[17],
        closed_at=row[18],
        due_at=row[19],
        due_clock=row[20],
        version=row[21],
        history=row[22],
        near_at=row[23],
        filed_by=row[24],
    )


def info_of(matter: Matter) -> MatterInfo:
    return info(tuple(getattr(matter, column) for column in COLUMNS))


def unit_name(code: str) -> str:
    """The unit's name; a unit that is gone keeps its code."""
    unit = organisation.units().get(code) if code else None
    return unit.name if unit else code


def by_ids(ids: Iterable[int]) -> dict[int, MatterInfo]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SELECTED} FROM matters_matter m WHERE m.id = ANY(%s)", [list(ids)])
        return {row[0]: info(row) for row in cursor.fetchall()}


def matter(*, number: str, lock: bool = False) -> Matter:
    """LookupError when there is none, NotAllowed when the fence hides it.

    The lock lets others still write lines that point to the matter, and lets this transaction work on it to its end.
    """
    wanted = [storable(number).strip().upper()]
    if lock:
        found = statements.rows(Matter, "number = %s::text FOR NO KEY UPDATE", wanted, beside=fence.ADMITTING)
        fence.noted(one.pk for one in found)
    else:
        found = statements.rows(Matter, "number = %s::text", wanted)
    if found:
        return found[0]
    with fence.everything():
        hidden = bool(statements.rows(Matter, "number = %s::text", wanted))
    if hidden:
        raise NotAllowed("not_visible", _("You may not see this matter. Ask the unit that holds it."))
    raise LookupError(number)


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def ids_of_subject(party_id: int) -> list[int]:
    return list(Matter.objects.filter(subject_id=party_id).order_by("pk").values_list("pk", flat=True))
