"""The city tries itself with a real appeal, which nobody ever sees."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question
from cdos.base.matters.models import Entry, Matter
from cdos.base.notices.models import Notice
from cdos.base.organisation.contracts import SYSTEM
from cdos.base.search.models import SearchEntry
from cdos.base.vitals import api as vitals
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import Period
from cdos.nets.governance.appeals.logic import publicfigures, trying
from cdos.nets.governance.appeals.models import Appeal

TODAY = Period(date.today() - timedelta(days=1), date.today() + timedelta(days=1))

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Matter, Appeal, Entry, Notice, SearchEntry)}


def test_it_goes_from_intake_to_close_by_the_worker_and_leaves_only_its_mark() -> None:
    before = rows()
    trying.take_in()
    assert jobs.drain() >= 1
    with fence.probing():
        assert rows() == before
    assert vitals.marks()["deep"].facts["seconds"] >= 0
    assert jobs.figures().ready == 0
    assert jobs.figures().dead == 0


def test_while_it_is_open_nobody_sees_it_not_even_who_may_see_everything() -> None:
    publicfigures.MEMORY.forget()
    figures = api.public_statistics(period=TODAY)
    number = trying.take_in()
    assert not Matter.objects.filter(number=number).exists()
    with fence.everything():
        assert not Matter.objects.filter(number=number).exists()
        assert not Appeal.objects.filter(number=number).exists()
    assert number not in [
        row.number for row in matters.find(actor=SYSTEM, question=Question(words="自检")).rows
    ]
    publicfigures.MEMORY.forget()
    assert replace(api.public_statistics(period=TODAY), at=figures.at) == figures
    assert Client().get(f"/api/appeals/{number}").status_code == 404
    with fence.probing(), fence.everything():
        assert Matter.objects.filter(number=number).exists()
    jobs.drain()
    assert not Notice.objects.filter(title__contains=number).exists()


def test_one_that_was_cut_short_is_removed_by_a_later_one() -> None:
    number = trying.take_in()
    with fence.probing(), fence.everything():
        long_ago = Matter.objects.get(number=number).filed_at - 2 * trying.ABANDONED
        Matter.objects.filter(number=number).update(filed_at=long_ago)
    trying.take_in()
    with fence.probing(), fence.everything():
        assert not Matter.objects.filter(number=number).exists()
        assert Matter.objects.filter(source="probe").count() == 1


def test_whoever_is_not_trying_the_city_cannot_write_such_a_row() -> None:
    number = trying.take_in()
    with fence.everything(), connection.cursor() as cursor:
        cursor.execute("UPDATE matters_matter SET title = 'seen' WHERE number = %s", [number])
        assert cursor.rowcount == 0
