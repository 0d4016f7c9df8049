"""Registering, proving the phone, proving the name."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cdos.base.crypto import api as crypto
from cdos.base.identity import api
from cdos.base.identity.addresses import client_address, safe_next
from cdos.base.identity.contracts import Account, DocumentKind, SignedInBy
from cdos.base.identity.logic.people import REGISTER, VERIFY
from cdos.base.identity.pages.asking import attempt, signed_in
from cdos.base.identity.pages.door import proceed
from cdos.base.identity.pages.forms import CodeForm, PhoneForm, RealNameForm, RegisterForm
from cdos.base.identity.pages.second import answer
from cdos.base.web import api as web

PENDING = "phone_pending"
PAGE = ["GET", "HEAD", "POST"]


def _send(request: HttpRequest, form: forms.Form, purpose: str) -> bool:
    """Sends the code and remembers in the session for which phone."""

    def action() -> dict[str, str]:
        phone = api.check_phone(form.cleaned_data["phone"])
        shown = api.send_code(phone=phone, purpose=purpose, address=client_address(request))
        return {"phone": phone, "purpose": purpose, "code": shown}

    sent = attempt(form, action)
    if sent:
        hidden = crypto.seal(sent.pop("phone"), column=PENDING).hex()
        request.session[PENDING] = sent | {"sealed": hidden}
    return sent is not None


def _pending(request: HttpRequest, purpose: str) -> dict[str, str] | None:
    found = request.session.get(PENDING)
    if not isinstance(found, dict) or found.get("purpose") != purpose or "sealed" not in found:
        return None
    return found | {"phone": crypto.unseal(bytes.fromhex(found["sealed"]), column=PENDING)}


def _onwards(name: str, next_path: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"identity:{name}", query={"next": next_path} if next_path else None))


def _phone_step(request: HttpRequest, purpose: str, following: str, next_path: str) -> HttpResponse:
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _send(request, form, purpose):
        return _onwards(following, next_path)
    context = {"form": form, "next": next_path, "purpose": purpose}
    return web.page(request, "identity/phone.html", context, 400 if form.errors else 200)


@never_cache
@require_http_methods(PAGE)
def register(request: HttpRequest) -> HttpResponse:
    """Step 1 of 2: the phone."""
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    return _phone_step(request, REGISTER, "register_code", next_path)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(PAGE)
def register_code(request: HttpRequest) -> HttpResponse:
    """Step 2 of 2: the code, a name and a password."""
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    pending = _pending(request, REGISTER)
    if pending is None:
        return _onwards("register", next_path)
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields, language = form.cleaned_data, get_language() or ""
        made = attempt(
            form, lambda: api.register_resident(phone=pending["phone"], language=language, **fields)
        )
        if made:
            del request.session[PENDING]
            return proceed(request, made, next_path, how=(SignedInBy.PHONE, SignedInBy.PASSWORD))
    context = {"form": form, "next": next_path, "pending": pending}
    return web.page(request, "identity/register_code.html", context, 400 if form.errors else 200)


@never_cache
@require_http_methods(PAGE)
@signed_in
def verify(request: HttpRequest, account: Account) -> HttpResponse:
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    return _phone_step(request, VERIFY, "verify_code", next_path)


@never_cache
@require_http_methods(PAGE)
@signed_in
def verify_code(request: HttpRequest, account: Account) -> HttpResponse:
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    pending = _pending(request, VERIFY)
    if pending is None:
        return _onwards("verify", next_path)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code, phone = form.cleaned_data["code"], pending["phone"]
        if attempt(form, lambda: api.verify_phone(account_id=account.id, phone=phone, code=code)):
            del request.session[PENDING]
            web.toast(request, gettext("Your phone is verified."))
            return HttpResponseRedirect(next_path or reverse("identity:me"))
    context = {"form": form, "next": next_path, "pending": pending}
    return web.page(request, "identity/verify_code.html", context, 400 if form.errors else 200)


@never_cache
@sensitive_post_parameters("document_number")
@require_http_methods(PAGE)
@signed_in
def real_name(request: HttpRequest, account: Account) -> HttpResponse:
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    form = RealNameForm(request.POST if request.method == "POST" else None, initial={"name": account.name})
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | {"document_kind": DocumentKind(form.cleaned_data["document_kind"])}
        if attempt(form, lambda: api.verify_real_name(account_id=account.id, **fields)):
            web.toast(request, gettext("Your name is verified."))
            return HttpResponseRedirect(next_path or reverse("identity:me"))
    return answer(request, "identity/real_name.html", {"form": form, "next": next_path}, form)
