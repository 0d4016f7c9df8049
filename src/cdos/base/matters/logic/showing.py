"""Looking at a matter."""

from collections.abc import Sequence

from django.db import connection

from cdos.base import statements
from cdos.base.matters.contracts import ClockInfo, ClockState, Look, MatterInfo
from cdos.base.matters.logic import (
    entries,
    flows,
    linking,
    moving,
    parts,
    reach,
    recording,
    requests,
    rows,
    sharing,
)
from cdos.base.matters.logic.texts import translated
from cdos.base.matters.models import ClockPause, Matter, MatterClock
from cdos.base.organisation.contracts import Actor


def get_many(actor: Actor, ids: Sequence[int]) -> dict[int, MatterInfo]:
    condition, values = reach.sql(reach.of(actor))
    sql = f"SELECT {rows.SELECTED} FROM matters_matter m WHERE m.id = ANY(%s) AND {condition}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(ids), *values])
        return {row[0]: rows.info(row) for row in cursor.fetchall()}


def look(actor: Actor, matter: Matter) -> Look:
    """Everything about one matter; what the actor is to it is asked once."""
    held = parts.check_may_see(actor, matter)
    lines = entries.read(matter=matter, visibilities=parts.visible_to(held), actor=actor)
    info = rows.info_of(matter)
    recording.looked(actor, info)
    return Look(
        matter=info,
        parts=held,
        entries=tuple(lines[::-1]),
        clocks=tuple(clocks_of(matter)),
        links=tuple(linking.read(actor, matter)),
        requests=tuple(requests.read(matter, held)),
        co_handlers=tuple(sharing.co_handlers(matter)),
        moves=tuple(moving.open_to(held, matter)),
    )


def clocks(actor: Actor, matter: Matter) -> list[ClockInfo]:
    parts.check_may_see(actor, matter)
    return clocks_of(matter)


def clocks_of(matter: Matter) -> list[ClockInfo]:
    found = statements.rows(MatterClock, "matter_id = %s::bigint ORDER BY id", [matter.pk])
    paused = [clock.pk for clock in found if clock.state == ClockState.PAUSED.value]
    pauses = (
        {pause.clock_id: pause for pause in ClockPause.objects.filter(clock__in=paused, paused_until=None)}
        if paused
        else {}
    )
    return [_clock(matter.kind, clock, pauses.get(clock.pk)) for clock in found]


def _clock(kind: str, clock: MatterClock, pause: ClockPause | None) -> ClockInfo:
    return ClockInfo(
        name=clock.name,
        title=_title(kind, clock.name),
        state=ClockState(clock.state),
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        provisional=clock.provisional,
        near_at=clock.near_at,
        pause_reason=pause.reason if pause else "",
        paused_at=pause.paused_from if pause else None,
    )


def _title(kind: str, name: str) -> str:
    """A clock that its flow no longer declares keeps its name."""
    flow = flows.REGISTRY.flows.get(kind)
    spec = next((clock for clock in flow.clocks if clock.name == name), None) if flow else None
    return translated(spec.title) if spec else name
