"""Numbers that are a person's: identity numbers, bank cards, phones.

A stretch of digits is cut at its spaces and dashes into groups; a few neighbouring groups together may be one number. No
group belongs to more than a bounded number of tries, so the time grows with the text and no faster.
"""

import re
from collections.abc import Iterator
from datetime import date

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic import phones
from cdos.base.masking.logic.plain import before

STRETCH = re.compile(r"(?<![0-9A-Za-z*.])(?:\+ ?|\()?[0-9]+(?:[ \-()]{1,2}[0-9]+)*[Xx]?(?![0-9A-Za-z*])")
GROUP = re.compile(r"[0-9]+[Xx]?")
MOST_GROUPS = 11  # a phone, digit by digit
MOST_PARTS = 6
SHORTEST, LONGEST = 7, 22
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
PROVINCES = frozenset(_PROVINCES.split())
# What the number is said to be, close before it.
OTHER_THINGS = re.compile(
    r"(?:订单|单号|运单|快递|编号|流水|工号|工单|案号|文号|学号|批号|货号|型号|条码|发票|合同|凭证|证书|受理号|事项编码|序列号|IMEI|SN|QQ群)"
    r"[^0-9,。;;\n]{0,6}$",
    re.IGNORECASE,
)
IDENTITY = re.compile(r"(?:身份证|身分证|证件号|ID)[^0-9,。;\n]{0,8}$", re.IGNORECASE)
BANK = re.compile(r"(?:银行|卡号|账号|帐号|账户|帐户|储蓄卡|信用卡|一卡通)[^0-9。;\n]{0,10}$")
CALLED = re.compile(r"(?:电话|手机|传真|热线)[^0-9。;\n]{0,10}$")
CARD_STARTS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (re.compile("62|81"), frozenset({16, 17, 18, 19})),
    (re.compile("9558"), frozenset({16, 19})),
    (re.compile("60|690755"), frozenset({16, 18, 19})),
    (re.compile("4"), frozenset({13, 16, 19})),
    (re.compile("5[1-5]|2[2-7]|35"), frozenset({16})),
    (re.compile("3[47]"), frozenset({15})),
    (re.compile("3[068]"), frozenset({14})),
)


def find(text: str) -> Iterator[Span]:
    for stretch in STRETCH.finditer(text):
        yield from _in_stretch(text, stretch.start(), stretch.end())
    yield from phones.spoken(text)


def _in_stretch(text: str, start: int, end: int) -> Iterator[Span]:
    groups = [match.span() for match in GROUP.finditer(text, start, end)]
    sizes = [stop - begin for begin, stop in groups]
    at = 0
    while at < len(groups):
        taken = 1
        for many in _lengths(sizes, at):
            if found := _number(text, start, groups[at : at + many]):
                yield found
                taken = many
                break
        at += taken


def _lengths(sizes: list[int], at: int) -> Iterator[int]:
    """How many groups from here may be one number, the most first: one by one in elevens, else parts of two and more."""
    if sizes[at] == 1 and at + MOST_GROUPS <= len(sizes) and max(sizes[at : at + MOST_GROUPS]) == 1:
        yield MOST_GROUPS
        return
    total, many = 0, 0
    while many < MOST_PARTS and at + many < len(sizes) and total + sizes[at + many] <= LONGEST:
        total, many = total + sizes[at + many], many + 1
    for fewer in range(many, 0, -1):
        if total >= SHORTEST and (sizes[at] > 1 or at == 0):
            yield fewer
        total -= sizes[at + fewer - 1]


def _number(text: str, stretch: int, groups: list[tuple[int, int]]) -> Span | None:
    """What these groups are together, if anything."""
    start, end = groups[0][0], groups[-1][1]
    digits = "".join(text[begin:stop] for begin, stop in groups)
    sizes = [stop - begin for begin, stop in groups]
    said = before(text, start, 24)
    if _is_identity(digits, said):
        return Span(Kind.CITIZEN_ID, start, end)
    if digits[-1] in "Xx":
        return None
    if _is_card(digits, sizes, said):
        return Span(Kind.BANK_CARD, start, end)
    if phones.is_phone(text, stretch, groups, said, other=bool(OTHER_THINGS.search(said))):
        return Span(Kind.PHONE, phones.with_prefix(text, start), end)
    return None


def check_symbol(number: str) -> str:
    """The eighteenth symbol of a citizen's number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True)) % 11
    return "10X98765432"[rest]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return date(1880, 1, 1) <= date(year, month, day) <= date(2100, 1, 1)
    except ValueError:
        return False


def _is_identity(number: str, said: str) -> bool:
    """One whose check symbol is wrong is still somebody's, mistyped, when the text says what it is."""
    if len(number) == 18 and number[:17].isdecimal():
        if not (number[:2] in PROVINCES or number[0] == "9"):
            return False
        if not _is_day(int(number[6:10]), int(number[10:12]), int(number[12:14])):
            return False
        return number[17].upper() == check_symbol(number) or bool(IDENTITY.search(said))
    if len(number) != 15 or not number.isdecimal() or number[:2] not in PROVINCES:
        return False
    born = _is_day(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    return born and not OTHER_THINGS.search(said)


def luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_card(digits: str, sizes: list[int], said: str) -> bool:
    if not 12 <= len(digits) <= 19:
        return False
    if len(sizes) > 1 and min(sizes[:-1]) < 3:
        return False
    if BANK.search(said) and not CALLED.search(said) and not OTHER_THINGS.search(said):
        return True
    known = any(start.match(digits) and len(digits) in lengths for start, lengths in CARD_STARTS)
    return known and luhn(digits) and not OTHER_THINGS.search(said)
