"""The chat's page. Without JavaScript each answer is a page of its own; with it, a line is added to the talk."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.items import api as items

from ..contracts import Choice, Turn
from ..logic import talking
from ..logic.filling import Talk

KEY = "guide_chat"


@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    talk = Talk(**request.session.get(KEY, {}))
    if request.method == "GET":
        return web.page(request, "guide/chat.html", {"turn": opened(request, talk), "said": ""})
    said = said_of(request)
    turn = talking.reply(
        actor=organisation.actor(request),
        talk=talk,
        said=said,
        files=tuple(request.POST.getlist("files"))[:9],
        language=get_language() or "",
    )
    request.session[KEY] = talk.as_dict()
    context = {"turn": turn, "said": "" if said.startswith("/") else shown(request, said)}
    return web.page(request, "guide/chat.html", context, fragment="guide/parts/turn.html")


def said_of(request: HttpRequest) -> str:
    """A button that begins a service, an offered answer, or what was typed."""
    begin = request.POST.get("begin", "")
    return f"/begin {begin}" if begin else request.POST.get("choice", "") or request.POST.get("said", "")


def shown(request: HttpRequest, said: str) -> str:
    return said.strip() or (_("A file") if request.POST.getlist("files") else "")


def opened(request: HttpRequest, talk: Talk) -> Turn:
    """What stands there before anything is said: where a talk was left, what was to begin, or a greeting."""
    item = items.item(request.GET.get("begin", "") or talk.want)
    if item is not None and request.GET.get("begin"):
        begin = Choice(f"/begin {item.code}", _("Begin: {title}").format(title=web.for_reader(item.title)))
        return Turn((_("Shall we go on?"),), choices=(begin,))
    left = items.item(talk.item) if talk.draft else None
    if left is not None:
        title = web.for_reader(left.title)
        begin = Choice(f"/begin {left.code}", _("Go on with: {title}").format(title=title))
        return Turn((_("You were filling this in."),), choices=(begin, *talking.hello().choices[2:]))
    return talking.hello()
