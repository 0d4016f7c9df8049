"""The items that come with CDOS: about 120 of a large city, with their forms and rules, as files in `data`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from ..contracts import Item, Standard
from . import shape

DATA = Path(__file__).parent.parent / "data"


@cache
def _folder(name: str) -> tuple[Any, ...]:
    """All entries of the folder's files, in the order of their names."""
    found: list[Any] = []
    for path in sorted((DATA / name).glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
    return tuple(found)


def items() -> list[Item]:
    return [shape.make(row) for row in _folder("items")]


def standards() -> list[Standard]:
    return [msgspec.convert(row, Standard) for row in _folder("standards")]


def forms() -> list[dict[str, Any]]:
    return list(_folder("forms"))


def rules() -> list[dict[str, Any]]:
    return list(_folder("rules"))
