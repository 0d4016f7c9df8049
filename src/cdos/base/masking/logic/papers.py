"""What has a form of its own: number plates, passports, permits, mail addresses."""

import re
from collections.abc import Iterator

from cdos.base.masking.contracts import Kind, Span
from cdos.base.masking.logic.numbers import OTHER_THINGS
from cdos.base.masking.logic.plain import before

LEFT, RIGHT = r"(?<![0-9A-Za-z*])", r"(?![0-9A-Za-z*])"
LETTER = "A-HJ-NP-Za-hj-np-z"
PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# GA 36-2018: ordinary, new-energy (six symbols), trailers, learners, police, cross-border, embassies.
PLATE = re.compile(
    rf"(?:[{PROVINCE}][{LETTER}][· \-]?"
    rf"(?:[DFABCEGHJKdfabceghjk][{LETTER}0-9][0-9]{{4}}|[0-9]{{5}}[DFABCEGHJKdfabceghjk]"
    rf"|(?=[{LETTER}]*[0-9][{LETTER}]*[0-9])[{LETTER}0-9]{{5}}|[{LETTER}0-9]{{4}}[挂学警港澳])"
    rf"|使 ?[0-9]{{3}} ?[0-9]{{3}}|[{PROVINCE}] ?[{LETTER}][0-9]{{4}}领)"
    r"(?![0-9A-Za-z*])(?!型|系列|号线|号文|号令)"
)
PASSPORT = re.compile(
    rf"{LEFT}(?:[EGeg][0-9]{{8}}|[Ee][A-HJ-NP-Za-hj-np-z][0-9]{{7}}|[DSPdsp][0-9]{{7,8}}|[Kk][Jj0-9][0-9]{{7}}){RIGHT}"
)
SURE_PASSPORT = re.compile(r"[EGeg]")
CALLED_PASSPORT = re.compile(
    rf"(?:护照|passport)[^0-9A-Za-z,。;\n]{{0,8}}(?P<number>[A-Za-z]{{0,2}}[0-9]{{6,9}}){RIGHT}",
    re.IGNORECASE,
)
HOME_PERMIT = re.compile(rf"{LEFT}[HMhm][0-9]{{8}}(?:[0-9]{{2}})?{RIGHT}")
CALLED_PERMIT = re.compile(
    rf"(?:通行证|回乡证|台胞证|签注)[^0-9A-Za-z,。;\n]{{0,8}}(?P<number>[A-Za-z]{{0,2}}[0-9]{{7,10}}(?:\([A-Z0-9]\))?){RIGHT}"
)
HONG_KONG_ID = re.compile(
    r"(?<![0-9A-Za-z*])(?P<letters>[A-Z]{1,2})(?P<digits>[0-9]{6}) ?\((?P<check>[0-9A])\)"
)
TAIWAN_ID = re.compile(rf"{LEFT}[A-Z][12][0-9]{{8}}{RIGHT}")
TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-*])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}"
)


def find(text: str) -> Iterator[Span]:
    yield from (Span(Kind.MAIL, *match.span()) for match in MAIL.finditer(text))
    yield from (Span(Kind.PLATE, *match.span()) for match in PLATE.finditer(text))
    for match in CALLED_PASSPORT.finditer(text):
        yield Span(Kind.PASSPORT, *match.span("number"))
    for match in CALLED_PERMIT.finditer(text):
        yield Span(Kind.PERMIT, *match.span("number"))
    for match in PASSPORT.finditer(text):
        if SURE_PASSPORT.match(match.group()) and _unsaid(text, match.start()):
            yield Span(Kind.PASSPORT, *match.span())
    for match in HOME_PERMIT.finditer(text):
        if _unsaid(text, match.start()):
            yield Span(Kind.PERMIT, *match.span())
    yield from _island_cards(text)


def _unsaid(text: str, at: int) -> bool:
    """Whether the text does not say that it is the number of some thing."""
    return not OTHER_THINGS.search(before(text, at, 24))


def _island_cards(text: str) -> Iterator[Span]:
    for match in HONG_KONG_ID.finditer(text):
        if hong_kong_check(match["letters"], match["digits"]) == match["check"]:
            yield Span(Kind.PERMIT, *match.span())
    for match in TAIWAN_ID.finditer(text):
        if _taiwan_fits(match.group()):
            yield Span(Kind.PERMIT, *match.span())


def hong_kong_check(letters: str, digits: str) -> str:
    values = [36, *(ord(letter) - 55 for letter in letters)][-2:] + [int(digit) for digit in digits]
    rest = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11
    return "A" if rest == 1 else str((11 - rest) % 11)


def _taiwan_fits(number: str) -> bool:
    code = TAIWAN_LETTERS.index(number[0]) + 10
    values = [code // 10, code % 10, *map(int, number[1:])]
    return (
        sum(value * weight for value, weight in zip(values, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
        % 10
        == 0
    )
