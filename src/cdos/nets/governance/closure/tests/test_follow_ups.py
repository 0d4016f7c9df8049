"""After “solved”: filed again nearby, and the person asked whether it holds."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import Place
from cdos.base.matters.logic import numbers
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling, Contact, Rating
from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, WATER, People
from cdos.nets.governance.closure import api
from cdos.nets.governance.closure.contracts import ClosureRefused
from cdos.nets.governance.closure.logic import asking, repeats
from cdos.nets.governance.closure.models import FollowUp, Refiling

from .conftest import MESSAGE, file_to_water, reply

pytestmark = pytest.mark.django_db


def solved(people: People, number: str) -> None:
    reply(people, number)
    jobs.drain()


def signs(people: People, number: str) -> list[str]:
    return [one.code for one in api.answers_of(actor=people.supervisor, number=number)[0].signs]


def look(monkeypatch: Any) -> int:
    monkeypatch.setattr(repeats, "SETTLED", timedelta(seconds=-60))
    return repeats.look()


def test_filed_again_nearby_counts_against_the_solution(
    people: People, number: str, monkeypatch: Any
) -> None:
    solved(people, number)
    assert look(monkeypatch) == 0  # begins with the present
    near = (IN_NORTH[0] + 0.0005, IN_NORTH[1])
    text = "污水井又往外冒污水了，下水道堵塞，味道大，请派人疏通。"
    again = appeals.file_appeal(
        actor=people.neighbour, filing=AppealFiling(text=text, place=Place("甲路2号", *near))
    ).number
    assert look(monkeypatch) == 1
    assert signs(people, number) == ["refiled"]
    assert Refiling.objects.get().again_number == again
    assert look(monkeypatch) == 0


def test_what_got_its_number_early_and_was_filed_late_is_looked_at_too(
    people: People, number: str, monkeypatch: Any
) -> None:
    """Each web process takes its numbers in blocks, so an elder number may be filed after a younger one."""
    solved(people, number)
    look(monkeypatch)
    early = numbers.SERIALS.next()
    far = Place("乙路", IN_NORTH[0] + 0.02, IN_NORTH[1])
    appeals.file_appeal(actor=people.neighbour, filing=AppealFiling(text=MESSAGE, place=far))
    assert look(monkeypatch) == 0
    numbers.SERIALS.free.appendleft(early)
    file_to_water(people)
    assert look(monkeypatch) == 1


@pytest.mark.parametrize(
    ("text", "east"), [(MESSAGE, 0.02), ("小区门口夜里有人放鞭炮，吵得睡不着。", 0.0005)]
)
def test_elsewhere_or_about_something_else_it_does_not_count(
    people: People, number: str, monkeypatch: Any, text: str, east: float
) -> None:
    solved(people, number)
    look(monkeypatch)
    place = Place("乙路", IN_NORTH[0] + east, IN_NORTH[1])
    appeals.file_appeal(actor=people.neighbour, filing=AppealFiling(text=text, place=place))
    assert look(monkeypatch) == 0


def test_by_the_same_person_it_weighs_more_whatever_they_rated(
    people: People, number: str, monkeypatch: Any
) -> None:
    solved(people, number)
    appeals.rate(actor=people.resident, number=number, rating=Rating(True, 5, 5, 5, 5))
    look(monkeypatch)
    file_to_water(people)
    assert look(monkeypatch) == 1
    assert signs(people, number) == ["refiled_by_same"]


def asked(people: People, number: str) -> str:
    """The path of the signed link."""
    solved(people, number)
    assert api.ask_again(today=timezone.localdate() + timedelta(days=settings.ASK_AGAIN_DAYS - 1)) == 0
    assert api.ask_again(today=timezone.localdate() + timedelta(days=settings.ASK_AGAIN_DAYS)) == 1
    return asking.path(FollowUp.objects.get())


def test_everybody_whose_day_has_come_is_asked_on_that_day(people: People, monkeypatch: Any) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 2)
    for _appeal in range(5):
        solved(people, file_to_water(people))
    assert api.ask_again(today=timezone.localdate() + timedelta(days=settings.ASK_AGAIN_DAYS)) == 5


def test_who_was_joined_and_answered_together_is_asked_for_themselves(people: People) -> None:
    first = file_to_water(people)
    filing = AppealFiling(text=MESSAGE, place=Place("甲路1号", *IN_NORTH))
    second = appeals.file_appeal(actor=people.neighbour, filing=filing).number
    appeals.act(actor=people.dispatcher, number=second, move="merge", data={"into": first})
    solved(people, first)
    assert {row.number for row in FollowUp.objects.all()} == {first, second}
    assert api.ask_again(today=timezone.localdate() + timedelta(days=settings.ASK_AGAIN_DAYS)) == 2
    token = asking.path(FollowUp.objects.get(number=second)).rsplit("/", 1)[1]
    api.say_still_fixed(token=token, fixed=False, words="又堵了")
    states = {number: appeals.appeal(actor=SYSTEM, number=number).matter.state for number in (first, second)}
    assert states == {first: "solved", second: "handling"}
    assert "not_fixed" in signs(people, first)  # the answer was the same


def test_the_person_is_asked_once_by_a_link_that_needs_no_sign_in(
    people: People, number: str, client: Client
) -> None:
    path = asked(people, number)
    assert api.ask_again(today=timezone.localdate() + timedelta(days=60)) == 0
    page = client.get(path)
    assert page.status_code == 200
    assert MESSAGE not in page.content.decode()  # the link shows nothing that was written
    assert FollowUp.objects.get().answered_at is None  # looking is no answer


def test_a_yes_is_kept_and_opens_nothing(people: People, number: str, client: Client) -> None:
    path = asked(people, number)
    client.post(path, {"fixed": "yes"})
    assert FollowUp.objects.get().fixed is True
    assert appeals.appeal(actor=people.resident, number=number).matter.state == "solved"
    assert signs(people, number) == []


def test_a_no_opens_even_a_confirmed_appeal_again_and_counts_once(
    people: People, number: str, client: Client
) -> None:
    solved(people, number)
    appeals.rate(actor=people.resident, number=number, rating=Rating(True, 5, 5, 5, 5))
    api.ask_again(today=timezone.localdate() + timedelta(days=settings.ASK_AGAIN_DAYS))
    token = asking.path(FollowUp.objects.get()).rsplit("/", 1)[1]
    api.say_still_fixed(token=token, fixed=False, words="又堵了")
    view = appeals.appeal(actor=people.resident, number=number)
    assert (view.matter.state, view.confirmed_at) == ("handling", None)
    assert any("又堵了" in entry.text for entry in view.timeline)
    assert signs(people, number) == ["not_fixed"]
    with pytest.raises(ClosureRefused):
        api.say_still_fixed(token=token, fixed=True)


def test_who_filed_without_an_account_is_asked_by_text_message(people: People) -> None:
    visitor = Actor()
    filed = appeals.file_appeal(
        actor=visitor,
        filing=AppealFiling(
            text=MESSAGE, place=Place("甲路1号", *IN_NORTH), contact=Contact(phone="15412345678")
        ),
    )
    appeals.dispatch(actor=people.dispatcher, number=filed.number, unit=WATER, item="0101")
    path = asked(people, filed.number)
    jobs.drain()
    known = path.split(":")[0]  # the rest is when it was signed
    assert any(known in sent.body for sent in notices.sent())
    page = Client().get(f"/track/{filed.number}?key={filed.key}", follow=True)
    assert known in page.content.decode()  # and on the page that the secret opens


def test_a_made_up_link_is_not_there(client: Client, db: None) -> None:
    assert client.get("/still-fixed/abc:def:ghi").status_code == 404


def test_what_is_in_hand_again_is_not_asked_about(people: People, number: str) -> None:
    solved(people, number)
    appeals.rate(actor=people.resident, number=number, rating=Rating(False, 1, 1, 1, 1))
    assert api.ask_again(today=timezone.localdate() + timedelta(days=60)) == 0


@pytest.mark.parametrize("first", [True, False])
def test_who_filed_one_of_both_without_a_name_is_not_named_the_same(
    people: People, monkeypatch: Any, first: bool
) -> None:
    named = AppealFiling(text=MESSAGE, title="家门口的污水井冒污水", place=Place("甲路1号", *IN_NORTH))
    nameless = replace(named, anonymous=True)
    old, new = (nameless, named) if first else (named, nameless)
    number = appeals.file_appeal(actor=people.resident, filing=old).number
    appeals.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101")
    solved(people, number)
    look(monkeypatch)
    appeals.file_appeal(actor=people.resident, filing=new)
    assert look(monkeypatch) == 1
    assert signs(people, number) == ["refiled"]
