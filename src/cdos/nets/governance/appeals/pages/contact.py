"""Phone and mail address of an appeal's person in clear: once, for a purpose, kept in the ledger."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api


@never_cache
@sensitive_post_parameters("words")
@require_POST
def clear(request: HttpRequest, number: str) -> HttpResponse:
    """The answer to this one request shows them; the page itself goes on showing them masked."""
    actor = organisation.staff(request)
    purpose, words = request.POST.get("purpose", ""), request.POST.get("words", "")
    context: dict[str, object] = {
        "number": number,
        "purposes": api.PURPOSES,
        "purpose": purpose,
        "words": words,
    }
    try:
        chosen = purpose if purpose in api.PURPOSES else ""
        found = api.clear_contact(actor=actor, number=number, purpose=chosen, words=words)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except MoveRefused as refused:
        return _page(request, context | {"error": str(refused)}, 422)
    nothing = "" if found.phone or found.mail else _("No phone and no mail address is known.")
    return _page(request, context | {"found": found, "nothing": nothing}, 200)


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    return web.page(request, "appeals/contact.html", context, status, fragment="appeals/parts/contact.html")
