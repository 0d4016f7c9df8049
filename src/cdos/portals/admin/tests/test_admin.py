"""The separated administrators at their pages, and the first three of a city."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.support.signing_in import signed_in

from cdos.base.calendar import tasks as calendar_tasks
from cdos.base.identity import api as identity
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought
from cdos.base.notices import api as notices
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    SYSTEM,
    AreaLevel,
    AreaRow,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.portals.admin import cli

pytestmark = pytest.mark.django_db
CITY, UNIT, GOOD = "440300", "440300-data", "river-stone-88"
ACCOUNTS, SECURITY = "/admin/accounts", "/admin/security"
People = Callable[[Role], Client]


@pytest.fixture
def city(db: None) -> Iterator[None]:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units([UnitRow(UNIT, "样例市数据局", UnitLevel.CITY, "data", CITY)])
    yield
    organisation.forget()


@pytest.fixture
def entering(city: None) -> People:
    def enter(role: Role) -> Client:
        account = identity.create_account(login=f"a-{role}", name=role.value, is_staff=True)
        organisation.appoint(
            actor=SYSTEM, account_id=account.id, unit=UNIT, role=role, from_on=date(2020, 1, 1)
        )
        client = signed_in(account.id)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return enter


def acts(account_id: int) -> list[str]:
    ledger.seal()
    return [row.act for row in ledger.find(Sought(object=f"account:{account_id}"))]


def code_of(page: str) -> str:
    found = re.search(r"<strong>(\d{6})</strong>", page)
    assert found, page
    return found[1]


def test_a_new_clerk_comes_in_without_the_administrator_ever_knowing_a_secret(entering: People) -> None:
    admin, clerk = entering(Role.ADMIN), Client()
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = admin.post(
        ACCOUNTS, {"login": "newclerk", "name": "王新", "phone": "13900000007"}, follow=True
    ).text
    assert "139****0007" in page
    assert "13900000007" not in page
    assert not re.search(r"\b\d{6}\b", re.sub(r"<[^>]+>", " ", page)), "no code for the administrator"
    made = identity.account_by_login("newclerk")
    assert made is not None
    code = code_of(clerk.post("/accounts/reset/", {"login": "newclerk"}, follow=True).text)
    clerk.post("/accounts/reset/code/", {"code": code, "password": GOOD})
    answer = clerk.post("/accounts/sign-in/", {"login": "newclerk", "password": GOOD})
    assert answer["Location"] == "/accounts/second/set-up/"
    assert "identity.account_created" in acts(made.id)
    wrong = admin.post(ACCOUNTS, {"login": "newclerk", "name": "李", "phone": "13900000008"})
    assert wrong.status_code == 422
    assert "taken" in wrong.text


def test_a_stopped_account_is_out_at_once_and_may_be_opened_again(entering: People) -> None:
    admin = entering(Role.ADMIN)
    clerk = identity.create_account(login="clerk", name="赵", password=GOOD, is_staff=True)
    open_browser = signed_in(clerk.id)
    admin.post(f"{ACCOUNTS}/{clerk.id}/stop")
    assert open_browser.get("/accounts/me/").status_code == 302
    assert identity.sign_in(login="clerk", password=GOOD, address="10.0.0.1").account is None
    admin.post(f"{ACCOUNTS}/{clerk.id}/start")
    assert identity.sign_in(login="clerk", password=GOOD, address="10.0.0.1").account
    told = [act for act in acts(clerk.id) if act in {"identity.account_resumed", "identity.account_stopped"}]
    assert told == ["identity.account_resumed", "identity.account_stopped"]


def test_the_administrator_of_accounts_stops_nobody_but_staff_and_not_themselves(entering: People) -> None:
    admin = entering(Role.ADMIN)
    resident = identity.create_account(login="13900000001", name="阿明", password=GOOD)
    own = identity.account_by_login("a-admin")
    assert own is not None
    for account in (resident, own):
        admin.post(f"{ACCOUNTS}/{account.id}/stop")
    assert admin.get(ACCOUNTS).status_code == 200
    assert identity.sign_in(login="13900000001", password=GOOD, address="10.0.0.1").account


def test_the_security_administrator_lifts_lock_outs_ends_sessions_and_removes_lost_factors(
    entering: People,
) -> None:
    security = entering(Role.SECURITY)
    clerk = identity.create_account(login="clerk", name="赵", password=GOOD, is_staff=True)
    for _ in range(6):
        identity.sign_in(login="clerk", password="wrong-guess-1", address="203.0.113.5")
    assert identity.sign_in(login="clerk", password=GOOD, address="203.0.113.5").account is None
    assert "1 network or device waits" in security.get(SECURITY, {"login": "clerk"}).text
    security.post(f"{SECURITY}/{clerk.id}/unlock")
    assert identity.sign_in(login="clerk", password=GOOD, address="203.0.113.5").account
    there = signed_in(clerk.id)
    security.post(f"{SECURITY}/{clerk.id}/end-sessions")
    assert there.get("/accounts/me/").status_code == 302
    security.post(f"{SECURITY}/{clerk.id}/reset-factors")
    kept = acts(clerk.id)
    assert {
        "identity.unlocked",
        "identity.session_ended",
        "identity.factors_reset",
        "identity.sign_in_refused",
    } <= set(kept)


@pytest.mark.parametrize(
    ("role", "path", "may"),
    [
        (Role.ADMIN, ACCOUNTS, True),
        (Role.ADMIN, SECURITY, False),
        (Role.SECURITY, SECURITY, True),
        (Role.SECURITY, ACCOUNTS, False),
        (Role.AUDIT, ACCOUNTS, False),
        (Role.AUDIT, SECURITY, False),
        (Role.LEAD, ACCOUNTS, False),
    ],
)
def test_each_page_is_its_own_administrators(entering: People, role: Role, path: str, may: bool) -> None:
    client = entering(role)
    assert client.get(path).status_code == (200 if may else 403)
    assert client.post(f"{path}/1/unlock").status_code == (302 if may else 403)


PEOPLE = {
    Role.ADMIN: ("wang", "王一", "13900000001"),
    Role.SECURITY: ("li", "李二", "13900000002"),
    Role.AUDIT: ("zhao", "赵三", "13900000003"),
}


def test_the_first_three_administrators_are_three_people_with_one_link_each(db: None) -> None:
    organisation.forget()
    links = cli.create(PEOPLE)
    client = Client()
    for role, path in links.items():
        assert client.post(path, {"password": f"{GOOD}-{role}"})["Location"] == "/accounts/sign-in/"
        account = identity.account_by_login(PEOPLE[role][0])
        assert account is not None
        assert organisation.actor_of_account(account.id).holds(role)
    with pytest.raises(ValueError, match="already"):
        cli.create(
            {
                role: (f"x{login}", name, f"1380000000{n}")
                for n, (role, (login, name, _)) in enumerate(PEOPLE.items())
            }
        )
    organisation.forget()


def test_one_person_cannot_be_two_of_the_first(db: None) -> None:
    with pytest.raises(ValueError, match="Three different people"):
        cli.create(PEOPLE | {Role.AUDIT: ("wang", "王一", "13900000001")})
    assert identity.account_by_login("wang") is None


def test_who_may_edit_the_calendar_is_told_once_a_week_of_a_year_that_is_missing(
    entering: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = (Role.EDITOR, Role.ADMIN, Role.AUDIT)
    clients = {role: entering(role) for role in roles}
    for day in (date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 9)):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        calendar_tasks.check_years()
        jobs.drain()
    monkeypatch.undo()
    for role, client in clients.items():
        account = identity.account_by_login(f"a-{role}")
        assert account
        told = notices.notices(account_id=account.id)
        assert len(told) == (0 if role is Role.AUDIT else 2)
        assert all("2027" in one.body and client.get(one.link).status_code == 200 for one in told)


def test_who_may_read_the_ledger_is_told_once_a_day_that_it_was_altered(entering: People) -> None:
    roles = (Role.AUDIT, Role.SECURITY, Role.ADMIN)
    clients = {role: entering(role) for role in roles}
    for _ in range(2):
        jobs.announce("ledger.altered", findings=2)
    jobs.drain()
    for role, client in clients.items():
        account = identity.account_by_login(f"a-{role}")
        assert account
        told = notices.notices(account_id=account.id)
        assert len(told) == (role is Role.AUDIT)
        assert all(client.get(one.link).status_code == 200 for one in told)
