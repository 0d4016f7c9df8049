"""The knowledge base as staff keep it: proposals first, then what is in force; an editor takes, changes, retires."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Audience, Entry, EntryRefused, EntryState, NewEntry, SourceLine
from ..logic.keeping import day

STATES = {
    EntryState.PROPOSED.value: gettext_lazy("Proposed"),
    EntryState.LIVE.value: gettext_lazy("In force"),
    EntryState.RETIRED.value: gettext_lazy("No longer in force"),
}
AUDIENCES = [
    (Audience.EVERYONE.value, gettext_lazy("Everybody")),
    (Audience.ENTERPRISE.value, gettext_lazy("Only enterprises")),
]
MOST_BYTES = 50_000_000


def _staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


def _editor(request: HttpRequest) -> Actor:
    actor = _staff(request)
    if not api.may_edit(actor):
        raise PermissionDenied
    return actor


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    return _list(request, _staff(request))


def _list(request: HttpRequest, actor: Actor, status: int = 200, **more: Any) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    chosen = request.GET.get("state", "")
    found = api.entries(actor=actor, state=chosen, words=words, page=page)
    tabs = [{"text": _("All"), "href": "?", "current": chosen not in STATES}]
    tabs += [
        {
            "text": title,
            "href": f"?state={name}",
            "current": chosen == name,
            "count": found.counts.get(name, 0),
        }
        for name, title in STATES.items()
    ]
    context = {
        "rows": [(one, STATES[one.state.value], one.holds(timezone.localdate())) for one in found.rows],
        "tabs": tabs,
        "words": words,
        "state": chosen,
        "page": page,
        "further": found.total > page * api.PAGE,
        "may_edit": api.may_edit(actor),
        **more,
    }
    return web.page(request, "knowledge/list.html", context, status=status)


def _typed(request: HttpRequest) -> NewEntry:
    """EntryRefused for days that are none."""
    sent = request.POST
    titles, urls = sent.getlist("source"), sent.getlist("source_url")
    audience = sent.get("audience", "")
    return NewEntry(
        question=sent.get("question", ""),
        answer=sent.get("answer", ""),
        sources=tuple(SourceLine(title, url) for title, url in zip(titles, urls, strict=False)),
        language=sent.get("language", ""),
        code=sent.get("code", "").strip(),
        keywords=sent.get("keywords", ""),
        audience=Audience(audience) if audience in set(Audience) else Audience.EVERYONE,
        category=sent.get("category", ""),
        owner_unit=sent.get("owner_unit", "").strip(),
        valid_from=day(sent.get("valid_from", "")),
        valid_until=day(sent.get("valid_until", "")),
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Any member of staff who answers people may propose; an editor puts it in force."""
    actor = _staff(request)
    if request.method == "GET":
        return _form(request, actor, None)
    try:
        made = api.propose(actor=actor, new=_typed(request))
    except EntryRefused as refused:
        return _form(request, actor, None, {refused.field: str(refused)})
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    assert made is not None
    web.toast(request, _("Proposed. An editor looks at it."))
    return redirect("knowledge:entry", entry_id=made.id)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, entry_id: int) -> HttpResponse:
    actor = _staff(request)
    try:
        entry = api.entry(actor=actor, entry_id=entry_id)
        if request.method == "GET":
            return _form(request, actor, entry)
        api.change(actor=_editor(request), entry_id=entry_id, new=_typed(request))
    except LookupError as missing:
        raise Http404 from missing
    except EntryRefused as refused:
        return _form(request, actor, entry, {refused.field: str(refused)})
    web.toast(request, _("Saved."))
    return redirect("knowledge:entry", entry_id=entry_id)


def _form(
    request: HttpRequest,
    actor: Actor,
    entry: Entry | None,
    errors: dict[str, str] | None = None,
    *,
    as_sent: bool = True,
) -> HttpResponse:
    sent = request.POST if request.method == "POST" and as_sent else None
    values, lines = (_sent(sent), _sent_lines(sent)) if sent is not None else _kept(entry)
    unit = organisation.unit(values.get("owner_unit", "")) if values.get("owner_unit") else None
    context = {
        "entry": entry,
        "form": values,
        "lines": [
            (f"source-{at}", f"address-{at}", line) for at, line in enumerate([*lines, SourceLine("")], 1)
        ],
        "unit": unit,
        "errors": errors or {},
        "languages": settings.LANGUAGES,
        "audiences": AUDIENCES,
        "state_title": STATES[entry.state.value] if entry else "",
        "may_edit": api.may_edit(actor),
    }
    return web.page(request, "knowledge/entry.html", context, status=422 if errors else 200)


def _sent(sent: QueryDict) -> dict[str, str]:
    return {name: str(value) for name, value in sent.dict().items()}


def _sent_lines(sent: QueryDict) -> list[SourceLine]:
    pairs = zip(sent.getlist("source"), sent.getlist("source_url"), strict=False)
    return [SourceLine(title, url) for title, url in pairs if title or url]


def _kept(entry: Entry | None) -> tuple[dict[str, str], list[SourceLine]]:
    if entry is None:
        return {"language": settings.LANGUAGE_CODE, "valid_from": timezone.localdate().isoformat()}, []
    names = ("question", "answer", "language", "code", "keywords", "category", "owner_unit")
    values: dict[str, str] = {name: getattr(entry, name) for name in names}
    until = entry.valid_until.isoformat() if entry.valid_until else ""
    values |= {
        "audience": entry.audience.value,
        "valid_from": entry.valid_from.isoformat(),
        "valid_until": until,
    }
    return values, list(entry.sources)


@require_POST
def put(request: HttpRequest, entry_id: int, what: str) -> HttpResponse:
    actor = _editor(request)
    if what not in ("publish", "retire"):
        raise Http404
    try:
        done = api.put_in_force if what == "publish" else api.retire
        done(actor=actor, entry_id=entry_id)
    except LookupError as missing:
        raise Http404 from missing
    except EntryRefused as refused:
        entry = api.entry(actor=actor, entry_id=entry_id)
        return _form(request, actor, entry, {refused.field: str(refused)}, as_sent=False)
    web.toast(request, _("In force.") if what == "publish" else _("Out of force."))
    return redirect("knowledge:entry", entry_id=entry_id)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    text = api.export(actor=_staff(request))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="knowledge.csv"'
    return answer


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    actor, given = _editor(request), request.FILES.get("file")
    if not isinstance(given, UploadedFile) or not 0 < (given.size or 0) <= MOST_BYTES:
        return _list(request, actor, 422, errors=[_("Please choose a CSV file of at most 50 MB.")])
    try:
        report = api.bring_in(actor=actor, raw=given.read(), live=bool(request.POST.get("live")))
    except EntryRefused as refused:
        return _list(request, actor, 422, errors=[str(refused)])
    if report.errors:
        return _list(request, actor, 422, errors=report.errors)
    web.toast(
        request,
        _("{rows} rows: {stored} stored, {same} there already.").format(
            rows=report.rows, stored=report.stored, same=report.unchanged
        ),
    )
    return redirect("knowledge:list")
