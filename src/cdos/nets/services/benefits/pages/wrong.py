""" "This value is wrong": a small form that opens a correction at the register which holds the value."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, FieldType
from cdos.base.web import api as web
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import RegisterRefused, Source

from .. import api
from ..contracts import Line
from . import programme
from .home import proven


@require_http_methods(["GET", "POST"])
@never_cache
def wrong(request: HttpRequest, code: str, field: str) -> HttpResponse:
    """Of a datum that the programme's page shows, at the register that it names; one nobody knows, at who could know it."""
    actor = organisation.actor(request)
    if actor.account_id is None:
        return redirect(f"/accounts/sign-in/?{urlencode({'next': request.path})}")
    if not proven(actor):
        raise Http404
    line = line_of(actor, code, field)
    sources = sources_of(actor, line)
    if not sources:
        raise Http404
    error, number = "", ""
    if request.method == "POST":
        try:
            number = handed_in(actor, request, chosen(request, sources), field)
        except RegisterRefused as refused:
            error = str(refused)
    source = chosen(request, sources)
    element = source.field(field)
    assert element is not None
    context = {
        "programme": programme.found(code),
        "line": line,
        "source": source,
        "sources": [(one.code, one.words) for one in sources],
        "element": element,
        "title": line.datum.title if line.datum else element.title,
        "options": options(element),
        "error": error,
        "number": number,
        "sent": request.POST,
    }
    return web.page(request, "benefits/wrong.html", context, status=422 if error else 200)


def line_of(actor: Actor, code: str, field: str) -> Line:
    explained = programme.explain(actor, code)
    lines = explained.lines if explained else ()
    found = next((one for one in lines if one.datum and one.datum.field == field), None)
    if found is None:
        raise Http404
    return found


def sources_of(actor: Actor, line: Line) -> list[Source]:
    """The register that said it; where none did, those that could."""
    assert line.datum is not None
    held = registers.source(line.datum.source) if line.datum.source else None
    return [held] if held else list(api.holders(actor=actor, field=line.datum.field))


def chosen(request: HttpRequest, sources: list[Source]) -> Source:
    return next((one for one in sources if one.code == request.POST.get("source", "")), sources[0])


def handed_in(actor: Actor, request: HttpRequest, source: Source, field: str) -> str:
    sent = request.POST
    return api.object_to(
        actor=actor,
        source=source.code,
        field=field,
        claimed=sent.get("claimed", ""),
        reason=sent.get("reason", ""),
    )


def options(element: Field) -> list[tuple[str, str]]:
    """What may be chosen instead of typed."""
    if element.type is FieldType.BOOLEAN:
        return [
            ("", _("Please choose")),
            ("yes", pgettext("answer", "Yes")),
            ("no", pgettext("answer", "No")),
        ]
    return [("", _("Please choose")), *rules.choices(element)] if element.choices else []
