"""Registers that answer out of the city's nightly extracts: one Parquet file of everybody, one of every enterprise.

A city gathers there what its departments hand over by law; each group of columns is a register of its own, with the unit that
answers for it and the day its values were true (`as_of_…`). What was corrected since, here or in a register of the
demonstration, is a row beside the file and goes before it; the newest of several wins. Without a file nobody is known.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from cdos.base import statements
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Value

from ..contracts import Reading, Source
from ..logic import values as values_
from ..models import RegisterRow
from . import extracts
from .base import Together
from .demo import away

PREFIX = "lake-"
FILES = {"person": ("person",), "enterprise": ("enterprise",), "any": ("person", "enterprise")}


def path(about: str) -> Path:
    """`about` person | enterprise."""
    people = rules.extract_path()
    return people if about == "person" else people.with_name("enterprises.parquet")


def dated(code: str) -> str:
    """The column that says when a register's values were true."""
    return f"as_of_{code.removeprefix(PREFIX).replace('-', '_')}"


class LakeRegister(Together):
    """One group of columns; one look at the file reads a party's values of all of them."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @classmethod
    def read_together(cls, registers: Sequence[Together], party_id: int) -> dict[str, Reading | None]:
        asked = [one.source for one in registers if not away(one.source.code)]
        row = _row(asked, party_id) if asked and party_id else None
        if not asked or not party_id:
            return {one.code: None for one in asked}
        newer = list(_newer(party_id))
        return {one.code: _reading(one, row, newer) for one in asked}

    def correct(self, party_id: int, values: Mapping[str, Value]) -> None:
        """Beside the file, which is made anew every night and would forget it."""
        code = self.source.code
        row = RegisterRow.objects.select_for_update().filter(party_id=party_id, source=code).first()
        held = values_.unseal(row.sealed, values_.ROWS) if row else {}
        sealed = values_.seal(held | dict(values), values_.ROWS)
        if row is None:
            RegisterRow.objects.create(party_id=party_id, source=code, sealed=sealed, as_of=timezone.now())
            return
        RegisterRow.objects.filter(pk=row.pk).update(
            sealed=sealed, as_of=timezone.now(), version=F("version") + 1
        )

    def count(self) -> int | None:
        return sum(_extract.size(path(about)) for about in FILES[self.source.about])


Newer = tuple[Mapping[str, Value], datetime, int]


def _newer(party_id: int) -> Iterator[Newer]:
    """What registers beside the file say of the party, oldest first."""
    rows = statements.rows(RegisterRow, "party_id = %s::bigint", [party_id])
    for row in sorted(rows, key=lambda one: one.as_of):
        yield values_.unseal(row.sealed, values_.ROWS), row.as_of, row.version


def _row(asked: Sequence[Source], party_id: int) -> dict[str, Any] | None:
    files = dict.fromkeys(about for one in asked for about in FILES[one.about])
    columns = {field.name for one in asked for field in one.fields} | {dated(one.code) for one in asked}
    return next((row for about in files if (row := _extract.row(path(about), columns, party_id))), None)


def _reading(source: Source, row: Mapping[str, Any] | None, newer: Iterable[Newer]) -> Reading | None:
    held: dict[str, Value] = {}
    as_of, version = None, ""
    if row is not None:
        as_of = _instant(row.get(dated(source.code)))
        version = as_of.date().isoformat() if as_of else ""
        held = {one.name: _exact(row.get(one.name)) for one in source.fields}
    for values, at, number in newer:
        changed = {one.name: values[one.name] for one in source.fields if one.name in values}
        if changed:
            held |= changed
            as_of, version = at, f"{version or at.date().isoformat()}+{number}"
    held = {name: value for name, value in held.items() if value is not None}
    if "birth_date" in held:
        held.pop("age", None)  # counted on the day it is asked
    return Reading(held, as_of, version) if held else None


def _exact(value: Value) -> Value:
    """None for what says nothing: an empty text, a number that is none."""
    if isinstance(value, float):
        return rules.exact(value) if math.isfinite(value) else None
    return None if value == "" else value


def _instant(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(4))) if day else None


def copy_extracts() -> int:
    """Of large files that are new, copies in which one party is found fast; how many were made."""
    return sum(extracts.copy(path(about)) for about in ("person", "enterprise"))


_extract = extracts.Extracts()
