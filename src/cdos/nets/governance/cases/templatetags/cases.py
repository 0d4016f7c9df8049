"""`{% load cases %}`: small pictures of numbers, drawn as SVG in the page."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
BAR, GAP, HIGH = 6, 2, 28


@register.simple_tag
def spark(values: Sequence[int], label: str) -> SafeString:
    """One bar a week, the last one marked; `label` says it in words for who does not see it."""
    most = max([*values, 1])
    bars = [
        (
            at * (BAR + GAP),
            HIGH - _high(value, most),
            _high(value, most),
            " now" if at == len(values) - 1 else "",
        )
        for at, value in enumerate(values)
    ]
    inside = format_html_join(
        "", '<rect x="{}" y="{}" width="6" height="{}" rx="1" class="spark-bar{}"/>', bars
    )
    width = max(1, len(values) * (BAR + GAP) - GAP)
    return format_html(
        '<svg class="spark" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        label, width, HIGH, width, HIGH, inside,
    )  # fmt: skip


def _high(value: int, most: int) -> int:
    return max(2, round((HIGH - 2) * value / most)) if value else 1


@register.simple_tag
def share_bar(percent: float, label: str = "") -> SafeString:
    """How much of the whole, 0 to 100."""
    if not label:
        return format_html(
            '<svg class="share" aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none">{}'
            '<rect width="{}" height="6" rx="3" class="share-part"/></svg>',
            mark_safe('<rect width="100" height="6" rx="3" class="share-whole"/>'), percent,
        )  # fmt: skip
    return format_html(
        '<svg class="share" role="img" aria-label="{}" viewBox="0 0 100 6" preserveAspectRatio="none">{}'
        '<rect width="{}" height="6" rx="3" class="share-part"/></svg>',
        label, mark_safe('<rect width="100" height="6" rx="3" class="share-whole"/>'), percent,
    )  # fmt: skip


@register.filter
def plain(value: float | None) -> str:
    """Rounded for reading: 2.25 -> "2.3", 3.0 -> "3"."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 or float(value).is_integer() else f"{value:.1f}"
