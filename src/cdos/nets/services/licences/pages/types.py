"""The types of licences, and those that this city adds: kept by who keeps the city's lists."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.matters.api import needs
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Again, LicenceRefused, LicenceType

NEW = "new"


def _may(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


@require_http_methods(["GET"])
@needs(_may)
def types(request: HttpRequest, actor: Actor) -> HttpResponse:
    rows = sorted(api.types().values(), key=lambda one: (one.definer, one.name_code))
    return web.page(request, "licences/types.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@needs(_may)
def one(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Add one (`new`) or change one."""
    known = api.types().get(code)
    if known is None and code != NEW:
        raise LookupError(code)
    error = ""
    if request.method == "POST":
        try:
            wish, function = _wish(request, known)
            made = api.save_type(actor=actor, type=wish, function=function)
        except LicenceRefused as refused:
            error = str(refused)
        else:
            web.toast(request, _("Saved. Items can name this licence as their result now."))
            return redirect("licences:type", code=made.code)
    sent = request.POST
    context = {
        "known": known,
        "error": error,
        "sent": sent,
        "lines": sent.get("fields")
        or "\n".join(f"{name} {title}" for name, title in (known.fields if known else ())),
        "functions": _functions(),
        "holders": [("person", _("A person")), ("enterprise", _("An enterprise"))],
        "second": [
            ("many", _("Any number: one for each shop, each home")),
            ("replaces", _("One; a new one takes its place")),
            ("refused", _("One; no other until its last 30 days")),
        ],
        "again": sent.get("again") or (known.again.value if known else "many"),
        "everybody": bool(sent.get("everybody")) if sent else bool(known and known.everybody),
        "holder": sent.get("holder") or (known.holder if known else "person"),
        "months": sent.get("months") or (known.valid_months if known else ""),
        "material": sent.get("material") or (known.material if known else ""),
        "name": sent.get("name") or (known.name if known else ""),
    }
    return web.page(request, "licences/type.html", context, status=422 if error else 200)


def _functions() -> list[tuple[str, str]]:
    """Departments of the city by function."""
    found = [unit for unit in organisation.units().values() if not unit.area or len(unit.area) == 6]
    city = [unit for unit in found if unit.level.value == "city"]
    return sorted(((unit.function, unit.name) for unit in city), key=lambda pair: pair[1])


def _wish(request: HttpRequest, known: LicenceType | None) -> tuple[LicenceType, str]:
    sent = request.POST
    fields = []
    for line in sent.get("fields", "").splitlines():
        name, _space, title = line.strip().partition(" ")
        if name:
            fields.append((name, title.strip()))
    months = sent.get("months", "").strip()
    if months and not (months.isdecimal() and len(months) < 6 and 0 < int(months) <= 1200):
        raise LicenceRefused(
            _("Validity is a number of months; leave it empty for a licence that does not run out.")
        )
    wish = LicenceType(
        code=known.code if known else sent.get("code", "").strip(),
        name=sent.get("name", ""),
        definer="",
        fields=tuple(fields),
        holder=sent.get("holder", "person"),
        valid_months=int(months) if months else None,
        material=sent.get("material", "").strip(),
        again=Again(again) if (again := sent.get("again", "")) in set(Again) else Again.MANY,
        everybody=bool(sent.get("everybody")),
    )
    return wish, sent.get("function", "")
