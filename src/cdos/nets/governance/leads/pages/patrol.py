"""The page of patrol staff, made for one hand and a phone: what, a picture, here, send. Works without JavaScript."""

import uuid
from math import nan

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cdos.base.files import api as files
from cdos.base.files.contracts import FileRefused
from cdos.base.matters.contracts import MoveRefused, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import LeadRefused, Report

# What a patrol meets most; a tap fills the words in.
USUAL = (
    gettext_lazy("Manhole cover loose or missing"),
    gettext_lazy("Rubbish not taken away"),
    gettext_lazy("Street lamp out"),
    gettext_lazy("Road broken"),
    gettext_lazy("Water on the road"),
    gettext_lazy("Stalls in the way"),
)


def _reporter(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if not api.may_report(actor):
        raise PermissionDenied
    return actor


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    actor = _reporter(request)
    return web.page(request, "leads/own.html", {"rows": api.own(actor=actor), **_rights(actor)})


def _rights(actor: Actor) -> dict[str, bool]:
    return {"may_edit": api.may_edit_sources(actor)}


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = _reporter(request)
    if request.method == "GET":
        return _form(request, {"once": uuid.uuid4().hex})
    sent = request.POST
    try:
        tokens = [*sent.getlist("files"), *_sent_plainly(request, actor)]
        report = Report(
            text=sent.get("text", "").strip() or sent.get("usual", ""),
            place=Place(sent.get("address", ""), _degrees(sent, "lon", 180), _degrees(sent, "lat", 90)),
            urgent=bool(sent.get("urgent")),
            files=tuple(dict.fromkeys(tokens)),
        )
        taken = api.report(actor=actor, report=report, idempotency_key=sent.get("once", "")[:64])
    except (LeadRefused, MoveRefused, FileRefused) as refused:
        errors = {getattr(refused, "field", "") or "": str(refused)}
        return _form(request, {**sent.dict(), "kept": sent.getlist("files")}, errors)
    web.toast(request, _("Reported: {number}. A dispatcher looks at it now.").format(number=taken.number))
    return redirect("leads:own")


def _sent_plainly(request: HttpRequest, actor: Actor) -> list[str]:
    """A picture sent with the form itself, where no script sent it before."""
    given = request.FILES.get("photo")
    if not isinstance(given, UploadedFile) or given.file is None or not given.size:
        return []
    stored = files.store(stream=given.file, name=given.name or "photo.jpg", uploaded_by=actor.account_id)
    return [stored.token]


def _degrees(sent: QueryDict, name: str, most: float) -> float | None:
    value = sent.get(name, "")
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        number = nan
    if not -most <= number <= most:
        raise LeadRefused("place", _("The place cannot be read. Please set it again."))
    return number


def _form(
    request: HttpRequest, form: dict[str, object], errors: dict[str, str] | None = None
) -> HttpResponse:
    kept = form.get("kept")
    context = {
        "form": form,
        "errors": errors or {},
        "kept_files": files.by_tokens([str(token) for token in kept]) if isinstance(kept, list) else [],
        "usual": USUAL,
    }
    return web.page(request, "leads/new.html", context, status=422 if errors else 200)


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """A fragment: what is known near the pin already."""
    actor = _reporter(request)
    try:
        place = Place("", _degrees(request.GET, "lon", 180), _degrees(request.GET, "lat", 90))
    except LeadRefused:
        place = Place()
    found = api.around(actor=actor, place=place, text=request.GET.get("text", "")[:2000])
    return web.page(request, "leads/parts/near.html", {"found": found})
