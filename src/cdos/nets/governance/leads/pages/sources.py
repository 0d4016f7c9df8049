"""The sources of leads as an editor keeps them: sensor systems with their tokens, feeds, files."""

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Channel, LeadRefused, NewSource
from .words import CHANNELS

MOST_BYTES = 20_000_000


def _editor(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if not api.may_edit_sources(actor):
        raise PermissionDenied
    return actor


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    return _page(request, _editor(request))


def _page(request: HttpRequest, actor: Actor, status: int = 200, **more: object) -> HttpResponse:
    found = api.source_list(actor=actor)
    channels = [(one.value, CHANNELS[one.value]) for one in (Channel.SENSOR, Channel.WEB)]
    context = {
        "sources": [(one, CHANNELS[one.channel.value]) for one in found],
        "channels": channels,
        "web_sources": [(one.code, one.name) for one in found if one.channel is Channel.WEB and one.active],
        **more,
    }
    return web.page(request, "leads/sources.html", context, status=status)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    actor, sent = _editor(request), request.POST
    rate = sent.get("per_minute", "")
    channel = Channel.SENSOR if sent.get("channel") == Channel.SENSOR.value else Channel.WEB
    new = NewSource(
        code=sent.get("code", "").strip(),
        name=sent.get("name", ""),
        channel=channel,
        item=sent.get("item", "").strip(),
        per_minute=int(rate[:7]) if rate.isdecimal() else 60,
        feed_url=sent.get("feed_url", "").strip() if channel is Channel.WEB else "",
    )
    try:
        made = api.add_source(actor=actor, new=new)
    except LeadRefused as refused:
        return _page(request, actor, 422, error=str(refused))
    if made.channel is Channel.SENSOR:
        return _page(request, actor, fresh=made, token=api.new_token(actor=actor, source=made.code))
    web.toast(request, _("Added."))
    return redirect("leads:sources")


@require_POST
def token(request: HttpRequest, code: str) -> HttpResponse:
    """A new token, shown once on this very page; the one before has ended."""
    actor = _editor(request)
    try:
        made = api.new_token(actor=actor, source=code)
    except LookupError as missing:
        raise Http404 from missing
    fresh = next(one for one in api.source_list(actor=actor) if one.code == code)
    return _page(request, actor, fresh=fresh, token=made)


@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    actor, active = _editor(request), request.POST.get("active") == "1"
    try:
        api.switch_source(actor=actor, source=code, active=active)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _("It may send again.") if active else _("Stopped."))
    return redirect("leads:sources")


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """Web leads of a CSV file; every row is accounted for."""
    actor, given = _editor(request), request.FILES.get("file")
    if not isinstance(given, UploadedFile) or not 0 < (given.size or 0) <= MOST_BYTES:
        return _page(request, actor, 422, error=_("Please choose a CSV file of at most 20 MB."))
    try:
        brought = api.bring_in(actor=actor, raw=given.read(), source=request.POST.get("source", ""))
    except LeadRefused as refused:
        return _page(request, actor, 422, error=str(refused))
    return _page(request, actor, brought=brought)
