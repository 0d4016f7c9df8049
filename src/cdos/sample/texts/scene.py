"""What the blanks of a phrase are filled with: the places and circumstances of one appeal."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random

from cdos.sample import data_files, names
from cdos.sample.ground.nature import stations
from cdos.sample.ground.places import Estate, Neighbourhood

SLOT = re.compile(r"\{(\w)\}")
SINCE = [
    "上周",
    "这两天",
    "最近",
    "这个月",
    "上个月",
    "国庆以后",
    "开学以后",
    "入夏以来",
    "台风过后",
    "从{m}月初",
    "前天",
    "昨天",
    "半年前",
    "年后",
    "去年底",
    "近一周",
    "自从换了物业",
    "端午前后",
    "连续几天",
    "大概{m}月中旬",
    "三天前",
    "从今天早上",
    "上个礼拜",
    "这一阵子",
    "春节前",
    "清明那会儿",
]
LASTING = [
    "三天",
    "四五天",
    "一个星期",
    "十来天",
    "半个月",
    "大半个月",
    "二十多天",
    "一个多月",
    "两个月",
    "三个月",
    "小半年",
    "半年多",
    "一年多",
    "快两年",
    "一周多",
    "好几天",
]
HOURS = [
    "早上六点",
    "早上七点",
    "早上八点",
    "上午九点多",
    "上午十点",
    "中午十二点",
    "中午一点",
    "下午两点",
    "下午三点半",
    "下午四点",
    "傍晚六点",
    "晚上七点",
    "晚上八点半",
    "晚上九点",
    "晚上十点",
    "晚上十一点",
    "夜里十一点半",
    "半夜十二点",
    "凌晨一点",
    "凌晨两点",
    "凌晨三点多",
    "凌晨四点",
    "清晨五点",
]
COLOURS = ["黄", "黑", "红褐", "白", "乳白", "绿", "灰", "蓝"]
BUSES = [
    "M207",
    "M343",
    "M392",
    "B612",
    "E11",
    "59路",
    "113路",
    "204路",
    "236路",
    "301路",
    "338路",
    "365路",
    "382路",
    "601路",
    "615路",
    "M191",
    "M203",
    "M474",
    "B796",
    "高快23号",
]
BEACHES = ["大梅沙", "小梅沙", "较场尾", "官湖", "西涌", "东涌", "溪涌"]
HOSPITALS = ["区人民医院", "区中心医院", "区妇幼保健院", "中医院", "儿童医院", "第二人民医院", "口腔医院"]
VENUES = ["文化馆", "图书馆", "体育中心", "少年宫", "科技馆", "大剧院", "群众艺术馆", "游泳馆"]
SHOP_KINDS = {"01": "food", "07": "food", "08": "food", "12": "food", "15": "work", "18": "work"}
CORNERS = [
    "门口",
    "路口",
    "正门",
    "后门",
    "侧门",
    "南门",
    "北门",
    "东门",
    "西门",
    "楼下",
    "对面",
    "旁边",
    "拐角",
    "附近",
    "公交站",
    "地铁口",
    "停车场入口",
    "垃圾房旁",
    "架空层",
]


@lru_cache(maxsize=200_000)
def pieces(phrase: str) -> tuple[str, ...]:
    """Literals and slots in turn: even positions are literal."""
    return tuple(SLOT.split(phrase))


def _near(listed: Sequence[Sequence[object]], centre: tuple[float, float], count: int) -> tuple[str, ...]:
    def away(row: Sequence[object]) -> float:
        return (float(str(row[1])) - centre[0]) ** 2 + (float(str(row[2])) - centre[1]) ** 2

    return tuple(str(row[0]) for row in sorted(listed, key=away)[:count])


class Surroundings:
    """The greens, waters and stations near a community, looked up once."""

    def __init__(self, hood: Neighbourhood) -> None:
        ground = data_files.ground()
        rivers = [[name, *points[len(points) // 2]] for name, _, points in ground["rivers"]]
        self.parks = (*_near(ground["parks"], hood.centre, 2), f"{hood.stem}公园")
        self.hills = _near(ground["hills"], hood.centre, 2)
        self.rivers = _near(rivers, hood.centre, 2)
        self.reservoirs = _near(ground["reservoirs"], hood.centre, 2)
        self.stations = _near([[name, *point] for name, point in stations().items()], hood.centre, 3)
        self.roads = tuple(road.name for road in hood.roads if road.name) or (f"{hood.stem}路",)
        self.schools = (f"{hood.stem}小学", f"{hood.stem}学校", f"{hood.stem}幼儿园", f"{hood.stem}中学")


class Scene:
    """One appeal's circumstances. Places stay the same through the text; amounts and times vary with each blank."""

    def __init__(
        self, hood: Neighbourhood, around: Surroundings, item: str, month: int, random: Random
    ) -> None:
        self.hood, self.around, self.random, self.month = hood, around, random, month
        self.estate: Estate = random.choice(hood.estates)
        self.road = random.choice(around.roads)
        self.shop = _shop(item, random)
        self.spot = self._spot()
        self.park = random.choice(around.parks)
        self._slots: dict[str, Callable[[], str]] = {
            "E": lambda: self.estate.name,
            "R": lambda: self.road,
            "P": lambda: self.spot,
            "S": lambda: self.shop,
            "G": lambda: self.park,
            "T": self._since,
            "D": lambda: random.choice(LASTING),
            "H": lambda: random.choice(HOURS),
            "N": lambda: str(random.randint(2, 9)),
            "M": self._money,
            "F": lambda: f"{random.choice((0.9, 1.2, 1.3, 1.5, 1.8, 2.2, 2.8, 3.5, 3.9, 4.5))}",
            "V": lambda: around.rivers[0],
            "L": lambda: around.reservoirs[0],
            "W": lambda: around.hills[0],
            "O": lambda: random.choice(BEACHES),
            "C": lambda: random.choice(COLOURS),
            "X": lambda: around.stations[0],
            "B": lambda: random.choice(BUSES),
            "A": lambda: random.choice("ABCD"),
            "K": lambda: around.schools[0],
            "Y": lambda: hood.prefix[:2] + random.choice(HOSPITALS),
            "Z": lambda: hood.prefix[:2] + random.choice(VENUES),
        }

    def fill(self, phrase: str) -> str:
        parts = pieces(phrase)
        if len(parts) == 1:
            return phrase
        return "".join(self._slot(part, parts[n + 1]) if n % 2 else part for n, part in enumerate(parts))

    def _slot(self, name: str, following: str) -> str:
        """`八十米` and `三成` are written in Chinese figures, other amounts in digits."""
        if name == "N" and following[:1] in {"十", "百", "千", "成"}:
            return self.random.choice("二三四五六七八九")
        return self._slots[name]()

    def _spot(self) -> str:
        random = self.random
        anchor = random.choice(
            (
                self.estate.name,
                self.estate.name,
                self.road,
                self.hood.stem,
                random.choice(self.around.schools),
            )
        )
        return anchor + random.choice(CORNERS)

    def _since(self) -> str:
        return self.random.choice(SINCE).replace("{m}", str((self.month - 2) % 12 + 1))

    def _money(self) -> str:
        random = self.random
        amount = random.choice((1, 10, 10, 100, 100, 1000)) * random.randint(11, 99)
        return str(amount)


def _shop(item: str, random: Random) -> str:
    tails = names.SHOP_TAILS[SHOP_KINDS.get(item[:2], random.choice(("shop", "fun", "shop", "work")))]
    return random.choice(names.SHOP_HEADS) + random.choice(tails)
