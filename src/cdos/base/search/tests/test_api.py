"""What is found, by whom, in which order."""

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdos.base.search import api
from cdos.base.search.api import Entry, Reach

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
ALL = Reach(everything=True)
REAL = Path("../shared/data/appeals/messages_hot_4326.csv")


def put(number: int, text: str, *labels: str, at: datetime = NOW, kind: str = "matter") -> None:
    api.index(kind=kind, object_id=number, text=text, labels=labels, at=at)


def found(words: str, reach: Reach = ALL, **more: object) -> list[int]:
    return [hit.object_id for hit in api.find(words=words, reach=reach, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "井盖",
        "盖松",
        "A市",
        "a市",
        "ａ市",
        "3区",
        "动，",
        "，请",
        "动请",
        "门口",
        "😀快",
        "it's",
        "\\x",
        "快",
        "井",
        "100%",
        "市3",
        "井盖 A市",
    ],
)
def test_any_two_neighbours_find_a_text(words: str) -> None:
    put(1, "Ａ市3区门\n口井盖松动，请😀快 it's C:\\x 100%")
    put(2, "路灯不亮")
    assert found(words) == [1]


@pytest.mark.parametrize("words", ["", " ", "\u200b", "路井", "盖门", "' | 'a", "<->", "!井盖x", "井盖 路灯"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    put(1, "门口井盖松动")
    put(2, "路灯不亮")
    assert found(words) == []


def test_a_phrase_needs_its_characters_in_a_row() -> None:
    put(1, "深圳湾公园")
    put(2, "圳湾 深圳")
    assert found("深圳湾") == [1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=2, max_size=80), st.data())
def test_every_slice_of_any_text_finds_it(text: str, data: st.DataObject) -> None:
    from cdos.base.search.logic import grams

    plain = grams.normalise(text)
    put(7, text)
    for length in (1, 2, 5):
        if len(plain) >= length:
            start = data.draw(st.integers(0, len(plain) - length))
            part = plain[start : start + length]
            assert not grams.words(part) or found(part) == [7]


def test_a_reader_finds_only_what_a_label_reaches() -> None:
    put(1, "井盖松动", "a:440304", "u:440304-water")
    put(2, "井盖松动", "a:440305", "p:17")
    assert found("井盖", Reach(labels=("a:440304",))) == [1]
    assert found("井盖", Reach(labels=("p:17",))) == [2]
    assert found("井盖", Reach(labels=("a:44030", "p:1"))) == []
    assert found("井盖", Reach()) == []
    assert sorted(found("井盖", Reach(labels=("p:17", "u:440304-water")))) == [1, 2]


def test_text_cannot_forge_a_label() -> None:
    put(1, "\x1fa:440305 a:440305 public")
    assert found("public", Reach(labels=("public", "a:440305"))) == []


def test_relabelling_moves_an_object_to_another_reader_and_keeps_its_words() -> None:
    put(1, "深圳湾公园", "a:440304")
    api.relabel(kind="matter", object_id=1, labels=["a:440305"], at=NOW)
    assert found("深圳湾", Reach(labels=("a:440304",))) == []
    assert found("深圳湾", Reach(labels=("a:440305",))) == [1]


def test_indexing_again_replaces_and_removing_forgets() -> None:
    put(1, "井盖" + "长" * 100_000)
    put(1, "路灯")
    assert found("井盖") == []
    assert found("长长") == []
    assert found("路灯") == [1]
    api.remove(kind="matter", object_id=1)
    assert found("路灯") == []


def test_hits_come_newest_first_over_years_page_by_page() -> None:
    api.index_many(Entry("matter", n, "井盖松动", ("a:1",), NOW - timedelta(days=9 * n)) for n in range(1500))
    for reach in (ALL, Reach(labels=("a:1",))):
        seen: list[int] = []
        before = None
        while page := api.find(words="井盖", reach=reach, limit=400, before=before):
            seen += [hit.object_id for hit in page]
            before = (page[-1].at, page[-1].object_id)
        assert seen == list(range(1500))


def test_a_partys_old_rows_are_found_beside_many_others() -> None:
    api.index_many(Entry("matter", n, "井盖", ("p:5",), NOW - timedelta(days=20 * n)) for n in range(1100))
    hits = found("井盖", Reach(labels=("p:5", "public")), limit=1100)
    assert hits == list(range(1100))


def test_kinds_are_told_apart() -> None:
    put(1, "井盖", kind="matter")
    put(2, "井盖", kind="duty_item")
    assert found("井盖", kinds=["duty_item"]) == [2]


def test_a_text_of_fifty_thousand_characters_is_found_by_its_end_and_across_its_seams() -> None:
    text = "".join(chr(0x4E00 + (i * 7919) % 20_000) for i in range(120_000))
    put(1, text)
    for start in (0, 15_930, 15_998, 31_870, 47_990, 63_000, 119_990):
        assert found(text[start : start + 10]) == [1]


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="real messages are not on this machine")
def test_every_real_message_is_found_by_any_two_characters_of_it() -> None:
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["留言主题"] + "\n" + row["留言详情"] for row in csv.DictReader(file)]
    api.index_many(
        Entry("matter", n, text, ("a:1",), NOW - timedelta(hours=n)) for n, text in enumerate(texts)
    )
    chance = random.Random(1)
    for number, text in chance.sample(list(enumerate(texts)), 200):
        start = chance.randrange(len(text) - 1)
        part = text[start : start + 2]
        if part.strip():
            assert number in found(part, Reach(labels=("a:1",)), limit=5000), repr(part)


def test_a_rebuilding_load_can_be_searched_afterwards_and_leaves_the_index_of_others_alone() -> None:
    """The application role may not drop the index: its loads go row by row, with the same outcome."""
    with api.rebuilding():
        api.index(kind="matter", object_id=991, text="龙眼树下的井盖", labels=["a:440300"], at=NOW)
    found = api.find(words="井盖", reach=Reach(labels=("a:440300",)))
    assert 991 in [hit.object_id for hit in found]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'search_entry_vector'")
        assert cursor.fetchone() == (1,)
