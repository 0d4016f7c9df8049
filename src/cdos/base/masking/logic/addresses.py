"""Addresses down to a door. Roads, estates and public places alone are where things happen, and stay.

The end is found first, 3栋2单元502; what stands before it says whether it is a home.
"""

import re
from collections.abc import Iterator

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic.plain import before

HAN = "\u4e00-\u9fff"
NUMBER = r"(?:[A-Za-z]?[0-9]{1,5}[A-Za-z]?(?:-[0-9]{1,5}){0,2}|[A-Za-z甲乙丙丁东南西北]|[一二三四五六七八九十]{1,3})"
PART = rf"{NUMBER} ?(?:号楼|号院|号房|号|弄|栋|幢|座|期|区|单元|楼|层|梯|室|房|门|组|队|巷|坊)"
DETAIL = re.compile(
    rf"(?<![0-9A-Za-z*一二三四五六七八九十甲乙丙丁])(?:{PART}[ ,、\-]?){{1,8}}(?:(?<![,、])[A-Za-z]?[0-9]{{3,4}}[A-Za-z]?(?![0-9A-Za-z*年月日元米个人台辆平多余点%万千天次名]))?"
)
TRIPLE = re.compile(
    r"(?<![0-9A-Za-z*\-])[A-Za-z]?[0-9]{1,3}-(?:[0-9A-Za-z]{1,2}-)?[0-9]{3,4}[A-Za-z]?(?![0-9A-Za-z*\-年月日])"
)
ROOM = re.compile(
    r"[0-9]{2,5}[A-Za-z]? ?(?:号房|室|房|门)[ ,、\-]?$|(?:栋|幢|座|单元|号楼|号|楼|层|梯)[ ,、\-]?[A-Za-z]?[0-9]{3,4}[A-Za-z]?$"
)
HOUSE = re.compile(r"[0-9]{1,5}[A-Za-z]?(?:-[0-9]{1,5})? ?(?:号院|号房|号|弄)")
BUILDING = re.compile(r"(?:栋|幢|座|单元|号楼)[ ,、\-]?[A-Za-z]?[0-9]{3,4}")
CALLED = re.compile(rf"[{HAN}]{{2}}$")
GROUP_HOUSE = re.compile(r"(?:组|队|巷|坊|区)[ ,]?[0-9]{1,4}(?:-[0-9]{1,4})?号")
ESTATE = "花园|小区|家园|公寓|新村|山庄|雅苑|豪庭|华庭|名苑|苑|府|轩|阁|居|庭|邸|城|湾|园|庄|村|围|里|坊|宿舍|家属院|社区|大厦|广场|中心|楼|镇|乡|组|队|屯|寨|号"
ROAD = "路|街|大道|大街|巷|胡同|道|弄|里|段"
NAMED = re.compile(
    rf"[{HAN}0-9A-Za-z·]{{1,12}}(?:{ESTATE}|{ROAD}|[东西南北中]|[一二三四五六七八九十]+期|[0-9]期) ?[,、]? ?$"
)
ADMIN = re.compile(rf"[{HAN}]{{2,8}}?(?:省|自治区|特别行政区|市|自治州|盟|地区|区|县|旗|街道|镇|乡|村|社区)")
CUE = re.compile(
    r"(?:我住|家住|住在|住址|住于|居住|现住|户籍|户口|家庭地址|地址|家在|本人住|租住|租房|收件|寄到|寄往|送到|上门|老家|暂住|屋企|门牌)[^。;\n]{0,30}$"
)
NOT_HOME = re.compile(
    r"(?:公司|单位|办公|注册|经营|店铺|医院|学校|机构|窗口|商铺|门店|企业|厂区|机关|网点|办事)(?:的)?(?:地址|地点|场所|位于|住所)[^。;\n]{0,30}$"
)
OFFICE = re.compile(
    r"(?:局|政府|医院|学校|小学|中学|大学|法院|检察院|服务厅|服务中心|服务大厅|办公楼|机关|市场|商场|市民中心|图书馆|博物馆|体育馆|车站|机场|酒店|宾馆|公司|厂|银行|会展中心|厅|门诊|住院)(?:[A-Za-z0-9一二三四五六七八九十东南西北][栋座楼层区号]?){0,3}$"
)
PLACE_AFTER = re.compile(
    rf"[ ,(]?[{HAN}]{{0,10}}?(?:中心|医院|学校|小学|中学|幼儿园|大厦|公园|广场|政府|派出所|局|站|馆|银行|酒店|商场|公司|店|法院|门前|门口|路口|附近|旁|对面|工地|市场|厂|路段|井盖|路灯|窗口|线|车|令|文|通知|公告)"
)
SENTENCE = re.compile(r"[。;:!?\n()\"“”]")
BEGIN = re.compile(r"住址|地址|户籍|户口|住在|家住|我住|现住|租住|位于|家在|寄到|送到|居住|[是在于为到从,、]")
REACH = 40


def find(text: str) -> Iterator[Span]:
    for match in DETAIL.finditer(text):
        yield from _judged(text, match.start(), _trimmed(text, match.start(), match.end()), sure=False)
    for match in TRIPLE.finditer(text):
        yield from _judged(text, match.start(), match.end(), sure=True)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ,、-":
        end -= 1
    return end


def _judged(text: str, start: int, end: int, *, sure: bool) -> Iterator[Span]:
    """`sure`: the form itself, 3-2-502, is that of a door once a name stands before it."""
    detail = text[start:end]
    room = sure or bool(ROOM.search(detail))
    if not room and not HOUSE.search(detail):
        return
    said = before(text, start, REACH)
    head = SENTENCE.split(said)[-1]
    home = _is_room(said, head, detail, sure=sure) if room else _is_house(text, said, head, start, end)
    if home and not NOT_HOME.search(said) and not OFFICE.search(head):
        yield Span(Kind.ADDRESS, start - _length(head), end, start)


def _is_room(said: str, head: str, detail: str, *, sure: bool) -> bool:
    """A room of something that has a name, of a building, or of what the text calls a home."""
    if NAMED.search(head) or CUE.search(said):
        return True
    return not sure and (_several(detail) or bool(BUILDING.search(detail) and CALLED.search(head)))


def _is_house(text: str, said: str, head: str, start: int, end: int) -> bool:
    """A number in a road: of a home when the text says so, or gives the whole chain from city to door."""
    group = bool(GROUP_HOUSE.search(text, start, end))
    if not (group or NAMED.search(head)) or PLACE_AFTER.match(text, end):
        return False
    areas = len(ADMIN.findall(head))
    return bool(CUE.search(said)) or areas >= 2 or (group and areas > 0)


def _several(detail: str) -> bool:
    """A building, a storey and a room stand for themselves."""
    return len(re.findall(r"栋|幢|座|单元|号楼|室|房", detail)) >= 2


def _length(head: str) -> int:
    """How much of what stands before belongs to the address: from its province, or the name just before the number."""
    cut = max((match.end() for match in BEGIN.finditer(head)), default=0)
    start = next((match.start() for match in ADMIN.finditer(head) if match.start() >= cut), cut)
    return len(head) - start
