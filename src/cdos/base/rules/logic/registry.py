"""The data that rules and forms may ask for, by name: a common list, to which modules add theirs when the city starts."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ..contracts import Field, FieldType

COMMON = Path(__file__).parent.parent / "data" / "fields.json"
_added: dict[str, Field] = {}


@lru_cache(maxsize=1)
def _common() -> dict[str, Field]:
    rows = json.loads(COMMON.read_text("utf-8"))
    return {row["name"]: _field(row) for row in rows}


def _field(row: dict[str, object]) -> Field:
    choices = row.get("choices", [])
    assert isinstance(choices, list)  # [code, name, English name where there is one]
    return Field(
        name=str(row["name"]),
        title=str(row["title"]),
        type=FieldType(str(row["type"])),
        choices=tuple((str(code), str(name)) for code, name, *_english in choices),
        unit=str(row.get("unit", "")),
        english=str(row.get("english", "")),
        english_choices=tuple(
            (str(code), str(said)) for code, _name, *english in choices for said in english
        ),
    )


def register(given: Iterable[Field]) -> None:
    """ValueError where a name is there already with another type: what is written with it would change its meaning."""
    for one in given:
        there = field(one.name)
        if there is not None and there.type is not one.type:
            raise ValueError(f"{one.name} is {there.type.value} already, not {one.type.value}")
        _added[one.name] = one


def field(name: str) -> Field | None:
    return _added.get(name) or _common().get(name)


def fields() -> dict[str, Field]:
    return {**_common(), **_added}
