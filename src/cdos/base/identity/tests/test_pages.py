"""What a person does at the door: through the real pages and every middleware."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from tests.support.signing_in import signed_in

import cdos
from cdos.base.identity import api, models
from cdos.base.identity.adapters import demo_provider
from cdos.base.identity.contracts import Assurance, Relation
from cdos.base.identity.documents import id_check_digit

pytestmark = pytest.mark.django_db
GOOD = "river-stone-88"
SIGN_IN, ME = "/accounts/sign-in/", "/accounts/me/"


def citizen(order: int = 1) -> str:
    body = f"44030419900517{order:03}"
    return body + id_check_digit(body)


@pytest.fixture
def visitor() -> Client:
    """One who chose English, so that sentences can be compared."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def account():
    party = api.register_person(name="测试", document_number=citizen(), phone="13900000001")
    return api.create_account(
        login="13900000001", name="测试", password=GOOD, party_id=party.id, assurance=Assurance.REAL_NAME
    )


def enter(visitor: Client, **more: str):
    return visitor.post(SIGN_IN, {"login": "13900000001", "password": GOOD, **more})


def test_signing_in_goes_on_to_the_wanted_page_and_changes_the_session_key(visitor, account) -> None:
    visitor.get("/accounts/oidc/demo/")
    before = visitor.session.session_key
    answer = enter(visitor, next=ME)
    assert (answer.status_code, answer["Location"]) == (302, ME)
    assert visitor.session.session_key != before
    page = visitor.get(ME)
    assert page.status_code == 200
    assert "139****0001" in page.text
    assert citizen() not in page.text


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", SIGN_IN]
)
def test_nobody_is_led_away_from_the_site(visitor, account, target) -> None:
    assert enter(visitor, next=target)["Location"] == "/"


def test_a_wrong_password_says_one_sentence_whoever_is_asked_for(visitor, account) -> None:
    known = visitor.post(SIGN_IN, {"login": "13900000001", "password": "wrong-guess-1"})
    unknown = visitor.post(SIGN_IN, {"login": "13900000009", "password": "wrong-guess-1"})
    assert known.status_code == unknown.status_code == 400
    assert str(known.context["form"].errors) == str(unknown.context["form"].errors)
    assert "wrong-guess-1" not in known.text


def test_too_many_attempts_answer_429_with_how_long_to_wait(visitor, account) -> None:
    for _ in range(5):
        answer = visitor.post(SIGN_IN, {"login": "13900000001", "password": "wrong-guess-1"})
    assert answer.status_code == 429
    assert enter(visitor).status_code == 429


def test_a_forged_form_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post(SIGN_IN, {"login": "a", "password": "b"}).status_code == 403


def test_signing_out_ends_the_session_and_needs_a_post(visitor, account) -> None:
    enter(visitor)
    key = visitor.session.session_key
    assert visitor.get("/accounts/sign-out/").status_code == 405
    visitor.post("/accounts/sign-out/")
    visitor.cookies["sessionid"] = key
    answer = visitor.get(ME)
    assert answer.status_code == 302
    assert answer["Location"] == f"{SIGN_IN}?next=%2Faccounts%2Fme%2F"


def test_a_demonstration_account_enters_with_one_click(visitor) -> None:
    api.create_account(login="clerk", name="梅", demo_role="Resident", demo_what="Files appeals")
    page = visitor.get(SIGN_IN)
    assert 'value="clerk"' in page.text
    assert visitor.post(SIGN_IN, {"demo": "clerk"})["Location"] == "/"
    with override_settings(DEMO=False):
        page = Client().get(SIGN_IN)
        assert "clerk" not in page.text
        assert visitor.get(ME).status_code == 302


def age_session(visitor: Client, seconds: int) -> None:
    session = visitor.session
    session["seen"] -= seconds
    session.save()


@pytest.mark.parametrize(("seconds", "alive"), [(3600, True), (2 * 3600 + 5, False)])
def test_an_idle_session_ends_for_residents_after_two_hours(visitor, account, seconds, alive) -> None:
    enter(visitor)
    age_session(visitor, seconds)
    answer = visitor.get(ME)
    assert answer.status_code == (200 if alive else 302)
    if not alive:
        assert "ended=idle" in answer["Location"]
        assert "signed you out" in visitor.get(answer["Location"]).text


def test_an_idle_session_ends_for_staff_after_half_an_hour(visitor) -> None:
    clerk = api.create_account(login="13900000001", name="赵", password=GOOD, is_staff=True)
    signed_in(clerk.id, visitor)
    age_session(visitor, 31 * 60)
    assert visitor.get(ME).status_code == 302


POLL = {"CDOS-Poll": "1", "HX-Request": "true"}


def test_a_page_that_brings_itself_up_to_date_keeps_no_unattended_session_open(visitor) -> None:
    clerk = api.create_account(login="13900000001", name="赵", password=GOOD, is_staff=True)
    signed_in(clerk.id, visitor)
    for _ in range(2):
        age_session(visitor, 14 * 60)
        assert visitor.get(ME, headers=POLL).status_code == 200
    age_session(visitor, 3 * 60)
    answer = visitor.get(ME, headers=POLL)
    assert answer["HX-Redirect"].startswith(f"{SIGN_IN}?next=%2Faccounts%2Fme%2F")
    assert "ended=idle" in answer["HX-Redirect"]
    assert answer.status_code == 200
    assert not answer.content


def test_what_a_person_asks_for_keeps_the_session_open(visitor) -> None:
    clerk = api.create_account(login="13900000001", name="赵", password=GOOD, is_staff=True)
    signed_in(clerk.id, visitor)
    for _ in range(3):
        age_session(visitor, 14 * 60)
        assert visitor.get(ME, headers={"HX-Request": "true"}).status_code == 200


def test_every_page_that_asks_by_itself_says_so() -> None:
    pages = {
        path: path.read_text("utf-8") for path in Path(cdos.__file__).parent.rglob("templates/**/*.html")
    }
    asking = [
        tag for text in pages.values() for tag in re.findall(r"<[a-z]+\b[^<]*hx-trigger=\"every[^<]*", text)
    ]
    assert asking
    assert [tag for tag in asking if "CDOS-Poll" not in tag] == []


def test_a_change_after_the_end_is_not_made_and_the_page_leads_back(visitor, account) -> None:
    enter(visitor)
    age_session(visitor, 3 * 3600)
    answer = visitor.post(
        "/accounts/me/tokens/", {"name": "x"}, headers={"referer": f"http://testserver{ME}?tab=1"}
    )
    assert answer.status_code == 401
    assert f"{SIGN_IN}?next=/accounts/me/%3Ftab%3D1" in answer.text
    assert not models.ApiToken.objects.exists()


def test_ending_all_other_sessions_leaves_this_one(visitor, account) -> None:
    other = Client()
    enter(visitor)
    enter(other)
    visitor.post("/accounts/me/sessions/end/")
    assert visitor.get(ME).status_code == 200
    assert other.get(ME)["Location"].endswith("ended=revoked")


def test_a_stopped_account_is_out_at_its_next_request(visitor, account) -> None:
    enter(visitor)
    api.set_active(account_id=account.id, active=False)
    assert visitor.get(ME).status_code == 302


def test_registering_takes_two_steps_and_ends_signed_in(visitor) -> None:
    answer = visitor.post("/accounts/register/", {"phone": "139 0000 0007", "next": ME}, follow=True)
    code = re.search(r"<strong>(\d{6})</strong>", answer.text)[1]
    fields = {"code": code, "name": "新来的", "password": GOOD, "next": ME}
    answer = visitor.post("/accounts/register/code/", fields)
    assert answer["Location"] == ME
    made = api.account_by_login("13900000007")
    assert made.assurance is Assurance.PHONE
    assert "新来的" in visitor.get(ME).text


@pytest.mark.parametrize("phone", ["", "12345", "<script>", "😀" * 10, "0" * 41])
def test_a_number_that_is_no_phone_is_told_beside_the_field(visitor, phone) -> None:
    answer = visitor.post("/accounts/register/", {"phone": phone})
    assert answer.status_code == 400
    assert answer.context["form"].errors["phone"]


def test_a_wrong_code_keeps_what_was_typed(visitor) -> None:
    visitor.post("/accounts/register/", {"phone": "13900000007"})
    answer = visitor.post("/accounts/register/code/", {"code": "abc", "name": "新来的", "password": GOOD})
    assert answer.status_code == 400
    assert answer.context["form"].errors["code"]
    assert 'value="新来的"' in answer.text


def test_a_resident_proves_phone_then_name(visitor) -> None:
    api.create_account(login="13900000001", name="阿明", password=GOOD)
    enter(visitor)
    page = visitor.post("/accounts/verify/", {"phone": "13900000008"}, follow=True)
    code = re.search(r"<strong>(\d{6})</strong>", page.text)[1]
    assert visitor.post("/accounts/verify/code/", {"code": code})["Location"] == ME
    wrong = {"name": "李明", "document_kind": "citizen_id", "document_number": citizen()[:-1] + "Y"}
    assert visitor.post("/accounts/real-name/", wrong).context["form"].errors["document_number"]
    right = wrong | {"document_number": citizen()}
    assert visitor.post("/accounts/real-name/", right)["Location"] == ME
    assert api.account_by_login("13900000001").assurance is Assurance.REAL_NAME


def test_acting_for_another_holds_until_the_mandate_ends(visitor, account) -> None:
    child = api.register_person(name="小测")
    stranger = api.register_person(name="路人")
    api.grant_mandate(holder_id=account.party_id, party_id=child.id, relation=Relation.CHILD)
    enter(visitor)
    visitor.post("/accounts/me/acting-for/", {"party": stranger.id})
    assert visitor.get(ME).wsgi_request.acting_for.id == account.party_id
    visitor.post("/accounts/me/acting-for/", {"party": child.id})
    page = visitor.get(ME)
    assert page.wsgi_request.acting_for == child
    models.Mandate.objects.update(
        valid_from=timezone.localdate() - timedelta(days=9),
        valid_until=timezone.localdate() - timedelta(days=1),
    )
    assert visitor.get(ME).wsgi_request.acting_for.id == account.party_id


def test_adding_and_ending_a_represented_child_in_the_page(visitor, account) -> None:
    enter(visitor)
    born = timezone.localdate() - timedelta(days=2000)
    body = f"440304{born:%Y%m%d}002"
    fields = {"relation": "child", "name": "小测", "document_number": body + id_check_digit(body)}
    assert visitor.post("/accounts/me/represent/", fields)["Location"] == ME
    child = api.mandates(account.id)[1].party
    assert "小测" in visitor.get(ME).text
    visitor.post(f"/accounts/me/represent/{child.id}/end/")
    assert len(api.mandates(account.id)) == 1


def test_changing_the_password_needs_the_present_one_and_ends_other_sessions(visitor, account) -> None:
    other = Client()
    enter(visitor)
    enter(other)
    fields = {"old": "wrong-guess-1", "password": "another-stone-77"}
    assert visitor.post("/accounts/me/password/", fields).status_code == 400
    assert visitor.post("/accounts/me/password/", fields | {"old": GOOD}).status_code == 302
    assert visitor.get(ME).status_code == 200
    assert other.get(ME).status_code == 302


def test_a_token_is_shown_once_and_speaks_instead_of_the_cookie(visitor, account) -> None:
    enter(visitor)
    page = visitor.post("/accounts/me/tokens/", {"name": "报表", "scope": "read"})
    token = re.search(r"cdos_[\w-]{43}", page.text)[0]
    assert token not in visitor.get(ME).text
    answer = Client().get(ME, headers={"authorization": f"Bearer {token}"})
    assert answer.wsgi_request.account == account
    assert answer.wsgi_request.token_scopes == {"read"}
    answer = visitor.get(ME, headers={"authorization": "Bearer cdos_wrong"})
    assert answer.wsgi_request.account is None


def test_a_visitor_costs_no_query(visitor, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert visitor.get("/demo-oidc/.well-known/openid-configuration").wsgi_request.account is None


def leave(visitor: Client, next_path: str = ME) -> dict[str, str]:
    answer = visitor.get("/accounts/oidc/demo/", {"next": next_path})
    assert answer.status_code == 302
    return {key: values[0] for key, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def choose(visitor: Client, asked: dict[str, str], person: str = "demo-2") -> str:
    answer = visitor.post("/demo-oidc/authorize", asked | {"person": person})
    assert answer.status_code == 302
    return answer["Location"]


def test_signing_in_at_the_demonstration_provider_makes_one_account(visitor) -> None:
    for _ in range(2):
        asked = leave(visitor)
        assert asked["code_challenge_method"] == "S256"
        assert "陈志远" in visitor.get("/demo-oidc/authorize", asked).text
        answer = visitor.get(choose(visitor, asked))
        assert answer["Location"] == ME
        assert "陈志远" in visitor.get(ME).text
    made = models.ExternalIdentity.objects.get()
    assert made.account.assurance == Assurance.PHONE


def test_a_replayed_answer_of_the_provider_opens_nothing(visitor) -> None:
    back = choose(visitor, leave(visitor))
    visitor.get(back)
    stranger = Client()
    assert stranger.get(back)["Location"] == SIGN_IN
    leave(stranger)
    assert stranger.get(back)["Location"] == SIGN_IN
    assert stranger.get(ME).status_code == 302


def test_an_answer_to_another_state_verifier_or_nonce_is_refused(visitor) -> None:
    for spoilt in ("state", "verifier", "nonce"):
        back = choose(visitor, leave(visitor))
        session = visitor.session
        session["oidc_attempt"] = session["oidc_attempt"] | {spoilt: "x" * 48}
        session.save()
        assert visitor.get(back)["Location"] == SIGN_IN
    assert not models.ExternalIdentity.objects.exists()


def test_an_id_token_signed_by_another_key_is_refused(visitor, monkeypatch) -> None:
    from joserfc.jwk import RSAKey

    back = choose(visitor, leave(visitor))
    published = demo_provider.public_keys()
    forger = RSAKey.generate_key(2048, parameters={"kid": published["keys"][0]["kid"]}, private=True)
    monkeypatch.setattr(demo_provider, "signing_key", lambda: forger)
    monkeypatch.setattr(demo_provider, "public_keys", lambda: published)
    assert visitor.get(back)["Location"] == SIGN_IN
    assert not models.ExternalIdentity.objects.exists()


@pytest.mark.parametrize("spoilt", ["client_id", "redirect_uri", "response_type", "code_challenge_method"])
def test_the_demonstration_provider_serves_only_its_own_client(visitor, spoilt) -> None:
    asked = leave(visitor) | {spoilt: "https://evil.example/"}
    answer = visitor.post("/demo-oidc/authorize", asked | {"person": "demo-1"})
    assert answer.status_code == 400
    assert spoilt.removesuffix("_method") in answer.text


def test_the_demonstration_provider_is_gone_outside_demonstration_mode(visitor) -> None:
    with override_settings(DEMO=False):
        for path in (".well-known/openid-configuration", "jwks.json", "authorize"):
            assert visitor.get(f"/demo-oidc/{path}").status_code == 404
        assert visitor.get("/accounts/oidc/demo/").status_code == 404


def test_every_page_holds_no_inline_script_or_style(visitor, account) -> None:
    enter(visitor)
    pages = [
        SIGN_IN,
        ME,
        "/accounts/register/",
        "/accounts/verify/",
        "/accounts/real-name/",
        "/accounts/me/represent/",
    ]
    for path in pages:
        text = visitor.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=", text), (
            path
        )
