"""The pages and doors of the demonstration sign-in provider; 404 outside demonstration mode."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cdos.base.identity.adapters import demo_provider
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


def in_demonstration(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


def _issuer(request: HttpRequest) -> str:
    return request.build_absolute_uri("/demo-oidc")


@require_safe
@in_demonstration
def discovery(request: HttpRequest) -> HttpResponse:
    issuer = _issuer(request)
    answer: dict[str, Any] = {
        "issuer": issuer,
        "authorization_endpoint": issuer + "/authorize",
        "token_endpoint": issuer + "/token",
        "jwks_uri": issuer + "/jwks.json",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "scopes_supported": ["openid", "profile", "phone"],
    }
    return JsonResponse(answer)


@require_safe
@in_demonstration
def jwks(request: HttpRequest) -> HttpResponse:
    return JsonResponse(demo_provider.public_keys())


def _fault(request: HttpRequest, asked: dict[str, str]) -> str:
    """What is wrong with an authorization request, or ""; only our own return address is served."""
    if asked["client_id"] != demo_provider.CLIENT_ID:
        return "client_id"
    if asked["redirect_uri"] != request.build_absolute_uri(reverse("identity:oidc_back", args=["demo"])):
        return "redirect_uri"
    if asked["response_type"] != "code":
        return "response_type"
    return "" if asked["code_challenge_method"] == "S256" and asked["code_challenge"] else "code_challenge"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_demonstration
def authorize(request: HttpRequest) -> HttpResponse:
    source = request.POST if request.method == "POST" else request.GET
    asked = {key: source.get(key, "") for key in ASKED}
    fault = _fault(request, asked)
    person = next((p for p in demo_provider.PEOPLE if p.subject == request.POST.get("person")), None)
    if fault or person is None:
        context = {"asked": asked, "people": demo_provider.PEOPLE, "fault": fault}
        return web.page(request, "identity/demo_authorize.html", context, 400 if fault else 200)
    code = demo_provider.grant(person=person, request=asked)
    return HttpResponseRedirect(
        demo_provider.with_query(asked["redirect_uri"], code=code, state=asked["state"])
    )


@csrf_exempt
@never_cache
@require_POST
@in_demonstration
def token(request: HttpRequest) -> HttpResponse:
    name, secret = demo_provider.basic_credentials(request.headers.get("Authorization", ""))
    if name != demo_provider.CLIENT_ID or not hmac.compare_digest(secret, demo_provider.client_secret()):
        return JsonResponse({"error": "invalid_client"}, status=401)
    try:
        granted = demo_provider.redeem(
            code=request.POST.get("code", ""),
            redirect_uri=request.POST.get("redirect_uri", ""),
            verifier=request.POST.get("code_verifier", ""),
        )
    except demo_provider.GrantRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    answer = {
        "access_token": "none",
        "token_type": "Bearer",
        "expires_in": demo_provider.TOKEN_FOR_S,
        "id_token": demo_provider.id_token(issuer=_issuer(request), granted=granted),
    }
    return JsonResponse(answer)
