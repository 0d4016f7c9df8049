"""The untrained measure: what says what was done is not hollow, what passes on or echoes is, however long."""

import pytest

from cdos.nets.governance.closure.logic.measure import measure, without_echo

ASKED = "家门口的污水井一直往外冒污水，下水道堵塞，味道很大。请尽快派人疏通。"
SEEN = "现场复查，井口不再冒水。"


@pytest.mark.parametrize(
    ("reply", "evidence"),
    [
        ("已疏通。", SEEN),
        ("再次疏通，并更换了一段管道。", SEEN),
        ("经查，堵塞系管道沉积物所致，区水务局已于3月5日上午清淤30米，现已恢复畅通。", ""),
        ("您所说的地块不属于征收范围，根据《城市更新条例》第二十条规定，下水道由物业公司负责疏通。", ""),
        ("On 3 March the crew cleared 30 m of the sewer; it was flushed again today.", ""),
    ],
)
def test_what_says_what_was_done_or_why_not_is_no_hollow_reply(reply: str, evidence: str) -> None:
    assert not measure(ASKED, reply, evidence).hollow


@pytest.mark.parametrize(
    "reply",
    [
        "您反映的问题已收悉，已转相关部门调查核实处理，感谢您对我们工作的理解支持与监督。",
        f"您好！您反映的“{ASKED}”的问题已收悉，我局高度重视，将进一步加强管理，感谢您的关心。",
        "已处理。",
        "Thank you, your message was forwarded to the relevant department.",
    ],
)
def test_what_passes_on_echoes_or_thanks_is_hollow(reply: str) -> None:
    assert measure(ASKED, reply).hollow


def test_more_of_the_same_words_make_a_reply_no_less_hollow() -> None:
    courtesy = "感谢您对我们工作的关心和支持，我们将一如既往地做好服务。"
    short, long = measure(ASKED, courtesy), measure(ASKED, courtesy * 20)
    assert short.score == long.score
    assert long.hollow


def test_the_reasons_point_at_the_words_of_the_reply() -> None:
    found = measure(ASKED, "区水务局已清淤30米。")
    said = {reason.code: reason.said for reason in found.reasons}
    assert "清淤" in said["done"]
    assert said["who"] == "区水务局"
    assert said["amount"] == "30米"


def test_an_echo_is_taken_out_and_own_words_stay() -> None:
    own = without_echo(ASKED, "关于下水道堵塞，味道很大的来信，昨天换了井盖。")
    assert "味道很大" not in own
    assert "昨天换了井盖" in own
