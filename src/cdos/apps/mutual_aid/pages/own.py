"""A member's own page: what is ready, one tap, the authorisation, every look, and what has been."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cdos.base.matters.api import own_page
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.payments.api import in_words

from .. import api
from ..contracts import MutualRefused, SourceAway
from . import words

LONGEST = 100


@require_safe
@own_page
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor, error: str = "") -> HttpResponse:
    try:
        mine = api.mine(actor=actor)
    except MutualRefused as refused:
        return web.page(request, "mutual_aid/home.html", {"nobody": str(refused)})
    context = {
        "mine": mine,
        "ready": [words.row(one) for one in mine.ready],
        "failed": [words.row(one) for one in mine.failed],
        "others": [words.row(one) for one in mine.others],
        "looks": [(one, words.WHY.get(one.why, "")) for one in mine.looks],
        "paid": in_words(mine.paid_fen),
        "kept": in_words(mine.kept_fen),
        "most": in_words(mine.most_fen),
        "error": error,
    }
    return web.page(request, "mutual_aid/home.html", context, status=422 if error else 200)


@require_POST
@own_page
def act(request: HttpRequest, actor: Actor, do: str) -> HttpResponse:
    verbs = {"allow": _allow, "end": _end, "look": _look}
    if do not in verbs:
        raise Http404(do)
    try:
        said = verbs[do](actor)
    except MutualRefused as refused:
        return _page(request, actor, str(refused))
    except SourceAway:
        return _page(
            request, actor, _("The hospitals' data cannot be asked at the moment. We try again tonight.")
        )
    web.toast(request, said)
    return redirect("mutual_aid:home")


def _allow(actor: Actor) -> str:
    api.allow(actor=actor)
    return _("Allowed. From now on we look by ourselves.")


def _end(actor: Actor) -> str:
    api.end(actor=actor)
    return _("Taken back. From now on nothing is read.")


def _look(actor: Actor) -> str:
    return _("Something new was found.") if api.look(actor=actor) else _("Nothing new was found.")


@require_POST
@own_page
def confirm(request: HttpRequest, actor: Actor, claim_id: int) -> HttpResponse:
    sent = request.POST
    try:
        api.confirm(
            actor=actor,
            claim_id=claim_id,
            account=sent.get("account", "")[:LONGEST],
            bank=sent.get("bank", "")[:LONGEST],
        )
    except LookupError as missing:
        raise Http404(claim_id) from missing
    except MutualRefused as refused:
        return _page(request, actor, str(refused))
    web.toast(request, _("Done. It is on its way to your account; you will be told when it is there."))
    return redirect("mutual_aid:home")


@require_POST
@own_page
def account(request: HttpRequest, actor: Actor, claim_id: int) -> HttpResponse:
    sent = request.POST
    try:
        api.another_account(
            actor=actor,
            claim_id=claim_id,
            account=sent.get("account", "")[:LONGEST],
            bank=sent.get("bank", "")[:LONGEST],
        )
    except LookupError as missing:
        raise Http404(claim_id) from missing
    except MutualRefused as refused:
        return _page(request, actor, str(refused))
    web.toast(request, _("Thank you. It is sent to the other account."))
    return redirect("mutual_aid:home")
