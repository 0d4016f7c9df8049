"""This city as a sign-in provider: another city recognises its residents, and learns no more than they agreed to."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api, models
from cdos.base.identity.adapters import oidc
from cdos.base.identity.adapters.demo_provider import InProcess
from cdos.base.identity.contracts import Assurance
from cdos.base.identity.logic import issuing
from cdos.base.identity.pages import oidc as oidc_pages
from cdos.base.identity.tests.test_pages import citizen

pytestmark = pytest.mark.django_db
HOME, TWIN = "http://home.example", "http://twin.example"
BACK = f"{TWIN}/accounts/oidc/home/back/"
SECRET = "s" * 40
CLIENTS = [
    {"client_id": "twin", "client_secret": SECRET, "title": "友城", "redirect_uris": [BACK]},
    {"client_id": "third", "client_secret": "t" * 40, "title": "第三方", "redirect_uris": [BACK]},
]


@pytest.fixture(autouse=True)
def _two_cities(settings, monkeypatch) -> None:
    """Home knows the twin as a client, the twin knows home as a provider; they talk over requests, without a network."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.OIDC_CLIENTS = json.dumps(CLIENTS)
    settings.OIDC_PROVIDERS = json.dumps(
        [
            {
                "key": "home",
                "title": "本市",
                "issuer": f"{HOME}/oidc",
                "client_id": "twin",
                "client_secret": SECRET,
                "assurance": 2,
            }
        ]
    )

    def client(provider: oidc.Provider, request: object) -> oidc.Client:
        http = requests.Session()
        http.mount(HOME, InProcess())
        return oidc.Client(provider, redirect_uri=BACK, http=http)

    monkeypatch.setattr(oidc_pages, "client", client)


@pytest.fixture
def resident():
    party = api.register_person(name="林晓月", document_number=citizen(), phone="13900000001")
    return api.create_account(
        login="13900000001", name="林晓月", party_id=party.id, assurance=Assurance.REAL_NAME
    )


def at(host: str, client: Client) -> Client:
    client.defaults["HTTP_HOST"] = urlsplit(host).netloc
    return client


def asked_of(abroad: Client) -> dict[str, str]:
    leaving = abroad.get("/accounts/oidc/home/", {"next": "/accounts/me/"})
    assert leaving["Location"].startswith(f"{HOME}/oidc/authorize?")
    return {key: value[0] for key, value in parse_qs(urlsplit(leaving["Location"]).query).items()}


def answered(home: Client, asked: dict[str, str], answer: str = "yes") -> str:
    said = home.post("/oidc/authorize", asked | {"answer": answer})
    assert said.status_code == 302
    return str(said["Location"])


def test_a_resident_of_one_city_is_recognised_by_its_twin_after_saying_yes(resident) -> None:
    home, abroad = at(HOME, signed_in(resident.id)), at(TWIN, Client())
    asked = asked_of(abroad)
    page = home.get("/oidc/authorize", asked)
    assert "友城" in page.text
    assert "林晓月" in page.text
    assert TWIN in page.headers["Content-Security-Policy"]  # else the browser stops the way back

    back = answered(home, asked)
    assert back.startswith(BACK)
    assert abroad.get(back)["Location"] == "/accounts/me/"
    known = models.ExternalIdentity.objects.get(provider="home").account
    assert (known.name, known.assurance) == ("林晓月", Assurance.REAL_NAME)
    assert known.pk != resident.id


def test_no_means_that_nothing_is_passed_on(resident) -> None:
    home, abroad = at(HOME, signed_in(resident.id)), at(TWIN, Client())
    back = answered(home, asked_of(abroad), "no")
    assert "access_denied" in back
    assert "code=" not in back
    assert abroad.get(back)["Location"] == "/accounts/sign-in/"
    assert not models.ExternalIdentity.objects.exists()


def test_who_is_not_signed_in_signs_in_first_and_comes_back_to_the_question(resident) -> None:
    asked = asked_of(at(TWIN, Client()))
    answer = at(HOME, Client()).get("/oidc/authorize", asked)
    assert answer["Location"].startswith("/accounts/sign-in/?next=")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "https://evil.example/back"},
        {"response_type": "token"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_request_that_does_not_fit_leads_nowhere(resident, spoilt) -> None:
    asked = asked_of(at(TWIN, Client())) | spoilt
    answer = at(HOME, signed_in(resident.id)).post("/oidc/authorize", asked | {"answer": "yes"})
    assert answer.status_code == 400
    assert not models.SignInCode.objects.exists()


def test_a_code_serves_once_and_for_its_own_client_only(resident) -> None:
    home, abroad = at(HOME, signed_in(resident.id)), at(TWIN, Client())
    asked = asked_of(abroad)
    code = parse_qs(urlsplit(answered(home, asked)).query)["code"][0]
    verifier = abroad.session["oidc_attempt"]["verifier"]
    third, twin = issuing.clients()["third"], issuing.clients()["twin"]
    with pytest.raises(issuing.CodeRefused):
        issuing.redeem(client=third, code=code, redirect_uri=BACK, verifier=verifier)
    with pytest.raises(issuing.CodeRefused):  # used up by the wrong one
        issuing.redeem(client=twin, code=code, redirect_uri=BACK, verifier=verifier)


def test_the_token_door_wants_the_clients_own_secret() -> None:
    answer = at(HOME, Client()).post(
        "/oidc/token", {"code": "x"}, headers={"authorization": "Basic dHdpbjp3cm9uZw=="}
    )
    assert answer.status_code == 401


def test_two_clients_get_two_subjects_for_one_person(resident) -> None:
    assert issuing.subject("twin", resident.id) != issuing.subject("third", resident.id)
    assert issuing.subject("twin", resident.id) == issuing.subject("twin", resident.id)
