"""What a move changed, kept so that it can be taken back within seconds."""

from typing import Any

from django.db.models import Max

from cdos.base.matters.logic.clocks import FIELDS, Board
from cdos.base.matters.logic.rows import instant, iso
from cdos.base.matters.models import ClockPause, Matter, MatterClock, Request

MATTER_FIELDS = ("state", "phase", "urgency", "department", "holder_account")
INSTANTS = {"due_at", "near_at", "stopped_at"}


def take(matter: Matter, board: Board, values: dict[str, Any]) -> dict[str, Any]:
    """JSON: the matter's columns, its active clocks with their open pauses, and the move's values."""
    return {
        "matter": {name: getattr(matter, name) for name in MATTER_FIELDS}
        | {"closed_at": iso(matter.closed_at)},
        "clocks": {str(clock.pk): _clock(clock) for clock in board.clocks},
        "pauses": list(
            ClockPause.objects.filter(clock__in=board.clocks, paused_until=None).values_list("pk", flat=True)
        )
        if board.clocks
        else [],
        "last_clock": MatterClock.objects.filter(matter=matter).aggregate(last=Max("pk"))["last"] or 0,
        "values": values,
    }


def _clock(clock: MatterClock) -> dict[str, Any]:
    return {name: _plain(name, getattr(clock, name)) for name in FIELDS}


def _plain(name: str, value: Any) -> Any:
    return iso(value) if name in INSTANTS else value


def restore(matter: Matter, before: dict[str, Any]) -> None:
    """Put matter, clocks and wishes back; clocks started since go, pauses ended since are open again, new ones go."""
    if matter.closed_at is not None and before["matter"]["closed_at"] is None:
        ended = Request.objects.filter(matter=matter, granted=False, decided_by=None, decided_name="")
        ended.filter(decided_at=matter.closed_at).update(granted=None, decided_at=None)
    for name in MATTER_FIELDS:
        setattr(matter, name, before["matter"][name])
    matter.closed_at = instant(before["matter"]["closed_at"])
    kept = {int(pk): state for pk, state in before["clocks"].items()}
    MatterClock.objects.filter(matter=matter, pk__gt=before["last_clock"]).delete()
    pauses = ClockPause.objects.filter(clock_id__in=kept)
    pauses.filter(paused_until=None).exclude(pk__in=before["pauses"]).delete()
    pauses.filter(pk__in=before["pauses"]).update(paused_until=None)
    for pk, state in kept.items():
        MatterClock.objects.filter(pk=pk).update(
            **{name: _read(name, value) for name, value in state.items()}
        )


def _read(name: str, value: Any) -> Any:
    return instant(value) if name in INSTANTS else value
