"""Reads the lists that come with the sample city."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from cdos.base.organisation.contracts import AreaLevel, UnitLevel

FOLDER = files("cdos.sample") / "data"


def read_csv(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def areas() -> tuple[Mapping[str, str], ...]:
    """code, name, level, parent, lon, lat; the last two are empty for communities."""
    return tuple(read_csv("areas.csv"))


@cache
def area_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in areas()}


def codes(level: AreaLevel) -> list[str]:
    return [row["code"] for row in areas() if row["level"] == level.value]


@cache
def functions() -> tuple[Mapping[str, str], ...]:
    return tuple(read_csv("functions.csv"))


@cache
def ground() -> dict[str, Any]:
    """The hand-drawn ground of the city: coast, hills, waters, roads, metro."""
    data: dict[str, Any] = json.loads((FOLDER / "ground.json").read_text(encoding="utf-8"))
    return data


@cache
def duty_items() -> tuple[Mapping[str, str], ...]:
    """The duty list's rows as the appeals module ships them."""
    source = files("cdos.nets.governance.appeals") / "data" / "duty_list.csv"
    with source.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


LEVEL_OF = {level.value: level for level in UnitLevel}
