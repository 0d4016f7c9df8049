"""Acting on a matter from the workbench: the action, its undoing, and which matter comes next."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Conflict, MoveRefused, NotAllowed
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from . import lists, queues, workbench
from .actions import Act, Doubtful, do
from .workbench import Said

OWN = frozenset({"csrfmiddlewaretoken", "version", "files"})


@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Makes a move; the workbench then goes on to the next matter when this one has left the list."""
    if away := workbench.to_sign_in(request):
        return away
    actor = workbench.staff_actor(request)
    files = request.POST.getlist("files")
    before = numbers(request, actor)
    try:
        done = do(Act(actor, number, move, sent(request), version(request), files))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except LookupError:
        said = Said(_("This matter is not there any more."), move, sent(request), 422)
        return workbench.render(request, actor, number, said)
    except MoveRefused as refused:
        return refuse(request, actor, number, move, refused)
    following = after(number, before, numbers(request, actor))
    if not workbench.by_htmx(request):
        web.toast(request, done.said)
        return redirect(lists.address(request.GET, matter=following))
    response = workbench.render(request, actor, following)
    undo_url = f"{reverse('staff:undo', args=[number, done.entry])}?{request.GET.urlencode()}"
    web.toast(
        request,
        done.said,
        response=response,
        undo_url=undo_url if done.undo_s else "",
        undo_s=done.undo_s or 8,
    )
    return response


def refuse(request: HttpRequest, actor: Actor, number: str, move: str, refused: MoveRefused) -> HttpResponse:
    """The matter as it stands now, why nothing was done, and what was typed."""
    status = 409 if isinstance(refused, Conflict) else 422
    doubts = refused.lines if isinstance(refused, Doubtful) else ()
    return workbench.render(request, actor, number, Said(str(refused), move, sent(request), status, doubts))


def sent(request: HttpRequest) -> dict[str, str]:
    """The form's own values, without those that carry the request."""
    return {name: str(value).strip() for name, value in request.POST.items() if name not in OWN}


def version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def numbers(request: HttpRequest, actor: Actor) -> list[str]:
    """The list as it is now."""
    current = queues.queue(actor, request.GET.get("queue", ""))
    page, _error = workbench.find(actor, current, lists.filters(request.GET))
    return [row.number for row in page.rows]


def after(number: str, before: list[str], now: list[str]) -> str:
    """The same matter while it is in the list (or never was), else the one that followed it, else the first."""
    if number in now or number not in before:
        return number
    left = set(now)
    following = (other for other in before[before.index(number) + 1 :] if other in left)
    return next(following, now[0] if now else "")


@require_POST
def undo(request: HttpRequest, number: str, entry: int) -> HttpResponse:
    if away := workbench.to_sign_in(request):
        return away
    actor = workbench.staff_actor(request)
    here = lists.address(request.GET, matter=number)
    try:
        matters.undo(actor=actor, number=number, entry_id=entry)
        web.toast(request, _("Undone."))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except LookupError:
        web.toast(request, _("This matter is not there any more."), level=web.Level.BAD)
    except MoveRefused as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    return redirect(here)
