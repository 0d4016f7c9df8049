"""Letters in the folder: taken one by one, answers found, bad ones put aside."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import LazySettings
from django.db import connection

from cdos.base.fence.contracts import NOTHING
from cdos.base.fence.logic import scope
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import ClockState, RequestKind
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Channel, SentMessage
from cdos.base.organisation.contracts import SYSTEM, Actor, HeldPost, Role
from cdos.nets.governance.appeals import api, tasks
from cdos.nets.governance.appeals.adapters.demo import FolderSource
from cdos.nets.governance.appeals.contracts import AppealFiling, AppealRefused, Contact, Reader
from cdos.nets.governance.appeals.models import Appeal

from .conftest import CITY, WATER, WEST, People
from .test_http import letter

pytestmark = pytest.mark.django_db
BAD = b"From: <@\n\nx"


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA_DIR = tmp_path
    made = tmp_path / "mail"
    made.mkdir()
    return made


def work() -> None:
    """As the worker does it: what does not say what it may see, sees nothing."""
    tasks.fetch_mail()
    with scope.within(NOTHING):
        jobs.drain()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_bad_letter_is_put_aside_and_does_not_stop_the_others(city: None, folder: Path) -> None:
    (folder / "a.eml").write_bytes(letter("井盖响", "小区井盖响了一夜", "<1@x>"))
    (folder / "b.eml").write_bytes(BAD)
    (folder / "c.eml").write_bytes(letter("路灯坏", "路灯坏了三天", "<2@x>"))
    work()
    assert sorted(Appeal.objects.values_list("title", flat=True)) == ["井盖响", "路灯坏"]
    assert (names(folder / "done"), names(folder / "refused")) == (["a.eml", "c.eml"], ["b.eml"])
    assert jobs.dead() == []


def test_a_letter_that_breaks_the_city_is_put_aside_and_undoes_none(
    city: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = api.receive_mail

    def receive(*, raw: bytes) -> object:
        if b"<2@x>" in raw:
            connection.cursor().execute("SELECT 1/0")
        return real(raw=raw)

    monkeypatch.setattr(api, "receive_mail", receive)
    for number in (1, 2, 3):
        (folder / f"{number}.eml").write_bytes(letter(f"井盖{number}", "小区井盖响了一夜", f"<{number}@x>"))
    work()
    assert Appeal.objects.count() == 2
    assert names(folder / "refused") == ["2.eml"]


def test_an_answer_in_the_folder_is_added_and_a_second_copy_counts_once(city: None, folder: Path) -> None:
    first = letter("井盖响", "小区井盖响了一夜", "<1@x>")
    (folder / "a.eml").write_bytes(first)
    (folder / "b.eml").write_bytes(first)
    work()
    row = Appeal.objects.get()
    (folder / "c.eml").write_bytes(letter(f"Re: {row.number}", "今天更响了", "<2@x>"))
    work()
    assert Appeal.objects.count() == 1
    added = [
        one.text for one in matters.timeline(actor=SYSTEM, number=row.number) if one.move == "supplement"
    ]
    assert added == ["今天更响了"]
    assert names(folder / "done") == ["a.eml", "b.eml", "c.eml"]


def test_a_refused_letter_of_a_box_becomes_a_file_of_its_own(city: None, folder: Path) -> None:
    good = letter("井盖响", "小区井盖响了一夜", "<1@x>")
    mark = b"From x@example.org Thu Jan  1 00:00:00 2026\n"
    (folder / "all.mbox").write_bytes(mark + good + b"\n" + mark + BAD + b"\n")
    work()
    assert Appeal.objects.count() == 1
    assert names(folder / "done") == ["all.mbox"]
    assert [path.read_bytes().strip() for path in (folder / "refused").iterdir()] == [BAD]


def test_a_box_stays_while_a_letter_of_it_waits(folder: Path) -> None:
    (folder / "all.mbox").write_bytes(b"From x@example.org Thu Jan  1 00:00:00 2026\n" + BAD + b"\n")
    source = FolderSource(folder)
    assert [name for name, _raw in source.fetch()] == ["all.mbox.0.eml"]
    assert names(folder) == ["all.mbox"]


@pytest.mark.parametrize("header", ["From: <@", "From: a@", "From: "])
def test_a_letter_without_a_sender_is_refused(city: None, header: str) -> None:
    with pytest.raises(AppealRefused):
        api.receive_mail(raw=f"{header}\nSubject: x\n\ntext of it".encode())


def test_a_letter_with_an_empty_id_is_filed_once(people: People) -> None:
    raw = "From: Chen <chen@example.com>\nSubject: 井盖响\nMessage-ID: <>\n\n响了一夜".encode()
    assert api.receive_mail(raw=raw).created
    assert not api.receive_mail(raw=raw).created


def sent(channel: Channel) -> list[SentMessage]:
    jobs.drain()
    return [one for one in notices.sent() if one.channel is channel]


def opened(message: SentMessage) -> Reader:
    """Who follows the link of the message is the person of the appeal."""
    found = re.search(r"/track/(\S+?)\?key=(\S+)", message.body)
    assert found
    return api.appeal(actor=Actor(matter_key=unquote(found[2])), number=found[1]).reader


def answered(people: People, number: str) -> None:
    """By a desk of the whole city, since a letter names no place."""
    desk = replace(people.dispatcher, posts=(replace(people.dispatcher.posts[0], area=CITY),))
    data = {"reply": "已安排更换。", "outcome": "explained"}
    api.act(actor=desk, number=number, move="answer", data=data)


def test_who_writes_gets_the_number_and_later_word_of_the_answer_by_mail(people: People) -> None:
    raw = letter("井盖响", "小区井盖响了一夜", "<1@x>")
    number = api.receive_mail(raw=raw).number
    api.receive_mail(raw=raw)
    [first] = sent(Channel.MAIL)
    assert first.title.startswith(f"[{number}]")
    assert opened(first) is Reader.SUBJECT
    answered(people, number)
    messages = sent(Channel.MAIL)
    assert len(messages) == 2
    assert {opened(one) for one in messages} == {Reader.SUBJECT}


def test_who_calls_gets_the_number_and_later_word_of_the_answer_by_sms(people: People) -> None:
    asked = AppealFiling(text="小区井盖响了一夜", contact=Contact(name="陈女士", phone="13812345678"))
    number = api.file_for_caller(actor=people.operator, filing=asked, idempotency_key="once").number
    api.file_for_caller(actor=people.operator, filing=asked, idempotency_key="once")
    assert len(sent(Channel.SMS)) == 1
    answered(people, number)
    assert {opened(one) for one in sent(Channel.SMS)} == {Reader.SUBJECT}
    assert len(sent(Channel.SMS)) == 2


def test_who_wants_no_contact_or_has_an_account_is_not_written_to(people: People) -> None:
    contact = Contact(name="陈女士", phone="13812345678")
    asked = AppealFiling(text="小区井盖响了一夜", contact=contact, contact_allowed=False)
    answered(people, api.file_for_caller(actor=people.operator, filing=asked).number)
    answered(
        people, api.file_appeal(actor=people.resident, filing=replace(asked, contact_allowed=True)).number
    )
    assert [one for one in sent(Channel.SMS) if "key=" in one.body] == []


def test_the_answer_by_mail_ends_the_pause_that_waited_for_it(people: People) -> None:
    number = api.receive_mail(raw=letter("井盖响", "小区井盖响了一夜", "<1@x>")).number
    api.dispatch(actor=SYSTEM, number=number, unit=WATER, item="0101")
    api.act(actor=people.water, number=number, move="accept")
    wish = matters.ask(
        actor=people.water,
        number=number,
        kind=RequestKind.PAUSE,
        reason="等照片",
        clock="handling",
        for_subject=True,
    )
    lead = replace(people.water, account_id=9100, posts=(HeldPost(WATER, WATER, Role.LEAD, WEST),))
    matters.decide(actor=lead, request_id=wish.id, granted=True)
    assert clock(number) is ClockState.PAUSED
    assert api.receive_mail(raw=letter(f"Re: [{number}] 井盖响", "照片", "<2@x>")).note == "added"
    assert clock(number) is ClockState.RUNNING


def clock(number: str) -> ClockState:
    return next(one.state for one in matters.clocks(actor=SYSTEM, number=number) if one.name == "handling")
