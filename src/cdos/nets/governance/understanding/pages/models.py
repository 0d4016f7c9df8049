"""The models that propose duty items: their figures, training by hand, taking one back; from when the city dispatches by itself."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.governance.appeals import api as appeals

from .. import api
from ..contracts import ModelState, UnderstandingRefused
from .access import editor


@require_GET
def models(request: HttpRequest) -> HttpResponse:
    return _page(request, editor(request))


def _page(request: HttpRequest, actor: Actor, error: str = "") -> HttpResponse:
    found = api.models()
    serving = next((one for one in found if one.state is ModelState.SERVICE), None)
    names = {item.code: item.name for item in appeals.duty_items()}
    chosen = api.choice()
    context: dict[str, Any] = {
        "serving": serving,
        "versions": found,
        "choice": chosen,
        "automatic_percent": round(100 * chosen.automatic_from) if chosen.automatic_from is not None else "",
        "second_percent": round(100 * chosen.second_below),
        "choices": api.choice_history(),
        "corrections": [
            (one, names.get(one.proposed, one.proposed), names.get(one.chosen, one.chosen))
            for one in api.corrections(actor=actor, limit=20)
        ],
        "correction_count": api.correction_count(),
        "by_operator": settings.AUTO_DISPATCH,
        "error": error,
        "typed": request.POST,
    }
    return web.page(request, "understanding/models.html", context, status=422 if error else 200)


@require_POST
def train(request: HttpRequest) -> HttpResponse:
    if api.train_now(actor=editor(request)):
        web.toast(
            request, _("Training has started. It takes some minutes; this page then shows what came of it.")
        )
    else:
        web.toast(request, _("A training was started just now."))
    return redirect("understanding:models")


@require_POST
def take_back(request: HttpRequest, version: str) -> HttpResponse:
    actor = editor(request)
    try:
        api.take_back(actor=actor, version=version)
    except LookupError as missing:
        raise Http404 from missing
    except UnderstandingRefused as refused:
        return _page(request, actor, str(refused))
    web.toast(request, _("This version proposes from now on."))
    return redirect("understanding:models")


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    api.withdraw(actor=editor(request))
    web.toast(request, _("From now on only the duty list's wording proposes."))
    return redirect("understanding:models")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    actor = editor(request)
    wanted = request.POST.get("automatic", "") == "on"
    try:
        api.choose(
            actor=actor,
            automatic_from=_share(request.POST.get("automatic_from", "")) if wanted else None,
            second_below=_share(request.POST.get("second_below", "")),
            note=request.POST.get("note", ""),
        )
    except UnderstandingRefused as refused:
        return _page(request, actor, str(refused))
    web.toast(request, _("Saved."))
    return redirect("understanding:models")


def _share(percent: str) -> float:
    """UnderstandingRefused for what is no percentage."""
    if not (percent.isascii() and percent.isdigit() and len(percent) < 4 and int(percent) <= 100):
        raise UnderstandingRefused(_("Please give a whole number of percent."))
    return int(percent) / 100
