"""Phone numbers: mobile, with area code, 400 and 800, from abroad, spelt out."""

import re
from collections.abc import Iterator

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic.plain import before

MOBILE = re.compile(r"(?:86|0086)?1[3-9][0-9]{9}")
# 010 and 02x have eight digits behind them, the others seven or eight; an extension may follow.
AREA = re.compile(r"(?:86|0086)?(?:0(?:10|2[0-9])[2-9][0-9]{7}|0[3-9][1-9][0-9][2-9][0-9]{6,7})")
SERVICE = re.compile(r"[48]00[0-9]{7}")
ABROAD = re.compile(r"(?:852[2-9]|853[268]|8869)[0-9]{7,8}")
CALL = re.compile(
    r"(?:电话|座机|手机|致电|拨打|固话|联系方式|Tel|Phone)(?:号码)?(?:是|为)?[ ::]{0,3}$", re.IGNORECASE
)
HONG_KONG = re.compile(r"(?:香港|澳门)[^0-9,。;\n]{0,8}$")
# Behind an amount or a count stands its unit.
UNIT = re.compile(
    r" ?(?:元|块|万|亿|美元|港元|人民币|米|公里|吨|度|平方|立方|个|件|人次|户|字节|千瓦|年|次|股|条|份)"
)
MONEY = re.compile(r"[¥$€￥] ?$|(?:金额|共计|合计|总价|人民币) ?:? ?$")
SPELT = {ord(word): str(digit) for digit, word in enumerate("零一二三四五六七八九")}
SPELT |= {ord("〇"): "0", ord("○"): "0", ord("幺"): "1", ord("两"): "2"}
IN_WORDS = re.compile(
    "(?<![零〇○一二三四五六七八九幺两])[零〇○一二三四五六七八九幺两]{11}(?![零〇○一二三四五六七八九幺两])"
)
PREFIX = re.compile(r"\+ ?$|\($")


def is_phone(text: str, stretch: int, groups: list[tuple[int, int]], said: str, *, other: bool) -> bool:
    """`other`: the text says that the number is something else, say of an order."""
    start, end = groups[0][0], groups[-1][1]
    digits = "".join(text[begin:stop] for begin, stop in groups)
    sizes = [stop - begin for begin, stop in groups]
    if MONEY.search(said) or UNIT.match(text, end):
        return False
    abroad = start > stretch and text[stretch] == "+" and start - stretch <= 2
    if abroad and 8 <= len(digits) <= 15 and not digits.startswith("860000"):
        return True
    if other:
        return False
    if MOBILE.fullmatch(digits):
        return _may_be_cut(sizes)
    return _is_fixed(digits, sizes, said)


def _may_be_cut(sizes: list[int]) -> bool:
    """138 1234 5678, or digit by digit; never a short group in front, as in a date and a count."""
    if set(sizes) == {1}:
        return True
    return len(sizes) <= 5 and min(sizes) >= 2 and (sizes[0] >= 3 or len(sizes) > 2 or sum(sizes) > 11)


def _is_fixed(digits: str, sizes: list[int], said: str) -> bool:
    if len(sizes) > 4 or (len(sizes) > 1 and sizes[0] < 2):
        return False
    if AREA.fullmatch(digits) or SERVICE.fullmatch(digits) and _service_cut(sizes):
        return True
    if len(sizes) > 1 and sizes[-1] <= 5 and AREA.fullmatch(digits[: -sizes[-1]]):
        return True
    if ABROAD.fullmatch(digits):
        return len(sizes) > 1 or bool(CALL.search(said))
    local = len(digits) in {7, 8} and digits[0] in "23456789"
    return (
        local
        and len(sizes) <= 2
        and bool(CALL.search(said) or (HONG_KONG.search(said) and CALL.search(said)))
    )


def _service_cut(sizes: list[int]) -> bool:
    """400 numbers are written in parts, or at once."""
    return len(sizes) == 1 or sizes[0] in {3, 4, 6, 7}


def with_prefix(text: str, start: int) -> int:
    """Where the number begins with its + or bracket."""
    found = PREFIX.search(before(text, start, 2))
    return start - len(found.group()) if found else start


def spoken(text: str) -> Iterator[Span]:
    """一三八…: spelt out to get past filters."""
    for match in IN_WORDS.finditer(text):
        if MOBILE.fullmatch(match.group().translate(SPELT)):
            yield Span(Kind.PHONE, match.start(), match.end())
