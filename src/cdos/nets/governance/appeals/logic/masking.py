"""Personal data in text that the public may read, replaced by stars.

Small recognisers for what has a form: identity numbers, bank cards, phones, mail addresses, number plates. Names
and home addresses have no form; whoever publishes text must still read it.
"""

import re
from collections.abc import Callable

LEFT = r"(?<![0-9A-Za-z])"
RIGHT = r"(?![0-9A-Za-z])"
GAP = r"[\s\-]?"

CITIZEN_ID = re.compile(
    rf"{LEFT}[1-9]\d{{5}}{GAP}(?:18|19|20)\d{{2}}{GAP}(?:0[1-9]|1[0-2])[0-3]\d{GAP}\d{{3}}[0-9Xx]{RIGHT}"
)
OLD_ID = re.compile(rf"{LEFT}[1-9]\d{{7}}(?:0[1-9]|1[0-2])[0-3]\d{{4}}{RIGHT}")
CARD = re.compile(rf"{LEFT}[3-6]\d{{3}}(?:{GAP}\d{{4}}){{2,3}}(?:{GAP}\d{{1,7}})?{RIGHT}")
MOBILE = re.compile(rf"{LEFT}(?:(?:\+|00)?86{GAP})?1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}{RIGHT}")
LANDLINE = re.compile(rf"{LEFT}\(?0\d{{2,3}}\)?{GAP}[2-9]\d{{6,7}}{RIGHT}")
MAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}")
PASSPORT = re.compile(rf"{LEFT}(?:[EGDSPH]\d{{8}}|[HM]\d{{10}}|E[A-HJ-NP-Z]\d{{7}}){RIGHT}")
PLATE = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Za-hj-np-z][·\\s]?[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![0-9A-Za-z])"
)
FULL_WIDTH = str.maketrans("０１２３４５６７８９－＠．", "0123456789-@.")


def _keep(head: int, tail: int) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        found = match.group()
        if len(found) <= head + tail:
            return "*" * len(found)
        return found[:head] + "*" * (len(found) - head - tail) + (found[-tail:] if tail else "")

    return replace


def _mail(match: re.Match[str]) -> str:
    name, _at, host = match.group().partition("@")
    return f"{name[0]}***@{'*' * host.count('.')}***"


# The longest forms first, so that a part of one is not taken for another.
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (MAIL, _mail),
    (CITIZEN_ID, _keep(0, 0)),
    (OLD_ID, _keep(0, 0)),
    (CARD, _keep(0, 0)),
    (MOBILE, _keep(3, 0)),
    (LANDLINE, _keep(4, 0)),
    (PASSPORT, _keep(1, 0)),
    (PLATE, _keep(2, 0)),
)


def mask(text: str) -> str:
    """The text with what looks like personal data starred; of the same length but for mail addresses."""
    masked = text.translate(FULL_WIDTH) if re.search("[０-９＠]", text) else text
    for pattern, replace in RULES:
        masked = pattern.sub(replace, masked)
    return masked
