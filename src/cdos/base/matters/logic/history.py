"""Loading matters in bulk by COPY: imports and the sample city. No events, no notices; clocks only as they are given."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.fence import api as fence
from cdos.base.matters.contracts import (
    ClockState,
    HistoryClock,
    HistoryEntry,
    HistoryRow,
    Loaded,
    Phase,
    Visibility,
)
from cdos.base.matters.logic import filing, flows, index, numbers, rows, texts
from cdos.base.search import api as search
from cdos.base.search.contracts import Entry as Indexed

CHUNK = 5000
LOADING = 20260001  # advisory lock: one load at a time, so that two loads of one file do not meet
MATTER = (*rows.COLUMNS, "key_hash", "key_salt", "idempotency", "payload_hash")
ENTRY = (
    *("matter_id", "at", "account_id", "actor_name", "actor_unit", "move", "title", "text", "visibility"),
    *("from_state", "to_state", "data", "files", "version", "undo_until", "before", "undone"),
)
CLOCK = (
    *(
        "matter_id",
        "name",
        "state",
        "started_at",
        "amount",
        "unit",
        "extra",
        "extra_unit",
        "due_at",
        "near_at",
    ),
    *("provisional", "stopped_at", "near_told", "overdue_told"),
)
NO_TERM = Term(1, TimeUnit.MINUTES)  # of a clock whose term is not known any more


@dataclass(frozen=True, slots=True)
class Fresh:
    """A row that goes in, under its id and number."""

    row: HistoryRow
    id: int
    number: str
    idempotency: str | None


def load(source: Iterable[HistoryRow]) -> Loaded:
    """All rows, a chunk a transaction; a row whose key is there already is not loaded again."""
    loaded = Loaded([], [], [])
    remaining = iter(source)
    while chunk := list(islice(remaining, CHUNK)):
        with fence.everything():
            _load(chunk, loaded)
    return loaded


def _load(chunk: list[HistoryRow], loaded: Loaded) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])
    digests = [_digest(row) for row in chunk]
    known = _known([digest for digest in digests if digest])
    ids = iter(numbers.take(len(chunk)))
    fresh: list[Fresh] = []
    for row, digest in zip(chunk, digests, strict=True):
        there = known.get(digest) if digest else None
        if there is None:
            there = _add(row, digest, next(ids), fresh)
            if digest:
                known[digest] = there
            loaded.created.append(True)
        else:
            loaded.created.append(False)
        loaded.ids.append(there[0])
        loaded.numbers.append(there[1])
    _write(fresh)


def _add(row: HistoryRow, digest: str | None, serial: int, fresh: list[Fresh]) -> tuple[int, str]:
    number = numbers.number_of(flows.flow_of(row.kind).number_prefix, serial, row.filed_at)
    fresh.append(Fresh(row, serial, number, digest))
    return serial, number


def _digest(row: HistoryRow) -> str | None:
    return hashlib.sha256(f"history\x1f{row.kind}\x1f{row.key}".encode()).hexdigest() if row.key else None


def _known(digests: list[str]) -> dict[str, tuple[int, str]]:
    sql = "SELECT idempotency, id, number FROM matters_matter WHERE idempotency = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [digests])
        return {digest: (pk, number) for digest, pk, number in cursor.fetchall()}


def _write(fresh: list[Fresh]) -> None:
    with fence.copying("matters_matter", MATTER) as writer:
        for one in fresh:
            writer.write_row(_matter(one))
    with fence.copying("matters_entry", ENTRY) as writer:
        for one in fresh:
            for line in (_filed(one.row), *one.row.entries):
                writer.write_row(_entry(one.id, line))
    clocks = [(one.id, clock) for one in fresh for clock in one.row.clocks]
    if clocks:
        with fence.copying("matters_matterclock", CLOCK) as writer:
            for matter_id, clock in clocks:
                writer.write_row(_clock(matter_id, clock))
    search.index_many(_indexed(fresh))


def _matter(one: Fresh) -> list[Any]:
    row, place = one.row, one.row.place
    state = flows.flow_of(row.kind).state(row.state)
    running = [clock for clock in row.clocks if clock.state is ClockState.RUNNING]
    first = min(running, key=lambda clock: clock.due_at, default=None)
    unit = row.holder_unit or place.scope.department
    return [
        *(one.id, one.number, row.kind, _title(row), state.name, state.phase.value, row.urgency.value),
        *(row.source, row.subject_id, texts.storable(place.address)[:300], place.lon, place.lat),
        *(place.scope.district, place.scope.street, place.scope.community, unit, row.holder_account),
        *(row.filed_at, _closed_at(row) if state.phase is Phase.DONE else None),
        *(first.due_at if first else None, first.name if first else ""),
        *(1, row.history, first.near_at or first.due_at if first else None, None),
        *("", "", one.idempotency, ""),
    ]


def _title(row: HistoryRow) -> str:
    """History has no one left to ask for a title: its text begins it."""
    return (texts.one_line(row.title) or texts.one_line(row.text))[: filing.LONGEST_TITLE] or "—"


def _closed_at(row: HistoryRow) -> datetime:
    return row.closed_at or max((line.at for line in row.entries), default=row.filed_at)


def _filed(row: HistoryRow) -> HistoryEntry:
    state = flows.initial(flows.flow_of(row.kind)).name if row.entries else row.state
    return HistoryEntry(at=row.filed_at, title=filing.FILED, visibility=Visibility.PUBLIC, to_state=state)


def _entry(matter_id: int, line: HistoryEntry) -> list[Any]:
    return [
        *(matter_id, line.at, None, line.actor_name, line.actor_unit, line.move, line.title),
        *(texts.storable(line.text), line.visibility.value, line.from_state, line.to_state),
        *(json.dumps({}), [], 1, None, None, False),
    ]


def _clock(matter_id: int, clock: HistoryClock) -> list[Any]:
    term, over = clock.term or NO_TERM, clock.state not in (ClockState.RUNNING, ClockState.PAUSED)
    return [
        *(matter_id, clock.name, clock.state.value, clock.started_at, term.amount, term.unit.value, 0, ""),
        *(clock.due_at, clock.near_at or clock.due_at, False),
        *((clock.stopped_at or clock.due_at) if over else None, over, over),
    ]


def _indexed(fresh: list[Fresh]) -> Iterator[Indexed]:
    """The filing with all that was written since, as one text: history is never written to line by line."""
    for one in fresh:
        row, scope = one.row, one.row.place.scope
        spoken = [line.text for line in row.entries if line.text and line.visibility is not Visibility.STAFF]
        names = index.labels(
            scope=(scope.district, scope.street, scope.community),
            units=(row.holder_unit or scope.department,),
            subject_id=row.subject_id,
        )
        text = "\n".join((_title(row), texts.storable(row.text), *spoken))
        yield Indexed(index.MATTER, one.id, text, tuple(names), row.filed_at)
