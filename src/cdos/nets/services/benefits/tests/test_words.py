"""What pages say of amounts, reasons and content, as a careful clerk would write it and in the reader's language."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from cdos.base.rules.contracts import All, Leaf, Node, Op
from cdos.nets.services.benefits.contracts import Amount, Period
from cdos.nets.services.benefits.logic import amounts, paying, steps
from cdos.nets.services.benefits.pages import tiers, words
from cdos.nets.services.payouts.contracts import Failure


@pytest.mark.parametrize(
    ("field", "ends", "least", "said"),
    [
        ("age", (89, 99, 150), 80, ["80 至 89 周岁", "90 至 99 周岁", "100 至 150 周岁"]),
        ("age", (89, 99), None, ["不超过 89 周岁", "90 至 99 周岁"]),
        ("children_count", (1, 2, 9), 1, ["1 个", "2 个", "3 至 9 个"]),
        ("income_month_fen", (200_000, 350_000), None, ["不超过 2,000 元", "超过 2,000 元、不超过 3,500 元"]),
        ("education", ("college", "bachelor"), None, ["大专", "本科"]),
        ("graduates_hired", (1, 20, None), 1, ["1 人", "2 至 20 人", "21 人以上"]),
        ("income_month_fen", (200_000, None), None, ["不超过 2,000 元", "超过 2,000 元"]),
        ("age", (89, None), 95, ["不超过 89 周岁", "95 周岁以上"]),
    ],
)
def test_tiers_say_for_which_values_each_holds(
    field: str, ends: tuple[int | str | None, ...], least: int | None, said: list[str]
) -> None:
    amount = Amount(field=field, tiers=tuple((end, 100) for end in ends))
    conditions: Node | None = All((Leaf("1", field, Op.GE, least),)) if least is not None else None
    with translation.override("zh-hans"):
        assert tiers.spans(amount, "zh-hans", conditions) == said


def test_a_reason_of_ours_is_said_in_the_reader_s_language_and_a_person_s_as_it_was_written() -> None:
    kept = paying.WHY[Failure.CLOSED]
    with translation.override("zh-hans"):
        assert words.said(kept) == "账户已销户，请换一个账户"
        assert steps.sentence("failed", kept) == "银行发放失败：账户已销户，请换一个账户"
    with translation.override("ar"):
        assert words.said(kept) not in (kept, "")
    assert words.said("让给别人") == "让给别人"
    assert words.said("") == ""


def test_what_stays_chinese_is_marked_for_who_reads_another_language() -> None:
    text = Template("{% load cdos %}{{ law|as_chinese }}|{{ condition|as_english }}")
    shown = {"law": "《育儿<补贴>》", "condition": "Age is at least 80 years"}
    with translation.override("ar"):
        law, condition = text.render(Context(shown)).split("|")
    assert law == '<span lang="zh-Hans" dir="auto">《育儿&lt;补贴&gt;》</span>'
    assert condition == '<bdi lang="en">Age is at least 80 years</bdi>'
    with translation.override("zh-hans"):
        assert text.render(Context(shown)) == "《育儿&lt;补贴&gt;》|Age is at least 80 years"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "21 people or more"), ("zh-hant", "21 人以上"), ("fr", "21"), ("ar", "21"), ("ja", "21")],
)
def test_the_last_tier_has_an_open_end_in_every_language(language: str, said: str) -> None:
    amount = Amount(field="graduates_hired", tiers=((20, 100), (None, 200)))
    with translation.override(language):
        last = tiers.spans(amount, language)[-1]
    assert said in last
    assert language in ("en", "zh-hant") or "or more" not in last


def test_a_value_in_another_language_than_the_reader_s_is_marked() -> None:
    text = Template("{% load cdos %}{{ value|spoken:language }}")
    for reader, language, shown in (
        ("ar", "en", '<span lang="en" dir="auto">a&amp;b</span>'),
        ("en", "zh-hans", '<span lang="zh-Hans" dir="auto">a&amp;b</span>'),
        ("zh-hant", "zh-hans", "a&amp;b"),
        ("en", "en", "a&amp;b"),
        ("fr", "", "a&amp;b"),
    ):
        with translation.override(reader):
            assert text.render(Context({"value": "a&b", "language": language})) == shown, (reader, language)


@pytest.mark.parametrize(
    ("key", "period"), [("once", Period.ONCE), ("2026", Period.YEAR), ("2026-11", Period.MONTH)]
)
def test_how_often_is_known_by_the_period(key: str, period: Period) -> None:
    assert amounts.period_of(key) is period
    assert len(amounts.period_key(period, date(2026, 11, 27))) == len(key)
