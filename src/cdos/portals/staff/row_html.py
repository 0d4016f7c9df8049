"""One row of the list, written at once: a list has fifty, and a template would take most of the page's time for them."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from cdos.base.matters.contracts import MatterInfo
from cdos.base.web import api as web

from .lists import Row

ROW = (
    '<a class="work-row" id="row-{number}" href="{href}" hx-get="{href}&amp;part=matter" hx-indicator="#main"{current}>'
    '<span class="row">{urgent}<strong>{title}</strong></span>'
    '<span class="row quiet small"><span>{place}</span>{clock}</span>{more}</a>'
)
MORE = '<span class="row quiet small"><span>{holder}</span><span>{state}</span></span>'


def row_html(row: Row, number: str) -> SafeString:
    """The link of a row; `number` is the matter that stands open."""
    matter = row.matter
    more = MORE.format(holder=escape(row.holder), state=escape(row.state_title))
    return mark_safe(
        ROW.format(
            number=escape(matter.number),
            href=escape(row.href),
            current=' aria-current="true"' if matter.number == number else "",
            urgent=web.urgency("urgent") if matter.urgency == "urgent" else "",
            title=escape(matter.title),
            place=escape(row.place or matter.place.address or matter.number),
            clock=_clock(matter),
            more=more if row.holder or row.state_title else "",
        )
    )


def _clock(matter: MatterInfo) -> SafeString:
    if matter.due_at and not matter.closed_at:
        return web.clock(matter.due_at, near_at=matter.near_at)
    return web.when(matter.filed_at)
