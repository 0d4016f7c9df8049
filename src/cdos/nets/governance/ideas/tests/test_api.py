"""Ideas: proposed by proven persons, looked at, voted for once a person, answered in public, withdrawn, erased."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.fence.contracts import NOTHING
from cdos.base.fence.logic import scope
from cdos.base.identity.contracts import Assurance, Self
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Erasing, MoveRefused, NotAllowed
from cdos.base.organisation.contracts import SYSTEM, Role
from cdos.nets.governance.appeals.tests.conftest import CITY, WATER, People, staff
from cdos.nets.governance.ideas import api
from cdos.nets.governance.ideas.contracts import IdeaRefused
from cdos.nets.governance.ideas.logic import keeping
from cdos.nets.governance.ideas.models import Idea, Vote

pytestmark = pytest.mark.django_db
TEXT = "在公园加装直饮水点，跑步的人都需要。联系人王小明 13912345678。"


def filed(people: People) -> str:
    return api.file(actor=people.resident, title="公园加装直饮水点", text=TEXT)


def opened(people: People) -> str:
    number = filed(people)
    desk = staff(9100, "市分拨", f"{CITY}-hotline", Role.DISPATCHER, CITY)
    matters.act(actor=desk, number=number, move="open", data={"unit": WATER})
    return number


def answer(people: People, number: str, move: str = "adopt") -> None:
    matters.act(actor=people.water, number=number, move=move, data={"answer": "今年在十个公园试点。"})


def test_nobody_reads_an_idea_before_a_person_looked_at_it(people: People) -> None:
    number = filed(people)
    assert api.ideas(actor=people.neighbour).rows == ()
    with pytest.raises(LookupError):
        api.idea(actor=people.neighbour, number=number)
    assert api.idea(actor=people.resident, number=number).own
    clock = matters.clocks(actor=SYSTEM, number=number)[0]
    assert clock.due_at == calendar.add(start=clock.started_at, term=Term(2, TimeUnit.WORKING_DAYS))


def test_what_others_read_is_masked_and_names_nobody(people: People) -> None:
    number = opened(people)
    seen = api.idea(actor=people.neighbour, number=number)
    assert "13912345678" not in seen.text
    assert "13912345678" in api.idea(actor=people.resident, number=number).text
    assert "赵居民" not in str(seen)


def test_one_person_has_one_vote_and_may_take_it_back(people: People) -> None:
    number = opened(people)
    for _time in range(3):
        api.vote(actor=people.neighbour, number=number)
    api.vote(actor=people.resident, number=number)
    assert api.idea(actor=people.neighbour, number=number).votes == 2
    api.take_back(actor=people.neighbour, number=number)
    api.take_back(actor=people.neighbour, number=number)
    seen = api.idea(actor=people.neighbour, number=number)
    assert (seen.votes, seen.voted) == (1, False)


def test_who_acts_for_an_enterprise_still_has_one_vote_as_a_person(people: People) -> None:
    number = opened(people)
    api.vote(actor=people.neighbour, number=number)
    api.vote(actor=replace(people.neighbour, party_id=7777), number=number)
    assert api.idea(actor=people.neighbour, number=number).votes == 1


def test_the_database_holds_no_second_vote(people: People) -> None:
    number = opened(people)
    api.vote(actor=people.neighbour, number=number)
    row = Vote.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(idea_id=row.idea_id, party_id=row.party_id)


def test_without_a_proven_name_nobody_proposes_or_votes(people: People) -> None:
    number = opened(people)
    weak = replace(people.neighbour, assurance=Assurance.PHONE)
    for actor in (weak, people.water, replace(weak, account_id=None)):
        with pytest.raises(IdeaRefused):
            api.vote(actor=actor, number=number)
        with pytest.raises(IdeaRefused):
            api.file(actor=actor, title="点子", text="内容")


def test_a_unit_answers_in_public_and_adopted_ideas_are_shown(people: People) -> None:
    number = opened(people)
    answer(people, number)
    found = api.ideas(actor=people.neighbour, state="adopted").rows
    assert [(one.number, one.answer, one.unit_name) for one in found] == [
        (number, "今年在十个公园试点。", "西区水务局")
    ]
    with pytest.raises(IdeaRefused):
        api.vote(actor=people.neighbour, number=number)  # the vote is over
    answer(people, number, "carry_out")
    assert [one.number for one in api.ideas(actor=people.neighbour, state="done").rows] == [number]


def test_only_the_unit_that_holds_it_answers(people: People) -> None:
    number = opened(people)
    with pytest.raises((MoveRefused, NotAllowed)):
        matters.act(actor=people.office, number=number, move="adopt", data={"answer": "好"})
    with pytest.raises(MoveRefused):
        matters.act(actor=people.water, number=number, move="adopt", data={"answer": " "})


def test_the_list_comes_by_votes_or_newest_first(people: People) -> None:
    first, second = opened(people), opened(people)
    api.vote(actor=people.neighbour, number=first)
    Idea.objects.filter(number=first).update(
        filed_at=Idea.objects.get(number=second).filed_at - timedelta(days=1)
    )
    assert [one.number for one in api.ideas(actor=people.neighbour).rows] == [first, second]
    assert [one.number for one in api.ideas(actor=people.neighbour, order="new").rows] == [second, first]


def test_who_proposed_it_withdraws_it_and_nobody_else(people: People) -> None:
    number = opened(people)
    with pytest.raises((MoveRefused, NotAllowed, LookupError)):
        api.withdraw(actor=people.neighbour, number=number)
    api.withdraw(actor=people.resident, number=number)
    assert api.ideas(actor=people.neighbour).rows == ()


def test_the_database_hides_ideas_and_votes_from_who_may_not_see_them(people: People) -> None:
    api.vote(actor=people.neighbour, number=opened(people))
    with scope.within(NOTHING):
        assert not Idea.objects.exists()
        assert not Vote.objects.exists()
    scope.forget()


def test_own_data_and_erasure(people: People) -> None:
    number = opened(people)
    api.vote(actor=people.neighbour, number=number)
    kept = keeping.of_person(Self(1, people.neighbour.party_id))
    assert [one["idea__number"] for one in kept["voted_for"]] == [number]
    answer(people, number)
    keeping.erase([matters.get(actor=SYSTEM, number=number).id], Erasing.DELETE)
    row = Idea.objects.get()
    assert (row.title, row.text) == ("", "")
    assert not Vote.objects.exists()


@pytest.mark.parametrize(("title", "text"), [("", "内容"), ("点子", " "), ("点子", "x" * 5001)])
def test_a_broken_idea_is_refused_with_a_sentence(people: People, title: str, text: str) -> None:
    with pytest.raises(IdeaRefused, match="."):
        api.file(actor=people.resident, title=title, text=text)
