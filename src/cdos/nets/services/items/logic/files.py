"""The catalogue as CSV and JSON: out for other systems and spreadsheets, in from them with a report of refused rows."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.base.web import api as web

from ..contracts import Imported, Item, ItemRefused, RefusedRow, Severity
from ..models import Version
from . import editing, elements, linting, loading, shape

MOST_ROWS = 50_000
MOST_BYTES = 100_000_000
Read = tuple[int, "Item | str"]


def everything() -> Iterator[Item]:
    """The newest version of every item, by code."""
    rows = Version.objects.order_by("item__code", "-version").distinct("item__code")
    for row in rows.select_related("item").iterator(chunk_size=1000):
        yield shape.of_row(row)


def write(items: Iterable[Item], kind: str) -> bytes:
    return _json(items) if kind == "json" else _csv(items)


def _json(items: Iterable[Item]) -> bytes:
    rows = []
    for item in items:
        row = shape.elements(item)
        rows.append(row | ({"effective_from": item.effective_from} if item.effective_from else {}))
    return msgspec.json.format(msgspec.json.encode(rows), indent=1)


def _csv(items: Iterable[Item]) -> bytes:
    """With a mark at its head, so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.title for column in elements.COLUMNS])
    for item in items:
        writer.writerow([web.plain_cell(elements.cell(item, column)) for column in elements.COLUMNS])
    return ("\ufeff" + out.getvalue()).encode()


def read(raw: bytes) -> list[Read]:
    """Line and item, or line and why it is none. ItemRefused where the file as a whole is none."""
    if len(raw) > MOST_BYTES:
        raise ItemRefused(_("The file is too large for a catalogue."))
    text = _decoded(raw)
    found = list(_json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text))
    if not found:
        raise ItemRefused(_("There is no row in this file."))
    if len(found) > MOST_ROWS:
        raise ItemRefused(_("At most %(most)d rows in one file.") % {"most": MOST_ROWS})
    return found


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ItemRefused(_("The file is neither UTF-8 nor GB18030."))


def _json_rows(text: str) -> Iterator[Read]:
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as wrong:
        raise ItemRefused(
            _("The JSON breaks off in line %(line)d: %(why)s") % {"line": wrong.lineno, "why": wrong.msg}
        ) from None
    except RecursionError:
        raise ItemRefused(_("An item is an object with named elements.")) from None
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        yield number, _made(row) if isinstance(row, dict) else _("An item is an object with named elements.")


def _csv_rows(text: str) -> Iterator[Read]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    heads = [head.strip() for head in reader.fieldnames or ()]
    unknown = [head for head in heads if head and head not in elements.BY_HEAD]
    if unknown:
        raise ItemRefused(_("Unknown columns: %(names)s") % {"names": "、".join(unknown[:10])})
    if not {"code", "title"} <= {elements.BY_HEAD[head].name for head in heads if head}:
        raise ItemRefused(_("The file needs the columns “事项编码” and “事项名称”."))
    for line, row in enumerate(reader, 2):
        try:
            yield line, _made(_values(row))
        except ValueError as wrong:
            yield line, str(wrong)


def _values(row: dict[Any, Any]) -> dict[str, Any]:
    """Parts such as extension.phone put together. ValueError names the cell."""
    values: dict[str, Any] = {}
    for head, said in row.items():
        if not isinstance(head, str) or not head.strip():
            continue
        column = elements.BY_HEAD[head.strip()]
        text = (said or "").removeprefix("'")  # the mark before what looks like a formula
        try:
            given = elements.parse(text, column)
        except ValueError as wrong:
            raise ValueError(f"{column.title}: {wrong}") from None
        first, _dot, part = column.name.partition(".")
        if given in ("", None, []):
            continue
        if part:
            values.setdefault(first, {})[part] = given
        else:
            values[first] = given
    return values


def _made(values: dict[str, Any]) -> Item | str:
    begins = values.pop("effective_from", None)
    if isinstance(before := values.get("before"), dict):
        values["before"] = {"steps": 0, "days": 0, "trips": 0, "papers": 0, **before}
    try:
        return shape.make(values, effective_from=begins)
    except ItemRefused as refused:
        return str(refused)


def bring_in(raw: bytes, *, actor: Actor, live: bool) -> Imported:
    """Row by row: a bad one is named and the others are taken."""
    rows = read(raw)
    known = loading.standards()
    drafts: list[str] = []
    refused: list[RefusedRow] = []
    unchanged = 0
    for line, given in rows:
        if isinstance(given, str):
            refused.append(RefusedRow(line, "", (given,)))
            continue
        reasons = _errors(given, known)
        if reasons:
            refused.append(RefusedRow(line, given.code, reasons))
        elif _same(given):
            unchanged += 1
        elif why := _taken(given, actor, live):
            refused.append(RefusedRow(line, given.code, (why,)))
        else:
            drafts.append(given.code)
    return Imported(len(rows), tuple(drafts), unchanged, tuple(refused))


def _errors(item: Item, known: dict[str, Any]) -> tuple[str, ...]:
    found = linting.lint(item, known.get(item.standard))
    return tuple(
        f"{one.rule} ({one.element}): {one.words}" for one in found if one.severity is Severity.ERROR
    )


def _same(item: Item) -> bool:
    row = editing.newest(item.code)
    return row is not None and shape.elements(shape.of_row(row)) == shape.elements(item)


def _taken(item: Item, actor: Actor, live: bool) -> str:
    """Empty when it was, else why not."""
    try:
        with transaction.atomic():
            row = editing.draft(item, actor=actor, note=_("From a file"), revision=_revision(item.code))
            if live:
                editing.submit(item.code, row.version, actor=actor, effective_from=item.effective_from)
                editing.approve(item.code, row.version, actor=SYSTEM)
    except ItemRefused as refused:
        return str(refused)
    return ""


def _revision(code: str) -> int:
    row = editing.newest(code)
    return row.revision if row is not None and row.state == "draft" else 0
