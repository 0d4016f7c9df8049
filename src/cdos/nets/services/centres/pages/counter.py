"""The counter (叫号台): who is next, who has an appointment, and the hall's door."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cdos.base.matters.api import needs
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import CentreRefused

WINDOW = "counter_window"


def _may(actor: Actor) -> bool:
    return api.may_serve(actor=actor)


@require_safe
@needs(_may)
def counter(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The first of the halls that the actor's unit serves, or the one asked for."""
    halls = api.own_centres(actor=actor)
    asked = request.GET.get("hall", "")
    hall = next((one for one in halls if one.code == asked), halls[0])
    context = {
        "halls": halls,
        "desk": api.desk(actor=actor, centre=hall.code),
        "window": _window(request, hall.code),
    }
    return web.page(request, "centres/counter.html", context, fragment="centres/counter_part.html")


def _window(request: HttpRequest, hall: str) -> str:
    kept = request.session.get(WINDOW)
    return str(kept.get(hall, "")) if isinstance(kept, dict) else ""


@require_POST
@needs(_may)
def act(request: HttpRequest, actor: Actor, code: str, what: str) -> HttpResponse:
    """`next`, `open`, `close`, `number`."""
    sent = request.POST
    try:
        if what == "next":
            window = sent.get("window", "").strip()[:20]
            _keep(request, code, window)
            found = api.call_next(actor=actor, centre=code, window=window)
            web.toast(
                request,
                _("%(number)s is called to %(window)s.") % {"number": found.number, "window": window}
                if found
                else _("Nobody waits."),
            )
        elif what in {"open", "close"}:
            api.switch(actor=actor, centre=code, open=what == "open")
            web.toast(
                request, _("The hall is open.") if what == "open" else _("The hall gives no more numbers.")
            )
        elif what == "number":
            made = api.give_number(actor=actor, centre=code, what=sent.get("what", ""))
            web.toast(request, _("Number %(number)s.") % {"number": made.number})
        else:
            raise LookupError(what)
    except CentreRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
    return redirect(f"/staff/counter/?hall={code}")


def _keep(request: HttpRequest, hall: str, window: str) -> None:
    kept = request.session.get(WINDOW)
    request.session[WINDOW] = {**(kept if isinstance(kept, dict) else {}), hall: window}


@require_POST
@needs(_may)
def act_on_ticket(request: HttpRequest, actor: Actor, ticket_id: int, what: str) -> HttpResponse:
    verbs: dict[str, Callable[[], None]] = {
        "again": lambda: api.call_again(actor=actor, ticket_id=ticket_id),
        "served": lambda: api.served(actor=actor, ticket_id=ticket_id),
        "gone": lambda: api.gone(actor=actor, ticket_id=ticket_id),
    }
    return _do(request, verbs, what)


@require_POST
@needs(_may)
def act_on_appointment(request: HttpRequest, actor: Actor, appointment_id: int, what: str) -> HttpResponse:
    room = request.POST.get("room", "").strip()

    def came() -> None:
        found = api.came(actor=actor, appointment_id=appointment_id)
        web.toast(request, _("Number %(number)s.") % {"number": found.number})

    verbs: dict[str, Callable[[], None]] = {
        "came": came,
        "room": lambda: api.open_room(actor=actor, appointment_id=appointment_id, room=room),
        "done": lambda: api.finish_video(actor=actor, appointment_id=appointment_id),
    }
    return _do(request, verbs, what)


def _do(request: HttpRequest, verbs: dict[str, Callable[[], None]], what: str) -> HttpResponse:
    if what not in verbs:
        raise LookupError(what)
    try:
        verbs[what]()
    except CentreRefused as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
    hall = request.POST.get("hall", "")
    return redirect(f"/staff/counter/?hall={hall if hall.replace('-', '').isalnum() else ''}")
