"""Where a person pays: what it is for, off to the provider, and back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import SYSTEM
from cdos.base.web import api as web

from .. import api
from ..contracts import Payment, PaymentRefused, ProviderAway


def _found(reference: str) -> Payment:
    try:
        return api.by_reference(reference=reference)
    except LookupError as missing:
        raise Http404(_("There is no such payment. Please check the address.")) from missing


def _home(payment: Payment) -> str:
    """Where the matter is followed."""
    matter = matters.get(actor=SYSTEM, number=payment.matter)
    path = matters.flow(matter.kind).tracking_path
    return path.format(number=payment.matter) if path else "/"


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    payment = _found(reference)
    if request.method == "GET":
        return _page(request, payment)
    try:
        return redirect(api.begin(reference=reference))
    except PaymentRefused as refused:
        return _page(request, _found(reference), str(refused))
    except ProviderAway:
        return _page(request, _found(reference), _away(), status=503)


def _away() -> str:
    return _("The bank does not answer just now. Please try again in a few minutes.")


def _page(request: HttpRequest, payment: Payment, error: str = "", *, status: int = 422) -> HttpResponse:
    context = {"payment": payment, "sum": api.in_words(payment.fen), "home": _home(payment), "error": error}
    context["rows"] = [(share, api.in_words(share.fen)) for share in payment.shares]
    return web.page(request, "payments/pay.html", context, status=status if error else 200)


@require_GET
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """The provider sends the person back here; what is not heard yet is asked for."""
    payment, error = _found(reference), ""
    if payment.state == "open" and request.GET.get("ask"):
        payment, error = _asked(payment)
    if payment.state == "paid":
        return redirect(_home(payment))
    context = {"payment": payment, "home": _home(payment), "sum": api.in_words(payment.fen), "error": error}
    return web.page(request, "payments/back.html", context, status=503 if error else 200)


def _asked(payment: Payment) -> tuple[Payment, str]:
    """As the provider says, or with the sentence why it says nothing."""
    try:
        return api.ask_provider(reference=payment.reference), ""
    except ProviderAway:
        return _found(payment.reference), _away()
    except PaymentRefused as refused:
        return _found(payment.reference), str(refused)


@csrf_exempt
@require_POST
def notified(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider's call back."""
    try:
        api.called_back(provider=provider, raw=request.body, headers=dict(request.headers))
    except (PaymentRefused, KeyError, ValueError) as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
    except LookupError:
        return HttpResponse("unknown", status=404, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
