"""Imports real messages from CSV: every row goes in once, was there already, or is refused with its reason.

Imports are history: no clocks start, no notices go out, a place may be absent.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Place

from ..contracts import MAX_TEXT, AppealRefused, AppealRow, ImportReport, RowError, Source
from ..models import Appeal, ImportBatch, ImportRow
from .csvfile import FileFacts, Record, inspect, records
from .filing import place_in_city
from .loading import copy_rows, load_batch
from .text import is_blank, safe

BATCH = 2000
KEPT_ERRORS = 1000
LONGEST_ID = 100
OURS = ("id", "title", "detail", "filed_at", "lon", "lat", "category", "votes_for", "votes_against")
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "留言编号", "编号", "诉求编号", "工单编号"),
    "title": ("title", "留言主题", "主题", "标题"),
    "detail": ("detail", "留言详情", "详情", "内容", "诉求内容", "投诉件内容", "text", "content"),
    "filed_at": ("filed_at", "留言时间", "时间", "诉求时间", "created_at", "date"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "category": ("category", "label", "一级分类", "分类", "类别"),
    "votes_for": ("votes_for", "点赞数"),
    "votes_against": ("votes_against", "反对数"),
}
STAMP = re.compile(
    r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?\s*分?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$"
)
COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?\s*$")
NUMBER_COLUMNS = ("identity", "batch_id", "appeal_id", "line")


class ImportRefused(ValueError):
    """A file that cannot be imported at all."""


class _RowRefused(ValueError):
    """A row that is refused, and why."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    identity: str
    appeal: AppealRow


@dataclass
class Tally:
    rows: int = 0
    imported: int = 0
    already_there: int = 0
    refused: int = 0
    errors: list[RowError] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)  # identities in this file -> hash of the text

    def refuse(self, line: int, reason: str) -> None:
        self.refused += 1
        if len(self.errors) < KEPT_ERRORS:
            self.errors.append(RowError(line, reason))


def columns_of(header: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, str]:
    """Which column of the file is which of ours. ImportRefused: a wrong mapping, or no column with the text."""
    theirs = [cell.strip() for cell in header]
    for ours, name in mapping.items():
        if ours not in OURS:
            raise ImportRefused(
                _("“%(ours)s” is not a column of ours; possible are: %(possible)s.")
                % {"ours": ours, "possible": ", ".join(OURS)}
            )
        if name not in theirs:
            raise ImportRefused(
                _("The file has no column “%(name)s”; it has: %(found)s.")
                % {"name": name, "found": ", ".join(theirs)}
            )
    lower = {name.lower(): name for name in reversed(theirs)}
    found = {
        ours: lower[alias] for ours, names in ALIASES.items() for alias in reversed(names) if alias in lower
    }
    found |= dict(mapping)
    if "detail" not in found:
        raise ImportRefused(
            _("No column holds the text (detail); the file has: %(found)s. Name it with --map detail=COLUMN.")
            % {"found": ", ".join(theirs)}
        )
    return found


def instant(text: str) -> datetime:
    """A date, or date and time, as people write them; without a zone in the city's own."""
    found = STAMP.match(text) or COMPACT.match(text)
    if found is None:
        raise _RowRefused(_("the time “%(text)s” cannot be read") % {"text": text[:40]})
    parts = [int(part or 0) for part in found.groups()[:6]]
    zone = found.groups()[6] if len(found.groups()) > 6 else None
    try:
        naive = datetime(*parts)  # type: ignore[arg-type]
        at = datetime.fromisoformat(naive.isoformat() + zone) if zone else timezone.make_aware(naive)
    except (ValueError, OverflowError) as error:
        raise _RowRefused(_("the time “%(text)s” does not exist") % {"text": text[:40]}) from error
    if not at.year >= 1949 or at > timezone.now() + timedelta(days=1):
        raise _RowRefused(_("the time “%(text)s” lies in the future or before 1949") % {"text": text[:40]})
    return at


def _degrees(text: str, name: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise _RowRefused(
            _("%(name)s “%(text)s” is not a number") % {"name": name, "text": text[:40]}
        ) from error


def _votes(text: str) -> int:
    digits = text.strip()
    return (
        min(int(digits), 2_000_000_000) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
    )


class Reader:
    """Rows of one file as appeals of the past."""

    def __init__(
        self, header: tuple[str, ...], columns: Mapping[str, str], facts: FileFacts, now: datetime
    ) -> None:
        theirs = [cell.strip() for cell in header]
        self.at = {ours: theirs.index(name) for ours, name in columns.items()}
        self.facts = facts
        self.now = now

    def _cell(self, record: Record, name: str) -> str:
        place = self.at.get(name)
        return safe(record.cells[place]).strip() if place is not None else ""

    def identity(self, record: Record, row_number: int) -> str:
        own = self._cell(record, "id")
        if len(own) > LONGEST_ID:
            raise _RowRefused(_("its id is longer than %(most)d characters") % {"most": LONGEST_ID})
        return f"id:{own}" if own else f"{self.facts.sha256}:{row_number}"

    def appeal(self, record: Record) -> AppealRow:
        text = self._cell(record, "detail")
        if is_blank(text):
            raise _RowRefused(_("the text (detail) is empty"))
        if len(text) > MAX_TEXT:
            raise _RowRefused(_("the text is longer than %(most)d characters") % {"most": MAX_TEXT})
        filed = self._cell(record, "filed_at")
        at = instant(filed) if filed else self.now
        return AppealRow(
            text=text,
            title=self._cell(record, "title"),
            filed_at=at,
            closed_at=at,
            place=self._place(record),
            state="closed",
            source=Source.IMPORT,
            category=self._cell(record, "category"),
            votes_for=_votes(self._cell(record, "votes_for")),
            votes_against=_votes(self._cell(record, "votes_against")),
        )

    def _place(self, record: Record) -> Place:
        lon = _degrees(self._cell(record, "lon"), "lon")
        lat = _degrees(self._cell(record, "lat"), "lat")
        try:
            return place_in_city(Place(lon=lon, lat=lat))[0]
        except AppealRefused as refusal:
            raise _RowRefused(str(refusal).rstrip(".。")) from refusal


def _rows(found: Iterator[Record], reader: Reader, tally: Tally) -> Iterator[Row]:
    """Good rows; the others are counted with their reason."""
    for record in found:
        tally.rows += 1
        try:
            if record.error:
                raise _RowRefused(record.error)
            identity = reader.identity(record, tally.rows)
            row = Row(record.line, identity, reader.appeal(record))
        except _RowRefused as refusal:
            tally.refuse(record.line, str(refusal))
            continue
        if _is_new(row, tally):
            yield row


def _is_new(row: Row, tally: Tally) -> bool:
    """False for an id met before in this file; with another text it is refused, since it may be another person."""
    print_of = hash(row.appeal.text)
    earlier = tally.seen.get(row.identity)
    if earlier is None:
        if row.identity.startswith("id:"):
            tally.seen[row.identity] = print_of
        return True
    if earlier == print_of:
        tally.already_there += 1
    else:
        tally.refuse(row.line, _("its id is used by an earlier row with another text"))
    return False


def _known(rows: list[Row]) -> dict[str, str]:
    """Texts of the identities that are imported already."""
    found = dict(
        ImportRow.objects.filter(identity__in=[row.identity for row in rows]).values_list(
            "identity", "appeal_id"
        )
    )
    texts = dict(Appeal.objects.filter(pk__in=found.values()).values_list("pk", "text"))
    return {identity: texts.get(pk, "") for identity, pk in found.items()}


def _store(rows: list[Row], batch: ImportBatch | None, tally: Tally) -> None:
    known = _known(rows)
    fresh: list[Row] = []
    for row in rows:
        if row.identity not in known:
            fresh.append(row)
        elif known[row.identity].endswith(row.appeal.text):
            tally.already_there += 1
        else:
            tally.refuse(row.line, _("its id was imported before with another text, which was kept"))
    if batch is None:
        tally.imported += len(fresh)
        return
    loaded = load_batch([(row.appeal, row.identity) for row in fresh])
    made = [
        (row.identity, batch.pk, pk, row.line)
        for row, pk, created in zip(fresh, loaded.ids, loaded.created, strict=True)
        if created
    ]
    copy_rows("appeals_importrow", NUMBER_COLUMNS, made)
    tally.imported += len(made)
    tally.already_there += len(fresh) - len(made)


def _open(path: Path) -> tuple[FileFacts, Iterator[Record], Record]:
    if not path.is_file():
        raise ImportRefused(_("There is no file %(path)s.") % {"path": str(path)})
    if path.stat().st_size == 0:
        raise ImportRefused(_("The file %(path)s is empty.") % {"path": str(path)})
    facts = inspect(path)
    found = records(path, facts)
    header = next(found)
    if header.error:
        raise ImportRefused(_("The first line cannot be read: %(reason)s.") % {"reason": header.error})
    return facts, found, header


def import_appeals(
    *,
    path: Path,
    mapping: Mapping[str, str],
    dry_run: bool,
    actor_name: str,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """ImportRefused: the file as a whole. Two imports at once are safe: an identity is unique."""
    began, now = time.perf_counter(), timezone.now()
    facts, found, header = _open(path)
    columns = columns_of(header.cells, mapping)
    reader, tally = Reader(header.cells, columns, facts, now), Tally()
    batch = None if dry_run else _batch(path, facts, now, actor_name)
    rows = _rows(found, reader, tally)
    while block := list(islice(rows, BATCH)):
        with transaction.atomic():
            _store(block, batch, tally)
        if progress:
            progress(tally.rows)
    if batch is not None:
        _finish(batch, tally)
    return ImportReport(
        file=path.name,
        encoding=facts.label,
        rows=tally.rows,
        imported=tally.imported,
        already_there=tally.already_there,
        refused=tally.refused,
        errors=tuple(sorted(tally.errors, key=lambda error: error.line)),
        columns=columns,
        ignored=tuple(cell for cell in header.cells if cell.strip() and cell.strip() not in columns.values()),
        dry_run=dry_run,
        seconds=round(time.perf_counter() - began, 2),
    )


def _batch(path: Path, facts: FileFacts, now: datetime, actor_name: str) -> ImportBatch:
    return ImportBatch.objects.create(
        file_name=path.name[:255],
        sha256=facts.sha256,
        encoding=facts.label,
        started_at=now,
        actor_name=actor_name,
    )


def _finish(batch: ImportBatch, tally: Tally) -> None:
    values: dict[str, Any] = {
        "rows": tally.rows,
        "imported": tally.imported,
        "already_there": tally.already_there,
        "refused": tally.refused,
        "errors": [{"line": error.line, "reason": error.reason} for error in tally.errors],
        "finished_at": timezone.now(),
    }
    ImportBatch.objects.filter(pk=batch.pk).update(**values)
