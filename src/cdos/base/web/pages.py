"""Pages of the frame itself: language, reading aids, drafts, showcase, API documentation."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.web import docs, languages, manifest, rest, shell, showcase
from cdos.base.web.api import page
from cdos.base.web.logic import DraftRefused, clear_draft, load_draft, save_draft

app_name = "web"
YEAR_S = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the chosen language for a year and goes back to the page."""
    response = _back(request)
    code = languages.enabled(request.POST.get("language", ""))
    if code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR_S, samesite="Lax", secure=request.is_secure()
        )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Text size and contrast, without relying on the browser (适老化)."""
    if request.method != "POST":
        return page(request, "web/display.html", {"next": request.GET.get("next", "/")})
    response = _back(request)
    for field, cookie, allowed in (
        ("elder", shell.ELDER_COOKIE, {"1", "2"}),
        ("contrast", shell.CONTRAST_COOKIE, {"1"}),
    ):
        _remember(response, cookie, request.POST.get(field, ""), allowed, secure=request.is_secure())
    return response


def _remember(response: HttpResponse, cookie: str, value: str, allowed: set[str], *, secure: bool) -> None:
    if value in allowed:
        response.set_cookie(cookie, value, max_age=YEAR_S, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(cookie, samesite="Lax")


@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: HttpRequest, form: str) -> HttpResponse:
    """GET gives the kept fields, POST {"fields": {name: [values]}} keeps them, DELETE forgets them."""
    if request.method == "GET":
        found = load_draft(request=request, form=form)
        return JsonResponse({"fields": found.fields, "saved_at": found.saved_at} if found else {})
    if request.method == "DELETE":
        clear_draft(request=request, form=form)
        return HttpResponse(status=204)
    return _keep(request, form)


def _keep(request: HttpRequest, form: str) -> HttpResponse:
    fields = _fields(request)
    if fields is None:
        return rest.http_problem(request, 400)
    response = HttpResponse(content_type="application/json")
    try:
        kept = save_draft(request=request, response=response, form=form, fields=fields)
    except DraftRefused as refused:
        return rest.problem(request, "draft-refused", _("Not kept"), 422, str(refused))
    response.content = json.dumps({"saved_at": kept.saved_at})
    return response


def _fields(request: HttpRequest) -> dict[str, list[str]] | None:
    try:
        sent = rest.read_json(request)
    except ValueError:
        return None
    fields = sent.get("fields") if isinstance(sent, dict) else None
    if not isinstance(fields, dict) or not all(map(_is_field, fields.values())):
        return None
    return {name: [str(value) for value in values] for name, values in fields.items()}


def _is_field(values: object) -> bool:
    return isinstance(values, list) and not any(isinstance(value, list | dict) for value in values)


@require_GET
def web_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the city on its home screen."""
    icons = [
        {
            "src": manifest.url(f"icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    body = {
        "name": f"{settings.CITY_NAME} CDOS", "short_name": settings.CITY_NAME, "start_url": "/", "scope": "/",
        "display": "standalone", "background_color": "#f6f8fa", "theme_color": "#1456a8", "icons": icons,
    }  # fmt: skip
    return JsonResponse(body, content_type="application/manifest+json")


@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(manifest.url("favicon.svg"))


@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """All components on one page; ?look=dark|elder|rtl shows them otherwise."""
    return page(request, "web/showcase.html", showcase.content(request.GET.get("look", "")))


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    return page(request, "web/api_docs.html", docs.content(rest.api_root().get_openapi_schema()))


urlpatterns = [
    path("language/", language, name="language"),
    path("display/", display, name="display"),
    path("drafts/<slug:form>/", draft, name="draft"),
    path("manifest.webmanifest", web_manifest, name="manifest"),
    path("favicon.ico", favicon, name="favicon"),
    path("design/", design, name="design"),
    path("api/docs", api_docs, name="api_docs"),
]
