"""The knowledge base: proposed, looked at, in force on its days; it answers what it covers and says when it does not know."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cdos.base.fence.contracts import NOTHING
from cdos.base.fence.logic import scope
from cdos.base.matters.contracts import NotAllowed
from cdos.hubs.knowledge import api
from cdos.hubs.knowledge.contracts import (
    Audience,
    EntryRefused,
    EntryState,
    Found,
    NewEntry,
    SourceLine,
)
from cdos.hubs.knowledge.models import AskedDay, Entry
from cdos.hubs.knowledge.tests.conftest import FUND, Staff

pytestmark = pytest.mark.django_db
RENT = NewEntry(
    question="租房可以提取住房公积金吗？",
    answer="可以。连续缴存满三个月，本人及配偶在本市无房的，每月可以提取一次。",
    sources=(SourceLine("样例市住房公积金提取管理规定 第八条", "https://example.org/fund"),),
    owner_unit=FUND,
)


def live(staff: Staff, new: NewEntry = RENT) -> int:
    made = api.propose(actor=staff.clerk, new=new)
    assert made is not None
    api.put_in_force(actor=staff.editor, entry_id=made.id)
    api.forget()
    return made.id


def ask(question: str, language: str = "zh-hans", audience: Audience = Audience.EVERYONE) -> Found:
    return api.ask(question=question, language=language, audience=audience)


def test_a_proposal_answers_nobody_before_an_editor_takes_it(staff: Staff) -> None:
    made = api.propose(actor=staff.clerk, new=RENT)
    assert made is not None
    assert made.state is EntryState.PROPOSED
    assert not ask("租房怎么提取公积金").known
    with pytest.raises(NotAllowed):
        api.put_in_force(actor=staff.clerk, entry_id=made.id)
    api.put_in_force(actor=staff.editor, entry_id=made.id)
    api.forget()
    found = ask("租房怎么提取公积金")
    assert found.answers[0].entry.sources[0].title == "样例市住房公积金提取管理规定 第八条"
    assert found.answers[0].entry.owner_name == "样例市公积金中心"


def test_it_says_when_it_does_not_know(staff: Staff) -> None:
    live(staff)
    found = ask("小区电梯坏了三天没人修")
    assert (found.known, found.answers) == (False, ())


@pytest.mark.parametrize("question", ["", "？？", "🌃", "x" * 5000, "公积金" * 2000])
def test_any_question_is_taken(staff: Staff, question: str) -> None:
    live(staff)
    ask(question)


def test_an_entry_holds_on_its_days_only(staff: Staff) -> None:
    today = timezone.localdate()
    live(staff, NewEntry(**_values(RENT) | {"valid_from": today + timedelta(days=1)}))
    assert not ask("租房怎么提取公积金").known
    Entry.objects.update(valid_from=today - timedelta(days=9), valid_until=today - timedelta(days=1))
    api.forget()
    assert not ask("租房怎么提取公积金").known
    Entry.objects.update(valid_until=today)
    api.forget()
    assert ask("租房怎么提取公积金").known


def _values(new: NewEntry) -> dict[str, object]:
    return {name: getattr(new, name) for name in NewEntry.__slots__}


def test_without_a_source_or_an_owner_it_is_not_put_in_force(staff: Staff) -> None:
    for change in ({"sources": ()}, {"owner_unit": ""}):
        made = api.propose(actor=staff.clerk, new=NewEntry(**_values(RENT) | change))
        assert made is not None
        with pytest.raises(EntryRefused):
            api.put_in_force(actor=staff.editor, entry_id=made.id)
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=made.id).update(state="live")


def test_a_reader_gets_their_language_or_is_told_that_there_is_none(staff: Staff) -> None:
    entry = live(staff)
    answer = ask("租房怎么提取公积金", language="en").answers[0]
    assert (answer.own_language, answer.entry.language) == (False, "zh-hans")
    code = api.entry(actor=staff.editor, entry_id=entry).code
    english = {
        "code": code,
        "language": "en",
        "question": "Can I draw my housing fund to pay rent?",
        "answer": "Yes, once a month after three months of payments.",
    }
    live(staff, NewEntry(**_values(RENT) | english))
    answer = ask("租房怎么提取公积金", language="en").answers[0]
    assert (answer.own_language, answer.entry.answer[:4]) == (True, "Yes,")
    assert len(ask("租房怎么提取公积金").answers) == 1  # one answer, not one a language


def test_what_is_for_enterprises_is_not_told_to_everybody(staff: Staff) -> None:
    live(staff, NewEntry(**_values(RENT) | {"audience": Audience.ENTERPRISE}))
    assert not ask("租房怎么提取公积金").known
    assert ask("租房怎么提取公积金", audience=Audience.ENTERPRISE).known


def test_what_is_retired_answers_nobody(staff: Staff) -> None:
    entry = live(staff)
    api.retire(actor=staff.editor, entry_id=entry)
    api.forget()
    assert not ask("租房怎么提取公积金").known


def test_one_reply_is_proposed_once(staff: Staff) -> None:
    new = NewEntry(**_values(RENT) | {"origin": "SZ-26-0000001-X"})
    assert api.propose(actor=staff.clerk, new=new) is not None
    assert api.propose(actor=staff.clerk, new=new) is None


@pytest.mark.parametrize(
    "change",
    [
        {"question": " "},
        {"answer": ""},
        {"language": "xx"},
        {"owner_unit": "nobody"},
        {"sources": (SourceLine("x", "javascript:alert(1)"),)},
        {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
        {"code": "a b"},
    ],
)
def test_a_broken_entry_is_refused_with_a_sentence(staff: Staff, change: dict[str, object]) -> None:
    with pytest.raises(EntryRefused, match="."):
        api.propose(actor=staff.clerk, new=NewEntry(**_values(RENT) | change))


def test_residents_keep_nothing_and_read_no_proposals(staff: Staff) -> None:
    for verb in (
        lambda: api.propose(actor=staff.resident, new=RENT),
        lambda: api.entries(actor=staff.resident),
        lambda: api.export(actor=staff.resident),
        lambda: api.bring_in(actor=staff.clerk, raw=b"question,answer\n"),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_database_hides_proposals_from_who_is_not_staff(staff: Staff) -> None:
    api.propose(actor=staff.clerk, new=RENT)
    with scope.within(NOTHING):
        assert not Entry.objects.exists()
    scope.forget()


def test_out_as_csv_and_in_again_changes_nothing(staff: Staff) -> None:
    live(staff)
    live(staff, NewEntry(**_values(RENT) | {"question": "=1+1 是什么", "audience": Audience.ENTERPRISE}))
    text = api.export(actor=staff.editor)
    assert "'=1+1" in text  # no formula for a spreadsheet
    Entry.objects.filter(question__startswith="=").delete()
    text = api.export(actor=staff.editor)
    report = api.bring_in(actor=staff.editor, raw=text.encode(), live=True)
    assert (report.rows, report.stored, report.unchanged, report.errors) == (1, 0, 1, ())
    Entry.objects.all().delete()
    report = api.bring_in(actor=staff.editor, raw=text.encode("gb18030"), live=True)
    assert (report.stored, report.errors) == (1, ())
    api.forget()
    assert ask("租房怎么提取公积金").answers[0].entry.sources == RENT.sources


def test_a_file_with_an_error_stores_nothing_and_names_the_line(staff: Staff) -> None:
    raw = "question,answer,language\n怎么办,这样办,zh-hans\n,没有问题,zh-hans\n".encode()
    report = api.bring_in(actor=staff.editor, raw=raw)
    assert report.stored == 0
    assert "3" in report.errors[0]
    assert not Entry.objects.exists()


def test_it_is_counted_how_often_was_asked_and_never_what(staff: Staff) -> None:
    live(staff)
    api.ask(question="租房怎么提取公积金", language="zh-hans", portal="citizen")
    api.ask(question="小区电梯坏了三天没人修", language="zh-hans", portal="citizen")
    assert AskedDay.objects.values_list("portal", "asked", "known").get() == ("citizen", 2, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM knowledge_askedday")
        assert "电梯" not in str(cursor.fetchall())


def test_a_reader_says_whether_it_helped(staff: Staff) -> None:
    entry = live(staff)
    api.rate(entry_id=entry, helped=True)
    api.rate(entry_id=entry, helped=False)
    api.rate(entry_id=0, helped=True)
    info = api.entry(actor=staff.editor, entry_id=entry)
    assert (info.helped, info.not_helped) == (1, 1)
