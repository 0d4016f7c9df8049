"""Before a programme is in force: whom it reaches, what it costs, who gains and who loses, and whether the pool can pay it."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.base.web.contracts import ChartSpec

from .. import api
from ..contracts import About, Period, Programme, Reach
from . import wording
from .staff import may_look, staff, versions_of

UNITS = {
    About.PERSON: gettext_lazy("people"),
    About.HOUSEHOLD: gettext_lazy("households"),
    About.ENTERPRISE: gettext_lazy("enterprises"),
}
KEPT = 32
WAIT_S = 20.0  # for a count that another page asked for
_held: "OrderedDict[tuple[str, object], Counted]" = OrderedDict()
_turn = threading.Lock()  # one count at a time: each holds columns of the whole city in memory


@dataclass(frozen=True, slots=True)
class Counted:
    reach: Reach | None
    seconds: float


@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """A part of the programme's page, asked for when the page is there: at a million people it takes a second."""
    if not may_look(staff(request)):
        raise PermissionDenied
    versions = versions_of(code)
    try:
        counted = count(code)
    except LookupError as missing:
        raise Http404 from missing
    context = {"code": code, "title": versions[0].terms.title, "busy": counted is None}
    if counted is not None:
        context |= _context(counted, _looked_at(versions))
    return web.page(
        request, "benefits/staff/preview.html", context, fragment="benefits/staff/parts/preview.html"
    )


def count(code: str) -> Counted | None:
    """Kept while nothing it stands on changes; None: others are being counted for too long."""
    key = (code, api.preview_stamp(code))
    if found := _held.get(key):
        return found
    if not _turn.acquire(timeout=WAIT_S):
        return None
    try:
        if found := _held.get(key):
            return found
        began = time.monotonic()
        made = Counted(api.preview(code=code), time.monotonic() - began)
        _held[key] = made
        while len(_held) > KEPT:
            _held.popitem(last=False)
        return made
    finally:
        _turn.release()


def _looked_at(versions: list[Programme]) -> Programme:
    """The draft that is open, or what is in force."""
    open_ = next((one for one in versions if one.state.value in ("draft", "waiting")), None)
    return open_ or next((one for one in versions if one.state.value == "live"), versions[0])


def _context(counted: Counted, one: Programme) -> dict[str, Any]:
    reach = counted.reach
    if reach is None:
        return {"nothing": True}
    short = reach.fen - reach.pool_free_fen
    shown = reach.by_district
    return {
        "n": {
            name: wording.number(getattr(reach, name)) for name in ("size", "yes", "unknown", "gained", "lost")
        },
        "reached_unit": UNITS[one.terms.about],
        "cost": wording.yuan(reach.fen),
        "period": {
            Period.ONCE: _("once"), Period.YEAR: _("a year"), Period.MONTH: _("a month")
        }[one.terms.period],
        "pool": wording.pool(one.terms.pool),
        "free": wording.yuan(reach.pool_free_fen),
        "short": wording.yuan(short) if short > 0 else "",
        "everybody": reach.size > 0 and reach.yes == reach.size,
        "seconds": f"{max(counted.seconds, 0.01):.2f}",
        "chart": by_district(shown),
    }  # fmt: skip


def by_district(counts: Mapping[str, int]) -> ChartSpec | None:
    if not counts:
        return None
    return {
        "type": "hbar",
        "categories": [district(name) for name in counts],
        "series": [{"name": _("Reached"), "values": list(counts.values())}],
    }


def district(name: str) -> str:
    """A district by its code in the register, or as the register says it; nothing: not known."""
    area = organisation.area(name) if name else None
    return area.name if area else name or _("District not known")
