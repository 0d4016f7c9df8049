"""Following an appeal like a parcel: who holds it, what happened, what comes next and by when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import ClockState, MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import AppealView, Rating, Reader
from . import keys

RATINGS = ("speed", "effect", "experience", "reply_quality")
ALLOWED = ("supplement", "withdraw", "rate")


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """A small form for those who have only a number."""
    number = request.GET.get("number", "").strip().upper()
    if number:
        return redirect("appeals:track", number=number)
    return web.page(request, "appeals/ask_number.html")


@require_GET
def track(request: HttpRequest, number: str) -> HttpResponse:
    if key := request.GET.get("key", ""):
        keys.keep(request=request, number=number, key=key)
        return redirect("appeals:track", number=number)  # the secret leaves the address bar
    return _page(request, number)


def _page(
    request: HttpRequest, number: str, *, error: str = "", move: str = "", status: int = 200
) -> HttpResponse:
    try:
        view = api.track(actor=keys.actor_for(request=request, number=number), number=number)
    except (LookupError, NotAllowed) as missing:
        raise Http404(_("There is no appeal with this number. Please check it.")) from missing
    offered = {one.name: one for one in view.moves}
    context = {
        "view": view,
        "can_rate": "rate" in offered,
        "can_supplement": "supplement" in offered,
        "can_withdraw": "withdraw" in offered,
        "is_subject": view.reader is Reader.SUBJECT,
        "timeline": view.timeline[::-1],
        "next": next_steps(view),
        "by_token": {one.token: one for one in view.files},
        "error": error,
        "failed_move": move,
        "typed": request.POST,
        "dimensions": _dimensions(),
    }
    return web.page(request, "appeals/track.html", context, status=status)


def _dimensions() -> list[tuple[str, str]]:
    return [
        ("speed", _("Speed")),
        ("effect", _("Effect")),
        ("experience", _("Experience")),
        ("reply_quality", _("Quality of the reply")),
    ]


def next_steps(view: AppealView) -> list[tuple[str, object]]:
    """What comes next and by when: running clocks that concern the person, soonest first."""
    words = {
        "dispatch": _("A unit is chosen"),
        "contact": _("The unit contacts you"),
        "handling": _("You get a reply"),
        "redo": _("You get a new reply"),
        "supervision": _("The supervisors decide"),
        "rating": _("You can rate the answer"),
    }
    running = [c for c in view.clocks if c.state is ClockState.RUNNING and c.due_at and c.name in words]
    return [(words[c.name], c.due_at) for c in sorted(running, key=lambda c: c.due_at or c.started_at)]


@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    if move not in ALLOWED:
        raise Http404
    try:
        _do(request, number, move)
    except MoveRefused as refused:
        return _page(request, number, error=str(refused), move=move, status=422)
    except LookupError as missing:
        raise Http404 from missing
    messages.success(request, _thanks(move))
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
    context = {
        "page": api.mine(actor=actor, after=request.GET.get("after", "")) if actor.account_id else None,
        "numbers": keys.numbers(request),
        "signed_in": actor.account_id is not None,
    }
    return web.page(request, "appeals/mine.html", context)
