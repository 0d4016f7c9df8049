"""Make a licence, change it, and move it from one state to another. Whether the actor may is asked in `staff.py`."""

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor

from ..contracts import Act, Again, Licence, LicenceRefused, LicenceState, LicenceType
from ..models import LIVE, Event
from ..models import Licence as Row
from . import codes, kinds, reading, recording, telling, validity, vault

BATCH = 1000

# Which act leads from which states to which.
MOVES: dict[Act, tuple[frozenset[LicenceState], LicenceState]] = {
    Act.SUSPENDED: (frozenset({LicenceState.VALID}), LicenceState.SUSPENDED),
    Act.RESUMED: (frozenset({LicenceState.SUSPENDED}), LicenceState.VALID),
    Act.WITHDRAWN: (
        frozenset({LicenceState.VALID, LicenceState.SUSPENDED, LicenceState.EXPIRED}),
        LicenceState.WITHDRAWN,
    ),
    Act.CANCELLED: (
        frozenset({LicenceState.VALID, LicenceState.SUSPENDED, LicenceState.EXPIRED}),
        LicenceState.CANCELLED,
    ),
    Act.REVOKED: (frozenset({LicenceState.VALID, LicenceState.SUSPENDED}), LicenceState.REVOKED),
    Act.EXPIRED: (frozenset({LicenceState.VALID, LicenceState.SUSPENDED}), LicenceState.EXPIRED),
    Act.MOVED_OUT: (frozenset({LicenceState.VALID, LicenceState.SUSPENDED}), LicenceState.MOVED_OUT),
}

# Meant is the licence, whichever version was looked at when it was asked for.
TAKE_AWAY = frozenset({Act.WITHDRAWN, Act.CANCELLED, Act.REVOKED, Act.MOVED_OUT})


@dataclass(frozen=True, slots=True)
class Wish:
    """A licence to issue."""

    type: str
    holder_id: int
    issuer: str
    values: Mapping[str, object]
    number: str = ""
    holder_name: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    matter: str = ""
    reason: str = ""
    before: Row | None = field(default=None)


def make(actor: Actor, kind: LicenceType, wish: Wish) -> Licence:
    """A first version, or the one after `wish.before`, for a holder who may have it; `issuing.py` asks whether."""
    row = _insert(kind, wish)
    act = Act.CHANGED if wish.before else Act.ISSUED
    note(actor, row, act, wish.reason, wish.matter)
    reading.is_replaced_by(row, None)
    licence = reading.one(row)
    telling.issued(licence)
    announce(row, act)
    return licence


def _insert(kind: LicenceType, wish: Wish) -> Row:
    issued_on = wish.issued_on or timezone.localdate()
    valid_until = wish.valid_until or runs_out(issued_on, kind.valid_months)
    if valid_until is not None and valid_until < issued_on:
        raise LicenceRefused(_("The last day of validity lies before the day of issue."))
    (pk,) = next_ids(1)
    serial, version = (wish.before.serial, wish.before.version + 1) if wish.before else (pk, 1)
    number = wish.number.strip() or usual_number(kind.code, wish.values, issued_on, serial)
    content = vault.Content(wish.holder_name, number, known_values(kind, wish.values))
    row = Row(
        id=pk,
        identifier=identifier(kind, wish.issuer, serial, version),
        type=kind.code,
        serial=serial,
        version=version,
        holder_id=wish.holder_id,
        sealed=vault.sealed(content),
        number_blind=vault.blind(number),
        issuer=wish.issuer,
        issued_on=issued_on,
        valid_until=valid_until,
        sole=kind.again is not Again.MANY,
        verify_code=codes.new_code(codes.LICENCE),
        matter=wish.matter,
        before=wish.before,
    )
    return statements.insert(row)


def identifier(kind: LicenceType, issuer: str, serial: int, version: int) -> str:
    code = codes.unit_credit_code(issuer)
    return codes.identifier(name_code=kind.name_code, issuer_code=code, serial=serial, version=version)


def next_ids(count: int) -> list[int]:
    sql = "SELECT nextval(pg_get_serial_sequence('licences_licence', 'id')) FROM generate_series(1, %s)"
    return [int(row[0]) for row in statements.run(sql, [count])]


def usual_number(type_code: str, values: Mapping[str, object], issued_on: date, serial: int) -> str:
    """Some licences bear the number of who holds them; the others count in their year."""
    own = {
        "id-card": "id_number",
        "business-licence": "uscc",
        "birth-certificate": "birth_certificate_number",
        "estate-certificate": "estate_number",
    }.get(type_code, "")
    found = values.get(own)
    if isinstance(found, str) and found.strip():
        return found.strip()
    return f"{issued_on.year}{serial:08d}"


def known_values(kind: LicenceType, values: Mapping[str, object]) -> dict[str, object]:
    """Those that the type has; the others are not the licence's business."""
    wanted = {name for name, _title in kind.fields}
    return {name: value for name, value in values.items() if name in wanted and value not in (None, "")}


def runs_out(issued_on: date, valid_months: int | None) -> date | None:
    """The last good day: so many months later, less a day; None for licences that do not run out."""
    if valid_months is None:
        return None
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + valid_months, 12)
    day = min(issued_on.day, months.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def change(
    actor: Actor,
    row: Row,
    *,
    values: Mapping[str, object],
    reason: str,
    valid_until: date | None,
    matter: str,
    number: str = "",
) -> Licence:
    """The next version: what is not said stays. The version before is no longer valid."""
    if not validity.holds(row):
        raise LicenceRefused(_("Only a valid licence can be changed."))
    content = vault.opened(row.sealed)
    Row.objects.filter(pk=row.pk).update(state=LicenceState.EXPIRED.value)
    note(actor, row, Act.CHANGED, reason, matter)
    merged = {**content.values, **{name: vault.plain(value) for name, value in values.items()}}
    name = merged.get("name") or merged.get("enterprise_name") or content.name
    wish = Wish(
        type=row.type,
        holder_id=row.holder_id,
        issuer=row.issuer,
        values=merged,
        number=number or content.number,
        holder_name=str(name),
        valid_until=valid_until or row.valid_until,
        matter=matter,
        reason=reason,
        before=row,
    )
    if wish.valid_until is not None and wish.valid_until < timezone.localdate():
        raise LicenceRefused(_("The last day of validity lies before the day of issue."))
    announce(row, Act.CHANGED)
    return make(actor, kinds.needed(row.type), wish)


def move(actor: Actor, row: Row, act: Act, *, reason: str, matter: str = "") -> Licence:
    """LicenceRefused from a state where the act makes no sense. What takes away takes the version that lives now."""
    if act in TAKE_AWAY:
        row = reading.newest(row)
    from_states, to = MOVES[act]
    reason = reason.strip()
    if not reason or len(reason) > 500:
        raise LicenceRefused(_("Please say why, in at most 500 characters: the holder reads it."))
    if row.state not in {state.value for state in from_states}:
        raise LicenceRefused(_("This cannot be done with a licence in this state."))
    if act is Act.RESUMED and row.valid_until is not None and row.valid_until < timezone.localdate():
        raise LicenceRefused(_("This licence has run out meanwhile; a new one has to be issued."))
    row.state = to.value
    row.save(update_fields=["state"])
    note(actor, row, act, reason, matter)
    licence = reading.one(row)
    telling.moved(licence, act, reason)
    announce(row, act)
    return licence


def note(actor: Actor, row: Row, act: Act, reason: str, matter: str = "") -> None:
    event = Event(
        licence=row,
        at=timezone.now(),
        act=act.value,
        by_account=actor.account_id,
        by_name="" if actor.system else actor.name,
        unit=row.issuer,
        reason=reason[:500],
        matter=matter,
    )
    statements.insert(event)
    recording.changed(actor, row, act, reason[:500])


def announce(row: Row, act: Act) -> None:
    """For who stands on licences: decisions that used one, forms that were filled from it."""
    jobs.announce(
        "licence.changed", id=row.pk, type=row.type, holder=row.holder_id, act=act.value, state=row.state
    )


def expire(actor: Actor, today: date) -> int:
    """A batch of those whose last day has passed; 0 when none is left."""
    rows = Row.objects.select_for_update(of=("self",), skip_locked=True).select_related("before")
    due = rows.filter(state__in=LIVE, valid_until__lt=today)
    count = 0
    for row in due.order_by("id")[:BATCH]:
        move(actor, row, Act.EXPIRED, reason=_("Its validity has ended."))
        count += 1
    return count
