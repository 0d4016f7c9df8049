from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from cdos.base.matters import api
from cdos.base.matters.contracts import (
    HistoryRow,
    MatterInfo,
    MoveRefused,
    Place,
    Question,
    Urgency,
    Visibility,
)
from cdos.base.matters.logic import finding, wording
from cdos.base.matters.logic.counting import COUNTED
from cdos.base.matters.tests.conftest import (
    CITY,
    CITY_DISPATCHER,
    COMMUNITY,
    DISPATCHER,
    EAST,
    EAST_DISPATCHER,
    EAST_WATER,
    HANDLER,
    HOUSING,
    HOUSING_HANDLER,
    KIND,
    OPERATOR,
    PLACE,
    RESIDENT,
    STRANGER,
    STREET,
    SUPERVISOR,
    VISITOR,
    WATER,
    WEST,
    Now,
    filing,
)
from cdos.base.organisation.contracts import SYSTEM, Actor, Scope

EAST_PLACE = Place("乙路", 114.3, 22.55, Scope(EAST, "440392001", "440392001001"))
ELSEWHERE = Question(areas=(EAST,))


def titles(actor: Actor, question: Question) -> list[str]:
    return [row.title for row in api.find(actor=actor, question=question).rows]


@pytest.fixture
def three(units: None, now: Now) -> list[MatterInfo]:
    """West at ten, east at eleven (both waiting), west at twelve (with the water unit)."""
    made = []
    for hour, title, place in ((10, "一", PLACE), (11, "二", EAST_PLACE), (12, "三", PLACE)):
        now(f"2026-09-28 {hour}:00")
        made.append(api.file(actor=OPERATOR, filing=filing(title, place=place)).matter)
    made[2] = api.act(actor=DISPATCHER, number=made[2].number, move="assign", data={"unit": WATER})
    return made


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (SYSTEM, ["三", "二", "一"]),
        (CITY_DISPATCHER, ["三", "二", "一"]),
        (DISPATCHER, ["三", "一"]),
        (SUPERVISOR, ["三", "一"]),
        (EAST_DISPATCHER, ["二"]),
        (HANDLER, ["三"]),
        (HOUSING_HANDLER, []),
        (RESIDENT, ["三", "二", "一"]),
        (OPERATOR, ["三", "二", "一"]),
        (STRANGER, []),
        (VISITOR, []),
    ],
)
def test_a_list_holds_what_the_reader_may_see_newest_first(
    three: list[MatterInfo], actor: Actor, seen: list[str]
) -> None:
    assert titles(actor, Question()) == seen
    assert api.counts(actor=actor, questions={"all": Question()}) == {"all": len(seen)}
    assert sorted(titles(actor, Question(words="小店"))) == sorted(seen)
    assert sorted(
        row.title for row in api.get_many(actor=actor, ids=[m.id for m in three]).values()
    ) == sorted(seen)


def test_asking_for_an_area_or_unit_beyond_ones_reach_gives_nothing_of_it(three: list[MatterInfo]) -> None:
    assert titles(DISPATCHER, ELSEWHERE) == []
    assert titles(HOUSING_HANDLER, Question(units=(WATER,))) == []
    assert titles(DISPATCHER, Question(units=(WATER,))) == ["三"]
    assert titles(HANDLER, Question(areas=(CITY,))) == ["三"]
    assert titles(RESIDENT, Question(areas=(WEST, EAST))) == ["三", "二", "一"]
    assert titles(STRANGER, Question(subject_id=700)) == []


@pytest.mark.parametrize(
    ("question", "seen"),
    [
        (Question(areas=(WEST,)), ["三", "一"]),
        (Question(areas=(STREET,)), ["三", "一"]),
        (Question(areas=(COMMUNITY, "440392001001")), ["三", "二", "一"]),
        (Question(areas=(CITY, WEST)), ["三", "二", "一"]),
        (Question(areas=("123",)), []),
        (Question(areas=(WEST,), open_only=True), ["三", "一"]),
        (Question(areas=(WEST, EAST), states=("asked",)), ["二", "一"]),
        (Question(units=(WATER, HOUSING)), ["三"]),
        (Question(units=(WATER,), areas=(EAST,)), []),
        (Question(units=(WATER,), areas=(WEST,), states=("working",)), ["三"]),
        (Question(kinds=("other",)), []),
        (Question(kinds=(KIND,), urgency="urgent"), []),
        (Question(subject_id=700, states=("asked",)), ["二", "一"]),
        (Question(holder_account=4), []),
        (Question(order="due"), ["一", "二", "三"]),
        (Question(order="due", areas=(WEST, EAST)), ["一", "二", "三"]),
        (Question(overdue=True), ["一"]),
        (Question(near_due=True), ["二"]),
        (Question(words="小店", states=("working",)), ["三"]),
        (Question(words="小店", areas=(EAST,)), ["二"]),
        (Question(words="无此词"), []),
        (Question(words="'); --"), []),
    ],
)
def test_a_list_answers_its_question(
    three: list[MatterInfo], now: Now, question: Question, seen: list[str]
) -> None:
    now("2026-09-28 12:50")
    assert titles(CITY_DISPATCHER, question) == seen
    assert api.counts(actor=CITY_DISPATCHER, questions={"q": question})["q"] == len(seen)


def test_a_matter_that_concerns_the_reader_twice_is_listed_once(three: list[MatterInfo]) -> None:
    both = Actor(account_id=9, party_id=700, posts=(*HANDLER.posts, *DISPATCHER.posts, *OPERATOR.posts))
    assert titles(both, Question()) == ["三", "二", "一"]


def test_times_cut_a_list(three: list[MatterInfo]) -> None:
    question = Question(filed_from=three[1].filed_at, filed_until=three[2].filed_at)
    assert titles(SYSTEM, question) == ["二"]


@pytest.mark.parametrize(
    "after",
    [
        *("x", "~", "2026-01-01T00:00:00+08:00~x", "x~1", "';--~1", "2026-01-01T00:00:00~1"),
        *("0001-01-01T00:00:00+08:00~1", "9999-12-31T23:59:59-08:00~1"),
    ],
)
def test_a_made_up_cursor_or_order_is_refused(units: None, after: str) -> None:
    with pytest.raises(MoveRefused):
        api.find(actor=SYSTEM, question=Question(after=after))
    with pytest.raises(MoveRefused):
        api.find(actor=HANDLER, question=Question(words="路灯", after=after))
    with pytest.raises(MoveRefused):
        api.find(actor=SYSTEM, question=Question(order="up"))


def history(count: int, **values: object) -> list[HistoryRow]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    areas = [
        (f"4403{d:02}", f"4403{d:02}{s:03}", f"4403{d:02}{s:03}{c:03}")
        for d in range(8)
        for s in (1, 2)
        for c in (1, 2)
    ]
    rows = []
    for n in range(count):
        district, street, community = areas[n % len(areas)]
        given: dict[str, object] = {
            "kind": KIND,
            "title": f"第 {n} 件",
            "state": "closed" if n % 10 else "working",
            "filed_at": start + timedelta(minutes=n),
            "text": f"路灯 {n} 不亮" if n % 7 == 0 else f"积水 {n}",
            "place": Place("", None, None, Scope(district, street, community)),
            "holder_unit": f"{district}-water",
            "subject_id": n % 500,
        }
        rows.append(HistoryRow(**(given | values)))
    return rows


@pytest.mark.parametrize(
    "question",
    [
        Question(limit=37),
        Question(areas=("440300001001", "440301001001", "440302001002"), limit=11),
        Question(units=("440300-water", "440301-water"), states=("working",), limit=7),
        Question(words="路灯", limit=19),
        Question(words="路灯", areas=("440301",), limit=6),
    ],
)
def test_pages_follow_each_other_without_gap_or_repetition(units: None, question: Question) -> None:
    api.load_history(history(600))
    seen: list[int] = []
    after = ""
    while True:
        page = api.find(actor=SYSTEM, question=Question(**({**_values(question), "after": after})))
        seen += [row.id for row in page.rows]
        after = page.next
        if not after:
            break
    whole = api.find(actor=SYSTEM, question=Question(**{**_values(question), "limit": 200})).rows
    assert len(seen) == len(set(seen))
    assert seen[: len(whole)] == [row.id for row in whole]
    counted = api.counts(actor=SYSTEM, questions={"q": question})["q"]
    assert min(counted, COUNTED) == min(len(seen), COUNTED)
    assert len(seen) > 5


def _values(question: Question) -> dict[str, object]:
    return {name: getattr(question, name) for name in question.__slots__}


FIVE = tuple(f"4403{d:02}001001" for d in range(5))
INDEXED = (
    Question(areas=("440301",)),
    Question(areas=FIVE),
    Question(areas=tuple(f"4403{d:02}" for d in range(5)), states=("working",)),
    Question(units=("440301-water", "440302-water")),
    Question(units=("440301-water",), open_only=True),
    Question(areas=("440301",), order="due"),
    Question(subject_id=3),
    Question(),
    Question(open_only=True),
)


def test_lists_read_an_index_and_never_the_whole_table(units: None) -> None:
    api.load_history(history(6000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matters_matter")
    for question in INDEXED:
        plan = finding.explain(actor=SYSTEM, question=question)
        assert "Seq Scan on matters_matter" not in plan, plan
        assert "Index" in plan or "Bitmap" in plan, plan
    merged = finding.explain(actor=SYSTEM, question=Question(areas=FIVE))
    assert "Nested Loop" in merged, merged
    assert merged.count("matters_community_filed") == 1, merged


def test_what_is_said_in_a_comment_is_found_by_those_who_may_read_it(three: list[MatterInfo]) -> None:
    number = three[2].number
    api.comment(actor=HANDLER, number=number, text="内部意见甲")
    api.comment(actor=HANDLER, number=number, text="给您的回复乙", visibility=Visibility.SUBJECT)
    assert titles(HANDLER, Question(words="意见甲")) == ["三"]
    assert titles(RESIDENT, Question(words="意见甲")) == []
    assert titles(RESIDENT, Question(words="回复乙")) == ["三"]


def pages(actor: Actor, question: Question) -> list[list[str]]:
    found = [page := api.find(actor=actor, question=question)]
    while page.next:
        page = api.find(actor=actor, question=replace(question, after=page.next))
        found.append(page)
    return [[row.title for row in one.rows] for one in found if one.rows]


def test_a_matter_comes_once_however_many_of_its_lines_hold_the_words(
    three: list[MatterInfo], now: Now
) -> None:
    now("2026-09-28 13:00")
    api.comment(actor=HANDLER, number=three[2].number, text="小店已看过")
    api.comment(actor=HANDLER, number=three[2].number, text="小店再看一次", visibility=Visibility.SUBJECT)
    assert pages(CITY_DISPATCHER, Question(words="小店", limit=1)) == [["三"], ["二"], ["一"]]


def test_words_among_staff_take_no_matter_from_the_list_of_its_subject(
    three: list[MatterInfo], now: Now
) -> None:
    now("2026-09-28 13:00")
    api.comment(actor=HANDLER, number=three[2].number, text="小店：给您的回复", visibility=Visibility.SUBJECT)
    now("2026-09-28 14:00")
    api.comment(actor=DISPATCHER, number=three[0].number, text="小店：内部意见")
    assert pages(RESIDENT, Question(words="小店", limit=1)) == [["三"], ["二"], ["一"]]


def test_an_actor_without_any_reach_asks_the_database_nothing(
    units: None, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert titles(VISITOR, Question()) == []


def test_a_list_by_words_ends_where_the_time_asked_about_begins(
    three: list[MatterInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "BATCH", 1)
    monkeypatch.setattr(wording, "MOST_BATCHES", 2)
    page = api.find(actor=SYSTEM, question=Question(words="小店", filed_from=three[2].filed_at))
    assert ([row.title for row in page.rows], page.next) == (["三"], "")


def test_urgency_and_unit_filters_apply_together(three: list[MatterInfo]) -> None:
    api.act(actor=HANDLER, number=three[2].number, move="class", data={"urgency": Urgency.URGENT.value})
    assert titles(HANDLER, Question(units=(WATER,), urgency="urgent")) == ["三"]
    assert titles(CITY_DISPATCHER, Question(units=(EAST_WATER,), urgency="urgent")) == []
