"""Signing a joint appeal by the secret link that its person gave."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import AppealRefused


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, secret: str) -> HttpResponse:
    actor, error = organisation.actor(request), ""
    try:
        invitation = api.invitation(actor=actor, secret=secret)
        if request.method == "POST":
            filed = api.sign(actor=actor, secret=secret)
            return redirect("appeals:sent", number=filed.number)
    except LookupError as missing:
        raise Http404 from missing
    except (MoveRefused, AppealRefused) as refused:
        error = str(refused)
    back = urlencode({"next": request.path})
    context = {
        "invitation": invitation,
        "error": error,
        "may_sign": actor.party_id is not None,
        "sign_in": f"{reverse('identity:sign_in')}?{back}",
    }
    return web.page(request, "appeals/joint.html", context, status=422 if error else 200)
