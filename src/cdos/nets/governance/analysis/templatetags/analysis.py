"""`{% load analysis %}`: the rows behind a sentence as a picture, drawn as SVG in the page, also on paper."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ..contracts import Cell, Evidence

register = template.Library()
WIDE, ROW, BAR = 420, 44, 330
HIGH, LABELS = 120, 20


@register.simple_tag
def picture(evidence: Evidence) -> SafeString:
    """Nothing where the rows are not drawn."""
    rows = evidence.rows[: evidence.drawn]
    if not rows or not evidence.draw:
        return mark_safe("")
    body, high = _bars(rows) if evidence.draw == "bars" else _columns(rows)
    return format_html(
        '<svg class="report-picture" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>',
        evidence.title, WIDE, high, body,
    )  # fmt: skip


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _bars(rows: tuple[tuple[Cell, ...], ...]) -> tuple[SafeString, int]:
    """A row each: its name above, this week, and thinner the week before."""
    most = max(max(_number(cell) for cell in row[1:3]) for row in rows) or 1.0
    inside = [
        (
            at * ROW + 14, row[0],
            at * ROW + 20, round(BAR * _number(row[1]) / most),
            round(BAR * _number(row[1]) / most) + 6, at * ROW + 30, row[1],
            at * ROW + 33, round(BAR * _number(row[2] if len(row) > 2 else 0) / most),
        )
        for at, row in enumerate(rows)
    ]  # fmt: skip
    drawn = format_html_join(
        "",
        '<text x="0" y="{}" class="pic-name">{}</text><rect x="0" y="{}" width="{}" height="11" rx="2" class="pic-now"/>'
        '<text x="{}" y="{}" class="pic-value">{}</text><rect x="0" y="{}" width="{}" height="5" rx="2" class="pic-before"/>',
        inside,
    )
    return drawn, len(rows) * ROW


def _columns(rows: tuple[tuple[Cell, ...], ...]) -> tuple[SafeString, int]:
    """A column each, its value above; the first and the last are named below."""
    most = max(_number(row[1]) for row in rows) or 1.0
    step = WIDE / len(rows)
    parts = list(_column_parts(rows, most, step))
    bars = format_html_join(
        "", '<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle" class="pic-value">{}</text>', parts
    )  # fmt: skip
    ends = format_html(
        '<text x="0" y="{}" class="pic-name">{}</text><text x="{}" y="{}" text-anchor="end" class="pic-name">{}</text>',
        HIGH + LABELS + 16, rows[0][0], WIDE, HIGH + LABELS + 16, rows[-1][0],
    )  # fmt: skip
    return bars + ends, HIGH + LABELS + 22


def _column_parts(
    rows: tuple[tuple[Cell, ...], ...], most: float, step: float
) -> Iterator[tuple[int | str | Cell, ...]]:
    for at, row in enumerate(rows):
        high = max(2, round(HIGH * _number(row[1]) / most))
        kind = "pic-now" if at == len(rows) - 1 else "pic-before"
        left, top = round(at * step), LABELS + HIGH - high
        yield left, top, round(step * 0.7), high, kind, round(left + step * 0.35), top - 4, row[1]
