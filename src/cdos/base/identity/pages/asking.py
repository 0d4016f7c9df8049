"""What the pages share: who is asking, and how a refusal becomes a sentence beside a field."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from cdos.base.identity.addresses import sign_in_address
from cdos.base.identity.contracts import Account, DocumentInvalid, IdentityRefused, Party

P = ParamSpec("P")
T = TypeVar("T")

FIELD_OF = {
    "phone": "phone",
    "wait": "phone",
    "too-many": "phone",
    "name-missing": "name",
    "name-long": "name",
    "no-match": "name",
}


def asking(request: HttpRequest) -> Account | None:
    account = getattr(request, "account", None)
    return account if isinstance(account, Account) else None


def acting_for(request: HttpRequest) -> Party | None:
    party = getattr(request, "acting_for", None)
    return party if isinstance(party, Party) else None


def signed_in(
    view: Callable[Concatenate[HttpRequest, Account, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Passes the account to the view; a visitor is led to the sign-in page and back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        account = asking(request)
        if account is None:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
            ended = str(getattr(request, "session_ended", ""))
            return HttpResponseRedirect(sign_in_address(next_path=back, ended=ended))
        return view(request, account, *args, **kwargs)

    return guarded


def attempt(form: forms.Form, action: Callable[[], T]) -> T | None:
    """The action's answer, or None with the reason written beside the field it belongs to."""
    try:
        return action()
    except DocumentInvalid as refusal:
        form.add_error("document_number" if "document_number" in form.fields else None, str(refusal))
    except IdentityRefused as refusal:
        form.add_error(_field(form, refusal.code), str(refusal))
        form.wait_s = refusal.wait_s  # type: ignore[attr-defined]
    return None


def _field(form: forms.Form, code: str) -> str | None:
    name = FIELD_OF.get(code, code.partition("-")[0])
    return name if name in form.fields else None
