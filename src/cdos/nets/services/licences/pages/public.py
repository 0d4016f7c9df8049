"""For everybody: is this licence, document or credential genuine? And what programs need to find out by themselves."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cdos.base.web import api as web

from .. import api
from ..contracts import LicenceRefused, Verification

YEAR_S, DAY_S = 31_536_000, 86_400


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """By a code (which leads on to its own address), by a PDF file, or by a credential that is pasted."""
    if request.method != "POST":
        return web.page(request, "licences/verify.html", {})
    sent = request.FILES.get("file")
    typed = request.POST.get("code", "").strip()
    try:
        if sent is not None and not isinstance(sent, list):
            return _answer(request, api.verify_file(sent.read(api.LARGEST + 1)), file=sent.name or "")
    except LicenceRefused as refused:
        return web.page(request, "licences/verify.html", {"error": str(refused)}, status=422)
    if not typed:
        return web.page(request, "licences/verify.html", {"missing": True}, status=422)
    if len(typed) <= 60:
        return redirect("licences:verify", code=api.tidy(typed) or "0")
    return _answer(request, api.verify(typed))


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    return _answer(request, api.verify(code), typed=code)


def _answer(request: HttpRequest, found: Verification, *, typed: str = "", file: str = "") -> HttpResponse:
    context = {"found": found, "code": api.spaced(found.code or typed), "file": file}
    answer = web.page(request, "licences/verify.html", context)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _open(answer: HttpResponse, seconds: int) -> HttpResponse:
    """Programs of other sites may read it."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = f"public, max-age={seconds}"
    return answer


@csrf_exempt
@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    return _open(JsonResponse(api.jwks()), 3600)


@csrf_exempt
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    return _open(JsonResponse(api.issuer_metadata()), 3600)


@csrf_exempt
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    try:
        made = api.status_list(number)
    except LookupError as missing:
        raise Http404 from missing
    return _open(HttpResponse(made, content_type="application/statuslist+jwt"), 300)


@csrf_exempt
@require_safe
def vct(request: HttpRequest, code: str) -> HttpResponse:
    try:
        made = api.type_metadata(code)
    except LookupError as missing:
        raise Http404 from missing
    return _open(JsonResponse(made, json_dumps_params={"ensure_ascii": False}), DAY_S)
