"""The bundles that come with CDOS, one file each in `data/bundles`."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _read() -> tuple[dict[str, Any], ...]:
    folder = files("cdos.nets.services.bundles") / "data" / "bundles"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    return tuple(json.loads(one.read_text(encoding="utf-8")) for one in found)


def bodies() -> list[dict[str, Any]]:
    return list(_read())
