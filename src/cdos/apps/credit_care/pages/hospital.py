"""Where hospitals call, and the demonstration's desk of one: it signs its messages as a real hospital's system does."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.web import api as web

from .. import api
from ..adapters import demo
from ..contracts import ENDED, CareRefused, Message, Told, Visit
from ..models import DemoWish, Settlement
from . import words

HOSPITAL = "demo"


@csrf_exempt
@require_POST
def notified(request: HttpRequest, hospital: str) -> HttpResponse:
    """A hospital's call: 200 with the number of the visit, 409 with a sentence for the desk."""
    try:
        number = api.called(hospital=hospital, raw=request.body, headers=dict(request.headers))
    except CareRefused as refused:
        return HttpResponse(str(refused), status=409, content_type="text/plain; charset=utf-8")
    except (KeyError, ValueError, TypeError):
        return HttpResponse("not understood", status=400, content_type="text/plain")
    except LookupError:
        return HttpResponse("unknown", status=404, content_type="text/plain")
    return HttpResponse(number, content_type="text/plain")


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    if request.method == "GET":
        return _page(request)
    try:
        said = _act(request)
    except CareRefused as refused:
        return _page(request, str(refused))
    web.toast(request, said)
    return redirect("credit_care:hospital")


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    rows = [words.row(one) | {"ended": one.state in ENDED} for one in api.at_hospital(hospital=HOSPITAL)]
    context = {"rows": rows, "error": error, "sent": request.POST, "name": api.hospital_name(HOSPITAL)}
    return web.page(request, "credit_care/hospital.html", context, status=422 if error else 200)


def _act(request: HttpRequest) -> str:
    sent = request.POST
    do = sent.get("do", "")
    if do == "open":
        number = _tell(
            Message(
                HOSPITAL,
                Told.OPENED,
                stay=f"Z{get_random_string(8, '0123456789')}",
                code="".join(sent.get("code", "").split())[:12],
                title=sent.get("title", "")[:60],
            )
        )
        return _("Opened: %(number)s.") % {"number": number}
    stay = sent.get("stay", "")[:60]
    known = next((one for one in api.at_hospital(hospital=HOSPITAL) if one.stay == stay), None)
    if known is None:
        raise CareRefused(_("There is no such visit on credit."))
    return _of_visit(do, known, request)


def _of_visit(do: str, visit: Visit, request: HttpRequest) -> str:
    sent = request.POST
    if sent.get("wish") in demo.WISHES:
        DemoWish.objects.update_or_create(number=visit.number, defaults={"wish": sent["wish"]})
    if do == "cancel":
        _tell(Message(HOSPITAL, Told.CANCELLED, stay=visit.stay))
        return _("Cancelled.")
    if do == "again":
        return _again(visit)
    total, insurance = words.fen_of(sent.get("total", "")), words.fen_of(sent.get("insurance", "") or "0")
    _tell(
        Message(
            HOSPITAL,
            Told.SETTLED,
            stay=visit.stay,
            settlement=f"J{visit.stay}",
            version=Settlement.objects.filter(visit__number=visit.number).count() + 1,
            total_fen=total,
            insurance_fen=insurance,
            own_fen=total - insurance,
        )
    )
    return _("The bill is settled.")


def _again(visit: Visit) -> str:
    """The same settlement a second time, as a system does that missed the answer."""
    last = Settlement.objects.filter(visit__number=visit.number).order_by("-version").first()
    if last is None:
        raise CareRefused(_("It is not settled yet."))
    _tell(
        Message(
            HOSPITAL,
            Told.SETTLED,
            stay=visit.stay,
            settlement=last.settlement,
            version=last.version,
            total_fen=last.total_fen,
            insurance_fen=last.insurance_fen,
            own_fen=last.own_fen,
        )
    )
    return _("Sent a second time; it counts once.")


def _tell(message: Message) -> str:
    raw = demo.body(message)
    return api.called(hospital=HOSPITAL, raw=raw, headers={demo.SIGNATURE: demo.signed(raw)})
