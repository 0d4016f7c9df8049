"""The small city of appeals' tests, with a data folder of its own, so that models of one test are not those of another."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cdos.base.matters.contracts import Place
from cdos.hubs.space import api as space
from cdos.hubs.space.contracts import PlaceKind, PlaceRow
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.tests.conftest import (
    IN_NORTH,
    NORTH,
    SOUTH,
    People,
    city,
    people,
)
from cdos.nets.governance.understanding.logic import service, words

__all__ = ["city", "people"]

# What residents call things; the duty list says none of it, so that only history can know.
SAID = {
    "0101": ("路面圆铁片翘起来", "铁圆盘翘边咣当响", "圆铁片少了一块剩个洞", "铁盘盘歪了露出黑洞"),
    "0102": ("龙头里一滴都不出", "洗澡洗一半断流", "楼上高层水龙头细如线", "龙头放出来是空气"),
    "0201": ("桶边堆成小山发臭", "楼下桶满三天没人收", "厨余袋子流汤没人拉", "大件旧家具堆在桶边"),
    "0202": ("阿姨们跳舞放歌到十点", "低音炮震得窗户响", "跳操喇叭天天吵", "唱歌的拉杆箱太吵"),
}
AROUND = ("请派人看看", "说过两回了", "老人小孩都受影响", "麻烦回个话", "邻居意见很大", "谢谢")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    service.MEMORY.forget()
    words.forget()
    yield
    service.MEMORY.forget()
    words.forget()


@pytest.fixture
def places(city: None) -> None:
    rows = [
        PlaceRow("翠湖花园", PlaceKind.ESTATE, "西区甲街道北社区翠湖花园", 114.05, 22.58, NORTH),
        PlaceRow("银杏家园", PlaceKind.ESTATE, "西区甲街道南社区银杏家园", 114.05, 22.52, SOUTH),
        PlaceRow("实验小学", PlaceKind.SCHOOL, "西区甲街道北社区实验小学", 114.06, 22.58, NORTH),
        PlaceRow("实验小学", PlaceKind.SCHOOL, "西区甲街道南社区实验小学", 114.06, 22.52, SOUTH),
    ]
    space.load_places(rows=rows)


def message(random: Random, item: str) -> tuple[str, str]:
    what, other = random.sample(SAID[item], 2)
    door = f"{random.choice('东西南北')}门{random.randint(1, 999)}栋{random.randint(1, 99)}层"
    own = "".join(chr(random.randint(0x4E00, 0x9000)) for _ in range(24))  # no two people write alike
    around = random.sample(AROUND, 2)
    return f"{door}{what}", f"{own[:8]}{around[0]}，{what}，{own[8:16]}，{other}。{own[16:]}{around[1]}"


def history(people: People, count: int, *, seed: int = 1) -> None:
    """Appeals whose item a dispatcher named."""
    random = Random(seed)
    for _number in range(count):
        item = random.choice(sorted(SAID))
        title, text = message(random, item)
        filing = AppealFiling(text=text, title=title, place=Place("北社区", *IN_NORTH))
        filed = appeals.file_appeal(actor=people.resident, filing=filing)
        appeals.act(actor=people.dispatcher, number=filed.number, move="classify", data={"item": item})
