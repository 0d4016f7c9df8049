"""This city's doors as a sign-in provider for other cities and systems (OpenID Connect Core 1.0, code flow with PKCE)."""

import hmac
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cdos.base.identity.adapters.demo_provider import basic_credentials
from cdos.base.identity.contracts import Account
from cdos.base.identity.logic import issuing
from cdos.base.identity.pages.asking import signed_in
from cdos.base.web import api as web

ASKED = (
    "client_id",
    "redirect_uri",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "response_type",
)


def _issuer(request: HttpRequest) -> str:
    return request.build_absolute_uri("/oidc")


@require_safe
def discovery(request: HttpRequest) -> HttpResponse:
    issuer = _issuer(request)
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": issuer + "/authorize",
            "token_endpoint": issuer + "/token",
            "jwks_uri": issuer + "/jwks.json",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "scopes_supported": ["openid", "profile", "phone"],
        }
    )


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    return JsonResponse(issuing.public_keys())


def _fault(client: issuing.Client | None, asked: dict[str, str]) -> str:
    """What is wrong with a request, or ""; nobody is sent to an address that is not the client's own."""
    if client is None:
        return "client_id"
    if asked["redirect_uri"] not in client.redirect_uris:
        return "redirect_uri"
    if asked["response_type"] != "code":
        return "response_type"
    return "" if asked["code_challenge_method"] == "S256" and asked["code_challenge"] else "code_challenge"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def authorize(request: HttpRequest, account: Account) -> HttpResponse:
    """Says who asks and what they learn; only after "yes" anything is passed on."""
    source = request.POST if request.method == "POST" else request.GET
    asked = {key: source.get(key, "")[:500] for key in ASKED}
    client = issuing.clients().get(asked["client_id"])
    fault = _fault(client, asked) or ("account" if account.is_staff else "")
    answer = request.POST.get("answer", "")
    if fault or answer not in {"yes", "no"}:
        context = {"asked": asked, "client": client, "fault": fault, "account": account}
        page = web.page(request, "identity/authorize.html", context, 400 if fault else 200)
        return page if fault else _may_lead_to(page, asked["redirect_uri"])
    back = {"state": asked["state"]}
    if answer == "yes":
        back["code"] = issuing.grant(person=account, request=asked)
    else:
        back["error"] = "access_denied"
    address = asked["redirect_uri"]
    return HttpResponseRedirect(f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(back)}")


def _may_lead_to(page: HttpResponse, address: str) -> HttpResponse:
    """Browsers apply `form-action` to where a sent form is led on to, too."""
    parts = urlsplit(address)
    page._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return page


@csrf_exempt
@never_cache
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    name, secret = basic_credentials(request.headers.get("Authorization", ""))
    client = issuing.clients().get(name)
    if client is None or not hmac.compare_digest(secret.encode(), client.client_secret.encode()):
        return JsonResponse({"error": "invalid_client"}, status=401)
    try:
        person, nonce = issuing.redeem(
            client=client,
            code=request.POST.get("code", ""),
            redirect_uri=request.POST.get("redirect_uri", ""),
            verifier=request.POST.get("code_verifier", ""),
        )
    except issuing.CodeRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    signed = issuing.id_token(issuer=_issuer(request), client=client, person=person, nonce=nonce)
    answer = {"access_token": "none", "token_type": "Bearer", "expires_in": issuing.TOKEN_FOR_S}
    return JsonResponse({**answer, "id_token": signed})
