"""Sign-in by an outside OpenID Connect provider: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0)."""

import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.utils.translation import gettext
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cdos.base.identity.contracts import Assurance, IdentityRefused

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
TIMEOUT_S = 10
CLOCK_LEEWAY_S = 60


@dataclass(frozen=True, slots=True)
class Provider:
    """`assurance` is what a sign-in there proves to this city; `title` is on the button."""

    key: str
    title: str
    issuer: str
    client_id: str
    client_secret: str = ""
    scope: str = "openid profile phone"
    assurance: Assurance = Assurance.ANONYMOUS


@dataclass(frozen=True, slots=True)
class Attempt:
    """What must be kept in the session between leaving and coming back."""

    provider: str
    state: str
    nonce: str
    verifier: str
    next_path: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    subject: str
    name: str
    phone: str


def new_attempt(provider: Provider, next_path: str) -> Attempt:
    return Attempt(
        provider=provider.key,
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        next_path=next_path,
    )


def refused(detail: str) -> IdentityRefused:
    return IdentityRefused(
        gettext("Signing in over there did not work (%(detail)s); try again or use another way.")
        % {"detail": detail},
        code="oidc",
    )


class Client:
    """One provider, asked over one HTTP session; the session may carry a transport of its own (the demonstration's)."""

    def __init__(
        self, provider: Provider, *, redirect_uri: str, http: requests.Session | None = None
    ) -> None:
        self.provider = provider
        self.redirect_uri = redirect_uri
        self.http = http or requests.Session()

    def authorize_address(self, attempt: Attempt) -> str:
        address, _ = self._oauth().create_authorization_url(
            self._discover()["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
        )
        return str(address)

    def claims(self, attempt: Attempt, *, state: str, code: str) -> Claims:
        """Exchanges the code and verifies the ID token. Raises IdentityRefused when anything does not fit."""
        if not hmac.compare_digest(state.encode(), attempt.state.encode()):
            raise refused("state")
        places = self._discover()
        token = self._exchange(places["token_endpoint"], code, attempt.verifier)
        return self._verify(str(token.get("id_token", "")), self._keys(places["jwks_uri"]), attempt.nonce)

    def _oauth(self) -> OAuth2Session:
        oauth = OAuth2Session(
            self.provider.client_id,
            self.provider.client_secret or None,
            scope=self.provider.scope,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self.provider.client_secret else "none",
        )
        oauth.adapters = self.http.adapters
        return oauth

    def _get(self, address: str) -> dict[str, object]:
        try:
            answer = self.http.get(address, timeout=TIMEOUT_S)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise refused(urlsplit(address).netloc) from error
        if not isinstance(found, dict):
            raise refused("json")
        return found

    def _discover(self) -> dict[str, str]:
        found = self._get(self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != self.provider.issuer:
            raise refused("issuer")
        return {key: str(value) for key, value in found.items()}

    def _keys(self, address: str) -> KeySet:
        try:
            return KeySet.import_key_set(self._get(address))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise refused("jwks") from error

    def _exchange(self, address: str, code: str, verifier: str) -> dict[str, object]:
        try:
            token = self._oauth().fetch_token(
                address, grant_type="authorization_code", code=code, code_verifier=verifier, timeout=TIMEOUT_S
            )
        except (OAuthError, requests.RequestException, ValueError) as error:
            raise refused("token") from error
        return dict(token)

    def _verify(self, id_token: str, keys: KeySet, nonce: str) -> Claims:
        rules = jwt.JWTClaimsRegistry(
            leeway=CLOCK_LEEWAY_S,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            found = jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims
            rules.validate(found)
        except (JoseError, ValueError) as error:
            raise refused("id_token") from error
        if "azp" in found and found["azp"] != self.provider.client_id:
            raise refused("azp")
        phone = str(found.get("phone_number", "")) if found.get("phone_number_verified") is True else ""
        return Claims(subject=str(found["sub"]), name=str(found.get("name", ""))[:200], phone=phone)
