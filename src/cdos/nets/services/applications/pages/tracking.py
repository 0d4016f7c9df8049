"""Following an application like a parcel, and what its person may do with it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockState, Look, MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.items import api as items
from cdos.nets.services.licences import api as licences
from cdos.nets.services.payments import api as payments

from .. import api
from ..contracts import ApplicationInfo, Grade
from ..logic import channels, fees, grading

ALLOWED = frozenset({"supplement", "withdraw", "object", "rate"})
WAY = ("submitted", "accepted", "examined", "delivered")


@require_GET
def track(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, number)


def _page(
    request: HttpRequest, number: str, *, error: str = "", move: str = "", status: int = 200
) -> HttpResponse:
    actor = organisation.actor(request)
    if actor.account_id is None:
        return identity.to_sign_in(request)
    acting = api.acting(number=number, actor=actor)
    with organisation.acting(acting):
        try:
            look = matters.look(actor=acting, number=number)
            info = api.info(number=number, actor=acting)
        except (LookupError, NotAllowed) as missing:
            raise Http404(_("There is no application with this number. Please check it.")) from missing
        entered = api.entered(number=number, actor=acting)
        failed = {"error": error, "failed_move": move, "typed": request.POST}
        own = actor.party_id == info.party_id
        context = _shown(acting, info, look) | failed | {"entered": entered, "own": own}
        return web.page(request, "applications/track.html", context, status=status)


def _shown(acting: Actor, info: ApplicationInfo, look: Look) -> dict[str, Any]:
    offered = {one.name for one in look.moves}
    payment = payments.of_matter(matter=info.number) if info.fee_fen else None
    tokens = [token for entry in look.entries for token in entry.files]
    return {
        "info": info,
        "party": identity.party(info.party_id),
        "matter": look.matter,
        "state_title": _state_title(look),
        "kind": {"granted": "good", "refused": "bad"}.get(info.outcome, "info"),
        "timeline": look.entries,
        "by_token": {one.token: one for one in files.by_tokens(tokens)},
        "next": next_steps(look),
        "materials": api.materials(number=info.number),
        "licences": licences.of_matter(matter=info.number),
        "papers": licences.documents_of(matter=info.number),
        "receipt": decisions.receipt(actor=acting, receipt_id=info.receipt_id) if info.receipt_id else None,
        "payment": payment,
        "fee": payments.in_words(info.fee_fen) if info.fee_fen else "",
        "pay_by": fees.pay_by(look.matter),
        "channel": channels.title(info.channel.value),
        "asked": asked(look),
        "grades": [(grade.value, title) for grade, title in grading.GRADES.items()],
        "bad": [grade.value for grade in Grade if grade <= grading.BAD],
        "reasons": list(grading.REASONS.items()),
        "grade": grading.GRADES[Grade(info.grade)] if info.grade else "",
        **{f"can_{name}": name in offered for name in ALLOWED},
    }


def _state_title(look: Look) -> str:
    return _(matters.flow(look.matter.kind).state(look.matter.state).title)


def asked(look: Look) -> str:
    """What is to be supplemented, in the unit's words."""
    if look.matter.state not in ("supplementing", "lapsed"):
        return ""
    last = next((one for one in look.entries if one.move in ("ask_supplement", "supplement")), None)
    return last.text if last is not None and last.move == "ask_supplement" else ""


def next_steps(look: Look) -> list[dict[str, Any]]:
    """What comes next and by when: running clocks that concern the person, soonest first."""
    words = {
        "accept": _("You hear whether it is accepted"),
        "promised": _("It is decided, as promised"),
        "legal": _("It must be decided, by law"),
        "supplement": _("You hand in what is missing"),
        "review": _("Your objection is decided"),
    }
    now = timezone.now()
    running = [one for one in look.clocks if one.state is ClockState.RUNNING and one.name in words]
    due = sorted((one.due_at, words[one.name]) for one in running if one.due_at is not None)
    return [{"words": said, "due": at, "late": at < now} for at, said in due]


@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    if move not in ALLOWED:
        raise Http404
    actor = api.acting(number=number, actor=organisation.actor(request))
    try:
        matters.act(
            actor=actor, number=number, move=move, data=_data(request), files=request.POST.getlist("files")
        )
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except MoveRefused as refused:
        return _page(request, number, error=str(refused), move=move, status=422)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _thanks(move))
    return redirect("applications:track", number=number)


def _data(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        "reason": sent.get("reason", "").strip(),
        "text": sent.get("text", "").strip(),
        "grade": sent.get("grade", ""),
        "reasons": ",".join(sent.getlist("reasons")),
    }


def _thanks(move: str) -> str:
    return {
        "supplement": _("Handed in. The time runs again."),
        "withdraw": _("Withdrawn. You can apply again at any time."),
        "object": _("Your objection is in. Somebody else looks at it."),
        "rate": _("Thank you. Your rating counts."),
    }[move]


@require_GET
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """To print: what was handed in, by when it is decided, how to ask."""
    actor = organisation.actor(request)
    if actor.account_id is None:
        return identity.to_sign_in(request)
    acting = api.acting(number=number, actor=actor)
    with organisation.acting(acting):
        try:
            look = matters.look(actor=acting, number=number)
            info = api.info(number=number, actor=acting)
        except (LookupError, NotAllowed) as missing:
            raise Http404 from missing
        context = _shown(acting, info, look) | {"now": timezone.now(), "city": settings.CITY_NAME}
        return web.page(request, "applications/receipt.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if actor.account_id is None:
        return identity.to_sign_in(request)
    rows = api.mine(actor=actor)
    known = identity.parties({one.party_id for one in rows})
    drafts = api.drafts_of(actor=actor)
    context = {
        "rows": [(one, known.get(one.party_id), _title(one)) for one in rows],
        "own": actor.own_party_id,
        "drafts": named(drafts),
    }
    return web.page(request, "applications/mine.html", context)


def _title(one: ApplicationInfo) -> str:
    """The state by its name, as the application's own page has it, once something is decided."""
    return _(matters.flow("application").state(one.state).title) if one.outcome else ""


def named(drafts: list[Any]) -> list[Any]:
    """(draft, title, for whom)."""
    titles = items.items([one.item for one in drafts if one.item])
    known = identity.parties({one.party_id for one in drafts})
    return [(one, titles[one.item].title, known.get(one.party_id)) for one in drafts if one.item in titles]
