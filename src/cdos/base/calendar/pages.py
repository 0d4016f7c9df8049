"""The calendar's page for staff: look at a year, change days with a reason, confirm a year."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.calendar import api, logic, view
from cdos.base.calendar.access import access
from cdos.base.calendar.contracts import Access, DayRefused
from cdos.base.calendar.span import FIRST, LAST
from cdos.base.web import api as web
from cdos.base.web.contracts import Level

app_name = "calendar"


class DaysForm(forms.Form):
    first = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=gettext_lazy("Leave empty for one day."),
    )
    working = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            ("0", pgettext_lazy("calendar day", "free")),
            ("1", pgettext_lazy("calendar day", "worked")),
        ],
    )
    name = forms.CharField(
        label=gettext_lazy("Name or reason"),
        max_length=100,
        help_text=gettext_lazy("The holiday's name, or why the day is worked."),
    )


@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("calendar:year", year=timezone.localdate().year)


@require_http_methods(["GET", "POST"])
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    who = access(request)
    if not who.may_see:
        return _turned_away(request)
    if not FIRST.year <= year <= LAST.year:
        raise Http404
    form = DaysForm(request.POST or None, initial=_chosen(request))
    if request.method == "POST":
        if not who.may_edit:
            raise PermissionDenied
        if form.is_valid() and _saved(request, form, who):
            return redirect("calendar:year", year=form.cleaned_data["first"].year)
    return web.page(request, "calendar/year.html", _context(year, form, may_edit=who.may_edit))


@require_POST
def confirm(request: HttpRequest, year: int) -> HttpResponse:
    who = access(request)
    if not who.may_edit:
        raise PermissionDenied
    try:
        api.confirm_year(actor_name=who.name, actor_id=who.account_id, year=year)
        web.toast(request, _("The year is confirmed. Its deadlines are firm from now on."))
    except DayRefused as refused:
        web.toast(request, str(refused), level=Level.BAD)
    return redirect("calendar:year", year=year)


def _turned_away(request: HttpRequest) -> HttpResponse:
    if getattr(request, "account", None) is not None:
        raise PermissionDenied
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")


def _saved(request: HttpRequest, form: DaysForm, who: Access) -> bool:
    data = form.cleaned_data
    last = data["last"] or data["first"]
    try:
        made = api.set_days(
            actor_name=who.name,
            actor_id=who.account_id,
            first=data["first"],
            last=last,
            working=data["working"] == "1",
            name=data["name"],
        )
    except DayRefused as refused:
        form.add_error(None, str(refused))
        return False
    web.toast(request, _("Changed: %(count)s days.") % {"count": len(made)})
    return True


def _chosen(request: HttpRequest) -> dict[str, object]:
    """What a click on a day fills in: the day, and the opposite of what it is now."""
    try:
        day = api.day(date.fromisoformat(request.GET.get("day", "")))
    except ValueError:
        return {"working": "0"}
    weekend = day.on.weekday() >= 5
    name = _("Make-up day") if weekend and not day.working else ""
    return {"first": day.on, "working": "0" if day.working else "1", "name": name}


def _context(year: int, form: DaysForm, *, may_edit: bool) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "year": year,
        "earlier": year - 1 if year > FIRST.year else None,
        "later": year + 1 if year < LAST.year else None,
        "months": view.months(year),
        "weekdays": view.WEEKDAYS,
        "runs": view.runs(api.days(year)),
        "working_days": view.working_days(year),
        "provisional": date(year, 1, 1) > api.last_known_day(),
        "missing": api.missing_years(today),
        "today": today,
        "edits": logic.edits(year),
        "form": form,
        "may_edit": may_edit,
    }


urlpatterns = [
    path("staff/calendar/", this_year, name="now"),
    path("staff/calendar/<int:year>/", year_page, name="year"),
    path("staff/calendar/<int:year>/confirm", confirm, name="confirm"),
]
