"""Reads the lists that come with the sample city."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cdos.base.organisation.contracts import AreaLevel

FOLDER = Path(__file__).parent / "data"
DUTY_LIST = Path(__file__).parent.parent / "nets" / "governance" / "appeals" / "data" / "duty_list.csv"


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
    with DUTY_LIST.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
