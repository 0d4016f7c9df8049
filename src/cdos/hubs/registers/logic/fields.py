"""Which data elements (数据元) of the rule book the demonstration registers supply, and in what order they are asked."""

import csv
from functools import lru_cache
from importlib.resources import files

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field

from ..contracts import Source


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("cdos.hubs.registers") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


# What the extracts of the lake may be used for without being asked: to find who is entitled, and to say why.
FINDING = ("programme", "benefit")


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """The demonstration's registers, in the order in which they are asked."""
    supplied = _supplied("fields.csv")
    return tuple(
        Source(
            code=row["code"],
            title=row["title"],
            unit=row["unit"],
            fields=tuple(supplied.get(row["code"], ())),
            about=row["about"],
            needs_consent=row["needs_consent"] == "yes",
            basis=row["basis"],
        )
        for row in _rows("sources.csv")
    )


@lru_cache(maxsize=1)
def lake_sources() -> tuple[Source, ...]:
    """The registers of the lake's extracts, asked after those."""
    supplied = _supplied("lake_fields.csv")
    return tuple(
        Source(
            code=row["code"],
            title=row["title"],
            unit=row["unit"],
            fields=tuple(supplied[row["code"]]),
            about=row["about"],
            needs_consent=False,
            basis=row["basis"],
            purposes=FINDING,
        )
        for row in _rows("lake_sources.csv")
    )


def _supplied(name: str) -> dict[str, list[Field]]:
    """Source code -> the fields it supplies."""
    known = rules.fields()
    supplied: dict[str, list[Field]] = {}
    for row in _rows(name):
        for code in row["sources"].split():
            supplied.setdefault(code, []).append(known[row["name"]])
    return supplied
