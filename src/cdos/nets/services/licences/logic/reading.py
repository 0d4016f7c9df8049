"""Rows of licences as readers see them."""

from collections.abc import Iterable, Sequence

from cdos.base import statements
from cdos.base.organisation import api as organisation

from ..contracts import Act, Event, Licence, LicenceType, Use
from ..models import Event as EventRow
from ..models import Licence as Row
from ..models import Use as UseRow
from . import kinds, validity, vault

NOWHERE = LicenceType("", "", "", ())


def unit_name(code: str) -> str:
    unit = organisation.unit(code)
    return unit.name if unit else code


def shown(row: Row, types: dict[str, LicenceType]) -> Licence:
    content = vault.opened(row.sealed)
    after = getattr(row, "after", None)
    return Licence(
        id=row.pk,
        identifier=row.identifier,
        number=content.number,
        type=types.get(row.type, NOWHERE),
        holder_id=row.holder_id,
        holder_name=content.name,
        issuer=row.issuer,
        issuer_name=unit_name(row.issuer),
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        state=validity.state(row),
        values=content.values,
        verify_code=row.verify_code,
        replaces=row.before.identifier if row.before else "",
        replaced_by=after.identifier if after else "",
        version=row.version,
        matter=row.matter,
    )


def all_shown(rows: Iterable[Row]) -> list[Licence]:
    types = kinds.types()
    return [shown(row, types) for row in rows]


def one(row: Row) -> Licence:
    return shown(row, kinds.types())


def of_holder(party_id: int, *, valid_only: bool) -> list[Licence]:
    """Newest first; versions that a newer one replaced are left out unless all are asked for."""
    rows = Row.objects.filter(holder_id=party_id).select_related("before", "after").order_by("-id")
    return all_shown(rows.filter(validity.holding()) if valid_only else rows)


def latest(party_id: int) -> list[Licence]:
    """One of each licence, as a wallet shows them: the valid ones first, in the order of the types."""
    found = [one for one in of_holder(party_id, valid_only=False) if not one.replaced_by]
    order = {code: place for place, code in enumerate(kinds.types())}
    return sorted(found, key=lambda one: (not one.valid, order.get(one.type.code, len(order)), -one.id))


def row_of(licence: Licence | str | int, *, locked: bool = False) -> Row:
    """By id or identifier; LookupError."""
    value = licence.id if isinstance(licence, Licence) else licence
    where = "identifier = %s::text" if isinstance(licence, str) else "id = %s::bigint"
    found = statements.row(Row, f"{where} FOR UPDATE" if locked else where, [value])
    if found is None:
        raise LookupError(licence)
    with_neighbours([found])
    return found


def newest(row: Row) -> Row:
    """The last version of the same licence, locked."""
    last = (
        Row.objects.filter(type=row.type, serial=row.serial).order_by("-version").values_list("pk", flat=True)
    )
    pk = last.first()
    return row if pk in (None, row.pk) else row_of(pk, locked=True)


def with_neighbours(rows: list[Row]) -> list[Row]:
    """The versions before and after each are fetched together."""
    ids, befores = [row.pk for row in rows], [row.before_id for row in rows if row.before_id]
    found = statements.rows(Row, _NEIGHBOURS, [ids, befores]) if ids else []
    by_id, after = {row.pk: row for row in found}, {row.before_id: row for row in found}
    for row in rows:
        row.before = by_id[row.before_id] if row.before_id else None
        is_replaced_by(row, after.get(row.pk))
    return rows


_NEIGHBOURS = "before_id = ANY(%s::bigint[]) OR id = ANY(%s::bigint[])"


def is_replaced_by(row: Row, newer: Row | None) -> None:
    """What the reverse of `before` answers without a query."""
    Row._meta.get_field("after").set_cached_value(row, newer)


def uses(row: Row | None = None, *, party_id: int = 0, limit: int = 100) -> list[Use]:
    """Newest first; of one licence, or of all of a holder."""
    rows = UseRow.objects.select_related("paper").order_by("-at", "-id")
    rows = rows.filter(licence=row) if row is not None else rows.filter(licence__holder_id=party_id)
    return [use(found) for found in rows[:limit]]


def use(row: UseRow) -> Use:
    paper = getattr(row, "paper", None)
    return Use(
        id=row.pk,
        licence_id=row.licence_id,
        by=row.by_name,
        purpose=row.purpose,
        ground=row.ground,
        at=row.at,
        expires_at=row.expires_at,
        stopped_at=row.stopped_at,
        looks=row.looks,
        copy=paper.code if paper else "",
    )


def events(row: Row) -> Sequence[Event]:
    """Newest first."""
    return [_event(found) for found in EventRow.objects.filter(licence=row).order_by("-at", "-id")]


def _event(row: EventRow) -> Event:
    return Event(
        row.at, Act(row.act), row.by_name, unit_name(row.unit) if row.unit else "", row.reason, row.matter
    )
