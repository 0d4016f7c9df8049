"""What is personal is starred, what is not stays, and no text takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdos.base.masking.api import Kind, find, mask, masked_event

HANDS = "0123456789０１２ -－()+Xx@.粤BDEH港某张伟欧阳女士先生我叫本人住在花园栋单元室号路街市区，。\n"


@pytest.mark.parametrize(
    ("written", "kind", "masked"),
    [
        (
            "身份证110105199003077717请查",
            Kind.CITIZEN_ID,
            "身份证1101**************请查",
        ),
        ("身份证 110105 19900307 771X", Kind.CITIZEN_ID, "身份证 1101** ******** ****"),
        ("老证110105900307771", Kind.CITIZEN_ID, "老证1101***********"),
        ("电话13812345678", Kind.PHONE, "电话138****5678"),
        ("电话+86 138-1234-5678。", Kind.PHONE, "电话+86 138-****-5678。"),
        ("座机（0755）82345678转1", Kind.PHONE, "座机（0755）****5678转1"),
        ("全角１３８１２３４５６７８", Kind.PHONE, "全角１３８****５６７８"),
        ("幺三八一二三四五六七八", Kind.PHONE, "幺三八****五六七八"),
        ("卡号6222 0212 3456 7890", Kind.BANK_CARD, "卡号**** **** **** 7890"),
        ("车牌粤B12345", Kind.PLATE, "车牌粤B*****"),
        ("车牌粤BD12345停在", Kind.PLATE, "车牌粤B******停在"),
        ("粤Z1234港开进来", Kind.PLATE, "粤Z*****开进来"),
        ("护照E12345678", Kind.PASSPORT, "护照E********"),
        ("回乡证H12345678", Kind.PERMIT, "回乡证H********"),
        ("邮箱zhang.san@example.com", Kind.MAIL, "邮箱z********@*******.com"),
        ("我家在翠馨花园3栋2单元502室", Kind.ADDRESS, "我家在翠馨花园*********"),
        ("联系人：欧阳小明，", Kind.NAME, "联系人：欧阳**，"),
        ("李小龙先生来电", Kind.NAME, "李**先生来电"),
        ("此致敬礼！\n黄新乃\n2024年1月2日", Kind.NAME, "此致敬礼！\n黄**\n2024年1月2日"),
    ],
)
def test_personal_data_is_starred(written: str, kind: Kind, masked: str) -> None:
    assert [span.kind for span in find(written)] == [kind]
    assert mask(written) == masked


@pytest.mark.parametrize(
    "plain",
    [
        "2024年3月15日第3次反映",
        "房产证号123456",
        "工号20240315",
        "罚款1380000元",
        "粤海街道12号",
        "订单号13812345678",
        "统一社会信用代码914403001922038216",
        "陈女士来电，张局长接待",
        "班主任张老师",
        "我是高中生",
        "福中三路1号市民中心",
        "张某某，138****5678",
    ],
)
def test_what_is_no_personal_data_stays(plain: str) -> None:
    assert mask(plain) == plain


@settings(max_examples=400)
@given(st.text(alphabet=HANDS, max_size=80))
def test_masking_keeps_the_length_and_masking_again_changes_nothing(words: str) -> None:
    once = mask(words)
    assert len(once) == len(words)
    assert mask(once) == once
    spans = find(words)
    assert all(left.end <= right.start for left, right in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "138", "12-", "1号", "路1号", "我叫", "先生", "粤B", "a@", "a.", "\n ", "张"]
)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def spent(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        find(text)
        return time.process_time() - began

    short, long = spent(20_000), spent(160_000)
    # Eight times the text: quadratic would be sixty-four times the work.
    assert long < 24 * max(short, 0.005)


def test_a_log_line_holds_no_personal_data() -> None:
    event = {
        "event": "sent to 13812345678",
        "request_id": "13812345678",
        "who": {"phones": ["13812345678"]},
        "n": 3,
    }
    assert masked_event(None, "info", event) == {
        "event": "sent to 138****5678",
        "request_id": "13812345678",
        "who": {"phones": ["138****5678"]},
        "n": 3,
    }
