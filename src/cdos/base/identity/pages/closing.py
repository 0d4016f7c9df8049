"""The page on which somebody closes their own account."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cdos.base.identity import api, sessions
from cdos.base.identity.contracts import Account
from cdos.base.identity.logic import factors
from cdos.base.identity.logic.passwords import has_password
from cdos.base.identity.pages.asking import attempt, signed_in
from cdos.base.identity.pages.forms import CloseForm
from cdos.base.identity.pages.second import PAGE, answer, confirmed
from cdos.base.web import api as web


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(PAGE)
@signed_in
def close(request: HttpRequest, account: Account) -> HttpResponse:
    """What ends and what stays; then the password once more, and the words typed."""
    refusal = api.why_not_closed(account.id)
    if refusal:
        return web.page(request, "identity/close.html", {"refusal": refusal}, 403 if request.POST else 200)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if not _has_secret(account):
        if not sessions.is_fresh(request):
            return HttpResponseRedirect(reverse("identity:sign_in", query={"next": request.path}))
        del form.fields["secret"]
    if request.method == "POST" and form.is_valid():
        closed = attempt(form, lambda: _closed(request, account, form))
        if closed is not None:
            return _gone(request, erased=closed)
    context = {
        "form": form,
        "needed": api.needed_after_closing(account.id),
        "demo_code": factors.demonstration_code(account.id),
    }
    return answer(request, "identity/close.html", context, form)


def _has_secret(account: Account) -> bool:
    """Who always comes by an outside provider and has no second factor can only prove it by having come just now."""
    return has_password(account.id) or bool(factors.factors(account.id))


def _closed(request: HttpRequest, account: Account, form: CloseForm) -> bool:
    if "secret" in form.fields:
        confirmed(request, account, form.cleaned_data["secret"])
    return api.close_account(account_id=account.id)


def _gone(request: HttpRequest, *, erased: bool) -> HttpResponse:
    request.session.flush()
    request.account = request.acting_for = None  # type: ignore[attr-defined]
    return web.page(request, "identity/closed.html", {"erased": erased})
