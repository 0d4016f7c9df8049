"""Days that replies name, and which of them are promises."""

from datetime import date

import pytest

from cdos.nets.governance.closure.logic.numerals import number, year
from cdos.nets.governance.closure.logic.wording import promises

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("我局将在三月底前完成改造。", date(2027, 3, 31)),
        ("5个工作日内答复您。", date(2026, 12, 3)),
        ("五个工作日内答复您。", date(2026, 12, 3)),
        ("下周派人维修。", date(2026, 12, 6)),
        ("将于下周三上门检修。", date(2026, 12, 2)),
        ("将于下下周三进行修剪", date(2026, 12, 9)),
        ("预计2027年3月15日前竣工", date(2027, 3, 15)),
        ("将督促物业于二〇二七年一月二十日前修好。", date(2027, 1, 20)),
        ("计划年底前完成", date(2026, 12, 31)),
        ("预计明年上半年开工", date(2027, 6, 30)),
        ("我们将在两周内修复路灯", date(2026, 12, 10)),
        ("半个月内完成整改", date(2026, 12, 11)),
        ("力争一个月内解决", date(2026, 12, 26)),
        ("下个月10日前恢复供水", date(2026, 12, 10)),
        ("48小时内恢复", date(2026, 11, 28)),
        ("情况属实，我们会在4天后回访。", date(2026, 11, 30)),
        ("已完成第一期工程，第二期预计12月底完工。", date(2026, 12, 31)),
        ("明天安排人员上门查看。", date(2026, 11, 27)),
        ("该路段计划于第二季度施工", date(2027, 6, 30)),
        ("We will repair it before the end of March.", date(2027, 3, 31)),
        ("The crew will come within 5 working days.", date(2026, 12, 3)),
        ("It will be done next week.", date(2026, 12, 6)),
    ],
)
def test_a_promise_is_due_on_the_day_its_words_say(said: str, due: date) -> None:
    assert [one.due for one in promises(said, THURSDAY)] == [due]


@pytest.mark.parametrize(
    "said",
    [
        "已于3月5日完成疏通。",
        "3月5日我局派员到现场核实。",
        "经查，2026年3月已完成第一期工程。",
        "请您在5个工作日内携带材料到窗口办理。",
        "根据《条例》规定，应在15日内提出。",
        "每年3月底前公示。",
        "感谢您的来信。",
        "您好，现将办理情况向您说明：11月26日，区水务局会同街道办事处到场核查，情况基本属实。",
        "抢修人员6小时内到场，更换破损管段3米，已恢复供水。",
    ],
)
def test_what_was_done_what_others_must_do_and_what_a_rule_says_is_no_promise(said: str) -> None:
    assert not list(promises(said, THURSDAY))


def test_working_days_follow_the_citys_calendar_over_a_holiday() -> None:
    # 1 to 8 October 2025 were free, 28 September and 11 October worked.
    assert [one.due for one in promises("3个工作日内修复。", date(2025, 9, 29))] == [date(2025, 10, 10)]


def test_two_promises_in_one_reply_are_two() -> None:
    found = list(promises("施工单位将于12月5日前更换井盖，本周内清理现场。", THURSDAY))
    assert [(one.phrase, one.due) for one in found] == [
        ("12月5日前", date(2026, 12, 5)),
        ("本周", date(2026, 11, 29)),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十一", 21), ("一百零五", 105), ("两", 2), ("15", 15), ("半", 0.5), ("某", None)],
)
def test_numerals(text: str, value: float | None) -> None:
    assert number(text) == value


def test_years_in_figures_and_in_characters() -> None:
    assert (year("二〇二六"), year("26"), year("2026"), year("某")) == (2026, 2026, 2026, None)
