"""Appeals of the past in bulk, at COPY speed: the sample city, imports, benchmarks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Term
from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import (
    ClockState,
    HistoryClock,
    HistoryEntry,
    HistoryRow,
    Loaded,
    Urgency,
    Visibility,
)

from ..contracts import KIND, AppealRow, ChosenBy, Rating, Source
from ..models import Appeal, RatingRecord
from . import duty, terms
from .cells import cell_of
from .text import safe, title_and_text

COLUMNS = tuple(field.attname for field in Appeal._meta.concrete_fields)
RATING_COLUMNS = tuple(field.attname for field in RatingRecord._meta.concrete_fields if field.attname != "id")
DISPATCHED = gettext_noop("Dispatch")
CONTACTED = gettext_noop("Contacted the person")
REPLIED = gettext_noop("Reply")
RATED = gettext_noop("Rate the answer")
NO_RATING = (None, None, None, None, None)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with fence.copying(table, columns) as copy:
        for row in rows:
            copy.write_row(row)


def load(rows: Iterable[AppealRow], batch: int) -> int:
    """How many are new; each batch commits on its own."""
    source, total = iter(rows), 0
    while block := list(islice(source, batch)):
        with fence.everything():
            total += sum(load_batch([(row, "") for row in block]).created)
    return total


def load_batch(rows: Sequence[tuple[AppealRow, str]]) -> Loaded:
    """Rows with their key (empty: always new), within the caller's transaction."""
    clean = [(_clean(row), key) for row, key in rows]
    loaded = matters.load_history(_history(row, key) for row, key in clean)
    fresh = [
        (row, pk, number)
        for (row, _key), pk, number, created in zip(
            clean, loaded.ids, loaded.numbers, loaded.created, strict=True
        )
        if created
    ]
    held = duty.held()
    version = held.info.version if held else 0
    copy_rows("appeals_appeal", COLUMNS, (_columns(row, pk, number, version) for row, pk, number in fresh))
    rated = [(row.rating, row, pk) for row, pk, _number in fresh if row.rating is not None]
    copy_rows("appeals_ratingrecord", RATING_COLUMNS, (_rating(rating, row, pk) for rating, row, pk in rated))
    return loaded


def _clean(row: AppealRow) -> AppealRow:
    title, text = title_and_text(row.title, safe(row.text).strip())
    values = {name: getattr(row, name) for name in AppealRow.__slots__}
    return AppealRow(**(values | {"title": title, "text": text}))


def _history(row: AppealRow, key: str) -> HistoryRow:
    live = row.source != Source.IMPORT
    return HistoryRow(
        kind=KIND,
        title=row.title,
        state=row.state,
        filed_at=row.filed_at,
        text=row.text,
        closed_at=row.closed_at,
        subject_id=row.subject_id,
        place=row.place,
        holder_unit=row.unit,
        urgency=row.urgency,
        source=row.source.value,
        key=key,
        history=not live,
        entries=tuple(_entries(row)) if live else (),
        clocks=tuple(_clocks(row)) if live else (),
    )


def _entries(row: AppealRow) -> Iterator[HistoryEntry]:
    if row.dispatched_at:
        yield HistoryEntry(
            row.dispatched_at, DISPATCHED, "", move="dispatch", from_state="received", to_state="dispatched"
        )
    if row.contacted_at:
        yield HistoryEntry(
            row.contacted_at,
            CONTACTED,
            actor_unit=row.unit,
            move="contact",
            from_state="dispatched",
            to_state="handling",
        )
    if row.replied_at:
        state = "solved" if row.solved_at else "replied"
        yield HistoryEntry(
            row.replied_at,
            REPLIED,
            row.reply,
            actor_unit=row.unit,
            move="reply",
            from_state="handling",
            to_state=state,
        )
    if row.rating and row.closed_at:
        yield HistoryEntry(
            row.closed_at,
            RATED,
            row.rating.text,
            move="rate",
            to_state="confirmed" if row.rating.satisfied else row.state,
            visibility=Visibility.SUBJECT,
        )


def _running(row: AppealRow) -> Iterator[tuple[str, datetime, Term]]:
    """Which clocks would run now in this state."""
    if row.state in ("received", "returned"):
        urgent = row.urgency == Urgency.URGENT
        yield "dispatch", row.filed_at, terms.URGENT_DISPATCH if urgent else terms.ORDINARY_DISPATCH
    since = row.dispatched_at
    if since and row.state in ("dispatched", "handling", "returned", "supervised"):
        item = duty.item(row.item)
        yield "handling", since, item.handling if item else terms.ORDINARY_HANDLING
        if row.state == "dispatched":
            yield "sign", since, terms.SIGN
        if not row.contacted_at:
            yield "contact", since, terms.CONTACT
    if row.state in ("replied", "solved") and row.replied_at:
        yield "rating", row.replied_at, terms.RATING
    if row.state == "supervised":
        yield "supervision", row.replied_at or row.filed_at, terms.SUPERVISION


def _clocks(row: AppealRow) -> Iterator[HistoryClock]:
    for name, start, term in _running(row):
        due = calendar.deadline(start=start, term=term).at
        near = due - (due - start) * (0.0 if name == "rating" else 0.2)
        yield HistoryClock(name, start, due, ClockState.RUNNING, near_at=near, term=term)


def _columns(row: AppealRow, pk: int, number: str, version: int) -> list[Any]:
    scope = row.place.scope
    confirmed = row.closed_at if row.state == "confirmed" else None
    updated = max(at for at in (row.filed_at, row.replied_at, row.closed_at) if at)
    values: dict[str, Any] = {
        "matter_id": pk,
        "number": number,
        "title": row.title,
        "text": row.text,
        "source": row.source.value,
        "category": row.category[:120],
        "item_code": row.item,
        "item_by": ChosenBy.STAFF.value if row.item else "",
        "item_confidence": 1.0 if row.item else 0.0,
        "list_version": version if row.item else 0,
        "anonymous": row.anonymous,
        "public": row.public,
        "contact_allowed": True,
        "state": row.state,
        "unit": row.unit,
        "district": scope.district,
        "street": scope.street,
        "community": scope.community,
        "address": row.place.address[:300],
        "lon": row.place.lon,
        "lat": row.place.lat,
        "cell": cell_of(row.place.lon, row.place.lat),
        "outside": row.place.lon is not None and not scope.district,
        "files": [],
        "history": row.source == Source.IMPORT,
        "outcome": row.outcome.value if row.outcome else "",
        "reply": row.reply,
        "filed_at": row.filed_at,
        "updated_at": updated,
        "assigned_at": row.dispatched_at,
        "confirmed_at": confirmed,
        "followers": 0,
        "return_count": 0,
        **{name: getattr(row, name) for name in SAME},
        **dict(zip(MARKS, _marks(row.rating), strict=True)),
    }
    values |= {"contact_sealed": None, "contact_blind": None}
    return [values.get(column, "") for column in COLUMNS]


SAME = (
    "dispatched_at",
    "contacted_at",
    "replied_at",
    "solved_at",
    "closed_at",
    "dispatch_on_time",
    "contact_on_time",
    "handling_on_time",
    "redo_count",
    "votes_for",
    "votes_against",
)
MARKS = ("satisfied", "speed", "effect", "experience", "reply_quality")


def _marks(rating: Rating | None) -> tuple[Any, ...]:
    return NO_RATING if rating is None else tuple(getattr(rating, name) for name in MARKS)


def _rating(rating: Rating, row: AppealRow, pk: int) -> list[Any]:
    at = row.closed_at or row.replied_at or timezone.now()
    values: dict[str, Any] = {
        "appeal_id": pk,
        "round": row.redo_count + 1,
        "at": at,
        "text": safe(rating.text),
    }
    values |= dict(zip(MARKS, _marks(rating), strict=True))
    return [values[column] for column in RATING_COLUMNS]
