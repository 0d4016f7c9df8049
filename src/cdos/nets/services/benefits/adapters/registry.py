"""The engines by name; CDOS_MATCH_ENGINE chooses."""

from django.conf import settings

from .base import BLOCK, Engine
from .bits import BitsEngine
from .duck import DuckEngine

__all__ = ["BLOCK"]
_ENGINES: dict[str, Engine] = {one.name: one for one in (BitsEngine(), DuckEngine())}


def add(engine: Engine) -> None:
    _ENGINES[engine.name] = engine


def chosen() -> Engine:
    """LookupError: nobody added an engine of this name."""
    return _ENGINES[settings.MATCH_ENGINE]
