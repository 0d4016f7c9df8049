"""The workbench: queues and list on the left, the matter in the middle, what may be done on the right.

One address holds the whole state (`/staff/?queue=…&matter=…&q=…`), so it can be sent, bookmarked and reloaded.
To htmx the answer is the panes that changed, as partials; `part=matter` leaves queues and list as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, Page
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from . import lists, matter_pane, queues


@dataclass(frozen=True, slots=True)
class Said:
    """What the page tells about an action that was refused, with what was typed."""

    error: str = ""
    move: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    doubts: tuple[str, ...] = ()  # why a reply should not be sent as it is


def staff_actor(request: HttpRequest) -> Actor:
    """The member of staff who asks; 403 for others."""
    return organisation.staff(request)


def to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """For visitors the way to the sign-in and back; None for who is signed in."""
    if organisation.actor(request).account_id is not None:
        return None
    return redirect(f"{reverse('identity:sign_in')}?{urlencode({'next': request.get_full_path()})}")


def by_htmx(request: HttpRequest) -> bool:
    asked = request.headers.get("HX-Request") == "true"
    return asked and request.headers.get("HX-History-Restore-Request") != "true"


@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    if away := to_sign_in(request):
        return away
    actor, number = staff_actor(request), request.GET.get("matter", "")
    with organisation.acting(actor):  # one transaction for all that the page asks
        if by_htmx(request) and request.GET.get("part") == "matter":
            return matter_only(request, actor, number)
        return render(request, actor, number)


@require_GET
def open_matter(request: HttpRequest, number: str) -> HttpResponse:
    """A short address for links in notices: opens the matter on the workbench."""
    return redirect(f"{reverse('staff:workbench')}?{urlencode({'queue': 'all', 'matter': number})}")


def matter_only(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The middle and the right pane: no list is read, no queue counted."""
    context = {"current": queues.queue(actor, request.GET.get("queue", ""))}
    glance = request.GET.get("glance") == "1"  # the first of the list, which nobody chose
    panes = matter_context(request.GET, actor, number, Said(), chosen=not glance)
    return answer(request, context | panes, "staff/parts/panes.html", moves=not glance)


def render(request: HttpRequest, actor: Actor, number: str, said: Said | None = None) -> HttpResponse:
    """The whole workbench; without a number the first matter of the list is asked for where there is room for it.

    So the list is there sooner, and on a phone no matter counts as looked at which nobody saw.
    """
    said = said or Said()
    shown = queues.queues(actor, request.GET.get("queue", ""))
    current = next(queue for queue in shown if queue.current)
    query = lists.naming(request.GET, current.name)
    asked = lists.filters(query)
    page, list_error = find(actor, current, asked)
    selecting = request.GET.get("select") == "1"
    first = page.rows[0].number if page.rows and not selecting and not number else ""
    context = {
        "queues": [(one, lists.address(query, queue=one.name, **NEW_LIST)) for one in shown],
        "current": current,
        "page": page,
        "rows": lists.rows(query, current.question, page.rows),
        "asked": asked,
        "areas": lists.areas(actor),
        "periods": lists.periods(),
        "selecting": selecting,
        "list_error": list_error,
        "addresses": addresses(query),
        "may_export": organisation.may(actor, Action.EXPORT),
        "first": first,
        "first_here": lists.address(query, matter=first),
    }
    panes = matter_context(query, actor, number, said, chosen=bool(number))
    return answer(request, context | panes, "staff/parts/bench.html", status=said.status)


NEW_LIST = {"matter": "", "after": "", "select": ""}


def find(actor: Actor, current: queues.Shown, asked: lists.Filters) -> tuple[Page, str]:
    """The list, or why there is none (a cursor of long ago)."""
    matters.searched(actor=actor, words=asked.words)
    try:
        return lists.find(actor, current.question, asked), ""
    except MoveRefused as refused:
        return Page(()), str(refused)


def addresses(query: QueryDict) -> dict[str, str]:
    return {
        "export": lists.address(query, "staff:export", matter="", after="", select=""),
        "bulk": lists.address(query, "staff:bulk", matter=""),
        "select": lists.address(query, select="1", matter=""),
        "unselect": lists.address(query, select="", matter=""),
        "clear": lists.address(query, q="", area="", urgency="", days="", **NEW_LIST),
    }


def matter_context(
    query: QueryDict, actor: Actor, number: str, said: Said, *, chosen: bool
) -> dict[str, Any]:
    """What the middle and the right pane show; `chosen` by the reader, not only the first of the list."""
    return {
        "number": number,
        "pane": matter_pane.pane(actor, number) if number else None,
        "may_break_glass": chosen and organisation.may(actor, Action.BREAK_GLASS),
        "said": said,
        "here": lists.address(query, matter=number),
        "back": lists.address(query, matter=""),
        "chosen": chosen,
    }


def answer(
    request: HttpRequest, context: Mapping[str, Any], partials: str, *, status: int = 200, moves: bool = True
) -> HttpResponse:
    """The page; to htmx `partials`, and where the browser's address goes unless it stays (`moves`)."""
    response = web.page(request, "staff/workbench.html", context, status=status, fragment=partials)
    if by_htmx(request) and moves:
        response.headers["HX-Push-Url"] = str(context["here"] if context["chosen"] else context["back"])
    return response
