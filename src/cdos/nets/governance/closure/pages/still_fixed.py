"""“Is it still fixed?”: one tap behind a signed link, with or without an account. Looking at it changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cdos.base.web import api as web

from .. import api
from ..contracts import ClosureRefused


@require_http_methods(["GET", "POST"])
def still_fixed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST" and request.POST.get("fixed") in {"yes", "no"}:
            _answer(request, token)
            return redirect("closure:still_fixed", token=token)
        asked = api.still_fixed(token=token)
    except LookupError as missing:
        raise Http404 from missing
    return web.page(request, "closure/still_fixed.html", {"asked": asked})


def _answer(request: HttpRequest, token: str) -> None:
    fixed, words = request.POST.get("fixed") == "yes", request.POST.get("words", "")
    try:
        api.say_still_fixed(token=token, fixed=fixed, words=words)
    except ClosureRefused as refused:  # a second tap
        web.toast(request, str(refused))
