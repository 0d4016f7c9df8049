"""The workbench: queues and list on the left, the matter in the middle, what may be done on the right.

One address holds the whole state (`/staff/?queue=…&matter=…&q=…`), so it can be sent, bookmarked and reloaded.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, MoveRefused, NotAllowed, Page, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from . import matter_pane, queues

MOST_AREAS = 50
KEPT = ("queue", "q", "area", "urgency", "after")


def staff_actor(request: HttpRequest) -> Actor:
    """The member of staff who asks; visitors are sent to sign in by the caller."""
    actor = organisation.actor(request)
    if not actor.is_staff:
        raise PermissionDenied
    return actor


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('identity:sign_in')}?{urlencode({'next': request.get_full_path()})}")


def address(request: HttpRequest, **changes: str) -> str:
    """This workbench's address with some values changed; empty ones are left out."""
    values: dict[str, str | list[str]] = {name: request.GET.getlist(name) for name in (*KEPT, "matter")}
    kept = {name: value for name, value in (values | changes).items() if value}
    return f"{reverse('staff:workbench')}?{urlencode(kept, doseq=True)}"


@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    if organisation.actor(request).account_id is None:
        return to_sign_in(request)
    return render(request, staff_actor(request), number=request.GET.get("matter", ""))


def render(
    request: HttpRequest, actor: Actor, *, number: str, error: str = "", move: str = "", status: int = 200
) -> HttpResponse:
    shown = queues.queues(actor, request.GET.get("queue", ""))
    current = next(queue for queue in shown if queue.current)
    page = _find(request, actor, current.question)
    number = number or (page.rows[0].number if page.rows else "")
    context = {
        "actor": actor,
        "queues": [(queue, address(request, queue=queue.name, matter="", after="")) for queue in shown],
        "current": current,
        "page": page,
        "rows": [_row(request, row) for row in page.rows],
        "words": request.GET.get("q", ""),
        "area": request.GET.get("area", ""),
        "urgency": request.GET.get("urgency", ""),
        "areas": areas(actor),
        "number": number,
        "pane": matter_pane.pane(actor, number) if number else None,
        "error": error,
        "failed_move": move,
        "typed": request.POST,
        "here": address(request, matter=number),
    }
    return web.page(request, "staff/workbench.html", context, status=status)


def _row(request: HttpRequest, row: MatterInfo) -> dict[str, Any]:
    state = matters.flow(row.kind).state(row.state)
    return {"matter": row, "state_title": _(state.title), "href": address(request, matter=row.number)}


def _find(request: HttpRequest, actor: Actor, question: Question) -> Page:
    asked = replace(
        question,
        words=request.GET.get("q", "").strip()[:100],
        areas=tuple(filter(None, request.GET.getlist("area")))[:MOST_AREAS],
        urgency=request.GET.get("urgency", "")
        if request.GET.get("urgency") in {"urgent", "ordinary"}
        else "",
        after=request.GET.get("after", ""),
    )
    if asked.words:
        asked = replace(asked, order="filed")
    return matters.find(actor=actor, question=asked)


def areas(actor: Actor) -> list[tuple[str, str]]:
    """Areas to filter by: the parts of the widest area that the actor's posts reach."""
    reach = min((post.area for post in actor.posts), key=len)
    top = organisation.area(reach)
    parts = organisation.areas(parent=reach)
    return [(area.code, area.name) for area in ([top] if top else []) + parts]


@require_GET
def open_matter(request: HttpRequest, number: str) -> HttpResponse:
    """A short address for links in notices: opens the matter on the workbench."""
    return redirect(f"{reverse('staff:workbench')}?{urlencode({'queue': 'all', 'matter': number})}")


@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Makes a move; the list then opens at the next matter when this one has left the queue."""
    actor = staff_actor(request)
    try:
        done = matter_pane.do(
            actor=actor,
            number=number,
            move=move,
            data=sent(request),
            version=version(request),
            files=request.POST.getlist("files"),
        )
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except MoveRefused as refused:
        return render(request, actor, number=number, error=str(refused), move=move, status=422)
    number_shown = _next(request, actor, number)
    if not request.headers.get("HX-Request"):
        web.toast(request, done.said)
        return redirect(address(request, matter=number_shown))
    response = render(request, actor, number=number_shown)
    undo = reverse("staff:undo", args=[number, done.entry]) if done.undo_s else ""
    web.toast(request, done.said, response=response, undo_url=undo, undo_s=done.undo_s)
    return response


def sent(request: HttpRequest) -> dict[str, str]:
    """The form's own values, without those that carry the request."""
    kept = {"csrfmiddlewaretoken", "version", "files"}
    return {name: value.strip() for name, value in request.POST.items() if name not in kept}


def version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else None


def _next(request: HttpRequest, actor: Actor, number: str) -> str:
    """The same matter while it is still in the queue shown, else the first of the queue."""
    shown = queues.queues(actor, request.GET.get("queue", ""))
    rows = _find(request, actor, next(queue.question for queue in shown if queue.current)).rows
    return number if number in {row.number for row in rows} or not rows else rows[0].number


@require_POST
def undo(request: HttpRequest, number: str, entry: int) -> HttpResponse:
    actor = staff_actor(request)
    try:
        matters.undo(actor=actor, number=number, entry_id=entry)
    except MoveRefused as refused:
        return render(request, actor, number=number, error=str(refused), status=422)
    web.toast(request, _("Undone."))
    return redirect("staff:matter", number=number)
