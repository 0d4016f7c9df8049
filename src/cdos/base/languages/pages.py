"""A reader reports a mistake; an editor reads what a machine translated and answers for it."""

import json

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.languages import api
from cdos.base.languages.contracts import Language, TranslationRefused
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

app_name = "languages"
PAGE = 30


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Anybody may say what is wrong; nothing is kept of who it was."""
    sent = request.POST if request.method == "POST" else request.GET
    page = sent.get("page", "")[:1000]
    context = {"page": page, "quote": sent.get("quote", ""), "better": sent.get("better", ""), "error": ""}
    if request.method == "GET":
        return web.page(request, "languages/report.html", context)
    try:
        api.report(
            language=get_language() or settings.LANGUAGE_CODE,
            path=page,
            quote=context["quote"],
            better=context["better"],
        )
    except TranslationRefused as refused:
        return web.page(request, "languages/report.html", {**context, "error": str(refused)}, status=422)
    web.toast(request, _("Thank you. A person reads it and mends the words."))
    return _back(request, page)


def _back(request: HttpRequest, page: str) -> HttpResponseRedirect:
    safe = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(page if safe else "/")


def _editor(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if not api.may_edit(actor):
        raise PermissionDenied
    return actor


def _language(code: str) -> Language:
    found = next((one for one in api.languages() if one.code == code), None)
    if found is None:
        raise Http404
    return found


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    _editor(request)
    return web.page(request, "languages/all.html", {"languages": api.languages()})


@require_GET
def one(request: HttpRequest, language: str) -> HttpResponse:
    _editor(request)
    return _one(request, _language(language))


def _one(request: HttpRequest, language: Language, error: str = "", wrong: str = "") -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    everything = request.GET.get("show") == "all"
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 6 and int(number) > 0 else 1
    found = api.messages(language=language.code, words=words, unread=not everything)
    context = {
        "language": language,
        "rows": [
            (message, list(zip(message.forms, message.strings, strict=False)))
            for message in found[(page - 1) * PAGE : page * PAGE]
        ],
        "total": len(found),
        "further": page + 1 if len(found) > page * PAGE else 0,
        "page": page,
        "words": words,
        "everything": everything,
        "contents": api.contents(language=language.code, limit=PAGE),
        "reports": api.waiting(language.code),
        "error": error,
        "wrong": wrong,
    }
    return web.page(request, "languages/one.html", context, status=422 if error else 200)


@require_POST
def read(request: HttpRequest, language: str) -> HttpResponse:
    """The editor has read one message or title; both as it is and as it was written better."""
    actor, chosen = _editor(request), _language(language)
    sent, key = request.POST, request.POST.get("key", "")
    try:
        if number := sent.get("content", ""):
            api.read_content(actor=actor, content_id=_number(number), text=sent.get("text", ""))
        else:
            strings = tuple(text.strip() for text in sent.getlist("text"))
            api.read_message(actor=actor, language=chosen.code, key=key, strings=strings)
    except LookupError as missing:
        raise Http404 from missing
    except TranslationRefused as refused:
        return _one(request, chosen, str(refused), key)
    web.toast(request, _("Read. It is no longer marked as a machine's."))
    return redirect(f"{reverse('languages:one', args=[language])}?{request.META.get('QUERY_STRING', '')}")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 15:
        raise LookupError(text)
    return int(text)


@require_POST
def settle(request: HttpRequest, report_id: int) -> HttpResponse:
    actor = _editor(request)
    try:
        api.settle(actor=actor, report_id=report_id)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _("Done."))
    return redirect(
        request.POST.get("language")
        and reverse("languages:one", args=[request.POST["language"]])
        or "languages:all"
    )


@require_GET
def readings(request: HttpRequest) -> HttpResponse:
    """What was read here, for the project itself: `./cdos messages --take FILE`."""
    _editor(request)
    text = json.dumps(api.for_the_project(), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="readings.json"'
    return answer


urlpatterns = [
    path("translation/report/", report, name="report"),
    path("staff/languages/", every, name="all"),
    path("staff/languages/readings.json", readings, name="readings"),
    path("staff/languages/reports/<int:report_id>/done", settle, name="settle"),
    path("staff/languages/<slug:language>/", one, name="one"),
    path("staff/languages/<slug:language>/read", read, name="read"),
]
