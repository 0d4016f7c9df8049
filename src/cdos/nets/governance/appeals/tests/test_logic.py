"""Text, masking, the duty list and its suggestions."""

import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cdos.base.matters.contracts import MoveRefused, Place
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import AppealFiling, AppealRefused, DutyListState
from cdos.nets.governance.appeals.logic import cells, duty, proposing, text
from cdos.nets.governance.appeals.models import Appeal

from .conftest import IN_NORTH, LIST, People

DUTY_LIST = Path(__file__).parents[1] / "data" / "duty_list.csv"


@pytest.mark.parametrize(
    "blank", ["", "   ", "\n\t", "\u200b\u200d\ufeff", "\x00\x00", "\u202e\u2066", "\u3164"]
)
def test_what_shows_nothing_is_empty(blank: str) -> None:
    with pytest.raises(AppealRefused):
        text.checked(blank)


def test_fifty_thousand_characters_are_kept_whole_and_one_more_is_refused() -> None:
    assert len(text.checked("字" * 50_000)) == 50_000
    with pytest.raises(AppealRefused):
        text.checked("字" * 50_001)


@given(st.text(max_size=300))
def test_any_text_can_be_stored(words: str) -> None:
    kept = text.safe(words)
    assert "\x00" not in kept
    kept.encode("utf-8")
    assert len(text.title_of(kept)) <= text.TITLE_LENGTH


def test_emoji_and_right_to_left_stay_as_they_are() -> None:
    nasty = "👨‍👩‍👧 مرحبا <script>alert(1)</script> '; DROP TABLE x;-- \u202eabc"
    assert text.checked(nasty) == nasty
    assert text.safe("a\ud800b") == "a\ufffdb"


def test_a_title_too_long_stays_in_the_text() -> None:
    title, body = text.title_and_text("题" * 300, "文")
    assert len(title) == 200
    assert body.startswith("题" * 300)


@given(st.floats(-0.004, 0.004), st.floats(-0.004, 0.004))
def test_what_is_within_the_radius_lies_in_a_cell_that_is_looked_at(east: float, north: float) -> None:
    lon, lat = 114.05, 22.55
    distance = cells.distance_m(lon, lat, lon + east, lat + north)
    if distance <= 300:
        assert cells.cell_of(lon + east, lat + north) in cells.cells_around(lon, lat, 300)


def test_suggestions_name_the_words_that_decided(city: None) -> None:
    best = api.suggest_items(text="楼下天天跳广场舞，音响声音太大")[0]
    assert best.item.code == "0202"
    assert "广场舞" in best.words
    assert 0 < best.confidence < 1
    assert api.suggest_items(text="zzz") == []


@pytest.mark.skipif(not DUTY_LIST.is_file(), reason="the duty list is not written yet")
def test_the_projects_own_duty_list_loads_and_suggests_fast(city: None) -> None:
    made = api.import_duty_list(path=DUTY_LIST, effective_on=timezone.localdate())
    assert made.errors == ()
    words = "小区门口污水井盖松动，车一压就响，晚上很危险，请尽快维修" * 8
    api.suggest_items(text=words)
    began = time.thread_time()
    for _round in range(50):
        api.suggest_items(text=words)
    assert (time.thread_time() - began) / 50 < 0.004
    items = api.duty_items()
    top = [api.suggest_items(text=item.name, limit=3) for item in items]
    hit = sum(item.code in [one.item.code for one in found] for item, found in zip(items, top, strict=True))
    assert hit / len(items) > 0.97


def test_a_list_is_used_from_its_day_and_the_old_one_stays_readable(city: None, tmp_path: Path) -> None:
    first = api.duty_list()
    path = tmp_path / "new.csv"
    path.write_text(LIST.replace("广场舞噪声扰民", "广场舞与健身噪声"), encoding="utf-8")
    tomorrow = timezone.localdate() + timedelta(days=1)
    second = api.import_duty_list(path=path, effective_on=tomorrow).list
    assert second is not None
    assert api.duty_list() == first
    assert duty.live_version(tomorrow) == second.version
    assert api.duty_item(code="0202", version=first.version).name == "广场舞噪声扰民"
    assert api.duty_item(code="0202", version=second.version).name == "广场舞与健身噪声"
    assert api.import_duty_list(path=path, effective_on=tomorrow).list == second


def test_a_draft_is_not_used_until_an_editor_publishes_it(people: People, tmp_path: Path) -> None:
    path = tmp_path / "draft.csv"
    path.write_text(LIST.replace("停水与水压不足", "停水"), encoding="utf-8")
    draft = api.import_duty_list(path=path, effective_on=date(2021, 1, 1), draft=True).list
    assert draft.state == DutyListState.DRAFT
    assert api.duty_item(code="0102").name == "停水与水压不足"
    with pytest.raises(MoveRefused):
        api.publish_duty_list(version=draft.version, actor=people.resident)
    api.publish_duty_list(version=draft.version, actor=people.editor)
    assert api.duty_item(code="0102").name == "停水"


def test_a_wrong_line_stores_nothing_and_is_named(city: None, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(
        LIST + "0101,a,b,c,water,district,ordinary,3,working_days,,,\n09,a,b,c,water,moon,ordinary,0,x,,,\n"
    )
    made = api.import_duty_list(path=path, effective_on=date(2026, 1, 1))
    assert made.list is None
    assert len(made.errors) == 2
    assert "8" in made.errors[0]


def test_where_the_first_item_is_not_sure_the_next_is_named_to_the_reader_and_kept_out_of_the_record(
    people: People,
) -> None:
    both = AppealFiling(text="小区停水没水，井盖也松了", place=Place("北社区", *IN_NORTH))
    number = api.file_appeal(actor=people.resident, filing=both).number
    row = Appeal.objects.get(number=number)
    offer = proposing.likeliest(row, people.dispatcher)
    assert offer is not None
    proposal = proposing.propose(row)
    assert proposal.item
    assert proposal.confidence < proposing.SURE_ALONE
    other = next(one.item.name for one in proposal.alternatives)
    assert other in offer["reason"]
    assert other not in offer["data"]["reason"]
