"""Sampling, officers and the weekly review."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.tests.conftest import WATER, WEST, People
from cdos.nets.governance.closure import api
from cdos.nets.governance.closure.contracts import ClosureRefused, Grouping, Wish
from cdos.nets.governance.closure.logic import periods, sampling
from cdos.nets.governance.closure.models import Answer

from .conftest import HOLLOW, MESSAGE, file_to_water, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(people: People) -> Actor:
    account = identity.create_account(login="t-volunteer", name="何志愿", assurance=Assurance.REAL_NAME)
    return Actor(account_id=account.id, name="何志愿")


@pytest.fixture
def answered(people: People, number: str) -> int:
    """An answer of last week that says solved."""
    reply(people, number)
    jobs.drain()
    answer = Answer.objects.get()
    Answer.objects.update(at=timezone.now() - timedelta(days=7))
    return answer.pk


def test_the_same_seed_and_week_draw_the_same_and_others_do_not() -> None:
    groups, week = {"a": list(range(100)), "b": list(range(200, 240))}, periods.this_week()
    first = sampling.pick(groups, 5, 7, week)
    assert first == sampling.pick(groups, 5, 7, week)
    assert len(first) == 10
    assert first != sampling.pick(groups, 5, 8, week)
    assert first != sampling.pick(groups, 5, 7, week - timedelta(days=7))


def test_a_plan_is_drawn_once_a_week_and_makes_tasks(people: People, answered: int, volunteer: Actor) -> None:
    api.enrol_officer(actor=people.supervisor, login="t-volunteer", kind="volunteer", district=WEST)
    api.add_plan(actor=people.supervisor, by="unit", per_group=3, seed=7)
    assert api.draw_samples() == 1
    assert api.draw_samples() == 0
    tasks = api.tasks(actor=volunteer)
    assert [(task.origin, task.unit_name) for task in tasks] == [("sample", "西区水务局")]


def test_an_officer_goes_looks_and_says_so_and_the_answer_is_a_suspect(
    people: People, number: str, answered: int, volunteer: Actor
) -> None:
    api.enrol_officer(actor=people.supervisor, login="t-volunteer", kind="volunteer", district=WEST)
    assert api.send_to_look(actor=people.supervisor, answer_id=answered)
    task = api.tasks(actor=volunteer)[0]
    assert MESSAGE not in f"{task.title}{task.said}"  # what was done, not what the person wrote
    api.take_task(actor=volunteer, visit_id=task.id)
    with pytest.raises(ClosureRefused):
        api.report_visit(actor=volunteer, visit_id=task.id, verdict="hollow")
    api.report_visit(actor=volunteer, visit_id=task.id, verdict="hollow", note="井口仍在冒水")
    found = api.find(actor=people.supervisor, wish=Wish(what="found_hollow"))
    assert [row.number for row in found.rows] == [number]
    assert [sign.code for sign in found.rows[0].signs] == ["visit_hollow"]
    assert any(
        "井口仍在冒水" in one.text for one in appeals.appeal(actor=people.water, number=number).timeline
    )
    assert not any(
        "井口仍在冒水" in one.text for one in appeals.appeal(actor=people.resident, number=number).timeline
    )
    assert not api.tasks(actor=volunteer)


def test_who_is_no_officer_or_of_another_district_sees_no_task(
    people: People, answered: int, volunteer: Actor
) -> None:
    api.send_to_look(actor=people.supervisor, answer_id=answered)
    with pytest.raises(NotAllowed):
        api.tasks(actor=volunteer)
    api.enrol_officer(actor=people.supervisor, login="t-volunteer", kind="volunteer", district="440392")
    assert not api.tasks(actor=volunteer)
    with pytest.raises(NotAllowed):
        api.enrol_officer(actor=people.water, login="t-volunteer", kind="staff")


def test_the_week_in_numbers_leads_to_its_answers(people: People, number: str) -> None:
    reply(people, number, HOLLOW, outcome="explained")
    other = file_to_water(people)
    reply(people, other)
    jobs.drain()
    week = periods.this_week()
    for by, key in ((Grouping.UNIT, WATER), (Grouping.DISTRICT, WEST), (Grouping.ITEM, "0101")):
        found = api.review(actor=people.supervisor, week=week, by=by)
        row = next(one for one in found.rows if one.key == key)
        assert (row.counts["answers"], row.counts["solved"], row.counts["hollow"]) == (2, 1, 1)
        assert found.total.counts["suspect"] == 1
    wish = Wish(what="hollow", unit=WATER, since=week, until=week + timedelta(days=7))
    assert [one.number for one in api.find(actor=people.supervisor, wish=wish).rows] == [number]
    with pytest.raises(NotAllowed):
        api.review(actor=people.water, week=week, by=Grouping.UNIT)


def test_pages_of_officers_open_for_them_alone(
    people: People, answered: int, volunteer: Actor, client: Client, monkeypatch: Any
) -> None:
    api.send_to_look(actor=people.supervisor, answer_id=answered)
    assert volunteer.account_id is not None
    signed_in(volunteer.account_id, client)
    assert client.get("/closure/visits/").status_code == 403
    api.enrol_officer(actor=people.supervisor, login="t-volunteer", kind="volunteer")
    page = client.get("/closure/visits/").content.decode()
    assert "/closure/visits/" in page
    task = api.tasks(actor=volunteer)[0]
    assert client.post(f"/closure/visits/{task.id}", {"do": "take"}).status_code == 200
    sent = client.post(f"/closure/visits/{task.id}", {"do": "report", "verdict": "solved"})
    assert sent.status_code == 302
    assert client.get(f"/closure/visits/{task.id}").status_code == 404
