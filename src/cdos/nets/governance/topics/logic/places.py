"""Mentions of places, by the grammar of place words: a name that ends in a word for a kind of place.

Nothing here is a list of places. Where a name begins is not known from one text (no dictionary is used), so a
mention may begin too early; comparing the character pairs of mentions, each weighted by how rare it is among
all mentions, forgives that and most misspellings. `naming` finds the exact name from a whole group.
"""

import re
from dataclasses import dataclass
from functools import cache

from .text import CJK

ADMIN, TOWN, ROAD, VILLAGE, SITE, HOUSE, WORKS = range(7)

# Kinds of places in Chinese place words (GB/T 2260 and GB/T 23705 name most of them), longest match first.
KINDS: dict[int, str] = {
    ADMIN: "特别行政区 自治区 自治州 自治县 省 市 区 县 旗 州",
    TOWN: "街道办事处 街道办 街道 经济开发区 经济技术开发区 高新技术开发区 开发区 高新区 经开区 新区 片区 镇 乡",
    ROAD: "步行街 高速公路 高速 公路 快速路 环路 干线 隧道 大桥 立交桥 立交 大道 大街 胡同 路口 路 街 巷 桥",
    VILLAGE: "居民委员会 村民委员会 居委会 村委会 社区 新村 村 屯 寨",
    SITE: "居民小区 小区 花园 花苑 家园 家苑 公寓 公馆 广场 大厦 商城 新城 山庄 豪庭 豪园 名邸 名城 华庭 雅苑 嘉园 佳园 "
    "国际 小镇 公园 机场 工业园 产业园 科技园 物流园 度假村 校区 园区 景区 城 苑 园 府 庄 湾 郡 墅 庭 邸 轩 阁 寓",
    HOUSE: "有限责任公司 股份有限公司 有限公司 公司 集团 派出所 幼儿园 中学 小学 学校 大学 学院 医院 卫生院 卫生站 诊所 "
    "大楼 中心 市场 商场 超市 酒店 宾馆 车站 火车站 汽车站 地铁站 高铁站 码头",
    WORKS: "收费站 加油站 变电站 垃圾站 泵站 水库 工地 工厂 电厂 水厂 站 厂 矿 港 岛 湖 河 江 山",
}
# Words that are no part of a name: pronouns, prepositions, particles, question words, words of position, and the
# verbs with which one addresses an office.
_NOT_NAMES = (
    "关于 反映 反应 投诉 举报 咨询 建议 请问 请求 强烈 要求 希望 恳请 恳求 呼吁 求助 解决 位于 坐落 座落 居住 附近 旁边 周边 对面 "
    "门口 楼下 楼上 隔壁 里面 我们 你们 他们 咱们 大家 这个 那个 这些 那些 哪个 哪些 什么 怎么 为何 为什么 没有 不能 已经 目前 现在 "
    "一个 一家 一些 有些 各个 所有 全部 其他 多个 几个 整个 本人 自己 业主 居民 村民 市民 群众 领导 政府 部门 您好 尊敬 针对 对于 "
    "由于 因为 根据 按照 通过 以及 或者 还有 而且 但是 如果 虽然"
)
NOT_NAMES = _NOT_NAMES.split()
# Characters that hardly any name contains; 和, 向, 望, 太, 前 and such, which many do, are not among them.
PARTICLES = "的了在是与及我你他她它们这那该本此每各从到把被对由于因为请问求离往将就也还很又再不没想让给使叫等着过吗呢吧啊号第"
CODE = re.compile(r"[A-Za-z]\d{0,3}(?:市|区|县|镇|乡|省|州)")  # anonymised: A市, K3县

_ENGLISH = (
    "Street St Road Rd Avenue Ave Lane Drive Boulevard Blvd Highway Bridge Square Plaza Park Gardens Garden Court Estate "
    "Estates Village Town Terrace Residence Residences Apartments Tower Towers Mansion Heights Hill School College University "
    "Hospital Market Mall Station Centre Center Plant Community District County City"
)
ENGLISH = _ENGLISH.split()
_ENGLISH_ADMIN = {"District", "County", "City"}
_ENGLISH_ROAD = {
    "Street",
    "St",
    "Road",
    "Rd",
    "Avenue",
    "Ave",
    "Lane",
    "Drive",
    "Boulevard",
    "Blvd",
    "Highway",
}
_WORD = r"[A-Z][\w'’-]*"
_english = re.compile(rf"(?:{_WORD} ){{1,4}}?(?:{'|'.join(sorted(ENGLISH, key=len, reverse=True))})\b")


@cache
def _kind_of() -> dict[str, int]:
    return {suffix: kind for kind, words in KINDS.items() for suffix in words.split()}


def _either(words: list[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_between = re.compile(f"{_either(NOT_NAMES)}|[{PARTICLES}]|[^{CJK}]+")
_mention = re.compile(f"([{CJK}]{{2,8}}?)({_either(list(_kind_of()))})")
LOCAL = frozenset({TOWN, ROAD, VILLAGE, SITE, HOUSE, WORKS})  # what a case can be at
# A house (a firm, a school) is the place when it is in the title; a text names many that only have to do with it.
IN_TITLE = frozenset({TOWN, ROAD, VILLAGE, SITE, HOUSE})
IN_DETAIL = frozenset({TOWN, ROAD, VILLAGE, SITE})
NAME_LENGTH = 3  # with its kind; 城市, 邻居 and the like are no names


@dataclass(frozen=True, slots=True)
class Mention:
    text: str
    kind: int
    name: str  # without the word for its kind, but with that word's first character, which ends the last pair


def mentions(text: str) -> list[Mention]:
    """Places that a normalised text names, in order, areas of administration among them."""
    found = [Mention(code.upper(), ADMIN, code) for code in CODE.findall(text)]
    for piece in _between.split(CODE.sub(" ", text)):
        if len(piece) >= NAME_LENGTH:
            found.extend(_of_piece(piece))
    for match in _english.finditer(text):
        last = match.group().rsplit(" ", 1)[1]
        kind = ADMIN if last in _ENGLISH_ADMIN else ROAD if last in _ENGLISH_ROAD else SITE
        found.append(Mention(match.group(), kind, match.group().rsplit(" ", 1)[0]))
    return found


def _of_piece(piece: str) -> list[Mention]:
    found = []
    for match in _mention.finditer(piece):
        kind = _kind_of()[match.group(2)]
        text = match.group()[-5:] if kind == ADMIN else match.group()
        if len(text) >= NAME_LENGTH:
            found.append(Mention(text, kind, match.group(1) + match.group(2)[0]))
    return found
