"""The managed words: danger words by kind, tags with the words that propose them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Danger, UnderstandingRefused
from .access import editor

DANGERS: dict[str, Promise] = {
    Danger.LIFE.value: gettext_lazy("Life in danger"),
    Danger.FIRE.value: gettext_lazy("Fire and explosion"),
    Danger.TRAFFIC.value: gettext_lazy("Accidents and roads"),
    Danger.POWER_GAS.value: gettext_lazy("Electricity and gas"),
    Danger.WATER.value: gettext_lazy("Water and ground"),
    Danger.CROWD.value: gettext_lazy("Crowds and fights"),
    Danger.CHILD.value: gettext_lazy("Children and the weak"),
}


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    return _page(request, editor(request))


def _page(request: HttpRequest, actor: Actor, error: str = "") -> HttpResponse:
    known = api.dangers()
    context: dict[str, Any] = {
        "kinds": [
            (str(title), [one for one in known if one.kind == kind]) for kind, title in DANGERS.items()
        ],
        "kind_options": [(kind, str(title)) for kind, title in DANGERS.items()],
        "tags": api.tags(actor=actor),
        "error": error,
        "typed": request.POST,
    }
    return web.page(request, "understanding/words.html", context, status=422 if error else 200)


@require_POST
def save_tag(request: HttpRequest) -> HttpResponse:
    actor, given = editor(request), request.POST
    tag_id = given.get("tag", "")
    try:
        api.save_tag(
            actor=actor,
            tag_id=int(tag_id[:12]) if tag_id.isdecimal() else None,
            name=given.get("name", ""),
            words_text=given.get("words", ""),
            active=given.get("active", "on") == "on",
        )
    except UnderstandingRefused as refused:
        return _page(request, actor, str(refused))
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _("Saved."))
    return redirect("understanding:words")


@require_POST
def add_danger(request: HttpRequest) -> HttpResponse:
    actor = editor(request)
    try:
        api.add_danger(actor=actor, word=request.POST.get("word", ""), kind=request.POST.get("kind", ""))
    except UnderstandingRefused as refused:
        return _page(request, actor, str(refused))
    web.toast(request, _("Saved."))
    return redirect("understanding:words")


@require_POST
def switch_danger(request: HttpRequest, danger: int) -> HttpResponse:
    try:
        api.switch_danger(actor=editor(request), danger_id=danger)
    except LookupError as missing:
        raise Http404 from missing
    return redirect("understanding:words")
