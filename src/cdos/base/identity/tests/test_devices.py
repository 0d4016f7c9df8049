"""Where somebody is signed in: listed, ended one by one, all at once, by idling and by age."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cdos.base.identity import api, models
from cdos.base.identity.logic import devices

pytestmark = pytest.mark.django_db
GOOD = "river-stone-88"
SIGN_IN, ME = "/accounts/sign-in/", "/accounts/me/"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
)


@pytest.fixture
def account():
    return api.create_account(login="13900000001", name="阿明", password=GOOD)


def browser(agent: str = "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537", **more) -> Client:
    client = Client(headers={"user-agent": agent}, **more)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post(SIGN_IN, {"login": "13900000001", "password": GOOD})
    return client


def test_each_sign_in_is_listed_with_its_device_and_network_and_not_more(account) -> None:
    here, there = browser(), browser(PHONE, REMOTE_ADDR="203.0.113.77")
    page = here.get(ME).text
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    assert "203.0.113.0/24" in page
    assert "203.0.113.77" not in page
    assert page.count("This device<") == 1
    assert "This device<" in there.get(ME).text


def test_one_device_is_ended_at_once_and_only_by_its_owner(account) -> None:
    here, there = browser(), browser(PHONE)
    stranger = api.create_account(login="13900000002", name="乙", password=GOOD)
    (other,) = re.findall(r"/accounts/me/sessions/(\d+)/end/", here.get(ME).text)
    assert not api.end_device(account_id=stranger.id, device_id=int(other))
    assert there.get(ME).status_code == 200
    here.post(f"/accounts/me/sessions/{other}/end/")
    assert there.get(ME).status_code == 302
    assert here.get(ME).status_code == 200
    assert "Safari" not in here.get(ME).text


def test_a_cookie_kept_from_before_signing_out_opens_nothing(account) -> None:
    here = browser()
    kept = models.DeviceSession.objects.get()
    here.post("/accounts/sign-out/")
    kept.refresh_from_db()
    assert kept.ended_at


def test_a_session_ends_after_its_longest_time_however_busy(account, settings) -> None:
    here = browser()
    models.DeviceSession.objects.update(
        begun_at=timezone.now() - timedelta(seconds=settings.RESIDENT_SESSION_S + 1)
    )
    answer = here.get(ME)
    assert answer["Location"].endswith("ended=long")
    assert "for a long time" in here.get(answer["Location"]).text


def test_the_session_key_changes_at_sign_in(account) -> None:
    client = Client()
    client.get("/accounts/register/")
    session = client.session
    session["draft"] = "kept"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post(SIGN_IN, {"login": "13900000001", "password": GOOD})
    assert client.session.session_key != before
    assert client.session["draft"] == "kept"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari MicroMessenger/8.0", "WeChat · Android"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_our_own_words(agent, said) -> None:
    assert devices.words(agent) == said


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("x", "")],
)
def test_of_an_address_only_the_network_is_kept(address, network) -> None:
    assert devices.prefix(address) == network


@pytest.mark.parametrize("key", ['"' + "\\000" * 8 + '"', "' OR 1=1 --", "\xff" * 9, "x" * 5000])
def test_a_made_up_cookie_is_no_session(key: str) -> None:
    names = ("sessionid", "cdos_draft", "cdos_language", "csrftoken", "messages")
    for name in names:
        answer = Client().get("/", headers={"cookie": f"{name}={key}"})
        assert answer.status_code == 200, name
