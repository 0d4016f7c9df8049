"""The values a move needs, checked one by one; what comes out is storable JSON."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Move, MoveRefused, Requirement
from cdos.base.matters.logic.texts import is_blank, one_line, storable, translated
from cdos.base.organisation import api as organisation

RATINGS = ("1", "2", "3", "4", "5")


class ValueRefused(MoveRefused):
    """A value that is missing or wrong; `field` is the requirement's name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("value_" + field, message)
        self.field = field


def checked(move: Move, data: dict[str, Any]) -> dict[str, Any]:
    """The move's values by name; others that were sent along are dropped. Raises ValueRefused."""
    found: dict[str, Any] = {}
    for item in move.requires:
        value = data.get(item.name)
        if value is None or (isinstance(value, str) and is_blank(value)):
            if item.required:
                raise ValueRefused(
                    item.name, _("Please fill in: %(field)s.") % {"field": translated(item.title)}
                )
        else:
            found[item.name] = CHECKS[item.kind](item, value)
    return found


def _text(item: Requirement, value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise ValueRefused(item.name, _("%(field)s must be text.") % {"field": translated(item.title)})
    text = storable(str(value)).strip() if item.kind == "long_text" else one_line(str(value))
    if len(text) > item.max_length:
        raise ValueRefused(
            item.name,
            _("%(field)s is too long: at most %(most)d characters.")
            % {"field": translated(item.title), "most": item.max_length},
        )
    return text


def _unit(item: Requirement, value: Any) -> str:
    if not isinstance(value, str) or organisation.unit(value) is None:
        raise ValueRefused(item.name, _("There is no such unit. Please choose one from the list."))
    return value


def _choice(item: Requirement, value: Any) -> str:
    if value not in {name for name, _title in item.choices}:
        raise ValueRefused(
            item.name, _("Please choose one of those offered: %(field)s.") % {"field": translated(item.title)}
        )
    return str(value)


def _rating(item: Requirement, value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or text not in RATINGS:
        raise ValueRefused(
            item.name, _("Please give 1 to 5 stars: %(field)s.") % {"field": translated(item.title)}
        )
    return int(text)


def _datetime(item: Requirement, value: Any) -> str:
    try:
        found = value if isinstance(value, datetime) else parse_datetime(str(value))
    except ValueError:
        found = None
    if found is None:
        raise ValueRefused(
            item.name, _("Please give a date and time: %(field)s.") % {"field": translated(item.title)}
        )
    return (found if found.tzinfo else timezone.make_aware(found)).isoformat()


CHECKS: dict[str, Callable[[Requirement, Any], Any]] = {
    "text": _text,
    "long_text": _text,
    "item": _text,  # what it names is known to the kind only, whose guard checks it
    "unit": _unit,
    "choice": _choice,
    "rating": _rating,
    "datetime": _datetime,
}


def words_of(move: Move, values: dict[str, Any]) -> str:
    """What was written with the move, for the timeline and the search."""
    texts = [values[item.name] for item in move.requires if item.kind == "long_text" and item.name in values]
    return "\n".join(texts)


def as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)
