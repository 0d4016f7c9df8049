"""The hotline operator's form: one screen, filled while the caller speaks."""

import uuid
from dataclasses import replace
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

from .. import api
from ..contracts import AppealRefused
from .filing import Typed, filing, typed

DRAFT = "hotline-new"


@require_http_methods(["GET", "POST"])
def hotline(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if not organisation.may(actor, Action.FILE_FOR_OTHERS):
        raise PermissionDenied
    if request.method == "GET":
        return _form(request, Typed(once=uuid.uuid4().hex))
    form = typed(request)
    asked = replace(filing(form), urgent=bool(request.POST.get("urgent")))
    try:
        filed = api.file_for_caller(actor=actor, filing=asked, idempotency_key=form.once)
    except (AppealRefused, MoveRefused) as refused:
        return _form(request, form, {getattr(refused, "field", ""): str(refused)})
    web.clear_draft(request=request, form=DRAFT)
    web.toast(request, _("Filed. Tell the caller: {number}").format(number=filed.number))
    return redirect(f"{reverse('staff:workbench')}?{urlencode({'queue': 'all', 'matter': filed.number})}")


def _form(request: HttpRequest, form: Typed, errors: dict[str, str] | None = None) -> HttpResponse:
    context = {"form": form, "errors": errors or {}}
    return web.page(request, "appeals/hotline.html", context, status=422 if errors else 200)
