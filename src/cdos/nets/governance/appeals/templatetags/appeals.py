"""`{% load appeals %}`: how figures are written."""

from django import template

register = template.Library()


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
