"""Pages for staff: the organisation as a tree, and deputies."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Account
from cdos.base.organisation import api, view
from cdos.base.organisation.contracts import Actor, Deputation, HeldAppointment, OrganisationRefused, Unit
from cdos.base.organisation.words import LEVELS, role_name
from cdos.base.web import api as web
from cdos.base.web.contracts import Level

app_name = "organisation"


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


class ProposalForm(forms.Form):
    appointment_id = forms.TypedChoiceField(label=gettext_lazy("Your post"), coerce=int)
    deputy_id = forms.TypedChoiceField(label=gettext_lazy("Who stands in?"), coerce=int)
    from_on = forms.DateField(label=gettext_lazy("First day"), widget=day_input())
    until_on = forms.DateField(label=gettext_lazy("Last day"), widget=day_input())

    def offer(self, held: list[HeldAppointment], colleagues: list[tuple[int, str]]) -> None:
        posts = [(one.id, f"{one.unit_name} · {role_name(one.role)}") for one in held]
        self._set_choices("appointment_id", posts)
        self._set_choices("deputy_id", colleagues)

    def _set_choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@require_GET
def policy_page(request: HttpRequest) -> HttpResponse:
    """Who may do what: the very table that is enforced."""
    if _staff(request) is None:
        return _turned_away(request)
    return web.page(request, "organisation/policy.html", {"lines": view.policy_lines()})


@require_GET
def tree_page(request: HttpRequest) -> HttpResponse:
    if _staff(request) is None:
        return _turned_away(request)
    words, unit = request.GET.get("q", "").strip()[:50], _unit(request)
    path_to = api.area_path(unit.area if unit else request.GET.get("area") or settings.CITY_CODE)
    context = {
        "words": words,
        "found": view.search(words) if words else None,
        "unit": unit,
        "parent": api.unit(unit.parent) if unit else None,
        "children": api.children_units(unit.code) if unit else [],
        "holders": view.holders(unit.code) if unit else [],
        "path": path_to,
        "area": path_to[-1] if path_to else None,
        "level": LEVELS[path_to[-1].level] if path_to else "",
        "units": view.units_of(path_to[-1].code) if path_to else [],
        "nodes": view.tree(path_to),
    }
    return web.page(request, "organisation/tree.html", context)


def _unit(request: HttpRequest) -> Unit | None:
    code = request.GET.get("unit", "")
    found = api.unit(code) if code else None
    if code and found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def deputies_page(request: HttpRequest) -> HttpResponse:
    account = _staff(request)
    if account is None:
        return _turned_away(request)
    held = api.appointments(account_id=account.id)
    form = ProposalForm(request.POST or None, initial={"from_on": timezone.localdate()})
    form.offer(held, view.colleagues(account.id, held))
    if request.method == "POST" and form.is_valid() and _proposed(request, form):
        return redirect("organisation:deputies")
    rows = api.deputations(account.id)
    asked = view.asked(rows, account.id)
    context = {
        "form": form if held else None,
        "asked": [view.standing(row) for row in asked],
        "rows": [view.standing(row) for row in rows if row not in asked],
    }
    return web.page(request, "organisation/deputies.html", context)


def _proposed(request: HttpRequest, form: ProposalForm) -> bool:
    try:
        made = api.propose_deputy(actor=api.actor(request), **form.cleaned_data)
    except OrganisationRefused as refused:
        form.add_error(None, str(refused))
        return False
    web.toast(
        request, _("%(name)s has been asked. Nothing changes before the answer.") % {"name": made.deputy}
    )
    return True


Answer = Callable[[Actor, int], Deputation]
ANSWERS: dict[str, Answer] = {
    "accept": lambda actor, row: api.accept_deputy(actor=actor, deputation_id=row),
    "decline": lambda actor, row: api.decline_deputy(actor=actor, deputation_id=row),
    "end": lambda actor, row: api.end_deputy(actor=actor, deputation_id=row),
}


@require_POST
def answer(request: HttpRequest, deputation_id: int, what: str) -> HttpResponse:
    if _staff(request) is None:
        return _turned_away(request)
    if what not in ANSWERS:
        raise Http404
    try:
        ANSWERS[what](api.actor(request), deputation_id)
        web.toast(request, _("Saved."))
    except OrganisationRefused as refused:
        web.toast(request, str(refused), level=Level.BAD)
    return redirect("organisation:deputies")


def _staff(request: HttpRequest) -> Account | None:
    """Also staff without a post: somebody may ask them to stand in."""
    account = getattr(request, "account", None)
    return account if isinstance(account, Account) and account.is_staff else None


def _turned_away(request: HttpRequest) -> HttpResponse:
    if getattr(request, "account", None) is not None:
        raise PermissionDenied
    return identity.to_sign_in(request)


urlpatterns = [
    path("staff/organisation/", tree_page, name="tree"),
    path("staff/policy/", policy_page, name="policy"),
    path("staff/deputies/", deputies_page, name="deputies"),
    path("staff/deputies/<int:deputation_id>/<slug:what>", answer, name="answer"),
]
