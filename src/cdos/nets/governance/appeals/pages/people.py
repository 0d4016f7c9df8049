"""The people of an appeal, for staff: who appeals together, who appeals again, and what may be the same."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action
from cdos.base.web import api as web

from .. import api

LEVELS = {
    "unit": gettext_lazy("the unit's supervision looks at it"),
    "district": gettext_lazy("the district's supervision looks at it"),
    "city": gettext_lazy("the city's supervision looks at it"),
}


PARTABLE = ("merged", "replied", "solved")


@require_GET
def people(request: HttpRequest, number: str) -> HttpResponse:
    """Put into the pane of an appeal when it is opened."""
    actor = organisation.actor(request)
    try:
        with organisation.acting(actor):
            again = api.repeated(actor=actor, number=number)
            context = {
                "number": number,
                "joined": api.appellants(actor=actor, number=number),
                "again": again if again.level else None,
                "level": LEVELS.get(again.level, ""),
                "partable": PARTABLE,
                "duplicates": api.duplicates(actor=actor, number=number),
                "may_part": organisation.may(actor, Action.DISPATCH)
                or organisation.may(actor, Action.SUPERVISE),
            }
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    return web.page(request, "appeals/people.html", context, fragment="appeals/parts/people.html")


@require_POST
def part(request: HttpRequest, number: str) -> HttpResponse:
    """Parts an appeal from the one it was joined to."""
    actor = organisation.actor(request)
    try:
        api.part(actor=actor, number=number, reason=request.POST.get("reason", ""))
        web.toast(request, _("Parted. It goes on by itself, with its own clocks."))
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except MoveRefused as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    return redirect("staff:matter", number=number)
