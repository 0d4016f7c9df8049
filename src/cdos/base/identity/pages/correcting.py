"""The page on which residents correct what is known about them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cdos.base.identity import api
from cdos.base.identity.contracts import Account
from cdos.base.identity.logic import correcting
from cdos.base.identity.pages.asking import attempt, signed_in
from cdos.base.identity.pages.forms import DetailsForm
from cdos.base.web import api as web


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def details(request: HttpRequest, account: Account) -> HttpResponse:
    """Name and mail here; the phone by a code, a proven name by proving it again, the number at a counter."""
    initial = {"name": account.name, "mail": correcting.mail(account.id)}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=initial)
    if not correcting.may_rename(account.id):
        del form.fields["name"]
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: api.correct_own(account_id=account.id, **form.cleaned_data))
        if changed is not None:
            said = gettext("Your details are corrected.") if changed else gettext("Nothing was changed.")
            web.toast(request, said)
            return HttpResponseRedirect(reverse("identity:me"))
    own = api.party(account.party_id) if account.party_id else None
    context = {"form": form, "account": account, "party": own}
    return web.page(request, "identity/details.html", context, 400 if form.errors else 200)
