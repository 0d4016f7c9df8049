"""What people say to a question, as the form's value."""

from datetime import date

import pytest
from django.utils import timezone

from cdos.nets.services.guide.logic import numerals
from cdos.nets.services.guide.logic.parsing import Asked, NotUnderstood, parse

TODAY = date(2026, 11, 26)
STATES = (("single", "未婚"), ("married", "已婚"), ("divorced", "离异"), ("widowed", "丧偶"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-05-01", "2026-05-01"),
        ("2026年5月1日", "2026-05-01"),
        ("20260501", "2026-05-01"),
        ("二〇二六年十一月五日", "2026-11-05"),
        ("去年5月1号", "2025-05-01"),
        ("十一月三号", "2026-11-03"),
        ("昨天", "2026-11-25"),
        ("3天前", "2026-11-23"),
    ],
)
def test_a_day_is_understood_as_people_write_it(said, meant) -> None:
    found = numerals.day(said, TODAY)
    assert found is not None
    assert found.isoformat() == meant


@pytest.mark.parametrize("said", ["13月45日", "不知道", "2026-02-30"])
def test_no_day_is_made_of_what_is_none(said) -> None:
    assert numerals.day(said, TODAY) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("3,000元", 3000),
        ("1.5万", 15000),
        ("三千五", 3500),
        ("两万", 20000),
        ("三万五", 35000),
        ("一百零五", 105),
        ("大概十二个", 12),
        ("一亿两千万", 120_000_000),
    ],
)
def test_a_number_is_understood_in_figures_and_in_words(said, meant) -> None:
    assert numerals.number(said) == meant


def test_a_sum_is_kept_in_fen() -> None:
    assert parse(Asked("money"), "每月八千五左右") == 850_000


@pytest.mark.parametrize(
    ("said", "meant"), [("是的", True), ("没有", False), ("不是", False), ("有啊", True)]
)
def test_yes_and_no(said, meant) -> None:
    assert parse(Asked("yes_no"), said) is meant


@pytest.mark.parametrize("said", ["已婚", "2", "第二个", "结婚了已婚", "married"])
def test_a_choice_is_found_by_name_place_and_code(said) -> None:
    assert parse(Asked("choice", choices=STATES), said) == "married"


def test_what_fits_two_choices_is_asked_again() -> None:
    with pytest.raises(NotUnderstood):
        parse(Asked("choice", choices=STATES), "婚")


def test_several_choices_apart_by_commas() -> None:
    assert parse(Asked("choices", choices=STATES), "未婚、离异") == ["single", "divorced"]


def test_words_around_an_answer_are_left_out_and_parts_of_it_are_not() -> None:
    assert parse(Asked("text", name="name"), "我叫王小明") == "王小明"
    assert parse(Asked("address"), "为民路3号") == "为民路3号"


def test_an_identity_number_that_cannot_be_right_says_so() -> None:
    with pytest.raises(NotUnderstood):
        parse(Asked("document", name="id_number"), "440304199005170000")


def test_today_is_the_citys_day() -> None:
    assert parse(Asked("date"), "今天") == timezone.localdate().isoformat()
