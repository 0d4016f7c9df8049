"""The catalogue as staff see it: the list, a file in or out, what the linter says of everything, what was saved."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import Imported, ItemRefused, ItemState, Severity
from . import asking, layout

STATES = {
    ItemState.DRAFT: gettext_lazy("Draft"),
    ItemState.WAITING: gettext_lazy("Waits for approval"),
    ItemState.LIVE: gettext_lazy("In force"),
    ItemState.ENDED: gettext_lazy("No longer in force"),
}
KINDS = {ItemState.DRAFT: "info", ItemState.WAITING: "warm", ItemState.LIVE: "good", ItemState.ENDED: ""}
MOST_BYTES = 100_000_000
SHOWN = 200


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, *, refused: str = "", report: Imported | None = None) -> HttpResponse:
    actor, asked = asking.staff(request), asking.sought(request)
    found = api.page(actor=actor, sought=asked)
    way = request.GET.get("way", "")
    context = {
        "rows": [(row, STATES[row.state], KINDS[row.state], _area(row.area)) for row in found.rows],
        "total": found.total,
        "tabs": _tabs(asked.state, found.counts),
        "words": asked.words,
        "state": asked.state.value if asked.state else "",
        "way": way,
        "ways": [("", _("All items")), ("instant", _("Decided at once")), ("combinable", _("Combinable"))],
        "department": asked.department,
        "department_name": unit.name if (unit := organisation.unit(asked.department)) else "",
        "page": asked.page,
        "further": found.total > asked.page * api.PAGE,
        "may_edit": api.may_edit(actor),
        "refused": refused,
        "report": report,
    }
    wrong = bool(refused or (report and report.refused and not report.drafts))
    return web.page(request, "items/list.html", context, status=422 if wrong else 200)


def _area(code: str) -> str:
    area = organisation.area(code)
    return area.name if area and area.parent else ""


def _tabs(chosen: ItemState | None, counts: dict[str, int]) -> list[dict[str, object]]:
    tabs: list[dict[str, object]] = [{"text": _("All"), "href": "?", "current": chosen is None}]
    for state, title in STATES.items():
        if counts.get(state.value) or chosen is state:
            tabs.append(
                {
                    "text": title,
                    "href": f"?state={state.value}",
                    "current": chosen is state,
                    "count": counts.get(state.value, 0),
                }
            )
    return tabs


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """Good rows become drafts; the others are listed with why."""
    actor, given = asking.editor(request), request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        return _list(request, refused=_("Please choose a CSV or JSON file."))
    if (given.size or 0) > MOST_BYTES:
        return _list(request, refused=_("The file is too large for a catalogue."))
    try:
        report = api.bring_in(actor=actor, raw=given.read())
    except ItemRefused as refused:
        return _list(request, refused=str(refused))
    return _list(request, report=report)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    actor = asking.staff(request)
    kind = "json" if request.GET.get("kind") == "json" else "csv"
    response = HttpResponse(
        api.export(actor=actor, kind=kind),
        content_type="application/json" if kind == "json" else "text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="items.{kind}"'
    return response


@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """Every problem of what is in force, by rule."""
    asking.staff(request)
    titles = {one.code: one.title for one in api.live_items()}
    found: dict[str, list[tuple[str, str, str]]] = {}
    words: dict[str, tuple[str, str, str]] = api.lint_rules()
    for code, problems in api.lint_all().items():
        for one in problems:
            words.setdefault(one.rule, (one.words, one.basis, one.severity.value))
            found.setdefault(one.rule, []).append((code, titles.get(code, code), layout.title(one.element)))
    rules = [
        {
            "id": name,
            "words": text,
            "basis": basis,
            "error": severity == Severity.ERROR,
            "found": found.get(name, []),
        }
        for name, (text, basis, severity) in words.items()
    ]
    rules.sort(key=lambda rule: (not rule["found"], not rule["error"], rule["id"]))
    silent = [rule for rule in rules if not rule["found"]]
    context = {
        "rules": rules,
        "silent": silent,
        "problems": sum(map(len, found.values())),
        "items": len(titles),
        "most": SHOWN,
    }
    return web.page(request, "items/checks.html", context)


@require_GET
def savings(request: HttpRequest) -> HttpResponse:
    """Before and after each reform, counted."""
    asking.staff(request)
    rows = api.savings()
    before, after = api.total(one.before for one in rows), api.total(one.after for one in rows)
    rows.sort(key=lambda one: (one.after.papers - one.before.papers) * 3 + one.after.days - one.before.days)
    context = {"rows": rows, "after": after, "count": len(rows)}
    was = {name: getattr(before, name) for name in ("steps", "days", "trips", "papers")}
    context |= {f"{name}_before": _("before: {n}").format(n=f"{n:g}") for name, n in was.items()}
    return web.page(request, "items/savings.html", context)
