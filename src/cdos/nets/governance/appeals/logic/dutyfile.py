"""Reads a duty list from CSV: checked line by line, stored as a whole or not at all."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cdos.base.calendar.contracts import TimeUnit
from cdos.base.matters.contracts import Urgency
from cdos.base.organisation.contracts import UnitLevel

from ..contracts import DutyListImport, DutyListState
from ..models import DutyItem, DutyList
from . import drafts, duty, recording
from .csvfile import FileFacts, Record, inspect, records

REQUIRED = ("code", "class", "group", "item", "function", "level", "handling_amount", "handling_unit")
OPTIONAL = ("urgency", "keywords", "legal_basis", "help")
SPLIT = re.compile(r"[\s;,、；，|/]+")
LENGTHS = {"code": 20, "class": 60, "group": 60, "item": 120, "function": 30}


class _Refused(ValueError):
    """A line that is not an item."""


def _amount(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1000:
        raise _Refused(_("handling_amount must be a whole number from 1 to 1000"))
    return int(text)


def _one_of(column: str, value: str, allowed: list[str]) -> str:
    if value not in allowed:
        raise _Refused(
            _("%(column)s is “%(value)s”; possible are: %(allowed)s")
            % {"column": column, "value": value, "allowed": ", ".join(allowed)}
        )
    return value


def _item(row: dict[str, str]) -> DutyItem:
    for column in REQUIRED:
        if not row[column]:
            raise _Refused(_("%(column)s is empty") % {"column": column})
        if len(row[column]) > LENGTHS.get(column, 200):
            raise _Refused(_("%(column)s is too long") % {"column": column})
    return DutyItem(
        code=row["code"],
        class_name=row["class"],
        group=row["group"],
        name=row["item"],
        function=row["function"],
        level=_one_of("level", row["level"], [level.value for level in UnitLevel]),
        urgency=_one_of("urgency", row.get("urgency") or "ordinary", [urgency.value for urgency in Urgency]),
        handling_amount=_amount(row["handling_amount"]),
        handling_unit=_one_of("handling_unit", row["handling_unit"], [unit.value for unit in TimeUnit]),
        keywords=[word[:60] for word in SPLIT.split(row.get("keywords", "")) if word],
        legal_basis=row.get("legal_basis", ""),
        help=row.get("help", ""),
    )


def _read(path: Path, facts: FileFacts) -> tuple[list[DutyItem], list[str]]:
    rows: Iterator[Record] = records(path, facts)
    header = [cell.strip().lower() for cell in next(rows).cells]
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        return [], [_("The file has no column %(columns)s.") % {"columns": ", ".join(missing)}]
    items: list[DutyItem] = []
    errors: list[str] = []
    seen: set[str] = set()
    for record in rows:
        try:
            if record.error:
                raise _Refused(record.error)
            item = _item(dict(zip(header, (cell.strip() for cell in record.cells), strict=False)))
            if item.code in seen:
                raise _Refused(_("the code %(code)s is there twice") % {"code": item.code})
            seen.add(item.code)
            items.append(item)
        except _Refused as refusal:
            errors.append(_("Line %(line)d: %(reason)s.") % {"line": record.line, "reason": str(refusal)})
    if not items and not errors:
        errors.append(_("The file has no items."))
    return items, errors


def read_batch(path: Path) -> tuple[list[DutyItem], list[str], list[str]]:
    """Items to put into a draft, codes to take out (a column `remove` with any mark), and errors by line."""
    rows: Iterator[Record] = records(path, inspect(path))
    header = [cell.strip().lower() for cell in next(rows).cells]
    if "code" not in header:
        return [], [], [_("The file has no column %(columns)s.") % {"columns": "code"}]
    items: dict[str, DutyItem] = {}
    gone: list[str] = []
    errors: list[str] = []
    for record in rows:
        cells = dict.fromkeys(REQUIRED, "") | dict(
            zip(header, (cell.strip() for cell in record.cells), strict=False)
        )
        try:
            if record.error:
                raise _Refused(record.error)
            if cells.get("remove") and cells["code"]:
                gone.append(cells["code"])
            else:
                item = _item(cells)
                if item.code in items:
                    raise _Refused(_("the code %(code)s is there twice") % {"code": item.code})
                items[item.code] = item
        except _Refused as refusal:
            errors.append(_("Line %(line)d: %(reason)s.") % {"line": record.line, "reason": str(refusal)})
    if not items and not gone and not errors:
        errors.append(_("The file has no items."))
    return list(items.values()), gone, errors


def import_list(
    *, path: Path, effective_on: date, actor_name: str, draft: bool, actor_id: int | None = None
) -> DutyListImport:
    """Store a new version; the same file for the same day is stored once."""
    facts = inspect(path)
    state = DutyListState.DRAFT if draft else DutyListState.LIVE
    known = DutyList.objects.filter(sha256=facts.sha256, effective_on=effective_on, state=state.value).first()
    if known is not None:
        return DutyListImport(duty.info_of(known, known.items.count()))
    items, errors = _read(path, facts)
    if errors:
        return DutyListImport(None, tuple(errors))
    with transaction.atomic():
        latest = DutyList.objects.aggregate(latest=Max("version"))["latest"] or 0
        row = DutyList.objects.create(
            version=latest + 1,
            state=state.value,
            effective_on=effective_on,
            source_name=path.name[:200],
            sha256=facts.sha256,
            created_by=actor_name[:100],
            base_version=(drafts.newest() or 0) if draft else 0,
        )
        for item in items:
            item.list = row
        DutyItem.objects.bulk_create(items)
        recording.imported(row, by=actor_id)
    duty.MEMORY.forget()
    return DutyListImport(duty.info_of(row, len(items)))


def change_state(*, version: int, state: DutyListState, actor_id: int | None = None) -> DutyList:
    """Publish a draft or retire a list. LookupError: no such version."""
    with transaction.atomic():
        row = DutyList.objects.select_for_update().filter(version=version).first()
        if row is None:
            raise LookupError(f"duty list {version}")
        row.state = state.value
        row.save(update_fields=["state"])
        recording.changed(row, by=actor_id)
    duty.MEMORY.forget()
    return row
