"""The public list (公示): which programme paid how much, and whom, with masked names."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cdos.base.languages import api as languages
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.payments.api import in_words

from .. import api
from . import words

PAGE = 50


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    rows = api.published_programmes()
    languages.said_many([one.title for one in rows])  # one look for all of them
    context = {
        "rows": [(one, words.money(one.fen)) for one in sorted(rows, key=lambda one: -one.fen)],
        "count": sum(one.count for one in rows),
        "total": words.money(sum(one.fen for one in rows)),
    }
    return web.page(request, "benefits/published.html", context)


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """An ended programme keeps its list."""
    asked = request.GET.get("page", "1")
    page = min(max(1, int(asked)), 100_000) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    summary = next((held for held in api.published_programmes() if held.code == code), None)
    try:
        programme = api.programme(code)
    except LookupError as missing:
        if summary is None:
            raise Http404 from missing
        programme = None
    rows = api.published(code=code, page=page)
    unit = organisation.unit(programme.terms.unit) if programme else None
    context = {
        "code": code,
        "programme": programme,
        "title": programme.terms.title if programme else summary.title if summary else code,
        "unit": unit.name if unit else "",
        "summary": summary,
        "total": words.money(summary.fen) if summary else "",
        "rows": [(line, in_words(line.fen), words.period(line.period)) for line in rows],
        "page": page,
        "next": page + 1 if len(rows) == PAGE else None,
        "previous": page - 1 if page > 1 else None,
    }
    return web.page(request, "benefits/published_one.html", context)
