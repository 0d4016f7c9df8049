"""The resident pages, as a browser without JavaScript sends and reads them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.support import signing_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Account, Assurance, NewAccount, NewParty, PartyKind
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import MAX_TEXT, AppealFiling, AppealRow, Statistics
from cdos.nets.governance.appeals.logic import figures, publicfigures
from cdos.nets.governance.appeals.models import Appeal
from cdos.nets.governance.appeals.pages import words

from .conftest import IN_NORTH, OFFICE, OUTSIDE, WATER, People

TEXT = "小区门口的污水井盖松动，请打 13912345678"
HERE = {"lon": str(IN_NORTH[0]), "lat": str(IN_NORTH[1])}


@pytest.fixture
def visitor(city: None) -> Client:
    return Client(headers={"Accept-Language": "zh-hans"})


def resident(login: str, name: str) -> Account:
    [party] = identity.load_parties([NewParty(kind=PartyKind.PERSON, name=name)])
    row = NewAccount(login=login, name=name, party_id=party, assurance=Assurance.REAL_NAME)
    identity.load_accounts([row])
    account = identity.account_by_login(login)
    assert account is not None
    return account


def signed_in(client: Client, account: Account) -> Client:
    """As after the sign-in page: the account in the session that the visitor already had."""
    return signing_in.signed_in(account.id, client)


def once_of(client: Client) -> str:
    found = re.search(r'name="once" value="(\w+)"', client.get("/appeals/new").content.decode())
    assert found
    return found[1]


def send(client: Client, **values: str) -> str:
    """The number of what was filed by the form."""
    sent = client.post("/appeals/new", {"text": TEXT, "once": once_of(client), **HERE, **values})
    assert sent.status_code == 302, sent.content.decode()
    return str(sent["Location"]).rsplit("/", 1)[1]


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_visitor_has_the_number_at_once_and_a_link_that_opens_it_elsewhere(visitor: Client) -> None:
    number = send(visitor)
    page = read(visitor, f"/appeals/sent/{number}")
    link = re.search(rf"/track/{number}\?key=([\w-]+)", page)
    assert number in page
    assert link
    elsewhere = Client()
    assert TEXT not in read(elsewhere, f"/track/{number}")
    moved = elsewhere.get(link[0])
    assert (moved.status_code, moved["Location"]) == (
        302,
        f"/track/{number}",
    )  # the secret leaves the address
    assert TEXT in read(elsewhere, f"/track/{number}")


def test_the_visitor_finds_it_among_the_own_appeals_also_after_signing_in(visitor: Client) -> None:
    number = send(visitor)
    assert number in read(visitor, "/appeals/")
    signed_in(visitor, resident("later", "孙后来"))
    assert number in read(visitor, "/appeals/")


def test_a_form_sent_twice_makes_one_appeal(visitor: Client) -> None:
    once = once_of(visitor)
    form = {"text": TEXT, "once": once}
    places = {visitor.post("/appeals/new", form)["Location"] for _again in range(3)}
    assert len(places) == 1
    assert Appeal.objects.count() == 1


def test_a_form_changed_after_sending_can_be_sent_as_another(visitor: Client) -> None:
    signed_in(visitor, resident("one", "赵一"))
    once = once_of(visitor)
    visitor.post("/appeals/new", {"text": TEXT, "once": once})
    again = visitor.post("/appeals/new", {"text": "另一件事：路灯不亮", "once": once})
    fresh = re.search(r'name="once" value="(\w+)"', again.content.decode())
    assert again.status_code == 422
    assert fresh
    assert fresh[1] != once
    assert visitor.post("/appeals/new", {"text": "另一件事：路灯不亮", "once": fresh[1]}).status_code == 302


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u202e\u200f", "字" * (MAX_TEXT + 1)])
def test_an_empty_or_too_long_text_comes_back_with_what_was_typed(visitor: Client, text: str) -> None:
    answer = visitor.post("/appeals/new", {"text": text, "address": "甲街道 1 号", "once": "a" * 32})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'aria-invalid="true"' in page
    assert "甲街道 1 号" in page
    assert Appeal.objects.count() == 0


def test_fifty_thousand_characters_are_kept_whole(visitor: Client) -> None:
    number = send(visitor, text="长" * MAX_TEXT)
    assert Appeal.objects.get(number=number).text == "长" * MAX_TEXT


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "👨‍👩‍👧 \u202eقلب {{ 7|add:1 }}", "'); DROP TABLE x;--"]
)
def test_any_text_is_shown_as_text(visitor: Client, text: str) -> None:
    page = read(visitor, f"/track/{send(visitor, text=text)}")
    assert "<script>alert" not in page
    assert "{{ 7|add:1 }}" in page or "{{" not in text


def test_a_place_outside_the_city_is_taken_with_a_word_about_it(visitor: Client) -> None:
    far = {"lon": str(OUTSIDE[0]), "lat": str(OUTSIDE[1])}
    assert 'class="alert warm"' in visitor.get("/appeals/new/nearby", far).content.decode()
    number = send(visitor, **far)
    assert Appeal.objects.get(number=number).outside
    assert 'class="alert warm"' in read(visitor, f"/appeals/sent/{number}")


@pytest.mark.parametrize("lon", ["", "nan", "inf", "1e9", "abc", "114.05,22"])
def test_a_point_that_is_none_files_without_a_place(visitor: Client, lon: str) -> None:
    number = send(visitor, lon=lon)
    assert Appeal.objects.get(number=number).lon is None
    assert visitor.get("/appeals/new/nearby", {"lon": lon, "lat": "22.5"}).status_code == 200


def test_a_file_that_nobody_sent_is_refused_in_words(visitor: Client) -> None:
    answer = visitor.post("/appeals/new", {"text": TEXT, "once": "b" * 32, "files": "no-such-token"})
    assert answer.status_code == 422
    assert Appeal.objects.count() == 0


def test_another_resident_reads_neither_the_text_nor_the_place_of_what_is_not_public(visitor: Client) -> None:
    number = send(signed_in(visitor, resident("one", "赵一")), address="甲街道梧桐里 8 号", name="赵一")
    other = signed_in(Client(), resident("two", "钱二"))
    page = read(other, f"/track/{number}")
    for secret in ("污水井盖松动", "13912345678", "梧桐里", "赵一"):
        assert secret not in page
    assert other.post(f"/track/{number}/withdraw", {}).status_code in {403, 422}
    assert Appeal.objects.get(number=number).state == "received"


def test_a_public_appeal_is_read_by_neighbours_without_personal_data(visitor: Client) -> None:
    number = send(visitor, public="on", name="赵一", address="甲街道梧桐里 8 号")
    page = read(Client(), f"/track/{number}")
    assert "污水井盖松动" in page
    assert "13912345678" not in page
    assert "赵一" not in page
    near = Client().get("/appeals/new/nearby", {**HERE, "text": "井盖"}).content.decode()
    assert "污水井盖松动" in near
    assert "13912345678" not in near


def test_a_neighbour_is_not_told_that_they_withdrew_it(visitor: Client) -> None:
    number = send(visitor, public="on")
    visitor.post(f"/track/{number}/withdraw", {})
    assert "您已撤回" in read(visitor, f"/track/{number}")
    page = read(Client(headers={"Accept-Language": "zh-hans"}), f"/track/{number}")
    assert "您已撤回" not in page
    assert "已撤回" in page


def test_a_neighbour_follows_instead_of_filing_also_when_signing_in_comes_between(visitor: Client) -> None:
    number = send(visitor, public="on")
    other = Client()
    asked = other.post(f"/appeals/join/{number}")
    assert asked["Location"].startswith("/accounts/sign-in/")
    signed_in(other, resident("two", "钱二"))
    assert other.get(f"/appeals/join/{number}").status_code == 302
    assert Appeal.objects.get(number=number).followers == 1
    assert number in read(other, "/appeals/")
    other.post(f"/appeals/leave/{number}")
    assert Appeal.objects.get(number=number).followers == 0


def test_a_link_alone_makes_nobody_follow(visitor: Client) -> None:
    number = send(visitor, public="on")
    signed_in(visitor, resident("two", "钱二")).get(f"/appeals/join/{number}")
    assert Appeal.objects.get(number=number).followers == 0


def test_what_the_front_page_asks_travels_in_no_address(visitor: Client) -> None:
    moved = visitor.post("/appeals/new", {"begin": "1", "text": "我家的事"})
    assert moved["Location"] == "/appeals/new"
    assert "我家的事" in read(visitor, "/appeals/new")


def test_a_number_is_found_whatever_its_case_and_a_wrong_one_is_told_so(visitor: Client) -> None:
    number = send(visitor)
    assert visitor.get("/track/", {"number": f" {number.lower()} "})["Location"] == f"/track/{number}"
    assert visitor.get("/track/", {"number": "SZ-00-1"}).status_code == 404
    assert visitor.get("/track/SZ-00-1").status_code == 404
    assert visitor.get("/appeals/sent/SZ-00-1").status_code == 404


def test_a_rating_without_its_stars_says_which_are_missing(visitor: Client, people: People) -> None:
    number = answered(visitor, people)
    half = visitor.post(f"/track/{number}/rate", {"satisfied": "no", "speed": "2"})
    assert half.status_code == 422
    stars = dict.fromkeys(("speed", "effect", "experience", "reply_quality"), "2")
    assert visitor.post(f"/track/{number}/rate", {"satisfied": "no", **stars}).status_code == 302
    assert Appeal.objects.get(number=number).state == "handling"
    assert "<form" in read(visitor, f"/track/{number}")


def answered(visitor: Client, people: People) -> str:
    number = send(visitor)
    api.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101", reason="辖区")
    reply = {"reply": "已更换井盖。", "outcome": "explained"}
    api.act(actor=people.water, number=number, move="reply", data=reply)
    return number


@pytest.mark.parametrize("path", ["/staff/figures", "/staff/hotline", "/staff/duty-list"])
def test_staff_pages_are_for_staff(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code in {302, 403}
    assert signed_in(visitor, resident("one", "赵一")).get(path).status_code in {302, 403}


def test_public_figures_hide_what_fewer_than_five_people_wrote(visitor: Client) -> None:
    now = timezone.now() - timedelta(days=1)
    rows = [AppealRow(text=f"井盖松动第 {n} 处", filed_at=now, item="0101", unit=WATER) for n in range(6)]
    rows += [AppealRow(text=f"垃圾第 {n} 处", filed_at=now, item="0201", unit=OFFICE) for n in range(6)]
    rows += [AppealRow(text="学位咨询", filed_at=now, item="0301", unit="440300-hotline") for _n in range(3)]
    api.load_appeals(rows=rows)
    told = visitor.get("/appeals/figures").context["figures"]
    shown = {group.key: group.figures for group in told.by_unit}
    assert shown[WATER].filed == 6
    assert shown["440300-hotline"].filed is None
    assert shown["440300-hotline"].masked
    assert {point.filed for point in told.days} == {0, 15}
    # The total less what is shown is of two units, and so tells of neither.
    assert told.total.filed == 15
    assert shown[OFFICE].masked
    assert "fewer than 5" not in read(Client(headers={"Accept-Language": "en"}), "/appeals/figures")
    assert visitor.get("/appeals/figures?days=7").status_code == 200
    assert visitor.get("/appeals/figures?days=x").status_code == 200


def test_public_figures_are_counted_once_in_some_minutes(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    count = figures.statistics

    def counted(**given: Any) -> Statistics:
        asked.append(given)
        return count(**given)

    monkeypatch.setattr(figures, "statistics", counted)
    for _visit in range(3):
        read(visitor, "/appeals/figures")
    assert len(asked) == 1
    read(visitor, "/appeals/figures?days=7")
    assert len(asked) == 2
    publicfigures.MEMORY.found.update(
        {period: (0.0, found) for period, (_until, found) in publicfigures.MEMORY.found.items()}
    )
    read(visitor, "/appeals/figures")
    assert len(asked) == 3


def test_every_function_and_level_of_the_duty_list_is_a_word(city: None) -> None:
    for item in api.duty_items():
        assert words.word(words.FUNCTIONS, item.function) != item.function
        assert words.word(words.LEVELS, item.level.value) != item.level.value
        assert "working_days" not in words.term(item.handling)


def test_an_appeal_is_filed_for_the_party_acted_for(city: None) -> None:
    child = Actor(account_id=1, name="赵母", party_id=77, own_party_id=76, assurance=Assurance.REAL_NAME)
    filed = api.file_appeal(actor=child, filing=AppealFiling(text=TEXT))
    assert filed.matter.subject_id == 77
