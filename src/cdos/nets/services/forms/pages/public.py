"""What a form asks for while it is filled in: areas by name, and a look at files before they are sent."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import api

MOST, MOST_FILES = 20, 20


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Rows for the combobox: those whose name holds what was typed."""
    level = request.GET.get("level", "")
    found = api.areas(words=request.GET.get("q", "")[:40], level=level, limit=MOST)
    rows = format_html_join(
        "",
        '<li role="option" data-value="{}" data-text="{}">{}</li>',
        ((code, text, text) for code, text in found),
    )
    return HttpResponse(format_html("{}", rows))


@never_cache
@require_POST
def precheck(request: HttpRequest) -> HttpResponse:
    """`token` (several), `material`, `accept`; answers what is wrong with each, in words."""
    accept = tuple(part for part in request.POST.get("accept", "").split(",")[:10] if part)
    tokens = request.POST.getlist("token")[:MOST_FILES]
    found = api.precheck_files(tokens, material=request.POST.get("material", "")[:60], accept=accept)
    return JsonResponse(
        {"findings": [{"token": one.token, "words": one.words, "grave": one.grave} for one in found]}
    )
