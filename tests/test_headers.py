"""What protects a browser, on real responses: as on a laptop, and as behind a proxy that ends TLS."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

ASK = """
import json, django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
def told(answer):
    return {"status": answer.status_code, "headers": dict(answer.headers), "cookies": [m.OutputString() for m in answer.cookies.values()]}
client = Client()
print(json.dumps({
  "plain": told(client.get("/accounts/reset/", headers={"host": "localhost"})),
  "secure": told(client.get("/accounts/reset/", headers={"host": "localhost", "x-forwarded-proto": "https"})),
  "health": told(client.get("/healthz", headers={"host": "localhost"})),
}))
"""


def under_tls(**more: str) -> dict[str, dict[str, object]]:
    """The answers of a process that was started with these settings."""
    environment = {
        **os.environ,
        "CDOS_HTTPS": "1",
        "CDOS_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "cdos.runtime.settings",
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, env=environment, check=True
    )
    answers: dict[str, dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return answers


@pytest.mark.django_db
def test_every_page_guards_the_browser_and_leaves_place_and_microphone_to_our_own_pages() -> None:
    answer = Client().get("/accounts/sign-in/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    policy = dict(part.split("=") for part in answer["Permissions-Policy"].split(", "))
    assert policy["geolocation"] == policy["microphone"] == policy["camera"] == "(self)"
    assert policy["publickey-credentials-get"] == "(self)"
    assert policy["usb"] == policy["payment"] == "()"
    assert "Strict-Transport-Security" not in answer, "plain http on a laptop stays possible"
    cookie = answer.cookies["csrftoken"]
    assert (cookie["samesite"], cookie["secure"]) == ("Lax", "")
    assert "no-store" in answer["Cache-Control"]


def test_under_tls_plain_http_is_sent_on_and_browsers_remember_it() -> None:
    answers = under_tls()
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["headers"]["Location"] == "https://localhost/accounts/reset/"
    assert answers["secure"]["status"] == 200
    assert answers["secure"]["headers"]["Strict-Transport-Security"] == "max-age=31536000"
    assert answers["health"]["status"] == 200, "the proxy asks for health without TLS"
    assert answers["secure"]["cookies"]
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in answers["secure"]["cookies"])


def test_how_long_browsers_remember_it_can_be_set() -> None:
    assert under_tls(CDOS_HSTS_S="60")["secure"]["headers"]["Strict-Transport-Security"] == "max-age=60"


@pytest.mark.django_db
def test_cookies_of_a_session_are_out_of_reach_for_scripts() -> None:
    from tests.support.signing_in import signed_in

    from cdos.base.identity import api as identity

    identity.create_account(login="13900000001", name="阿明", password="river-stone-88")
    client = Client()
    answer = client.post("/accounts/sign-in/", {"login": "13900000001", "password": "river-stone-88"})
    assert answer.cookies["sessionid"]["httponly"]
    assert answer.cookies["cdos_device"]["httponly"]
    assert answer.cookies["sessionid"]["samesite"] == "Lax"
    strict = signed_in(identity.account_by_login("13900000001").id, Client(enforce_csrf_checks=True))
    assert strict.post("/accounts/me/sessions/end/").status_code == 403
    assert strict.post("/accounts/passkey/sign-in/", "{}", content_type="application/json").status_code == 403
