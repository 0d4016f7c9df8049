"""Following somebody's appeal instead of filing the same again."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from . import filing

ASKED = "appeal_join"  # what a visitor asked to follow just before signing in


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, number: str) -> HttpResponse:
    """A visitor signs in first and comes back by GET, which follows only what this session asked for by POST."""
    actor = organisation.actor(request)
    if request.method == "GET" and request.session.pop(ASKED, "") != number:
        return redirect("appeals:track", number=number)
    if actor.party_id is None:
        return _sign_in_first(request, number)
    try:
        api.join(actor=actor, number=number)
    except LookupError as missing:
        raise Http404 from missing
    web.clear_draft(request=request, form=filing.DRAFT)
    web.toast(request, _("You follow it now. We tell you what comes of it."))
    return redirect("appeals:track", number=number)


def _sign_in_first(request: HttpRequest, number: str) -> HttpResponse:
    if organisation.actor(request).account_id is not None:
        web.toast(request, _("Only residents can follow an appeal."))
        return redirect("appeals:track", number=number)
    request.session[ASKED] = number
    back = reverse("appeals:join", args=[number])
    return redirect(f"{reverse('identity:sign_in')}?{urlencode({'next': back})}")


@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    try:
        api.leave(actor=organisation.actor(request), number=number)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _("You do not follow it any more."))
    return redirect("appeals:track", number=number)
