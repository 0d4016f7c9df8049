"""Imports real messages from CSV: every row goes in once, was there already, or is refused with its reason.

Imports are history: no clocks start, no notices go out, a place may be absent.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence

from ..contracts import AppealRow, ImportReport, RowError
from ..models import Appeal, ImportBatch, ImportRow
from .csvfile import FileFacts, Record, inspect, records
from .importrows import ImportRefused, Reader, RowRefused, columns_of
from .loading import copy_rows, load_batch

BATCH = 2000
KEPT_ERRORS = 1000
NUMBER_COLUMNS = ("identity", "batch_id", "appeal_id", "line")


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


def _rows(found: Iterator[Record], reader: Reader, tally: Tally) -> Iterator[Row]:
    """Good rows; the others are counted with their reason."""
    for record in found:
        tally.rows += 1
        try:
            if record.error:
                raise RowRefused(record.error)
            identity = reader.identity(record, tally.rows)
            row = Row(record.line, identity, reader.appeal(record))
        except RowRefused as refusal:
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
    source: str = "",
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """ImportRefused: the file as a whole. Two imports at once are safe: an identity is unique."""
    began, now = time.perf_counter(), timezone.now()
    facts, found, header = _open(path)
    columns = columns_of(header.cells, mapping)
    reader, tally = Reader(header.cells, columns, facts, now, source), Tally()
    batch = None if dry_run else _batch(path, facts, now, actor_name)
    rows = _rows(found, reader, tally)
    while block := list(islice(rows, BATCH)):
        with fence.everything():
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
