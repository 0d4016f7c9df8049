"""What the door puts together: a holder's wallet, what stands for a material, what a unit does with its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import PartyKind
from cdos.base.organisation.contracts import Actor

from ..contracts import (
    CONSENT,
    Act,
    Asked,
    Event,
    Licence,
    LicenceRefused,
    LicenceState,
    Paper,
    Proposal,
    Use,
)
from ..models import Licence as Row
from ..models import Use as UseRow
from . import keeping, kinds, papers, reading, recording, staff, telling, tokens, using, validity

BATCH = 1000


def own_row(actor: Actor, licence_id: int) -> Row:
    row = reading.row_of(licence_id)
    if actor.party_id is None or row.holder_id != actor.party_id:
        raise LookupError(licence_id)
    return row


def of_matter(matter: str) -> list[Licence]:
    rows = Row.objects.filter(matter=matter).select_related("before", "after").order_by("id")
    return reading.all_shown(rows) if matter else []


_VALID = (
    "holder_id = %s::bigint AND state = %s::text AND type = ANY(%s::text[])"
    " AND (valid_until IS NULL OR valid_until >= %s::date)"
)


def replaced(materials: Iterable[str | Asked], party_id: int) -> dict[str, Licence]:
    """A material's own `licence_type` counts before what the types say they replace."""
    wanted: dict[str, str] = {}
    replacing = {kind.material: code for code, kind in kinds.types().items() if kind.material}
    for material in materials:
        code = material if isinstance(material, str) else material.code
        named = "" if isinstance(material, str) else material.licence_type
        wanted[code] = named or replacing.get(code, "")
    named_types = sorted({kind for kind in wanted.values() if kind})
    today = timezone.localdate()
    rows = statements.rows(Row, _VALID, [party_id, LicenceState.VALID.value, named_types, today])
    held = {one.type.code: one for one in reading.all_shown(reading.with_neighbours(rows))}
    return {code: held[kind] for code, kind in wanted.items() if kind in held}


def uses_for(purpose: str, party_id: int) -> list[Use]:
    rows = UseRow.objects.filter(purpose=purpose, licence__holder_id=party_id).select_related("paper")
    return [reading.use(row) for row in rows.order_by("-at", "-id")]


def give_copy(actor: Actor, licence_id: int, *, purpose: str, by: str, until: date) -> Paper:
    row = own_row(actor, licence_id)
    end = timezone.make_aware(datetime.combine(until, time(23, 59, 59)))
    found = using.use(actor, row, purpose=purpose, ground=CONSENT, by=by, until=end)
    return papers.copy(reading.one(row), found)


def export(
    actor: Actor, licence_id: int, fields: Iterable[str] | None, holder_key: Mapping[str, Any] | None
) -> str:
    row = own_row(actor, licence_id)
    if not validity.holds(row):
        raise LicenceRefused(_("This licence is not valid, so it cannot be used."))
    recording.done(actor, row, recording.EXPORTED)
    return tokens.export(reading.one(row), fields=fields, holder_key=holder_key)


def for_staff(actor: Actor, licence_id: int) -> tuple[Licence, Sequence[Event], Sequence[Proposal]]:
    row = reading.row_of(licence_id)
    staff.needed(actor, row.issuer)
    recording.done(actor, row, recording.VIEWED, _("Duties of office"))
    return reading.one(row), reading.events(row), staff.proposals_of(row)


def move_by_hand(actor: Actor, licence_id: int, act: Act, reason: str) -> Licence:
    row = reading.row_of(licence_id, locked=True)
    staff.needed(actor, row.issuer)
    if act in staff.BY_TWO or act not in keeping.MOVES:
        raise LicenceRefused(_("A second person has to agree to this: propose it."))
    return keeping.move(actor, row, act, reason=reason)


def complete(wish: keeping.Wish) -> keeping.Wish:
    """What the city knows of the holder and the clerk need not type."""
    party = identity.party(wish.holder_id)
    if party is None:
        return wish
    name = "enterprise_name" if party.kind is PartyKind.ENTERPRISE else "name"
    return replace(wish, values={name: party.name, **wish.values})


def remind(today: date) -> int:
    """A batch of those whose holder does not know yet; 0 when all do."""
    due = Row.objects.filter(
        state=LicenceState.VALID.value,
        valid_until__gte=today,
        valid_until__lte=today + telling.BEFORE,
        reminded_at=None,
    )
    rows = list(due.select_related("before", "after").order_by("id")[:BATCH])
    telling.running_out(reading.all_shown(rows), today)
    Row.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=timezone.now())
    return len(rows)


def status_list(number: int) -> str:
    last = Row.objects.aggregate(last=Max("pk"))["last"] or 0
    if number > last // tokens.LIST_SIZE:
        raise LookupError(number)
    return tokens.status_list(number)


def type_metadata(code: str) -> dict[str, Any]:
    kind = kinds.types().get(code)
    if kind is None:
        raise LookupError(code)
    language = settings.LANGUAGE_CODE
    return {
        "vct": tokens.type_address(code),
        "name": kind.name,
        "display": [{"locale": language, "name": kind.name}],
        "claims": [
            {"path": [name], "display": [{"locale": language, "label": title}], "sd": "always"}
            for name, title in kind.fields
        ],
    }


def in_a_month() -> date:
    """What the form of a copy proposes."""
    return timezone.localdate() + timedelta(days=30)
