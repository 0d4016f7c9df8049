"""Tracking an appeal like a parcel: who holds it, what happened, what comes next and by when."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.files import api as files
from cdos.base.files.contracts import StoredFile
from cdos.base.matters.contracts import ClockState, MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import AppealView, Rating, Reader
from ..logic import panels
from . import keys

RATINGS = ("speed", "effect", "experience", "reply_quality")
JOINABLE = frozenset({"received", "dispatched", "handling", "returned", "supervised", "merged"})
ALLOWED = ("supplement", "withdraw", "rate")


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """A small form for those who have only a number."""
    number = "".join(request.GET.get("number", "").split()).upper()[:40]
    error = ""
    if number:
        try:
            api.track(actor=keys.actor_for(request=request, number=number), number=number)
        except LookupError:
            error = _("There is no appeal with this number. Please check it.")
        else:
            return redirect("appeals:track", number=number)
    context = {"number": number, "error": error}
    return web.page(request, "appeals/ask_number.html", context, status=404 if error else 200)


@require_GET
def track(request: HttpRequest, number: str) -> HttpResponse:
    if key := request.GET.get("key", ""):
        keys.keep(request=request, number=number, key=key[:200])
        return redirect("appeals:track", number=number)  # the secret leaves the address bar
    return _page(request, number)


def _page(
    request: HttpRequest, number: str, *, error: str = "", move: str = "", status: int = 200
) -> HttpResponse:
    actor = keys.actor_for(request=request, number=number)
    with organisation.acting(actor):  # one transaction for all that the page asks
        try:
            view = api.track(actor=actor, number=number)
        except LookupError as missing:
            raise Http404(_("There is no appeal with this number. Please check it.")) from missing
        failed = {"error": error, "failed_move": move, "typed": request.POST}
        return web.page(request, "appeals/track.html", {**_shown(request, view), **failed}, status=status)


def _shown(request: HttpRequest, view: AppealView) -> dict[str, Any]:
    offered = {one.name for one in view.moves} if view.reader is Reader.SUBJECT else set()
    is_public, number = view.reader is Reader.PUBLIC, view.matter.number
    return {
        "view": view,
        "can_rate": "rate" in offered,
        "can_supplement": "supplement" in offered,
        "can_withdraw": "withdraw" in offered,
        "is_subject": view.reader is Reader.SUBJECT,
        "is_public": is_public,
        "panels": panels.of(view),
        "following": is_public and api.follows(actor=organisation.actor(request), number=number),
        "share_link": request.build_absolute_uri(reverse("appeals:track", args=[number])),
        "joint_link": _joint_link(request, view),
        "timeline": view.timeline[::-1],
        "next": next_steps(view),
        "by_token": _files(view),
        "dimensions": [(name, title, request.POST.get(name, "")) for name, title in _dimensions()],
    }


def _joint_link(request: HttpRequest, view: AppealView) -> str:
    """For the person, while it is not answered."""
    number = view.matter.number
    if view.reader is not Reader.SUBJECT or view.matter.state not in JOINABLE:
        return ""
    token = api.joint_token(actor=keys.actor_for(request=request, number=number), number=number)
    return request.build_absolute_uri(reverse("appeals:joint", args=[token])) if token else ""


def _files(view: AppealView) -> dict[str, StoredFile]:
    """Of the appeal and of every line of its history."""
    known = {one.token: one for one in view.files}
    missing = [token for entry in view.timeline for token in entry.files if token not in known]
    return known | {one.token: one for one in files.by_tokens(missing)}


def _dimensions() -> list[tuple[str, str]]:
    return [
        ("speed", _("Speed")),
        ("effect", _("Effect")),
        ("experience", _("Experience")),
        ("reply_quality", _("Quality of the reply")),
    ]


def next_steps(view: AppealView) -> list[dict[str, Any]]:
    """What comes next and by when: running clocks that concern the person, soonest first."""
    words = {
        "dispatch": _("A unit is chosen"),
        "contact": _("The unit contacts you"),
        "handling": _("You get a reply"),
        "redo": _("You get a new reply"),
        "supervision": _("The supervisors decide"),
        "rating": _("You can rate the answer"),
    }
    now = timezone.now()
    running = [c for c in view.clocks if c.state is ClockState.RUNNING and c.name in words]
    due = [(c.due_at, words[c.name]) for c in running if c.due_at is not None]
    return [{"words": said, "due": at, "late": at < now} for at, said in sorted(due)]


@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    if move not in ALLOWED:
        raise Http404
    try:
        _do(request, number, move)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except MoveRefused as refused:
        return _page(request, number, error=str(refused), move=move, status=422)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _thanks(move))
    return redirect("appeals:track", number=number)


def _do(request: HttpRequest, number: str, move: str) -> None:
    actor = keys.actor_for(request=request, number=number)
    if move == "rate":
        api.rate(actor=actor, number=number, rating=_rating(request))
        return
    field = "text" if move == "supplement" else "reason"
    api.act(
        actor=actor,
        number=number,
        move=move,
        data={field: request.POST.get(field, "").strip()},
        files=request.POST.getlist("files"),
    )


def _rating(request: HttpRequest) -> Rating:
    """The four dimensions; what was not answered follows the one answer that must be given."""
    satisfied = request.POST.get("satisfied", "")
    if satisfied not in {"yes", "no"}:
        raise MoveRefused("satisfied_missing", _("Please say whether you are satisfied."))
    given = {name: _stars(request.POST.get(name, "")) for name in RATINGS}
    missing = [title for name, title in _dimensions() if not given[name]]
    if missing:
        raise MoveRefused(
            "stars_missing", _("Please give stars for: {names}").format(names="、".join(missing))
        )
    return Rating(satisfied=satisfied == "yes", text=request.POST.get("text", "").strip(), **given)


def _stars(value: str) -> int:
    return int(value) if value in {"1", "2", "3", "4", "5"} else 0


def _thanks(move: str) -> str:
    return {
        "supplement": _("Added. The unit sees it at once."),
        "withdraw": _("Withdrawn. You can file again at any time."),
        "rate": _("Thank you. Your rating counts."),
    }[move]


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    try:
        page = api.mine(actor=actor, after=request.GET.get("after", ""))
    except MoveRefused:  # a made-up page of the list
        page = api.mine(actor=actor)
    own = {row.matter.number for row in page.rows}
    context = {
        "rows": page.rows,
        "next": page.next,
        "sent_here": [view for view in _sent_here(request) if view.matter.number not in own],
        "followed": api.followed(actor=actor, limit=10),
        "signed_in": actor.account_id is not None,
    }
    return web.page(request, "appeals/mine.html", context)


def _sent_here(request: HttpRequest) -> list[AppealView]:
    """What this browser sent without signing in, newest first."""
    found = []
    for number in keys.numbers(request)[:10]:
        try:
            found.append(api.track(actor=keys.actor_for(request=request, number=number), number=number))
        except LookupError:  # a number that is none, from an address somebody made up
            continue
    return found
