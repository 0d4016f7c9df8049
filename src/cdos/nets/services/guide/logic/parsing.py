"""What somebody says to one question of a form, as the form's value. Plain words; what is not understood is asked again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentInvalid, IdentityRefused

from . import numerals
from .words import plain

YES = frozenset(
    [
        "是",
        "是的",
        "对",
        "对的",
        "好",
        "好的",
        "有",
        "有的",
        "可以",
        "嗯",
        "行",
        "同意",
        "确认",
        "没错",
        "要",
        "需要",
    ]
    + ["愿意", "yes", "y", "ok", "true", "1"]
)
NO = frozenset(
    [
        "否",
        "不",
        "不是",
        "没",
        "没有",
        "无",
        "不对",
        "不行",
        "不可以",
        "不同意",
        "不要",
        "不需要",
        "不用",
        "不愿意",
    ]
    + ["no", "n", "false", "0"]
)
WHOSE, WHAT = "(?:我的?|他的?|她的?|孩子的?)?", "(?:姓名|名字|电话|手机号?|号码|地址|住址)?"
POLITE = re.compile(rf"^{WHOSE}{WHAT}(?:是|叫做?|[:：])\s*")
MOST_NAMED = 12
SPLIT = re.compile(r"[、，,;；\s]+|和|以及|还有")
PLACE = re.compile(r"^第?([0-9一二三四五六七八九十]+)(个|项|种|号)?$")


class NotUnderstood(ValueError):
    """`str()` says how to say it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a form: what kind of value, and between which."""

    widget: str
    type: str = "string"  # of JSON Schema
    choices: tuple[tuple[str, str], ...] = ()
    name: str = ""
    unit: str = ""


def parse(asked: Asked, said: str) -> Any:
    """NotUnderstood with a hint."""
    text = said.strip()
    if asked.widget == "yes_no" or asked.type == "boolean":
        return yes_no(text)
    if asked.widget == "choices":
        return several(asked.choices, text)
    if asked.choices:
        return one_of(asked.choices, text)
    if asked.widget == "date":
        return day(text)
    if asked.widget == "money":
        return fen(text)
    if asked.widget == "number" or asked.type in {"integer", "number"}:
        return counted(text, whole=asked.type == "integer")
    return written(asked, text)


def yes_no(said: str) -> bool:
    word = plain(said).replace(" ", "")
    if word in YES:
        return True
    if word in NO:
        return False
    for start, value in (
        ("不", False),
        ("没", False),
        ("否", False),
        ("是", True),
        ("有", True),
        ("对", True),
    ):
        if word.startswith(start):
            return value
    raise NotUnderstood(_("Please say yes or no."))


def one_of(choices: Sequence[tuple[str, str]], said: str) -> str:
    """By code, by name, by its place ("the second"), or by what is near enough to one and to no other."""
    word = plain(said).replace(" ", "")
    exact = [code for code, title in choices if word in {plain(code).replace(" ", ""), _tight(title)}]
    if exact:
        return exact[0]
    place = PLACE.match(word)
    if place:
        at = numerals.number(place[1])
        if at and 1 <= at <= len(choices):
            return choices[int(at) - 1][0]
    held = [code for code, title in choices if word and (word in _tight(title) or _tight(title) in word)]
    if len(held) == 1:
        return held[0]
    near = sorted(((fuzz.ratio(word, _tight(title)), code) for code, title in choices), reverse=True)
    if near and near[0][0] >= 60 and (len(near) == 1 or near[0][0] > near[1][0] + 10):
        return near[0][1]
    if len(choices) > MOST_NAMED:
        raise NotUnderstood(_("I do not know that one. Please write its whole name."))
    names = _(", ").join(title for _code, title in choices)
    raise NotUnderstood(_("Please choose one of: {names}.").format(names=names))


def _tight(title: str) -> str:
    return plain(title).replace(" ", "")


def several(choices: Sequence[tuple[str, str]], said: str) -> list[str]:
    parts = [part for part in SPLIT.split(said) if part]
    return list(dict.fromkeys(one_of(choices, part) for part in parts)) or [one_of(choices, said)]


def day(said: str) -> str:
    found = numerals.day(said, timezone.localdate())
    if found is None:
        raise NotUnderstood(_("Please write the day like 2026-05-01, or say “today”, “last year 5月1日”."))
    return found.isoformat()


def fen(said: str) -> int:
    value = numerals.number(said)
    if value is None:
        raise NotUnderstood(_("Please write the sum in yuan, for example 3500 or 1.2万."))
    return round(value * 100) if "分" not in said or "元" in said else round(value)


def counted(said: str, *, whole: bool) -> int | float:
    value = numerals.number(said)
    if value is None or (whole and value != int(value)):
        raise NotUnderstood(_("Please write a number."))
    return int(value) if whole or value == int(value) else value


def written(asked: Asked, said: str) -> str:
    """A text without the words around it; document numbers and phones as the city checks them."""
    text = POLITE.sub("", said).strip(" 。.!！") or said.strip()
    if not text:
        raise NotUnderstood(_("Please write it in your own words."))
    try:
        if asked.name == "id_number":
            return identity.check_document(None, text).number
        if asked.widget == "phone" or asked.name == "phone":
            return identity.check_phone(text)
    except (DocumentInvalid, IdentityRefused) as wrong:
        raise NotUnderstood(str(wrong)) from wrong
    return text if asked.widget != "long_text" else said.strip()
