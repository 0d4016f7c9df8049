"""For staff: which registers answer, what they know, and how many values are said to be wrong."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import CORRECTION

MOST = 30


@require_safe
def states(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if not actor.is_staff:
        raise PermissionDenied(_("This page is for staff."))
    found = matters.find(actor=actor, question=Question(kinds=(CORRECTION,), open_only=True))
    every = api.states()
    context = {
        "states": every,
        "away": [one for one in every if one.away],
        "rows": found.rows[:MOST],
    }
    return web.page(request, "registers/states.html", context)
