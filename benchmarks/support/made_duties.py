"""A duty list of N made items (default 4,500) as CSV, and messages about them; the same seed makes the same."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("code", "class", "group", "item", "function", "level", "urgency", "handling_amount", "handling_unit", "keywords", "legal_basis", "help")  # fmt: skip
CLASSES = {
    "市容管理": ("urban", "street"),
    "水务": ("water", "district"),
    "交通": ("traffic", "district"),
    "住房建设": ("housing", "district"),
    "生态环境": ("environment", "district"),
    "教育": ("education", "district"),
    "卫生健康": ("health", "district"),
    "市场监管": ("market", "district"),
    "人力社保": ("labour", "district"),
    "公安": ("police", "district"),
    "民政": ("civil", "street"),
    "文体旅游": ("culture", "district"),
    "应急": ("emergency", "district"),
    "燃气": ("gas", "city"),
    "供电": ("power", "city"),
    "规划": ("planning", "district"),
    "社区事务": ("station", "community"),
    "街道事务": ("office", "street"),
}
PLACES = [
    "小区",
    "公园",
    "学校",
    "医院",
    "广场",
    "工地",
    "河道",
    "菜场",
    "园区",
    "隧道",
    "天桥",
    "码头",
    "车站",
    "城中村",
    "商圈",
    "绿道",
    "海滨",
    "地下车库",
]
THINGS = [
    "井盖",
    "水管",
    "路灯",
    "路牌",
    "护栏",
    "站台",
    "行道树",
    "广告牌",
    "围挡",
    "线杆",
    "雨棚",
    "健身器材",
    "长椅",
    "垃圾桶",
    "充电桩",
    "喷泉",
    "岗亭",
    "排风口",
]
FAULTS = [
    "破损",
    "缺失",
    "松动",
    "倾斜",
    "漏水",
    "堵塞",
    "被占用",
    "标识不清",
    "锈蚀",
    "异响",
    "脏污",
    "老化",
    "被盗",
    "渗漏",
    "失修",
    "收费不明",
    "噪声大",
    "扬尘",
]
OPEN = ["请问", "您好", "我要反映", "麻烦看一下", "投诉", "求助"]
CLOSE = [
    "请尽快处理",
    "影响大家出行",
    "反映过两次了",
    "老人小孩都不方便",
    "希望有个答复",
    "夜里尤其严重",
    "谢谢",
]
LIVES = [
    "我是这里的住户",
    "家里老人常走这条路",
    "下雨之后更明显",
    "拍了照片可以提供",
    "邻居们在群里都在说",
    "物业说不归他们管",
    "上班早高峰最严重",
    "孩子放学要经过",
    "已经持续半个月",
    "店里生意受影响",
]


def items(count: int) -> Iterator[dict[str, str]]:
    chance = random.Random(41)
    triples = [(place, thing, fault) for place in PLACES for thing in THINGS for fault in FAULTS]
    chance.shuffle(triples)
    names = list(CLASSES)
    for number, (place, thing, fault) in enumerate(triples[:count]):
        class_name = names[(THINGS.index(thing) + FAULTS.index(fault)) % len(names)]
        function, level = CLASSES[class_name]
        cells = (
            *(f"B{number:05d}", class_name, f"{thing}类", f"{place}{thing}{fault}", function, level),
            *("ordinary", "5", "working_days", f"{thing};{fault};{place}{thing}", "示例办法", ""),
        )
        yield dict(zip(COLUMNS, cells, strict=True))


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(items(count))


def aside(chance: random.Random) -> str:
    """What people add: another thing elsewhere, or how it is for them."""
    other = f"旁边{chance.choice(PLACES)}的{chance.choice(THINGS)}也{chance.choice(FAULTS)}"
    return (
        f"{other}，{chance.choice(CLOSE)}。"
        if chance.random() < 0.3
        else f"{chance.choice(LIVES)}，{chance.choice(CLOSE)}。"
    )


def messages(count: int, of_items: int) -> Iterator[tuple[str, str, str]]:
    """Code, title, body; of 30 to 2,000 characters."""
    chance = random.Random(43)
    known = list(items(of_items))
    for _ in range(count):
        item = chance.choice(known)
        place, thing, fault = next(
            (p, t, f) for p in PLACES for t in THINGS for f in FAULTS if f"{p}{t}{f}" == item["item"]
        )
        body = f"{chance.choice(OPEN)}，{place}里的{thing}{chance.choice(('又', '已经', '一直', ''))}{fault}，{chance.choice(CLOSE)}。"
        body += "".join(aside(chance) for _ in range(chance.choice((0, 0, 2, 5, 20, 80))))
        yield item["code"], f"{place}{thing}问题", body[:2000]
