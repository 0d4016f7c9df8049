"""Drafts of replies: of templates, precedents and the knowledge base, marked; the clerk edits; what is kept ranks the next."""

import pytest

from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Erasing, NotAllowed, Place
from cdos.base.organisation.contracts import SYSTEM
from cdos.hubs.knowledge import api as knowledge
from cdos.hubs.knowledge.contracts import NewEntry, SourceLine
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling, Rating
from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, WATER, People
from cdos.nets.governance.replies import api
from cdos.nets.governance.replies.contracts import PieceKind, TemplateRefused
from cdos.nets.governance.replies.logic import erasing, learning
from cdos.nets.governance.replies.models import Draft, Use

pytestmark = pytest.mark.django_db
HERE = Place("甲路 1 号", *IN_NORTH)
REPLY = "本小区二次供水改造期间每晚十点到次日六点停水，预计三月底完工，其间每栋楼下设临时供水点。联系电话 13912345678。"


def appeal(people: People, text: str = "我们小区晚上总是停水，没水用，什么时候能恢复？") -> str:
    filed = appeals.file_appeal(actor=people.resident, filing=AppealFiling(text=text, place=HERE)).number
    appeals.dispatch(actor=people.dispatcher, number=filed, unit=WATER, item="0102")
    return filed


def reply(people: People, number: str, text: str = REPLY, outcome: str = "explained") -> None:
    appeals.act(actor=people.water, number=number, move="reply", data={"reply": text, "outcome": outcome})


def rate(people: People, number: str, mark: int = 5) -> None:
    rating = Rating(satisfied=mark > 3, speed=mark, effect=mark, experience=mark, reply_quality=mark)
    appeals.rate(actor=people.resident, number=number, rating=rating)


def entry(people: People, **values: object) -> None:
    new = {
        "question": "小区晚上停水怎么办？",
        "answer": "二次供水改造期间夜间停水，楼下有临时供水点。",
        "sources": (SourceLine("样例市二次供水管理办法 第十条"),),
        "owner_unit": WATER,
    }
    made = knowledge.propose(actor=people.editor, new=NewEntry(**new | values))
    assert made is not None
    knowledge.put_in_force(actor=people.editor, entry_id=made.id)
    knowledge.forget()


def test_a_draft_has_a_template_and_the_best_answer_each_with_where_it_is_from(people: People) -> None:
    entry(people)
    made = api.draft(actor=people.water, number=appeal(people))
    kinds = {one.kind for one in made.chosen}
    assert kinds == {PieceKind.TEMPLATE, PieceKind.KNOWLEDGE}
    assert "楼下有临时供水点" in made.text
    assert "（依据：样例市二次供水管理办法 第十条）" in made.text  # the person reads it, too
    assert "西区水务局" in made.text
    assert "{" not in made.text


def test_a_similar_answered_appeal_is_a_precedent_masked_and_named_to_the_clerk_only(people: People) -> None:
    earlier = appeal(people)
    reply(people, earlier)
    number = appeal(people, "小区晚上停水，没水用，什么时候恢复供水？")
    made = api.draft(actor=people.water, number=number)
    found = next(one for one in (*made.chosen, *made.others) if one.kind is PieceKind.PRECEDENT)
    assert found.key == earlier
    assert "13912345678" not in found.text
    assert earlier not in made.text


def test_what_was_sent_back_or_lies_outside_the_units_reach_is_no_precedent(people: People) -> None:
    earlier = appeal(people)
    reply(people, earlier)
    rate(people, earlier, mark=1)
    other = appeals.file_appeal(
        actor=people.resident, filing=AppealFiling(text="小区晚上停水没水用什么时候恢复", place=HERE)
    ).number
    data = {"reply": "已答复。" * 20, "outcome": "explained"}
    appeals.act(actor=people.dispatcher, number=other, move="answer", data=data)  # held by the desk
    made = api.draft(actor=people.water, number=appeal(people, "小区晚上停水，没水用，什么时候恢复？"))
    assert not [one for one in (*made.chosen, *made.others) if one.kind is PieceKind.PRECEDENT]


def test_only_the_clerk_who_may_see_it_gets_a_draft(people: People) -> None:
    number = appeal(people)
    for actor in (people.resident, people.office, people.editor):
        with pytest.raises((NotAllowed, LookupError)):
            api.draft(actor=actor, number=number)


def test_where_nobody_translated_it_is_said_plainly(people: People) -> None:
    entry(people)
    number = appeal(people)
    english = api.draft(actor=people.water, number=number, language="en")
    assert english.text.startswith("Hello")
    assert len(english.warnings) == 1
    api_templates = [one for one in api.templates(actor=people.editor) if one.language == "zh-hant"]
    for one in api_templates:
        api.save_template(
            actor=people.editor,
            template_id=one.id,
            code=one.code,
            language=one.language,
            title=one.title,
            body=one.body,
            outcome=one.outcome,
            active=False,
        )
    assert len(api.draft(actor=people.water, number=number, language="zh-hant").warnings) == 2


def test_a_city_without_templates_and_knowledge_gives_an_empty_draft(people: People) -> None:
    made = api.draft(actor=people.water, number=appeal(people, "天上有个洞"), picked=())
    assert (made.text, made.chosen) == ("", ())


def test_what_a_person_wrote_is_never_taken_for_a_place_to_fill(people: People) -> None:
    entry(people)
    made = api.draft(actor=people.water, number=appeal(people, "小区晚上停水 {answer} {number} {x}"))
    assert made.text.count("楼下有临时供水点") == 1


def test_the_clerks_words_are_sent_and_what_was_kept_is_recorded(people: People) -> None:
    entry(people)
    number = appeal(people)
    made = api.draft(actor=people.water, number=number)
    picked = [one.mark for one in made.chosen]
    words = made.text.replace("楼下有临时供水点", "三号楼下有临时供水点，电话 13912345678")
    api.send(actor=people.water, number=number, text=words, outcome="explained", picked=picked)
    assert appeals.appeal(actor=people.resident, number=number).reply == words
    row = Draft.objects.get()
    assert 0.9 < row.kept <= 1.0
    assert "13912345678" not in row.sent
    assert Use.objects.get(kind="knowledge").used == 1
    assert api.learned(actor=people.water).sent == 1


def test_what_clerks_write_over_sinks_and_what_they_send_rises(people: People) -> None:
    entry(people)
    entry(
        people,
        question="小区晚上停水怎么投诉？",
        answer="请拨打供水热线，或在本页补充楼栋号，抢修队两小时内到场。",
    )
    number = appeal(people)
    made = api.draft(actor=people.water, number=number)
    known = [one for one in (*made.chosen, *made.others) if one.kind is PieceKind.KNOWLEDGE]
    first, second = known[0], known[1]
    for _times in range(3):
        learning.record(
            matter_id=matters.get(actor=SYSTEM, number=number).id,
            account_id=1,
            language="zh-hans",
            offered=first.text,
            sent="完全是另外的话，一个字也没有用上。",
            pieces=[first],
        )
        learning.record(
            matter_id=matters.get(actor=SYSTEM, number=number).id,
            account_id=1,
            language="zh-hans",
            offered=second.text,
            sent=second.text,
            pieces=[second],
        )
    again = api.draft(actor=people.water, number=number)
    known = [one for one in (*again.chosen, *again.others) if one.kind is PieceKind.KNOWLEDGE]
    scores = {one.key: one.score for one in known}
    assert scores[second.key] > scores[first.key]


def test_a_good_explanation_is_proposed_to_the_editor_once_and_masked(people: People) -> None:
    number = appeal(people)
    reply(people, number)
    rate(people, number)
    jobs.drain()
    found = knowledge.entries(actor=people.editor, state="proposed").rows
    assert [one.origin for one in found] == [number]
    assert "13912345678" not in found[0].answer
    assert (found[0].owner_unit, found[0].sources[0].title) == (WATER, "供水条例")


@pytest.mark.parametrize(("outcome", "mark"), [("solved", 5), ("explained", 4), ("explained", 2)])
def test_what_was_mended_once_or_not_liked_is_not_proposed(people: People, outcome: str, mark: int) -> None:
    number = appeal(people)
    data = {"reply": REPLY, "outcome": outcome, "evidence": "已修复，现场复查正常。"}
    appeals.act(actor=people.water, number=number, move="reply", data=data)
    rate(people, number, mark=mark)
    jobs.drain()
    proposed = knowledge.entries(actor=people.editor, state="proposed").rows
    assert len(proposed) == (1 if (outcome, mark) == ("explained", 4) else 0)


@pytest.mark.parametrize(
    "change",
    [{"body": "没有位置"}, {"body": "{answer} {phone}"}, {"code": "A B"}, {"title": ""}, {"language": "xx"}],
)
def test_a_broken_template_is_refused(people: People, change: dict[str, str]) -> None:
    values = {"code": "own", "language": "zh-hans", "title": "自拟", "body": "{answer}", "outcome": ""}
    with pytest.raises(TemplateRefused, match="."):
        api.save_template(actor=people.editor, template_id=None, **values | change)
    with pytest.raises(NotAllowed):
        api.save_template(actor=people.water, template_id=None, **values)


def test_drafts_go_with_their_appeal(people: People) -> None:
    entry(people)
    number = appeal(people)
    made = api.draft(actor=people.water, number=number)
    picked = [one.mark for one in made.chosen]
    api.send(actor=people.water, number=number, text=made.text, outcome="explained", picked=picked)
    erasing.erase([matters.get(actor=SYSTEM, number=number).id], Erasing.ANONYMISE)
    assert not Draft.objects.exists()
