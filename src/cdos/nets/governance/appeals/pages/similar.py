"""Appeals near one, for staff: asked for when somebody opens the fold on the workbench."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


@require_GET
def similar(request: HttpRequest, number: str) -> HttpResponse:
    actor = organisation.staff(request)
    try:
        found = api.similar(actor=actor, number=number)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context = {"rows": found, "number": number}
    return web.page(request, "appeals/similar.html", context, fragment="appeals/parts/similar.html")
