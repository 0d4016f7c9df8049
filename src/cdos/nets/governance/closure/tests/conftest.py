"""The small city of the appeals' own tests, with an appeal at its unit."""

import pytest

from cdos.base.matters.contracts import Place
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, WATER, People, city, people

__all__ = ["city", "people"]

MESSAGE = "家门口的污水井一直往外冒污水，下水道堵塞，味道很大，请尽快派人疏通。"
HOLLOW = "您好，您反映的问题已收悉，我单位高度重视，已转相关部门核实处理，感谢您的理解与支持。"
HONEST = "经现场查看，管道被油污堵塞，区水务局3月5日上午已疏通下水道30米，清理污水井1处。"


def file_to_water(people: People, *, text: str = MESSAGE, place: tuple[float, float] = IN_NORTH) -> str:
    filing = AppealFiling(text=text, title="家门口的污水井冒污水", place=Place("甲路1号", *place))
    number = appeals.file_appeal(actor=people.resident, filing=filing).number
    appeals.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101")
    return number


def reply(people: People, number: str, words: str = HONEST, *, outcome: str = "solved") -> None:
    data = {
        "reply": words,
        "outcome": outcome,
        "evidence": "现场复查，井口不再冒水。" if outcome == "solved" else "",
    }
    appeals.act(actor=people.water, number=number, move="reply", data=data)


@pytest.fixture
def number(people: People) -> str:
    return file_to_water(people)
