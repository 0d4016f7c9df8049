from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cdos.base.jobs import api as jobs
from cdos.base.matters import api
from cdos.base.matters.contracts import (
    ClockState,
    HistoryClock,
    HistoryEntry,
    HistoryRow,
    LinkKind,
    MatterInfo,
    MoveRefused,
    NotAllowed,
    Question,
    Visibility,
)
from cdos.base.matters.models import CoHandling, Matter, Subscription
from cdos.base.matters.tests.conftest import (
    DISPATCHER,
    HANDLER,
    HOUSING,
    HOUSING_HANDLER,
    KIND,
    LEAD,
    PLACE,
    RESIDENT,
    STRANGER,
    SUPERVISOR,
    VISITOR,
    WATER,
    Now,
    filing,
)
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM


def test_a_co_handler_sees_and_comments_but_does_not_move(working: MatterInfo) -> None:
    with pytest.raises(NotAllowed):
        api.get(actor=HOUSING_HANDLER, number=working.number)
    api.add_co_handler(actor=HANDLER, number=working.number, unit=HOUSING, reason="请协助")
    helpers = api.add_co_handler(actor=HANDLER, number=working.number, unit=HOUSING)
    assert [helper.unit for helper in helpers] == [HOUSING]
    assert api.parts_of(actor=HOUSING_HANDLER, number=working.number) == {"co_handler"}
    assert api.offered(actor=HOUSING_HANDLER, number=working.number) == []
    api.comment(actor=HOUSING_HANDLER, number=working.number, text="已看")
    for question in (Question(), Question(words="小店"), Question(words="已看")):
        assert len(api.find(actor=HOUSING_HANDLER, question=question).rows) == 1
    api.remove_co_handler(actor=HANDLER, number=working.number, unit=HOUSING)
    assert not CoHandling.objects.exists()
    assert api.find(actor=HOUSING_HANDLER, question=Question(words="小店")).rows == ()


def test_the_subject_never_reads_what_is_for_staff(working: MatterInfo) -> None:
    api.comment(actor=HANDLER, number=working.number, text="内部")
    api.comment(actor=HANDLER, number=working.number, text="给您", visibility=Visibility.SUBJECT)
    mine = api.comment(actor=RESIDENT, number=working.number, text="我说", visibility=Visibility.STAFF)
    assert mine.visibility is Visibility.SUBJECT
    said = [line.text for line in api.timeline(actor=RESIDENT, number=working.number) if not line.move]
    assert said == ["", "给您", "我说"]
    with pytest.raises(NotAllowed):
        api.comment(actor=STRANGER, number=working.number, text="x")
    for text in ("", " \u200b", "x" * 20_001):
        with pytest.raises(MoveRefused):
            api.comment(actor=RESIDENT, number=working.number, text=text)


def test_a_child_is_opened_with_its_link_and_a_line_on_the_parent(working: MatterInfo) -> None:
    child = api.open_child(actor=HANDLER, number=working.number, child=filing("子件", holder_unit=HOUSING))
    links = api.links(actor=DISPATCHER, number=working.number)
    assert [(one.kind, one.outgoing, one.other.number) for one in links] == [
        (LinkKind.PARENT, False, child.matter.number)
    ]
    assert api.timeline(actor=HANDLER, number=working.number)[-1].data == {"child": child.matter.number}
    with pytest.raises(NotAllowed):
        api.open_child(actor=RESIDENT, number=working.number, child=filing("x"))
    api.act(actor=SUPERVISOR, number=working.number, move="close")
    with pytest.raises(MoveRefused):
        api.open_child(actor=HANDLER, number=working.number, child=filing("x"))
    assert Matter.objects.count() == 2


def test_a_merged_matter_leads_to_the_live_one_however_often_and_merging_again_is_no_fault(
    units: None,
) -> None:
    first, second, third = (
        api.file(actor=RESIDENT, filing=filing(title)).matter.number for title in "甲乙丙"
    )
    assert api.link(actor=DISPATCHER, source=first, target=second, kind=LinkKind.DUPLICATE)
    assert not api.link(actor=DISPATCHER, source=first, target=second, kind=LinkKind.DUPLICATE)
    api.link(actor=DISPATCHER, source=second, target=third, kind=LinkKind.DUPLICATE)
    assert [api.live(number) for number in (first, second, third)] == [third] * 3
    for source, target in ((third, first), (first, first)):
        with pytest.raises(MoveRefused):
            api.link(actor=DISPATCHER, source=source, target=target, kind=LinkKind.DUPLICATE)
    api.link(actor=DISPATCHER, source=first, target=third, kind=LinkKind.DUPLICATE)
    assert len(api.links(actor=DISPATCHER, number=first)) == 1
    assert api.unlink(actor=DISPATCHER, source=first, target=third, kind=LinkKind.DUPLICATE)
    assert api.live(first) == first


def test_related_matters_are_linked_once_whichever_way_round(units: None) -> None:
    first, second = (api.file(actor=RESIDENT, filing=filing(title)).matter.number for title in "甲乙")
    assert api.link(actor=DISPATCHER, source=first, target=second, kind=LinkKind.RELATED)
    assert not api.link(actor=DISPATCHER, source=second, target=first, kind=LinkKind.RELATED)
    with pytest.raises(NotAllowed):
        api.link(actor=RESIDENT, source=first, target=second, kind=LinkKind.RELATED)


def test_links_to_what_one_may_not_see_are_left_out(units: None) -> None:
    mine = api.file(actor=RESIDENT, filing=filing("甲")).matter.number
    other = api.file(actor=STRANGER, filing=filing("乙", subject_id=701)).matter.number
    api.link(actor=DISPATCHER, source=mine, target=other, kind=LinkKind.RELATED)
    assert api.links(actor=RESIDENT, number=mine) == []


def test_what_links_lead_to_is_asked_for_once(units: None) -> None:
    mine, *others = (
        api.file(actor=RESIDENT, filing=filing(title, holder_unit=WATER)).matter.number
        for title in "甲乙丙丁"
    )
    for other in others:
        api.link(actor=DISPATCHER, source=mine, target=other, kind=LinkKind.RELATED)
    for number in (mine, *others):
        api.add_co_handler(actor=HANDLER, number=number, unit=HOUSING)
    with CaptureQueriesContext(connection) as asked:
        links = api.links(actor=HOUSING_HANDLER, number=mine)
    assert [one.other.number for one in links] == others
    about_helpers = [one["sql"] for one in asked if 'FROM "matters_cohandling"' in one["sql"]]
    assert len(about_helpers) <= 2  # may the matter be seen; and may the others


def told(party: int) -> list[str]:
    jobs.drain()
    return [notice.body for notice in notices.notices(party_id=party)]


def test_the_subject_is_told_of_moves_that_concern_them_after_the_seconds_for_taking_back(
    asked: MatterInfo, now: Now
) -> None:
    api.act(actor=DISPATCHER, number=asked.number, move="assign", data={"unit": WATER})
    assert told(700) == []
    assert jobs.drain(until=asked.filed_at.replace(year=2100)) > 0
    assert len(told(700)) == 1
    assert "西区水务局" in told(700)[0]
    api.return_back(actor=HANDLER, number=asked.number, grounds="不归我管", proposed_unit=HOUSING)
    assert len(told(700)) == 1


def test_a_move_that_was_taken_back_is_told_to_nobody(asked: MatterInfo) -> None:
    api.act(actor=DISPATCHER, number=asked.number, move="assign", data={"unit": WATER})
    line = api.timeline(actor=DISPATCHER, number=asked.number)[-1]
    api.undo(actor=DISPATCHER, number=asked.number, entry_id=line.id)
    jobs.drain(until=asked.filed_at.replace(year=2100))
    assert told(700) == []


def test_those_who_follow_hear_of_the_outcome_without_a_word_about_the_person(working: MatterInfo) -> None:
    assert api.subscribe(actor=STRANGER, number=working.number)
    assert not api.subscribe(actor=STRANGER, number=working.number)
    with pytest.raises(NotAllowed):
        api.subscribe(actor=VISITOR, number=working.number)
    api.act(actor=HANDLER, number=working.number, move="give", data={"reply": "已为何先生办好"})
    assert len(told(701)) == 1
    notice = notices.notices(party_id=701)[0]
    assert working.number in notice.title
    assert "何先生" not in notice.title + notice.body
    assert working.title not in notice.title + notice.body
    api.unsubscribe(actor=STRANGER, number=working.number)
    assert not Subscription.objects.exists()


def test_a_shared_link_shows_the_course_and_nothing_personal(working: MatterInfo) -> None:
    api.comment(actor=RESIDENT, number=working.number, text="我的电话")
    token = api.share_token(actor=RESIDENT, number=working.number)
    matter, lines = api.shared_view(number=working.number, token=token)
    assert [line.to_state for line in lines] == ["asked", "working", ""]
    shown = str((matter, lines))
    for secret in ("我的电话", working.title, "甲路", "何先生", "分拨员", "114.05"):
        assert secret not in shown
    with pytest.raises(NotAllowed):
        api.shared_view(number=working.number, token=token[:-1] + ("A" if token[-1] != "A" else "B"))
    with pytest.raises(NotAllowed):
        api.share_token(actor=STRANGER, number=working.number)


def row(title: str, **values: object) -> HistoryRow:
    given: dict[str, object] = {
        "kind": KIND,
        "title": title,
        "state": "closed",
        "filed_at": Matter.objects.model.filed_at.field.to_python("2019-05-01T10:00:00+08:00"),
        "text": "旧事重提",
        "place": PLACE,
    }
    return HistoryRow(**(given | values))


def test_history_is_loaded_once_without_clocks_events_or_notices(units: None) -> None:
    lines = (HistoryEntry(row("x").filed_at, "Reply", "已经答复过", to_state="closed"),)
    first = api.load_history([row("甲", key="1", entries=lines), row("乙", key="2"), row("乙", key="2")])
    assert first.created == [True, True, False]
    assert first.ids[1] == first.ids[2]
    again = api.load_history([row("丙", key="3"), row("甲", key="1")])
    assert again.created == [True, False]
    assert again.ids[1] == first.ids[0]
    assert jobs.drain() == 0
    matter = api.get(actor=DISPATCHER, number=first.numbers[0])
    assert (matter.history, matter.closed_at, matter.due_at) == (True, lines[0].at, None)
    assert api.clocks(actor=SYSTEM, number=matter.number) == []
    assert [line.text for line in api.timeline(actor=DISPATCHER, number=matter.number)] == ["", "已经答复过"]
    for words in ("重提", "答复过"):
        assert matter.number in [
            r.number for r in api.find(actor=DISPATCHER, question=Question(words=words)).rows
        ]


def test_two_rows_without_a_key_may_be_two_people(units: None) -> None:
    assert api.load_history([row("同"), row("同")]).created == [True, True]
    assert Matter.objects.count() == 2


def test_loaded_open_matters_with_clocks_go_on_as_if_filed_here(units: None, now: Now) -> None:
    start = now("2026-09-28 10:00")
    clock = HistoryClock("handling", start, start.replace(hour=9), ClockState.RUNNING)
    made = api.load_history(
        [row("开", state="working", history=False, holder_unit=WATER, clocks=(clock,), filed_at=start)]
    )
    matter = api.get(actor=HANDLER, number=made.numbers[0])
    assert matter.due_at == clock.due_at
    assert api.act(actor=HANDLER, number=matter.number, move="give", data={"reply": "好"}).due_at is None


def test_a_row_without_a_title_takes_the_beginning_of_its_text(units: None) -> None:
    made = api.load_history([row("", text="很长的话" * 100), row("", text="")])
    found = api.get_many(actor=SYSTEM, ids=made.ids)
    assert found[made.ids[0]].title.startswith("很长的话")
    assert len(found[made.ids[0]].title) == 200
    assert found[made.ids[1]].title == "—"


def test_a_deputy_lead_of_nobody_may_not_hand_over(working: MatterInfo) -> None:
    with pytest.raises(NotAllowed):
        api.hand_over(actor=replace(LEAD, posts=()), number=working.number, unit=HOUSING, reason="x")
