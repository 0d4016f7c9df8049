"""`{% load appeals %}`: how figures, states and codes are written."""

from django import template

from cdos.base.calendar.contracts import Term

from ..pages import words

register = template.Library()
GOOD = {"solved", "confirmed", "replied"}
WARM = {"supervised"}
QUIET = {"closed", "withdrawn", "merged"}


@register.filter
def percent(share: float | None) -> str:
    """0.9936 -> "99.4 %"; nothing counted -> "–"."""
    return "–" if share is None else f"{100 * share:.1f} %"


@register.filter
def percent_number(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}"


@register.filter
def number(value: float | None) -> str:
    """Rounded for reading: 1234.5 -> "1,234"; 4.56 -> "4.6"."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:.1f}"


@register.filter
def state_kind(state: str) -> str:
    """The badge's kind: "good", "warm", "" (over) or "info" (under way)."""
    if state in GOOD:
        return "good"
    if state in WARM:
        return "warm"
    return "" if state in QUIET else "info"


@register.filter
def function_name(code: str) -> str:
    return words.word(words.FUNCTIONS, code)


@register.filter
def level_name(code: str) -> str:
    return words.word(words.LEVELS, code)


@register.filter
def list_state(code: str) -> str:
    return words.word(words.LISTS, code)


@register.filter
def term_words(value: Term) -> str:
    return words.term(value)
