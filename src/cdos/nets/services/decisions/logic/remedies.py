"""Ways to object, added to every decision by hooks: a general law reaches decisions whose own rules do not know of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..contracts import Outcome, Remedy


@dataclass(frozen=True, slots=True)
class Hook:
    """`until` gives the last day, or None where the law does not reach this decision."""

    key: str
    until: Callable[[str, Outcome, date], date | None]  # rule code, outcome, day of the decision
    words: Callable[[date], str]


_hooks: dict[str, Hook] = {}


def register(hook: Hook) -> None:
    _hooks[hook.key] = hook


def of(rule: str, outcome: Outcome, on: date) -> list[tuple[str, date]]:
    """Key and last day of each way that is open, the first to end first."""
    found = ((hook.key, hook.until(rule, outcome, on)) for hook in _hooks.values())
    return sorted(((key, until) for key, until in found if until is not None), key=lambda pair: pair[1])


def in_words(kept: list[tuple[str, date]]) -> tuple[Remedy, ...]:
    """As kept with the receipt; the words in the reader's language."""
    return tuple(Remedy(key, until, _hooks[key].words(until)) for key, until in kept if key in _hooks)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    return date(day.year + year, month + 1, day.day)


def _reconsideration(rule: str, outcome: Outcome, on: date) -> date | None:
    """行政复议法 (2023) 第二十条: within sixty days of knowing of the act."""
    return date.fromordinal(on.toordinal() + 60) if outcome is Outcome.REFUSED else None


def _court(rule: str, outcome: Outcome, on: date) -> date | None:
    """行政诉讼法 (2017) 第四十六条: within six months."""
    return months_later(on, 6) if outcome is Outcome.REFUSED else None


GENERAL = (
    Hook(
        "reconsideration",
        _reconsideration,
        lambda until: _(
            "You may apply for administrative reconsideration until {day} (Administrative Reconsideration Law, article 20)."
        ).format(day=date_format(until)),
    ),
    Hook(
        "court",
        _court,
        lambda until: _(
            "You may bring an action before the people's court until {day} (Administrative Litigation Law, article 46)."
        ).format(day=date_format(until)),
    ),
)
