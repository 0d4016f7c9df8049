"""The office's desk: open visits, what is overdue and in default, claims, sums, and who waits for a person's look."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.payments.api import in_words

from .. import api
from ..contracts import CareRefused
from . import words


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    actor = organisation.actor(request)
    try:
        found = api.watch(actor=actor)
    except LookupError as refused:
        raise PermissionDenied from refused
    sums = found.sums
    context = {
        "desk": found,
        "sums": sums,
        "owed": in_words(sums.owed_fen),
        "bank": in_words(sums.bank_fen),
        "guarantor": in_words(sums.guarantor_fen),
        "promised": in_words(sums.promised_fen),
        "reserve": in_words(sums.reserve_fen),
        "advanced": in_words(sums.advanced_fen),
        "claimed": in_words(sums.claimed_fen),
        "many": {
            "overdue": sums.counts.get("overdue", 0),
            "defaulted": sums.counts.get("defaulted", 0) + sums.counts.get("claimed", 0),
            "open": sum(sums.counts.get(state, 0) for state in ("treating", "advancing", "owed")),
        },
        "defaulted": [words.row(one) for one in found.defaulted],
        "overdue": [words.row(one) for one in found.overdue],
        "open": [words.row(one) for one in found.open],
        "refunds": [words.row(one) for one in found.refunds],
        "may_decide": api.may_decide(actor),
        "now": timezone.now(),
        "error": error,
    }
    return web.page(request, "credit_care/desk.html", context, status=422 if error else 200)


@require_POST
def claim(request: HttpRequest, number: str) -> HttpResponse:
    actor = organisation.staff(request)
    try:
        api.claim(actor=actor, number=number)
    except (LookupError, NotAllowed) as missing:
        raise Http404(number) from missing
    except MoveRefused as refused:
        return _page(request, str(refused))
    web.toast(request, _("The guarantor has paid the bank."))
    return redirect("credit_care:desk")


@require_POST
def answer(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    actor = organisation.staff(request)
    sent = request.POST
    try:
        api.answer(
            actor=actor,
            enquiry_id=enquiry_id,
            granted=sent.get("do") == "grant",
            reason=sent.get("reason", "")[:300],
        )
    except LookupError as missing:
        raise Http404 from missing
    except CareRefused as refused:
        return _page(request, str(refused))
    return redirect("credit_care:desk")
