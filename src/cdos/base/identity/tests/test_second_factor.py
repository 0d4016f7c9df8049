"""The second factor: through the real pages, and its rules."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from cdos.base.identity import api, models
from cdos.base.identity.contracts import FactorKind, IdentityRefused
from cdos.base.identity.logic import factors, sealing, totp

pytestmark = pytest.mark.django_db
GOOD = "river-stone-88"
SIGN_IN, ME, SECOND, SET_UP = (
    "/accounts/sign-in/",
    "/accounts/me/",
    "/accounts/second/",
    "/accounts/second/set-up/",
)
HERE = "10.0.0.1"


@pytest.fixture
def clerk():
    return api.create_account(login="13900000001", name="赵", password=GOOD, is_staff=True)


def browser() -> Client:
    client = Client()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def with_password(client: Client, **more):
    return client.post(SIGN_IN, {"login": "13900000001", "password": GOOD, **more})


def with_app(account) -> str:
    """The secret of an app whose codes are all unused."""
    secret = totp.new_secret()
    factors.add_app(account_id=account.id, secret=secret, code=now_code(secret))
    models.Factor.objects.update(used_steps=[])
    return secret


def now_code(secret: str, shift: int = 0) -> str:
    return totp.code(secret, totp.step_of(timezone.now()) + shift)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(at, expected) -> None:
    secret = totp.secret_of(b"12345678901234567890")
    assert totp.code(secret, totp.step_of(datetime.fromtimestamp(at, UTC))) == expected


def test_staff_without_a_factor_are_led_to_set_one_up_before_anything_else(clerk) -> None:
    client = browser()
    assert with_password(client, next="/staff/")["Location"] == SET_UP
    assert client.get("/staff/").status_code == 302
    assert client.get(ME)["Location"].startswith(SIGN_IN)
    page = client.get(SET_UP).text
    assert "<svg" in page
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", page)[1].replace(" ", "")
    assert client.post(SET_UP, {"code": "000000"}).status_code == 400
    answer = client.post(SET_UP, {"code": now_code(secret)})
    codes = re.findall(r"<code>([\w-]{19})</code>", client.get(answer["Location"]).text)
    assert len(set(codes)) == 10
    assert client.get(ME).status_code == 200
    assert client.get(answer["Location"]).status_code == 302, "codes are shown once"
    again = browser()
    with_password(again)
    assert again.post(SECOND, {"code": codes[0]})["Location"] == "/staff/"
    assert models.RecoveryCode.objects.filter(used_at=None).count() == 9


def test_the_password_alone_opens_nothing_where_there_is_a_factor(clerk) -> None:
    secret = with_app(clerk)
    client = browser()
    assert with_password(client, next=ME)["Location"] == SECOND
    for path in (ME, "/staff/", SET_UP, "/accounts/second/recovery-codes/"):
        assert client.get(path).status_code == 302, path
    assert client.get("/api/appeals").status_code == 401
    assert client.post(SET_UP, {"code": now_code(secret)})["Location"].startswith(SIGN_IN)
    assert client.post(SECOND, {"code": now_code(secret)})["Location"] == ME
    assert client.get(ME).status_code == 200
    assert models.DeviceSession.objects.get(ended_at=None).how == "password+app"


@pytest.mark.parametrize(("shift", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(clerk, shift, fits) -> None:
    secret = with_app(clerk)
    client = browser()
    with_password(client)
    assert client.post(SECOND, {"code": now_code(secret, shift)}).status_code == (302 if fits else 400)


def test_no_code_works_twice_not_even_in_another_browser(clerk) -> None:
    secret = with_app(clerk)
    code, one, other = now_code(secret), browser(), browser()
    with_password(one)
    with_password(other)
    assert one.post(SECOND, {"code": code}).status_code == 302
    assert other.post(SECOND, {"code": code}).status_code == 400
    assert other.get(ME).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_one_code_at_once_one_comes_in(clerk) -> None:
    secret = with_app(clerk)
    code, came_in, gate = now_code(secret), [], threading.Barrier(4)

    def give() -> None:
        gate.wait()
        try:
            came_in.append(factors.give(account_id=clerk.id, code=code, address=HERE))
        except IdentityRefused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came_in) == 1


def test_guesses_at_the_second_factor_are_slowed_down(clerk) -> None:
    secret = with_app(clerk)
    client = browser()
    with_password(client)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    answer = client.post(SECOND, {"code": now_code(secret)})
    assert answer.status_code == 429
    assert "Wait" in answer.text
    assert int(answer["Retry-After"]) > 0


def test_a_pending_sign_in_is_over_after_ten_minutes_and_when_sessions_are_ended(clerk) -> None:
    secret = with_app(clerk)
    slow, ended = browser(), browser()
    with_password(slow)
    session = slow.session
    session["sign_in_pending"] = session["sign_in_pending"] | {"at": 0}
    session.save()
    assert slow.post(SECOND, {"code": now_code(secret)})["Location"].startswith(SIGN_IN)
    with_password(ended)
    api.end_sessions(account_id=clerk.id)
    assert ended.post(SECOND, {"code": now_code(secret)})["Location"].startswith(SIGN_IN)


def test_the_secret_is_sealed_for_its_account_and_the_key_lies_beside_the_database(
    clerk, settings, tmp_path
) -> None:
    settings.DATA_DIR, settings.KEYS = tmp_path, ""
    secret = with_app(clerk)
    stored = models.Factor.objects.get().secret
    assert secret not in stored
    assert (tmp_path / "keys" / f"{sealing.KEY}.key").stat().st_mode & 0o777 == 0o600
    assert factors.unseal_for(clerk.id, stored) == secret
    with pytest.raises(Exception, match="^$"):
        factors.unseal_for(clerk.id + 1, stored)


def test_a_new_factor_ends_the_other_sessions_and_the_owner_is_told(clerk) -> None:
    from cdos.base.jobs import api as jobs
    from cdos.base.notices import api as notices

    api.set_language(account_id=clerk.id, language="en")
    secret = with_app(clerk)
    here, there = browser(), browser()
    for client, shift in ((here, 0), (there, 1)):
        with_password(client)
        assert client.post(SECOND, {"code": now_code(secret, shift)}).status_code == 302
    page = here.get(SET_UP).text
    fresh = re.search(r"data-secret>([A-Z2-7 ]+)<", page)[1].replace(" ", "")
    assert here.post(SET_UP, {"code": now_code(fresh)}).status_code == 302
    assert here.get(ME).status_code == 200
    assert there.get(ME).status_code == 302
    jobs.drain()
    told = [notice.title for notice in notices.notices(account_id=clerk.id)]
    assert told.count("A second factor was added to your account.") == 2


def test_staff_keep_one_factor_and_residents_may_remove_theirs(clerk) -> None:
    secret = with_app(clerk)
    factor = models.Factor.objects.get()
    client = browser()
    with_password(client)
    client.post(SECOND, {"code": now_code(secret)})
    client.post(f"/accounts/second/{factor.pk}/remove/")
    assert "add another one first" in client.get(ME).text
    models.Account.objects.update(is_staff=False)
    client.post(f"/accounts/second/{factor.pk}/remove/")
    assert not models.Factor.objects.exists()
    assert with_password(browser())["Location"] == "/"


def test_who_signed_in_a_while_ago_proves_it_once_more_before_changing_how_to_sign_in() -> None:
    api.create_account(login="13900000001", name="阿明", password=GOOD)
    client = browser()
    with_password(client)
    session = client.session
    session["fresh"] -= 16 * 60
    session.save()
    asked = client.get(SET_UP)["Location"]
    assert asked.startswith("/accounts/confirm/")
    assert client.post("/accounts/confirm/", {"secret": "wrong-guess-1"}).status_code == 400
    assert client.get(SET_UP)["Location"] == asked
    answer = client.post("/accounts/confirm/", {"secret": GOOD})
    assert answer["Location"] == ME
    assert client.get(SET_UP).status_code == 200


def test_a_demonstration_account_of_staff_is_shown_a_code_that_works_every_time() -> None:
    api.create_account(login="clerk", name="赵", is_staff=True, demo_role="Dispatcher")
    shown = set()
    for _ in range(6):
        client = browser()
        assert client.post(SIGN_IN, {"demo": "clerk"})["Location"] == SECOND
        code = re.search(r"data-demo-code>([\w-]+)<", client.get(SECOND).text)[1]
        assert client.post(SECOND, {"code": code})["Location"] == "/staff/"
        shown.add(code)
    assert len(shown) == 6


def test_a_code_shown_at_the_end_of_its_half_minute_works_after_it(monkeypatch) -> None:
    """Six in one moment: some are shown codes of the app, the rest codes made for them."""
    api.create_account(login="clerk", name="赵", is_staff=True, demo_role="Dispatcher")
    start = timezone.now()
    end_of_step = datetime.fromtimestamp((totp.step_of(start) + 2) * totp.STEP_S - 0.5, UTC)
    for _ in range(6):
        client = browser()
        client.post(SIGN_IN, {"demo": "clerk"})
        monkeypatch.setattr(timezone, "now", lambda: end_of_step)
        code = re.search(r"data-demo-code>([\w-]+)<", client.get(SECOND).text)[1]
        monkeypatch.setattr(timezone, "now", lambda: end_of_step + timedelta(seconds=1))
        assert client.post(SECOND, {"code": code})["Location"] == "/staff/"
        monkeypatch.undo()


def test_the_list_of_demonstration_accounts_holds_a_secret_whose_code_works() -> None:
    made = api.create_account(login="clerk", name="赵", is_staff=True, demo_role="Dispatcher")
    api.create_account(login="mei", name="梅", demo_role="Resident")
    listed = {account.login: account for account in api.demo_accounts()}
    assert (listed["mei"].totp, listed["mei"].totp_secret) == ("", "")
    assert listed["clerk"].totp == now_code(listed["clerk"].totp_secret)
    factors.give(account_id=made.id, code=listed["clerk"].totp, address=HERE)
    (app,) = [factor for factor in factors.factors(made.id) if factor.kind is FactorKind.APP]
    with pytest.raises(IdentityRefused):
        factors.remove(account_id=made.id, factor_id=app.id, keep_device=None)
    assert {one.totp_secret for one in api.demo_accounts()} == {"", listed["clerk"].totp_secret}


def test_recovery_codes_hold_once_and_only_the_newest(clerk) -> None:
    with_app(clerk)
    old = factors.new_recovery_codes(account_id=clerk.id)
    new = factors.new_recovery_codes(account_id=clerk.id)
    with pytest.raises(IdentityRefused):
        factors.give(account_id=clerk.id, code=old[0], address=HERE)
    factors.give(account_id=clerk.id, code=new[0].upper(), address=HERE)
    with pytest.raises(IdentityRefused):
        factors.give(account_id=clerk.id, code=new[0], address=HERE)
    assert not any(code.replace("-", "") in str(models.RecoveryCode.objects.values()) for code in new)


def test_signing_in_at_a_provider_does_not_spare_staff_the_factor(clerk) -> None:
    models.ExternalIdentity.objects.create(provider="demo", subject="demo-2", account_id=clerk.id)
    client = browser()
    away = client.get("/accounts/oidc/demo/", {"next": ME})["Location"]
    asked = dict(pair.split("=") for pair in away.partition("?")[2].split("&"))
    from urllib.parse import unquote

    asked = {key: unquote(value).replace("+", " ") for key, value in asked.items()}
    back = client.post("/demo-oidc/authorize", asked | {"person": "demo-2"})["Location"]
    assert client.get(back)["Location"] == SET_UP
    assert client.get(ME).status_code == 302


def test_the_lock_of_the_whole_login_keeps_no_fresh_network_out(clerk) -> None:
    for n in range(120):
        api.sign_in(login=clerk.login, password="wrong-guess-1", address=f"10.1.{n % 40}.{n}")
    assert api.sign_in(login=clerk.login, password=GOOD, address="203.0.113.5").account == clerk


def test_a_network_that_failed_waits_when_the_whole_login_is_locked(clerk) -> None:
    api.sign_in(login=clerk.login, password="wrong-guess-1", address="203.0.113.5")
    for n in range(120):
        api.sign_in(login=clerk.login, password="wrong-guess-1", address=f"10.1.{n % 40}.{n}")
    assert api.sign_in(login=clerk.login, password=GOOD, address="203.0.113.5").reason == "locked"


def test_a_browser_of_the_owner_is_not_locked_by_strangers_in_the_same_network(clerk) -> None:
    secret = with_app(clerk)
    owner = browser()
    with_password(owner)
    owner.post(SECOND, {"code": now_code(secret)})
    for _ in range(6):
        api.sign_in(login=clerk.login, password="wrong-guess-1", address="127.0.0.1")
    assert with_password(browser()).status_code == 429
    assert with_password(owner).status_code == 302
    stolen = browser()
    stolen.cookies["cdos_device"] = owner.cookies["cdos_device"].value + "x"
    assert with_password(stolen).status_code == 429, "a forged cookie helps nobody"


def test_many_who_sign_in_rightly_from_one_network_do_not_use_up_its_budget() -> None:
    accounts = [api.create_account(login=f"1390000{n:04}", name="甲", password=GOOD) for n in range(3)]
    for n in range(70):
        assert api.sign_in(login=accounts[n % 3].login, password=GOOD, address=HERE).account


def test_a_new_device_is_told_to_the_owner_and_a_known_one_is_not() -> None:
    from cdos.base.jobs import api as jobs
    from cdos.base.notices import api as notices

    account = api.create_account(login="13900000001", name="阿明", password=GOOD, language="en")
    first, second = browser(), browser()
    for client in (first, first, second, second):
        with_password(client)
    jobs.drain()
    assert [notice.title for notice in notices.notices(account_id=account.id)] == ["A new device signed in"]


def test_a_stopped_account_does_not_finish_its_sign_in(clerk) -> None:
    secret = with_app(clerk)
    client = browser()
    with_password(client)
    api.set_active(account_id=clerk.id, active=False)
    assert client.post(SECOND, {"code": now_code(secret)})["Location"].startswith(SIGN_IN)
