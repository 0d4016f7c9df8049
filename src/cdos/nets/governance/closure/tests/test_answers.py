"""Replies as they come: scored, doubted before they are sent, judged, sent back."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought
from cdos.base.matters.contracts import Erasing, NotAllowed
from cdos.hubs.ai import api as ai
from cdos.hubs.ai.contracts import LabelledReplies
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Rating
from cdos.nets.governance.appeals.tests.conftest import People
from cdos.nets.governance.closure import api
from cdos.nets.governance.closure.contracts import AnswerInfo, ClosureRefused, Judge, Standing, Wish
from cdos.nets.governance.closure.logic import erasing, judging
from cdos.nets.governance.closure.models import Answer

from .conftest import HOLLOW, HONEST, file_to_water, reply

pytestmark = pytest.mark.django_db
RITUAL = "您反映的问题已收悉，已转相关部门调查核实处理，感谢您对我们工作的理解支持与监督。"
WORK = "经查丙9街路灯线路老化，3日已更换电缆55米，现已恢复照明。"


def answered(people: People, number: str) -> AnswerInfo:
    jobs.drain()
    return api.answers_of(actor=people.supervisor, number=number)[0]


def test_a_reply_is_scored_when_given_and_a_hollow_one_is_a_suspect(people: People, number: str) -> None:
    reply(people, number, HOLLOW, outcome="explained")
    found = answered(people, number)
    assert found.hollow
    assert found.standing is Standing.SUSPECT
    assert found.judge is Judge.MEASURE
    assert [
        one.number for one in api.find(actor=people.supervisor, wish=Wish(standing=Standing.SUSPECT)).rows
    ] == [number]


def test_an_honest_reply_is_no_suspect(people: People, number: str) -> None:
    reply(people, number)
    assert answered(people, number).standing is Standing.CLEAR
    assert not api.find(actor=people.supervisor, wish=Wish(standing=Standing.SUSPECT)).rows


def test_the_clerk_is_told_first_and_sending_all_the_same_is_kept(people: People, number: str) -> None:
    lines = api.doubt(actor=people.water, number=number, reply=HOLLOW)
    assert lines
    assert not api.doubt(actor=people.water, number=number, reply=HONEST)
    reply(people, number, HOLLOW, outcome="explained")
    assert answered(people, number).sent_anyway


def test_who_may_not_see_the_appeal_learns_nothing_of_its_answers(people: People, number: str) -> None:
    reply(people, number, HOLLOW, outcome="explained")
    found = answered(people, number)
    with pytest.raises(NotAllowed):
        api.answers_of(actor=people.office, number=number)
    with pytest.raises((LookupError, NotAllowed)):
        api.case(actor=people.neighbour, answer_id=found.id)
    assert not api.find(actor=people.resident, wish=Wish()).rows


def test_a_hollow_answer_goes_back_and_the_next_one_stands_for_itself(people: People, number: str) -> None:
    reply(people, number, HOLLOW, outcome="explained")
    first = answered(people, number)
    api.judge(actor=people.supervisor, answer_id=first.id, hollow=True, note="没有说做了什么")
    view = appeals.appeal(actor=people.supervisor, number=number)
    assert view.matter.state == "handling"
    assert any("没有说做了什么" in entry.text for entry in view.timeline)
    reply(people, number)
    jobs.drain()
    second, before = api.answers_of(actor=people.supervisor, number=number)
    assert (second.standing, before.standing) == (Standing.CLEAR, Standing.HOLLOW)
    assert not before.last


def test_an_answer_that_was_confirmed_is_opened_again_when_it_proves_hollow(
    people: People, number: str
) -> None:
    reply(people, number, HOLLOW, outcome="explained")
    appeals.rate(actor=people.resident, number=number, rating=Rating(True, 5, 5, 5, 5))
    api.judge(actor=people.supervisor, answer_id=answered(people, number).id, hollow=True, note="现场未处理")
    view = appeals.appeal(actor=people.supervisor, number=number)
    assert (view.matter.state, view.confirmed_at) == ("handling", None)


def test_a_verdict_is_for_supervisors_needs_words_and_is_in_the_ledger(people: People, number: str) -> None:
    reply(people, number, HOLLOW, outcome="explained")
    found = answered(people, number)
    with pytest.raises(NotAllowed):
        api.judge(actor=people.water, answer_id=found.id, hollow=False)
    with pytest.raises(ClosureRefused):
        api.judge(actor=people.supervisor, answer_id=found.id, hollow=True, note=" ")
    api.judge(actor=people.supervisor, answer_id=found.id, hollow=False, note="电话核实过")
    ledger.seal()
    assert answered(people, number).standing is Standing.SOUND
    rows = ledger.find(Sought(act="closure.judged"))
    assert [row.by for row in rows] == [people.supervisor.account_id]


def test_retention_takes_the_words_and_leaves_the_score(people: People, number: str) -> None:
    reply(people, number, HOLLOW, outcome="explained")
    found = answered(people, number)
    erasing.erase([Answer.objects.get(pk=found.id).matter_id], Erasing.ANONYMISE)
    row = Answer.objects.get(pk=found.id)
    assert all(not one["said"] for one in (*row.reasons, *row.signs))
    assert row.score == found.score


def pairs(count: int) -> LabelledReplies:
    """Hollow ones are as long as the others: length alone says nothing."""
    random, messages, replies, labels = Random(7), [], [], []
    for place in range(count):
        hollow = place % 4 == 0
        street = f"{random.choice('甲乙丙丁戊己庚辛')}{random.randint(1, 99)}街"
        filler = "".join(random.choice("的了是在有和也就都很") for _ in range(random.randint(0, 40)))
        said = (
            "您反映的问题已收悉，已转相关部门调查核实处理，感谢您对我们工作的理解支持与监督"
            if hollow
            else f"经查{street}路灯线路老化，{random.randint(1, 28)}日已更换电缆{random.randint(20, 90)}米，现已恢复照明"
        )
        messages.append(f"{street}路灯不亮")
        replies.append(said + filler)
        labels.append("0" if hollow else "1")
    return LabelledReplies(messages, replies, labels)


def test_a_trained_judge_takes_over_and_says_what_length_alone_says(
    people: People, number: str, tmp_path: Path, monkeypatch: Any
) -> None:
    path = tmp_path / "replies.npz"
    ai.train_replies(rows=pairs(200), positive="0", path=path)
    monkeypatch.setattr(appeals, "replies_model_path", lambda: path)
    monkeypatch.setattr(judging, "HELD", judging.Held())
    hollow = api.score_reply(actor=people.water, number=number, reply=RITUAL)
    honest = api.score_reply(actor=people.water, number=number, reply=WORK)
    assert (hollow.judge, hollow.hollow, honest.hollow) == (Judge.MODEL, True, False)
    assert hollow.by_length is not None
    assert hollow.score > honest.score


def test_a_broken_model_file_leaves_the_measure_in_charge(
    people: People, tmp_path: Path, monkeypatch: Any
) -> None:
    path = tmp_path / "replies.npz"
    path.write_bytes(b"not a model")
    monkeypatch.setattr(appeals, "replies_model_path", lambda: path)
    monkeypatch.setattr(judging, "HELD", judging.Held())
    number = file_to_water(people)
    assert api.score_reply(actor=people.water, number=number, reply=HOLLOW).judge is Judge.MEASURE
