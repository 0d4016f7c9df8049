import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from cdos.base.matters import api
from cdos.base.matters.contracts import Filed, MoveRefused, NotAllowed, Place, Question, Visibility
from cdos.base.matters.models import Entry, Matter, MatterClock
from cdos.base.matters.tests.conftest import (
    DISPATCHER,
    KIND,
    OPERATOR,
    PLACE,
    RESIDENT,
    STRANGER,
    VISITOR,
    Now,
    filing,
)


def test_a_filing_gets_a_number_a_state_a_clock_and_a_first_line(units: None, now: Now) -> None:
    at = now("2026-09-28 10:00")
    made = api.file(actor=RESIDENT, filing=filing())
    matter = made.matter
    assert re.fullmatch(r"SZ-26-\d{7}-[0-9X]", matter.number)
    assert api.is_number(matter.number)
    assert (matter.state, matter.filed_at, matter.due_clock) == ("asked", at, "dispatch")
    assert matter.due_at == at + timedelta(hours=2)
    assert [line.visibility for line in api.timeline(actor=RESIDENT, number=matter.number)] == [
        Visibility.PUBLIC
    ]
    assert api.get(actor=RESIDENT, number=matter.number) == matter


def test_a_clock_without_a_term_or_with_a_term_of_nothing_never_starts(units: None) -> None:
    matter = api.file(actor=RESIDENT, filing=filing()).matter
    assert [clock.name for clock in api.clocks(actor=RESIDENT, number=matter.number)] == ["dispatch"]


def test_filing_takes_few_statements(units: None) -> None:
    api.file(actor=RESIDENT, filing=filing())  # fills what a process holds
    with CaptureQueriesContext(
        connection,
    ) as seen:
        api.file(actor=RESIDENT, filing=filing(idempotency_key="k"))
    statements = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 6, statements  # fence, matter, search, ledger, event; here the fence as it was


def test_the_same_form_sent_twice_is_one_matter(units: None) -> None:
    first = api.file(actor=RESIDENT, filing=filing(idempotency_key="form-1"))
    second = api.file(actor=RESIDENT, filing=filing(idempotency_key="form-1"))
    assert (first.created, second.created) == (True, False)
    assert first.matter == second.matter
    assert Matter.objects.count() == Entry.objects.count() == MatterClock.objects.count() == 1


def test_a_key_with_other_content_is_refused(units: None) -> None:
    api.file(actor=RESIDENT, filing=filing(idempotency_key="form-1"))
    with pytest.raises(MoveRefused) as refused:
        api.file(actor=RESIDENT, filing=filing("别的事", idempotency_key="form-1"))
    assert refused.value.code == "idempotency_key_reused"


def test_a_key_of_another_person_leads_to_no_matter_of_theirs(units: None) -> None:
    mine = api.file(actor=RESIDENT, filing=filing(idempotency_key="1"))
    theirs = api.file(actor=STRANGER, filing=filing(subject_id=701, idempotency_key="1"))
    assert theirs.created
    assert theirs.matter.number != mine.matter.number


def test_a_repeated_anonymous_filing_gets_the_same_secret_and_a_stranger_gets_none(units: None) -> None:
    quiet = filing(subject_id=None, idempotency_key="abc")
    first, again = api.file(actor=VISITOR, filing=quiet), api.file(actor=VISITOR, filing=quiet)
    other = api.file(actor=VISITOR, filing=replace(quiet, text="别的"))
    assert first.key
    assert first.key == again.key
    assert other.created
    assert other.key != first.key
    row = Matter.objects.get(number=first.matter.number)
    assert first.key not in (row.key_hash, row.key_salt, row.idempotency)


def test_the_secret_of_an_anonymous_matter_opens_that_matter_only(units: None) -> None:
    mine = api.file(actor=VISITOR, filing=filing(subject_id=None))
    other = api.file(actor=VISITOR, filing=filing("另一件", subject_id=None))
    shown = replace(VISITOR, matter_key=mine.key)
    assert api.get(actor=shown, number=mine.matter.number).number == mine.matter.number
    for actor, number in ((shown, other.matter.number), (VISITOR, mine.matter.number)):
        with pytest.raises(NotAllowed):
            api.get(actor=actor, number=number)


def test_a_matter_of_a_known_person_has_no_secret(units: None) -> None:
    made = api.file(actor=RESIDENT, filing=filing())
    assert made.key == ""
    with pytest.raises(NotAllowed):
        api.get(actor=VISITOR, number=made.matter.number)


def test_who_may_see_a_fresh_matter(units: None) -> None:
    number = api.file(actor=OPERATOR, filing=filing(source="hotline")).matter.number
    for actor in (RESIDENT, OPERATOR, DISPATCHER):
        assert api.get(actor=actor, number=number).number == number
    for actor in (STRANGER, VISITOR, replace(OPERATOR, account_id=999)):
        with pytest.raises(NotAllowed):
            api.get(actor=actor, number=number)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " \u200b\n"}, "title_missing"),
        ({"title": "长" * 201}, "title_too_long"),
        ({"text": "长" * 200_001}, "text_too_long"),
        ({"place": Place(lon=114.0)}, "place_invalid"),
        ({"place": Place(lon=float("nan"), lat=22.0)}, "place_invalid"),
        ({"place": Place(lon=200.0, lat=22.0)}, "place_invalid"),
        ({"state": "given"}, "state_invalid"),
    ],
)
def test_bad_input_is_refused_with_a_reason_and_leaves_nothing(units: None, wrong: dict, code: str) -> None:
    with pytest.raises(MoveRefused) as refused:
        api.file(actor=RESIDENT, filing=filing(**wrong))
    assert refused.value.code == code
    assert str(refused.value)
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'); DROP TABLE matters_matter; --",
        "مرحبا بكم",
        "👩‍👩‍👧‍👦 路灯",
        "a\u200bb\u202ec",
        "字" * 50_000,
        "nul\x00 and \ud800 surrogate",
        "%s %(x)s {y}",
    ],
)
def test_any_text_can_be_filed_and_found(units: None, text: str) -> None:
    matter = api.file(actor=RESIDENT, filing=filing(text=text, place=replace(PLACE, address=text))).matter
    word = text.replace("\x00", "").replace("\ud800", "").split()[0][:6]
    page = api.find(actor=RESIDENT, question=Question(words=word))
    assert [row.number for row in page.rows] == [matter.number]


def test_a_lost_number_is_a_lookup_error(units: None) -> None:
    for number in ("SZ-26-9999999-1", "", "'", "x" * 5000):
        with pytest.raises(LookupError):
            api.get(actor=RESIDENT, number=number)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_two_threads_makes_one_matter() -> None:
    made: list[Filed] = []
    gate = threading.Barrier(6)

    def send() -> None:
        gate.wait()
        try:
            made.append(api.file(actor=RESIDENT, filing=filing(idempotency_key="once")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len({one.matter.number for one in made}) == 1
    assert sum(one.created for one in made) == 1
    assert Matter.objects.filter(kind=KIND).count() == 1
