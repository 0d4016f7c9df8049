"""The demonstration provider's own page; it is there in demonstration mode only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.web import api as web

from .. import api
from ..adapters import demo
from ..models import DemoCharge

# what the person chose -> (state at the provider, how often it calls back)
CHOICES = {"ok": ("paid", 1), "twice": ("paid", 2), "lost": ("paid", 0), "fail": ("failed", 1)}


@require_http_methods(["GET", "POST"])
def demo_page(request: HttpRequest, key: str) -> HttpResponse:
    row = DemoCharge.objects.filter(key=key).first()
    if row is None or not settings.DEMO:
        raise Http404
    if request.method == "GET" or row.state != "open":
        context = {"charge": row, "sum": api.in_words(row.fen)}
        return web.page(request, "payments/demo.html", context)
    chosen = request.POST.get("do", "")
    if chosen in CHOICES:
        _decide(row, *CHOICES[chosen], deaf=bool(request.POST.get("deaf")))
    return redirect(row.back)


def _decide(row: DemoCharge, state: str, calls: int, *, deaf: bool) -> None:
    row.state, row.deaf = state, 1 if deaf else 0
    row.save(update_fields=["state", "deaf"])
    failure = _("The bank refused it: there is not enough money on the account.") if state == "failed" else ""
    body = demo.message(row, failure=failure)
    for _call in range(calls):
        api.called_back(provider="demo", raw=body, headers={demo.SIGNATURE: demo.signed(body)})
