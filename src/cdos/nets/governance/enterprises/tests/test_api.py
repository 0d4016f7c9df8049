"""Enterprises: answered at once with the sources, or filed; urgent to the backstop unit; called back after a bad rating."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cdos.base.fence import api as fence
from cdos.base.fence.contracts import NOTHING
from cdos.base.fence.logic import scope
from cdos.base.identity import api as identity
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, NotAllowed, Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Rating
from cdos.nets.governance.appeals.tests.conftest import DESK, OFFICE, People
from cdos.nets.governance.enterprises import api
from cdos.nets.governance.enterprises.contracts import EnterpriseRefused
from cdos.nets.governance.enterprises.logic import asking, figures
from cdos.nets.governance.enterprises.models import Asked, Callback, Case
from cdos.nets.governance.enterprises.tests.conftest import Agents

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "公司停水了，报修找谁？", "楼上装修漏水把面粉泡坏了，物业不管"


def ask(agents: Agents, text: str = KNOWN, *, urgent: bool = False) -> int:
    return api.ask(actor=agents.agent, category="utilities", text=text, urgent=urgent)


def filed(agents: Agents, *, urgent: bool = False, text: str = UNKNOWN) -> MatterInfo:
    number = api.file(actor=agents.agent, question_id=ask(agents, text), urgent=urgent).number
    return matters.get(actor=SYSTEM, number=number)


def rate(agents: Agents, people: People, number: str, mark: int) -> None:
    if not appeals.appeal(actor=SYSTEM, number=number).dispatched_at:
        appeals.dispatch(actor=people.dispatcher, number=number, unit=OFFICE)
    data = {"reply": "已联系物业处理，请等待。", "outcome": "explained"}
    appeals.act(actor=people.office, number=number, move="reply", data=data)
    rating = Rating(satisfied=mark > 3, speed=mark, effect=mark, experience=mark, reply_quality=mark)
    appeals.rate(actor=agents.agent, number=number, rating=rating)
    jobs.drain()


def test_only_who_acts_for_an_enterprise_asks_for_it(agents: Agents) -> None:
    for actor in (agents.alone, agents.other):
        with pytest.raises(EnterpriseRefused):
            api.ask(actor=actor, category="tax", text=KNOWN)
    assert [one.name for one in api.firms(actor=agents.alone)] == ["样例面包店"]
    assert api.firm(actor=agents.alone) is None


def test_it_is_answered_at_once_with_the_source_and_counted(agents: Agents, people: People) -> None:
    number = ask(agents)
    question = api.question(actor=agents.agent, question_id=number)
    assert question.found.answers[0].entry.sources[0].title == "供水服务规范 第五条"
    api.settled(actor=agents.agent, question_id=number)
    today = timezone.localdate()
    total = api.statistics(actor=people.supervisor, start=today, end=today)[0]
    assert (total.asked, total.at_once, total.filed, total.at_once_share) == (1, 1, 0, 1.0)


def test_what_was_settled_can_still_become_an_appeal(agents: Agents, people: People) -> None:
    number = ask(agents)
    api.settled(actor=agents.agent, question_id=number)
    made = api.file(actor=agents.agent, question_id=number)
    matter = matters.get(actor=SYSTEM, number=made.number)
    assert (matter.kind, matter.source, matter.subject_id) == ("appeal", "enterprise", agents.agent.party_id)
    today = timezone.localdate()
    total = api.statistics(actor=people.supervisor, start=today, end=today)[0]
    assert (total.at_once, total.filed) == (0, 1)
    with pytest.raises(EnterpriseRefused):
        api.file(actor=agents.agent, question_id=number)


def test_what_nobody_knows_cannot_be_called_answered(agents: Agents) -> None:
    number = ask(agents, UNKNOWN)
    assert not api.question(actor=agents.agent, question_id=number).found.known
    with pytest.raises(EnterpriseRefused):
        api.settled(actor=agents.agent, question_id=number)


def test_an_ordinary_filing_waits_at_the_desk_of_the_enterprises_district_for_two_hours(
    agents: Agents,
) -> None:
    matter = filed(agents)
    assert (matter.state, matter.holder_unit) == ("received", DESK)
    assert matter.due_at == matter.filed_at + timedelta(hours=2)


def test_an_urgent_one_has_a_clock_of_thirty_minutes_and_is_with_the_backstop_unit(
    agents: Agents, people: People
) -> None:
    matter = filed(agents, urgent=True)
    assert (matter.state, matter.holder_unit, matter.urgency) == ("dispatched", OFFICE, "urgent")
    clock = next(one for one in matters.clocks(actor=SYSTEM, number=matter.number) if one.name == "dispatch")
    assert clock.due_at == clock.started_at + timedelta(minutes=30)
    assert clock.state == "met"
    today = timezone.localdate()
    total = api.statistics(actor=people.supervisor, start=today, end=today)[0]
    assert (total.urgent, total.urgent_in_time) == (1, 1)


def test_two_taps_on_file_are_one_appeal(agents: Agents) -> None:
    number = ask(agents, UNKNOWN)
    first = api.file(actor=agents.agent, question_id=number, idempotency_key="tap")
    with pytest.raises(EnterpriseRefused, match=first.number):
        api.file(actor=agents.agent, question_id=number, idempotency_key="tap")
    assert Case.objects.count() == 1


def test_a_bad_rating_opens_one_call_back_with_a_clock_of_a_day(agents: Agents, people: People) -> None:
    matter = filed(agents)
    rate(agents, people, matter.number, mark=1)
    row = Callback.objects.get()
    call = matters.get(
        actor=people.dispatcher,
        number=matters.find(actor=people.dispatcher, question=Question(kinds=("callback",))).rows[0].number,
    )
    assert (row.number, call.holder_unit) == (matter.number, DESK)
    assert call.due_at == call.filed_at + timedelta(hours=24)
    data = {"note": "已致电，约定明日上门。", "settled": "yes"}
    matters.act(actor=people.dispatcher, number=call.number, move="call", data=data)
    today = timezone.localdate()
    total = api.statistics(actor=people.supervisor, start=today, end=today)[0]
    assert (total.callbacks, total.callbacks_in_time) == (1, 1)
    assert Callback.objects.get().settled is True


def test_calls_are_counted_by_the_database_also_about_what_was_filed_long_ago(
    agents: Agents, people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for mark in (1, 2, 5):
        rate(agents, people, filed(agents).number, mark=mark)
    long_ago = timezone.now() - timedelta(days=60)
    Case.objects.update(filed_at=long_ago)
    Asked.objects.update(asked_at=long_ago)
    late, _in_time = Callback.objects.order_by("pk")
    Callback.objects.filter(pk=late.pk).update(called_at=late.opened_at + timedelta(hours=25))
    Callback.objects.exclude(pk=late.pk).update(called_at=timezone.now())
    today = timezone.localdate()
    with fence.everything(), django_assert_num_queries(3):
        total, utilities = figures.figures(today, today)
    assert (total.callbacks, total.callbacks_in_time, total.filed) == (2, 1, 0)
    assert (utilities.category, utilities.callbacks) == ("utilities", 2)


def test_a_good_rating_and_a_persons_own_appeal_call_nobody_back(agents: Agents, people: People) -> None:
    rate(agents, people, filed(agents).number, mark=5)
    assert not Callback.objects.exists()


def test_an_enterprises_questions_are_its_own(agents: Agents) -> None:
    number = ask(agents)
    with pytest.raises((LookupError, EnterpriseRefused)):
        api.question(actor=agents.other, question_id=number)
    with scope.within(NOTHING):
        assert not Asked.objects.exists()
    scope.forget()


def test_words_go_when_filed_and_after_ninety_days(agents: Agents) -> None:
    filed(agents)
    assert Asked.objects.get().text == ""
    ask(agents)
    Asked.objects.update(asked_at=timezone.now() - timedelta(days=91))
    assert asking.forget() == 1
    assert not Asked.objects.exclude(text="").exists()


def test_who_asked_finds_it_in_their_own_data(agents: Agents) -> None:
    ask(agents)
    assert agents.agent.account_id is not None
    own = identity.own_data(agents.agent.account_id)["enterprises"]
    assert own[0]["text"] == KNOWN


def test_figures_are_for_staff(agents: Agents) -> None:
    today = timezone.localdate()
    with pytest.raises(NotAllowed):
        api.statistics(actor=agents.agent, start=today, end=today)


@pytest.mark.parametrize(("category", "text"), [("tax", " "), ("tax", "x" * 5001), ("nothing", "问")])
def test_a_broken_question_is_refused_with_a_sentence(agents: Agents, category: str, text: str) -> None:
    with pytest.raises(EnterpriseRefused, match="."):
        api.ask(actor=agents.agent, category=category, text=text)
