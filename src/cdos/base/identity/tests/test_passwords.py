"""What a good password is, how a forgotten one is set anew, how old one may be."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from cdos.base.identity import api, models
from cdos.base.identity.contracts import IdentityRefused
from cdos.base.identity.logic import factors, passwords, totp
from cdos.base.identity.logic.accounts import check_password_strength
from cdos.base.jobs import api as jobs

pytestmark = pytest.mark.django_db
GOOD, BETTER = "river-stone-88", "mountain-lake-77"
SIGN_IN, ME, FORGOTTEN, CODE = (
    "/accounts/sign-in/",
    "/accounts/me/",
    "/accounts/reset/",
    "/accounts/reset/code/",
)


def english() -> Client:
    client = Client()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def resident():
    party = api.register_person(name="李小明", phone="13900000001")
    return api.create_account(login="13900000001", name="李小明", password=GOOD, party_id=party.id)


@pytest.fixture
def clerk():
    party = api.register_person(name="赵", phone="13900000002")
    return api.create_account(login="clerk", name="赵", password=GOOD, party_id=party.id, is_staff=True)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("river-st1", "password-short"),
        ("x1" * 501, "password-long"),
        ("aaaaaaaaaa", "password-simple"),
        ("1234567890", "password-simple"),
        ("Woaini1314", "password-common"),
        ("sunshine123", "password-common"),
        ("zhangsan-2026", "password-login"),
        ("me13900000001", "password-login"),
        ("李小明的密码2026", "password-login"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, code) -> None:
    with pytest.raises(IdentityRefused) as refusal:
        check_password_strength(password, "zhangsan", "李小明", "13900000001")
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "password", ["river-stone-88", "correct horse battery staple", "今天天气真好我们去海边走走吧再回来吃饭"]
)
def test_a_good_password_passes(password) -> None:
    check_password_strength(password, "zhangsan", "李小明", "")


def code_for(client: Client, login: str) -> str | None:
    page = client.post(FORGOTTEN, {"login": login}, follow=True)
    found = re.search(r"<strong>(\d{6})</strong>", page.text)
    return found[1] if found else None


def test_a_resident_sets_a_new_password_by_a_code_and_all_sessions_end(resident) -> None:
    signed, client = english(), english()
    signed.post(SIGN_IN, {"login": "13900000001", "password": GOOD})
    code = code_for(client, "13900000001")
    assert client.post(CODE, {"code": code, "password": "short"}).status_code == 400
    assert client.post(CODE, {"code": code, "password": BETTER})["Location"] == SIGN_IN
    assert signed.get(ME).status_code == 302
    assert client.get(ME).status_code == 302, "a code to the phone alone signs nobody in"
    assert client.post(SIGN_IN, {"login": "13900000001", "password": GOOD}).status_code == 400
    assert client.post(SIGN_IN, {"login": "13900000001", "password": BETTER}).status_code == 302
    assert client.post(FORGOTTEN, {"login": "13900000001"}, follow=True).status_code == 200
    assert english().post(CODE, {"code": code, "password": GOOD})["Location"] == FORGOTTEN


def test_the_page_does_not_tell_whether_an_account_exists(resident, settings) -> None:
    settings.DEMO = False
    known, unknown = english(), english()
    pages = [
        re.sub(
            r'value="[^"]*"|csrf-token" content="[^"]*"|[0-9a-f]{32}',
            "",
            client.post(FORGOTTEN, {"login": login}, follow=True).text,
        )
        for client, login in ((known, "13900000001"), (unknown, "13900000099"))
    ]
    assert pages[0] == pages[1]
    answers = [client.post(CODE, {"code": "000000", "password": BETTER}) for client in (known, unknown)]
    assert [answer.status_code for answer in answers] == [400, 400]


def test_staff_need_an_administrator_who_opens_it_and_sees_no_password(clerk) -> None:
    client = english()
    assert code_for(client, "clerk") is None
    api.open_reset(account_id=clerk.id)
    assert api.sign_in(login="clerk", password=GOOD, address="10.0.0.1").account is None, "the old one ended"
    code = code_for(client, "clerk")
    assert client.post(CODE, {"code": code, "password": BETTER}).status_code == 302
    models.PhoneCode.objects.all().delete()
    assert code_for(english(), "clerk") is None, "opened once"
    answer = client.post(SIGN_IN, {"login": "clerk", "password": BETTER})
    assert answer["Location"] == "/accounts/second/set-up/", "the second factor is asked all the same"


def test_an_opened_reset_closes_after_a_day(clerk) -> None:
    api.open_reset(account_id=clerk.id)
    models.PasswordState.objects.update(reset_until=timezone.now())
    assert code_for(english(), "clerk") is None


def test_without_a_phone_nothing_is_opened() -> None:
    made = api.create_account(login="clerk", name="赵", password=GOOD, is_staff=True)
    with pytest.raises(IdentityRefused):
        api.open_reset(account_id=made.id)
    assert api.sign_in(login="clerk", password=GOOD, address="10.0.0.1").account


def test_the_first_password_is_set_by_a_link_once(clerk) -> None:
    api.open_reset(account_id=clerk.id)
    path = f"/accounts/reset/first/{passwords.first_link(clerk.id)}/"
    client = english()
    assert client.get(path).status_code == 200
    assert client.post(path, {"password": BETTER})["Location"] == SIGN_IN
    assert client.get(path).status_code == 404
    assert client.get(path[:-2] + "x/").status_code == 404


def test_a_password_of_staff_that_is_too_old_is_renewed_before_anything_else(clerk, settings) -> None:
    secret = totp.new_secret()
    factors.add_app(
        account_id=clerk.id, secret=secret, code=totp.code(secret, totp.step_of(timezone.now()) - 1)
    )
    settings.STAFF_PASSWORD_DAYS = 90
    models.Account.objects.update(created_at=timezone.now() - timedelta(days=91))
    client = english()
    client.post(SIGN_IN, {"login": "clerk", "password": GOOD})
    answer = client.post("/accounts/second/", {"code": totp.code(secret, totp.step_of(timezone.now()))})
    assert answer["Location"] == "/accounts/reset/too-old/"
    assert client.get("/staff/").status_code == 302
    assert client.post(answer["Location"], {"password": GOOD}).status_code == 400
    assert client.post(answer["Location"], {"password": BETTER})["Location"] == "/staff/"
    assert client.get(ME).status_code == 200


def test_the_age_is_not_asked_where_the_city_set_none(clerk) -> None:
    models.Account.objects.update(created_at=timezone.now() - timedelta(days=4000))
    assert not passwords.is_too_old(clerk)


def test_a_changed_password_is_told_to_its_owner(resident) -> None:
    from cdos.base.notices import api as notices

    api.set_language(account_id=resident.id, language="en")
    api.set_password(account_id=resident.id, password=BETTER)
    jobs.drain()
    assert notices.notices(account_id=resident.id)[0].title == "Your password was changed."
