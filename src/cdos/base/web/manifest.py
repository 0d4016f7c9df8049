"""Addresses of built assets: content-hashed names from `static/built/manifest.json`."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

BUILT = Path(__file__).resolve().parent / "static" / "built"


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Logical name ("core.js") -> hashed file name; empty before the first build."""
    try:
        loaded: dict[str, str] = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return loaded


@lru_cache(maxsize=64)
def url(name: str) -> str:
    # Not through the static files storage: these names carry the hash of their content already.
    return f"{settings.STATIC_URL}built/{names().get(name, name)}"


def forget() -> None:
    """Reads the manifest anew; called after a build in the same process."""
    names.cache_clear()
    url.cache_clear()
