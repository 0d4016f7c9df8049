"""Agents' rights in the browser: name somebody who may act for the enterprise, end a right."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentInvalid, IdentityRefused
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.guide import api as guide

from .pages import shown


@require_POST
@sensitive_post_parameters("document_number")
def name_agent(request: HttpRequest) -> HttpResponse:
    actor, sent = organisation.actor(request), request.POST
    firm = guide.firm_of(actor=actor)
    if actor.account_id is None or firm is None:
        return redirect("business:home")
    try:
        named = identity.name_agent(
            account_id=actor.account_id,
            firm_id=firm.id,
            name=sent.get("name", ""),
            document_number=sent.get("document_number", ""),
            until=until_of(sent.get("until", "")),
        )
    except (IdentityRefused, DocumentInvalid) as refused:
        return _refused(request, refused)
    web.toast(
        request,
        _("{name} may act for {firm} from now on.").format(name=named.party.name, firm=firm.name),
    )
    return redirect("business:home")


def _refused(request: HttpRequest, refused: IdentityRefused | DocumentInvalid) -> HttpResponse:
    """429 with how long to wait when there were too many attempts."""
    wait_s = refused.wait_s if isinstance(refused, IdentityRefused) else 0
    response = shown(request, error=str(refused), status=429 if wait_s else 422)
    if wait_s:
        response["Retry-After"] = wait_s
    return response


def until_of(said: str) -> date | None:
    try:
        return parse_date(said) if said else None
    except ValueError:
        return None


@require_POST
def end_agent(request: HttpRequest, party_id: int) -> HttpResponse:
    actor = organisation.actor(request)
    firm = guide.firm_of(actor=actor)
    if actor.account_id is None or firm is None:
        return redirect("business:home")
    try:
        identity.end_agent(account_id=actor.account_id, firm_id=firm.id, holder_id=party_id)
    except IdentityRefused as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    except LookupError as missing:
        raise Http404 from missing
    else:
        web.toast(request, _("They may no longer act for {firm}.").format(firm=firm.name))
    return redirect("business:home")
