"""Decisions that no longer fit, for staff: what changed, what would be decided now, and what a person makes of it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.base.web.contracts import Level

from .. import api
from ..contracts import DecisionRefused, DriftState, Outcome

OUTCOMES = {
    Outcome.GRANTED: gettext_lazy("granted"),
    Outcome.REFUSED: gettext_lazy("refused"),
    Outcome.ASK: gettext_lazy("data missing"),
    Outcome.PERSON: gettext_lazy("for a person"),
}
STATES = {
    DriftState.OPEN: gettext_lazy("To be looked at"),
    DriftState.STANDS: gettext_lazy("Stands"),
    DriftState.REVIEW: gettext_lazy("Taken up again"),
}


def _staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


@require_GET
def drifts(request: HttpRequest) -> HttpResponse:
    actor = _staff(request)
    asked = request.GET.get("state", DriftState.OPEN.value)
    state = DriftState(asked) if asked in set(DriftState) else DriftState.OPEN
    try:
        found = api.drifts(actor=actor, state=state)
        counts = api.drift_counts(actor=actor)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    tabs = [
        {
            "text": str(words),
            "href": f"?state={one.value}",
            "current": one is state,
            "count": counts[one.value],
        }
        for one, words in STATES.items()
    ]
    rows = [(one, OUTCOMES[one.before], OUTCOMES[one.now]) for one in found]
    return web.page(request, "decisions/drifts.html", {"rows": rows, "tabs": tabs, "state": state.value})


@require_POST
def settle(request: HttpRequest, drift_id: int) -> HttpResponse:
    actor = _staff(request)
    asked = request.POST.get("state", "")
    if asked not in (DriftState.STANDS.value, DriftState.REVIEW.value):
        raise Http404
    try:
        api.settle_drift(
            actor=actor, drift_id=drift_id, state=DriftState(asked), note=request.POST.get("note", "")
        )
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except (DecisionRefused, MoveRefused) as refused:
        web.toast(request, str(refused), level=Level.BAD)
    else:
        web.toast(request, _("Noted."))
    return redirect("decisions:drifts")


@require_POST
def look(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Look at one decision again now: rule and registers."""
    actor = _staff(request)
    try:
        api.look_again(actor=actor, receipt_id=receipt_id)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except DecisionRefused as fits:
        web.toast(request, str(fits), level=Level.INFO)
        return redirect("decisions:receipt", receipt_id=receipt_id)
    web.toast(request, _("It no longer fits; see what changed."), level=Level.WARM)
    return redirect("decisions:drifts")
