"""Opening a matter: one transaction, one statement for matter, clocks and first line, one for the search, one event."""

import base64
import hashlib
import hmac
import math
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import (
    Filed,
    Filing,
    Flow,
    MatterInfo,
    MoveRefused,
    Phase,
    Place,
    State,
    Visibility,
)
from cdos.base.matters.logic import attaching, clocks, flows, index, numbers, recording, rows, texts
from cdos.base.matters.models import Matter
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import key_digest
from cdos.base.organisation.contracts import Actor, Scope

LONGEST_TITLE = 200
LONGEST_TEXT = 200_000
FILED = gettext_noop("Filed")

_INSERT = """
WITH m AS (
  INSERT INTO matters_matter (id, number, kind, title, state, phase, urgency, source, subject_id, address, lon, lat,
    district, street, community, department, holder_account, filed_at, closed_at, due_at, due_clock, version,
    history, near_at, filed_by, key_hash, key_salt, idempotency, payload_hash)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL, %s, %s, %s, %s, 1, %s, %s, %s,
    %s, %s, %s, %s)
  ON CONFLICT (idempotency) DO NOTHING RETURNING id
), c AS (
  INSERT INTO matters_matterclock (matter_id, name, state, started_at, amount, unit, extra, extra_unit, due_at,
    near_at, provisional, near_told, overdue_told)
  SELECT m.id, t.name, 'running', t.started_at, t.amount, t.unit, 0, '', t.due_at, t.near_at, t.provisional,
    false, false
  FROM m, unnest(%s::text[], %s::timestamptz[], %s::int[], %s::text[], %s::timestamptz[], %s::timestamptz[],
    %s::bool[]) AS t (name, started_at, amount, unit, due_at, near_at, provisional)
), e AS (
  INSERT INTO matters_entry (matter_id, at, account_id, actor_name, actor_unit, move, title, text, visibility,
    from_state, to_state, data, files, version, undone)
  SELECT m.id, %s, %s, %s, %s, '', %s, '', %s, '', %s, '{}', %s::text[], 1, false FROM m
)
SELECT id FROM m
"""


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a repeated filing the same filing, and the secret of an anonymous one."""

    idempotency: str | None
    payload_hash: str
    salt: str
    key: str

    @property
    def key_hash(self) -> str:
        return key_digest(self.key)


@contextmanager
def opening(*, actor: Actor) -> Iterator[int]:
    serial = numbers.SERIALS.next()
    with organisation.acting(actor, admitting=[serial]):
        yield serial


def file(*, actor: Actor, filing: Filing, files: Sequence[str] = (), serial: int = 0) -> Filed:
    """Open a matter, or return the one that the same actor opened with the same key before."""
    flow = flows.flow_of(filing.kind)
    filing = cleaned(filing)
    check_filing(filing)
    state = _state(flow, filing)
    serial = serial or numbers.SERIALS.next()
    # No savepoint, since nothing in it is caught: a failure takes the caller's work along.
    with organisation.acting(actor, admitting=[serial]):
        made = _make(actor, flow, state, filing, list(dict.fromkeys(map(texts.token, files))), serial)
        return made or _earlier(actor, filing)


def cleaned(filing: Filing) -> Filing:
    place = filing.place
    return replace(
        filing,
        title=texts.one_line(filing.title),
        text=texts.storable(filing.text),
        place=replace(place, address=texts.one_line(place.address)[:300]),
        source=filing.source[:20],
    )


def check_filing(filing: Filing) -> None:
    if texts.is_blank(filing.title):
        raise MoveRefused("title_missing", _("Please say in a few words what it is about."))
    if len(filing.title) > LONGEST_TITLE:
        raise MoveRefused(
            "title_too_long",
            _("The title is too long: at most %(most)d characters.") % {"most": LONGEST_TITLE},
        )
    if len(filing.text) > LONGEST_TEXT:
        raise MoveRefused(
            "text_too_long", _("The text is too long: at most %(most)d characters.") % {"most": LONGEST_TEXT}
        )
    _check_place(filing.place)


def _check_place(place: Place) -> None:
    given = [value for value in (place.lon, place.lat) if value is not None]
    if len(given) == 1 or not all(math.isfinite(value) for value in given):
        raise MoveRefused("place_invalid", _("The place needs a longitude and a latitude."))
    if (
        place.lon is not None
        and place.lat is not None
        and not (-180 <= place.lon <= 180 and -90 <= place.lat <= 90)
    ):
        raise MoveRefused("place_invalid", _("This place is not on Earth. Please choose it on the map."))


def _make(
    actor: Actor, flow: Flow, state: State, filing: Filing, files: list[str], serial: int
) -> Filed | None:
    """None when the idempotency key was used before."""
    once = _once(actor, filing)
    info = _info(actor, flow, state, filing, serial)
    started = [] if filing.history else clocks.begun(flow, flow.starts, info, info.filed_at)
    if first := clocks.soonest(started):
        info = replace(info, due_at=first.due.at, near_at=first.near_at, due_clock=first.name)
    if not _insert(actor, info, once, started, files):
        return None
    names = index.labels(
        scope=(info.place.scope.district, info.place.scope.street, info.place.scope.community),
        units=(info.holder_unit,),
        subject_id=info.subject_id,
        filed_by=info.filed_by,
    )
    index.index_filing(matter_id=info.id, title=info.title, text=filing.text, names=names, at=info.filed_at)
    attaching.attach(tokens=files, owner_id=info.id)
    if not filing.history:
        recording.filed(actor, info)
        jobs.announce("matter.filed", **event(info))
    return Filed(matter=info, created=True, key=once.key)


def event(info: MatterInfo) -> dict[str, object]:
    """The payload that every event about a matter carries."""
    return {
        "matter": info.id,
        "number": info.number,
        "kind": info.kind,
        "state": info.state,
        "unit": info.holder_unit,
        "subject": info.subject_id,
    }


def _info(actor: Actor, flow: Flow, state: State, filing: Filing, serial: int) -> MatterInfo:
    now = filing.filed_at or timezone.now()
    unit = filing.holder_unit or filing.place.scope.department
    scope = filing.place.scope
    return MatterInfo(
        id=serial,
        number=numbers.number_of(flow.number_prefix, serial, now),
        kind=flow.kind,
        title=filing.title,
        state=state.name,
        phase=state.phase,
        urgency=filing.urgency,
        source=filing.source,
        subject_id=filing.subject_id,
        place=replace(filing.place, scope=Scope(scope.district, scope.street, scope.community, unit)),
        holder_unit=unit,
        holder_unit_name=rows.unit_name(unit),
        holder_account=None,
        filed_at=now,
        closed_at=now if state.phase is Phase.DONE else None,
        due_at=None,
        due_clock="",
        version=1,
        history=filing.history,
        filed_by=actor.account_id,
    )


def _state(flow: Flow, filing: Filing) -> State:
    if not filing.state:
        return flows.initial(flow)
    state = flows.state_of(flow.kind, filing.state)
    if state is None or not filing.history:
        raise MoveRefused("state_invalid", _("Only imported history may start in another state of its kind."))
    return state


def _insert(
    actor: Actor, info: MatterInfo, once: Once, started: Sequence[clocks.Started], files: Sequence[str]
) -> bool:
    values = [*_matter_values(info, once), *_clock_values(started), *_entry_values(actor, info, files)]
    return bool(statements.run(_INSERT, values))


def _matter_values(info: MatterInfo, once: Once) -> list[Any]:
    scope = info.place.scope
    return [
        *(
            info.id,
            info.number,
            info.kind,
            info.title,
            info.state,
            info.phase.value,
            info.urgency.value,
            info.source,
        ),
        *(info.subject_id, info.place.address, info.place.lon, info.place.lat),
        *(scope.district, scope.street, scope.community, scope.department),
        *(
            info.filed_at,
            info.closed_at,
            info.due_at,
            info.due_clock,
            info.history,
            info.near_at,
            info.filed_by,
        ),
        *(once.key_hash, once.salt, once.idempotency, once.payload_hash),
    ]


def _clock_values(started: Sequence[clocks.Started]) -> list[list[Any]]:
    return [
        [clock.name for clock in started],
        [clock.started_at for clock in started],
        [clock.term.amount for clock in started],
        [clock.term.unit.value for clock in started],
        [clock.due.at for clock in started],
        [clock.near_at for clock in started],
        [clock.due.provisional for clock in started],
    ]


def _entry_values(actor: Actor, info: MatterInfo, files: Sequence[str]) -> list[Any]:
    unit = actor.posts[0].unit if actor.posts else ""
    shown = Visibility.PUBLIC.value
    return [info.filed_at, actor.account_id, actor.name, unit, FILED, shown, info.state, list(files)]


def _digest(*pieces: object) -> str:
    return hashlib.sha256("\x1f".join(str(piece) for piece in pieces).encode()).hexdigest()


def _payload(filing: Filing) -> str:
    place = filing.place
    return _digest(
        filing.kind, filing.title, filing.text, filing.subject_id, place.address, place.lon, place.lat
    )


def idempotency(actor: Actor, filing: Filing) -> str | None:
    """The key belongs to who used it: an account, or for visitors the very text, so nobody learns of another's matter."""
    if not filing.idempotency_key:
        return None
    who = _payload(filing) if actor.account_id is None else f"{actor.account_id}/{actor.party_id}"
    return _digest(who, filing.source, filing.kind, filing.idempotency_key)


def _once(actor: Actor, filing: Filing) -> Once:
    """The secret is made from the caller's key and our salt, so a repeat gets the same and the table alone has none."""
    anonymous = filing.subject_id is None and not filing.history
    salt = secrets.token_hex(16) if anonymous and filing.idempotency_key else ""
    key = (_key(salt, filing) if salt else secrets.token_urlsafe(24)) if anonymous else ""
    return Once(idempotency(actor, filing), _payload(filing), salt, key)


def _key(salt: str, filing: Filing) -> str:
    made = hmac.new(salt.encode(), filing.idempotency_key.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:24]).decode()


def _earlier(actor: Actor, filing: Filing) -> Filed:
    with fence.everything():  # a visitor's earlier matter is known by its key and text, not yet by its secret
        found = Matter.objects.get(idempotency=idempotency(actor, filing))
    if found.payload_hash != _payload(filing):
        raise MoveRefused(
            "idempotency_key_reused", _("This form was sent before with other content. Please open it again.")
        )
    key = _key(found.key_salt, filing) if found.key_salt else ""
    return Filed(matter=rows.info_of(found), created=False, key=key)
