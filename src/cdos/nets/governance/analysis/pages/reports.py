"""The weekly report: read, changed, issued, printed; a click on a sentence shows its rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel
from cdos.base.web import api as web

from .. import api
from ..contracts import ReportRefused


def staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    actor, error = staff(request), ""
    if request.method == "POST":
        try:
            made = api.draft(actor=actor, area=request.POST.get("area", ""), first=_day(request))
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused
        except ReportRefused as refused:
            error = str(refused)
        else:
            return redirect("analysis:report", number=made.id)
    try:
        rows = api.find(actor=actor)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    areas = [("", _("The whole city"))] + [
        (area.code, area.name) for area in organisation.areas(level=AreaLevel.DISTRICT)
    ]
    context: dict[str, Any] = {
        "rows": rows,
        "areas": [pair for pair in areas if api.may_edit(actor=actor, area=pair[0])],
        "first": api.last_week(),
        "error": error,
    }
    return web.page(request, "analysis/reports.html", context, status=422 if error else 200)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("first", ""))
    except ValueError:
        raise ReportRefused(_("Please give the day as year-month-day.")) from None


@require_GET
def report(request: HttpRequest, number: int) -> HttpResponse:
    return _report(request, number, "")


def _report(request: HttpRequest, number: int, error: str) -> HttpResponse:
    try:
        found = api.report(actor=staff(request), number=number)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {"view": found, "report": found.report, "error": error}
    return web.page(request, "analysis/report.html", context, status=422 if error else 200)


@require_GET
def sentence(request: HttpRequest, number: int, sentence: int) -> HttpResponse:
    try:
        found = api.sentence(actor=staff(request), number=number, sentence=sentence)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {"one": found, "evidence": found.evidence, "number": number}
    return web.page(request, "analysis/sentence.html", context, fragment="analysis/parts/rows.html")


def _changed(request: HttpRequest, number: int, do: Callable[[], None], said: str) -> HttpResponse:
    try:
        do()
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except ReportRefused as refused:
        return _report(request, number, str(refused))
    web.toast(request, said)
    return redirect("analysis:report", number=number)


@require_POST
def change(request: HttpRequest, number: int, sentence: int) -> HttpResponse:
    actor, sent = staff(request), request.POST

    def do() -> None:
        api.change(
            actor=actor,
            number=number,
            sentence=sentence,
            text=sent.get("text", ""),
            left_out=sent.get("left_out") == "1",
        )

    return _changed(request, number, do, _("Saved."))


@require_POST
def remark(request: HttpRequest, number: int) -> HttpResponse:
    actor = staff(request)
    return _changed(
        request,
        number,
        lambda: api.remark(actor=actor, number=number, text=request.POST.get("text", "")),
        _("Added."),
    )


@require_POST
def issue(request: HttpRequest, number: int) -> HttpResponse:
    actor = staff(request)
    return _changed(
        request, number, lambda: api.issue(actor=actor, number=number), _("The report is issued.")
    )
