"""A centre for residents: where, when, how many wait; book a time, or take a number."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cdos.base.matters.api import signed_in
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.items import api as items

from .. import api
from ..contracts import CentreRefused, Mode

MOST_ITEMS = 400


def _screen(code: str) -> Any:
    try:
        return api.screen(code)
    except LookupError as missing:
        raise Http404 from missing


@require_safe
def centre(request: HttpRequest, code: str) -> HttpResponse:
    return _centre_page(request, code)


def _centre_page(request: HttpRequest, code: str, *, error: str = "", status: int = 200) -> HttpResponse:
    found = _screen(code)
    context = {
        "screen": found,
        "centre": found.centre,
        "path": [area.name for area in organisation.area_path(found.centre.area)][1:],
        "error": error,
        "signed_in": organisation.actor(request).party_id is not None,
        "days": api.days(),
    }
    return web.page(request, "centres/centre.html", context, status=status, fragment="centres/waiting.html")


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """For the wall of the hall; it brings itself up to date."""
    context = {"screen": _screen(code), "now": timezone.now()}
    return web.page(request, "centres/screen.html", context, fragment="centres/screen_part.html")


@require_http_methods(["GET", "POST"])
@signed_in
def book(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    found, sent = api.centre(code), request.POST or request.GET
    mode = Mode.VIDEO if sent.get("mode") == "video" and found.video else Mode.COUNTER
    days = api.days()
    day = _day(sent.get("day", ""), days)
    error = ""
    if request.method == "POST":
        try:
            made = api.book(
                actor=actor,
                centre=code,
                at=_at(day, sent.get("at", "")),
                mode=mode,
                item=_item_code(sent),
                what=sent.get("what", ""),
            )
        except CentreRefused as refused:
            error = str(refused)
        else:
            web.toast(request, _("Booked. We remind you a day and an hour before."))
            return redirect("centres:appointment", appointment_id=made.id)
    return web.page(
        request,
        "centres/book.html",
        {**_choices(sent, day, days, code, mode), "centre": found, "error": error, "sent": sent},
        status=422 if error else 200,
    )


def _choices(sent: Any, day: date | None, days: list[date], code: str, mode: Mode) -> dict[str, Any]:
    item = items.item(sent.get("item", "")) if sent.get("item") else None
    return {
        "mode": mode.value,
        "days": [(one, date_format(one, "D"), one == day) for one in days],
        "day": day,
        "slots": api.slots(centre=code, on=day, mode=mode) if day else [],
        "what": sent.get("what") or (item.title if item else ""),
        "item": sent.get("item", ""),
        "titles": [one.title for one in items.live_items()[:MOST_ITEMS]],
    }


def _item_code(sent: Any) -> str:
    """The item's code, named in the address or meant by its title."""
    what = sent.get("what", "").strip()
    named = next((one.code for one in items.live_items() if one.title == what), "")
    return named or (sent.get("item", "") if not what else "")


def _day(text: str, days: list[date]) -> date | None:
    chosen = next((one for one in days if one.isoformat() == text), None)
    return chosen or (days[0] if days else None)


def _at(day: date | None, half_hour: str) -> datetime:
    if day is None:
        raise CentreRefused(_("There is no time to book in the next days."))
    try:
        return api.at(day, half_hour)
    except ValueError:
        raise CentreRefused(_("Please choose a time.")) from None


@require_POST
@signed_in
def number(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """A queue number on the phone, for who is signed in: one a person, so that nobody fills the line."""
    if actor.party_id is None:
        return _centre_page(request, code, error=_("At the counter you give numbers to others."), status=422)
    try:
        made = api.take(actor=actor, centre=code, what=request.POST.get("what", ""))
    except CentreRefused as refused:
        return _centre_page(request, code, error=str(refused), status=422)
    return redirect("centres:ticket", key=made.key)


@require_safe
def ticket(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever has the address sees how many are before it."""
    try:
        found = api.ticket(key)
    except LookupError as missing:
        raise Http404 from missing
    answer = web.page(request, "centres/ticket.html", {"ticket": found}, fragment="centres/ticket_part.html")
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def act_on_ticket(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """`leave` or `back`."""
    try:
        if what == "leave":
            api.leave(key)
            web.toast(request, _("You have given your number back. Thank you."))
        elif what == "back":
            api.come_back(key)
            web.toast(request, _("You are back in the line."))
        else:
            raise LookupError(what)
    except LookupError as missing:
        raise Http404 from missing
    except CentreRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
    return redirect("centres:ticket", key=key)


@require_GET
@signed_in
def appointments(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = api.appointments(actor=actor)
    context = {
        "open": [one for one in found if one.state == "booked"],
        "past": [one for one in found if one.state != "booked"],
    }
    return web.page(request, "centres/appointments.html", context)


@require_GET
@signed_in
def appointment(request: HttpRequest, actor: Actor, appointment_id: int) -> HttpResponse:
    one = api.appointment(actor=actor, appointment_id=appointment_id)
    context = {
        "one": one,
        "centre": api.centre(one.centre),
        "may_arrive": api.may_arrive(one),
        "may_cancel": api.may_cancel(one),
    }
    return web.page(request, "centres/appointment.html", context, fragment="centres/appointment_part.html")


@require_POST
@signed_in
def act_on_appointment(request: HttpRequest, actor: Actor, appointment_id: int, what: str) -> HttpResponse:
    """`cancel` or `arrive`."""
    try:
        if what == "cancel":
            api.cancel(actor=actor, appointment_id=appointment_id)
            web.toast(request, _("Cancelled. Somebody else can have the time now."))
            return redirect("centres:appointments")
        if what == "arrive":
            return redirect("centres:ticket", key=api.arrive(actor=actor, appointment_id=appointment_id).key)
    except CentreRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
        return redirect("centres:appointment", appointment_id=appointment_id)
    raise LookupError(what)
