"""Personal data out of log lines, before they are written."""

from collections.abc import Mapping, MutableMapping

from cdos.base.masking.logic.stars import mask

# Written by ourselves, and never free text.
OURS = frozenset({"timestamp", "level", "logger", "request_id", "method", "status", "ms"})
DEEPEST = 6
LONGEST = 20_000


def _clean(value: object, depth: int = 0) -> object:
    if isinstance(value, str):
        return mask(value[:LONGEST])
    if depth > DEEPEST:
        return value
    if isinstance(value, Mapping):
        return {key: _clean(held, depth + 1) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(held, depth + 1) for held in value]
    return value


def masked_event(
    _logger: object, _name: str, event: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """A processor for structlog."""
    for key, value in event.items():
        if key not in OURS and not key.startswith("_"):
            event[key] = _clean(value)
    return event
