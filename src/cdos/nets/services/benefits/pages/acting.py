"""Yes, no, claim, another account, and "let the city look": each one POST, said twice it stays one."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.hubs.registers.contracts import RegisterRefused
from cdos.nets.services.payouts.contracts import Payee

from .. import api
from ..contracts import BenefitRefused, Entitlement, EntitlementState
from . import programme
from .home import proven

Verb = Callable[[Actor, str, HttpRequest], str]


def done_by(request: HttpRequest, code: str, verb: Verb) -> HttpResponse:
    """A visitor is led to the sign-in; a refusal is told on the programme's page; what is another's is not found."""
    actor = organisation.actor(request)
    if actor.account_id is None:
        return redirect(f"/accounts/sign-in/?{urlencode({'next': f'/benefits/{code}/'})}")
    if not proven(actor):
        raise Http404
    programme.found(code)
    try:
        said = verb(actor, code, request)
    except (BenefitRefused, RegisterRefused) as refused:
        return programme.shown(request, code, error=str(refused), status=422)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, said)
    shown = number(request)
    return redirect(f"/benefits/{code}/" + (f"?{urlencode({'number': shown})}" if shown else ""))


def payee(actor: Actor, request: HttpRequest) -> Payee | None:
    """The account that was typed; None: the one that is known."""
    bank, account = request.POST.get("bank", "").strip(), request.POST.get("account", "").strip()
    return api.typed_account(actor=actor, bank=bank, account=account) if bank or account else None


def number(request: HttpRequest) -> str:
    return request.POST.get("number", "")[:40]


def yes(one: Entitlement) -> str:
    if one.state is EntitlementState.CHECKING:
        return _("Thank you. A member of staff looks at it now; you are told how it ends.")
    if one.state is EntitlementState.CONFIRMED:
        return _("Thank you. It is paid as soon as the budget has money again.")
    return _("Done. It goes to the account ending in %(tail)s.") % {"tail": one.account_tail}


@require_POST
@sensitive_post_parameters("account")
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    return done_by(request, code, lambda actor, _code, sent: yes(
        api.confirm(actor=actor, number=number(sent), payee=payee(actor, sent))
    ))  # fmt: skip


@require_POST
@sensitive_post_parameters("account")
def claim(request: HttpRequest, code: str) -> HttpResponse:
    return done_by(
        request,
        code,
        lambda actor, code, sent: yes(api.claim(actor=actor, code=code, payee=payee(actor, sent))),
    )


@require_POST
def decline(request: HttpRequest, code: str) -> HttpResponse:
    def verb(actor: Actor, code: str, sent: HttpRequest) -> str:
        api.decline(actor=actor, number=number(sent), reason=sent.POST.get("reason", ""))
        return _("Noted. You will not be asked again; you may still claim it here.")

    return done_by(request, code, verb)


@require_POST
@sensitive_post_parameters("account")
def account(request: HttpRequest, code: str) -> HttpResponse:
    def verb(actor: Actor, code: str, sent: HttpRequest) -> str:
        typed = api.typed_account(
            actor=actor, bank=sent.POST.get("bank", ""), account=sent.POST.get("account", "")
        )
        one = api.change_account(actor=actor, number=number(sent), payee=typed)
        return _("Thank you. It is paid again, to the account ending in %(tail)s.") % {
            "tail": one.account_tail
        }

    return done_by(request, code, verb)
