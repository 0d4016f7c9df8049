"""A promise becomes an obligation: shown, kept, put off, or broken and told so."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import NotAllowed
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.tests.conftest import People
from cdos.nets.governance.closure import api
from cdos.nets.governance.closure.contracts import ClosureRefused, PromiseInfo, PromiseState

from .conftest import HONEST, reply

pytestmark = pytest.mark.django_db
PROMISE = HONEST + "破损管段将在5个工作日内更换。"


@pytest.fixture
def promised(people: People, number: str) -> PromiseInfo:
    reply(people, number, PROMISE)
    jobs.drain()
    return api.promises_of(actor=people.resident, number=number)[0].promise


def timeline(people: People, number: str) -> str:
    return "\n".join(entry.text for entry in appeals.appeal(actor=people.resident, number=number).timeline)


def state(people: People, promised: PromiseInfo) -> PromiseState:
    return api.promise(actor=people.water, promise_id=promised.id).promise.state


def test_the_person_and_the_unit_see_what_was_promised_and_until_when(
    people: People, promised: PromiseInfo
) -> None:
    assert promised.state is PromiseState.OPEN
    assert timezone.localdate() < promised.due_on <= timezone.localdate() + timedelta(days=14)
    assert [one.promise.id for one in api.promises_waiting(actor=people.water)] == [promised.id]
    assert not api.promises_waiting(actor=people.office)


def test_on_its_day_the_unit_is_asked_and_silence_is_told_honestly(
    people: People, promised: PromiseInfo
) -> None:
    assert api.check_promises(today=promised.due_on - timedelta(days=1)) == (0, 0)
    assert api.check_promises(today=promised.due_on) == (1, 0)
    assert state(people, promised) is PromiseState.ASKED
    assert api.check_promises(today=promised.due_on + timedelta(days=1)) == (0, 0)  # days of grace
    with override("zh-hans"):
        assert api.check_promises(today=promised.due_on + timedelta(days=14)) == (0, 1)
    assert state(people, promised) is PromiseState.BROKEN
    assert "督办" in timeline(people, promised.number)
    answer = api.answers_of(actor=people.supervisor, number=promised.number)[0]
    assert [one.code for one in answer.signs] == ["promise_broken"]


def test_shown_in_time_it_is_kept_and_the_person_reads_what_was_done(
    people: People, promised: PromiseInfo
) -> None:
    api.show_promise(actor=people.water, promise_id=promised.id, evidence="已更换破损管段6米。")
    assert state(people, promised) is PromiseState.KEPT
    assert "已更换破损管段6米。" in timeline(people, promised.number)
    assert not api.promises_waiting(actor=people.water)
    with pytest.raises(ClosureRefused):
        api.show_promise(actor=people.water, promise_id=promised.id, evidence="再说一遍")


def test_put_off_it_is_due_later_and_twice_speaks_against_the_answer(
    people: People, promised: PromiseInfo
) -> None:
    first, second = promised.due_on + timedelta(days=7), promised.due_on + timedelta(days=20)
    with pytest.raises(ClosureRefused):
        api.move_promise(actor=people.water, promise_id=promised.id, to=first, reason="")
    api.move_promise(actor=people.water, promise_id=promised.id, to=first, reason="等待管材到货")
    assert "等待管材到货" in timeline(people, promised.number)
    again = api.promises_waiting(actor=people.water)[0].promise
    assert again.due_on == first
    api.move_promise(actor=people.water, promise_id=again.id, to=second, reason="连日下雨")
    signs = api.answers_of(actor=people.supervisor, number=promised.number)[0].signs
    assert [one.code for one in signs] == ["promise_moved"]


def test_others_may_neither_show_it_nor_take_it_back(people: People, promised: PromiseInfo) -> None:
    for actor in (people.office, people.resident, people.supervisor):
        with pytest.raises((NotAllowed, LookupError)):
            api.show_promise(actor=actor, promise_id=promised.id, evidence="做了")
    with pytest.raises(NotAllowed):
        api.take_back_promise(actor=people.water, promise_id=promised.id)


def test_a_supervisor_takes_words_off_that_are_no_promise(people: People, promised: PromiseInfo) -> None:
    api.check_promises(today=promised.due_on)
    api.check_promises(today=promised.due_on + timedelta(days=14))
    api.take_back_promise(actor=people.supervisor, promise_id=promised.id)
    assert not api.promises_of(actor=people.resident, number=promised.number)
    assert not api.answers_of(actor=people.supervisor, number=promised.number)[0].signs


def test_the_same_reply_taken_in_twice_promises_once(people: People, number: str) -> None:
    reply(people, number, PROMISE)
    jobs.drain()
    api.score_past(limit=10)
    assert len(api.promises_of(actor=people.water, number=number)) == 1
