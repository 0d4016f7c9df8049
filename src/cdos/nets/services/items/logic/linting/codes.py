"""FORMAT-… and CODE-…: code formats of GB/T 39554.1-2020 and code values of table 3."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation

from ...contracts import Item, Standard
from ..values import VALUES
from .registry import CODES, ELEMENTS, GUIDE, Check, rule

STANDARD = re.compile(r"[0-9]{12}")
NATIONAL = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}[1-9][0-9]{12}")
PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PHONE = re.compile(r"[0-9+\-()（）、,，转 \u4e00-\u9fff]{3,}")


def _said(element: str, wrong: Callable[[Item], bool]) -> Check:
    def check(item: Item, _standard: Standard | None) -> Iterator[str]:
        if wrong(item):
            yield element

    return check


def _credit_code(number: str) -> bool:
    try:
        return identity.uscc_check_symbol(number[:17]) == number[17]
    except KeyError:
        return False


rule("FORMAT-基本编码", _("The catalogue code has 12 digits."), CODES)(
    _said("standard", lambda item: bool(item.standard) and not STANDARD.fullmatch(item.standard))
)
rule(
    "FORMAT-实施编码",
    _("The implementation code is a credit code (18), the level (1) and the catalogue code (12)."),
    CODES,
)(
    _said(
        "national_code", lambda item: bool(item.national_code) and not NATIONAL.fullmatch(item.national_code)
    )
)


@rule("CHECK-实施编码", _("The credit code in the implementation code has a wrong check symbol."), CODES)
def credit(item: Item, _standard: Standard | None) -> Iterator[str]:
    if NATIONAL.fullmatch(item.national_code) and not _credit_code(item.national_code[:18]):
        yield "national_code"


@rule("MATCH-实施编码", _("The implementation code must end with the level and the catalogue code."), CODES)
def national_ends(item: Item, _standard: Standard | None) -> Iterator[str]:
    if NATIONAL.fullmatch(item.national_code) and item.national_code[18:] != item.use_level + item.standard:
        yield "national_code"


rule("FORMAT-事项编码", _("The short code is made of small letters, digits and hyphens."))(
    _said("code", lambda item: not PLAIN.fullmatch(item.code))
)
rule("FORMAT-事项名称", _("The name is at most 60 characters and holds no line break."))(
    _said("title", lambda item: len(item.title) > 60 or "\n" in item.title)
)
rule(
    "FORMAT-材料编码",
    _("A material's code is made of small letters, digits and hyphens, so that bundles can merge it."),
)(
    lambda item, _standard: (
        f"materials[{n}].code" for n, one in enumerate(item.materials) if not PLAIN.fullmatch(one.code)
    )
)
rule("FORMAT-咨询方式", _("This is not a phone number."), GUIDE)(
    _said(
        "extension.phone",
        lambda item: bool(item.extension.phone) and not PHONE.fullmatch(item.extension.phone),
    )
)


def _one_of(element: str) -> Check:
    allowed = frozenset(code for code, _title in VALUES[element])

    def check(item: Item, _standard: Standard | None) -> Iterator[str]:
        first, _dot, part = element.partition(".")
        value = getattr(item, first)
        if part and isinstance(value, tuple):
            yield from (
                f"{first}[{n}].{part}" for n, one in enumerate(value) if getattr(one, part) not in allowed
            )
        else:
            given = getattr(value, part) if part else value
            if set(given if isinstance(given, tuple) else (given,)) - allowed:
                yield element

    return check


NAMED = {
    "task_type": "CODE-事项类型",
    "use_level": "CODE-行使层级",
    "handling": "CODE-办件类型",
    "audience": "CODE-服务对象",
    "online_depth": "CODE-网办深度",
    "channels": "CODE-办理渠道",
    "materials.type": "CODE-材料类型",
    "materials.source": "CODE-材料来源",
    "materials.need": "CODE-材料必要性",
    "materials.format": "CODE-材料形式",
    "results.type": "CODE-结果类型",
    "steps.kind": "CODE-办理环节",
    "extension.power_source": "CODE-权力来源",
    "extension.handled_in": "CODE-通办范围",
}
for _element, _id in NAMED.items():
    rule(_id, _("This is not one of the national code values."), ELEMENTS)(_one_of(_element))


@rule("KNOWN-实施主体", _("This department is not in the city's list of units."))
def department(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.department and organisation.units() and organisation.unit(item.department) is None:
        yield "department"


@rule("KNOWN-行政区划", _("This area is not in the city's list of areas."))
def area(item: Item, _standard: Standard | None) -> Iterator[str]:
    if item.area and organisation.areas() and organisation.area(item.area) is None:
        yield "area"


@rule("KNOWN-收费主体", _("The department that receives the fee is not in the city's list of units."))
def receives(item: Item, _standard: Standard | None) -> Iterator[str]:
    for number, fee in enumerate(item.fees):
        if fee.department and organisation.units() and organisation.unit(fee.department) is None:
            yield f"fees[{number}].department"


@rule("RANGE-日期", _("The last day lies before the first."))
def days(item: Item, _standard: Standard | None) -> Iterator[str]:
    if (item.effective_until or date.max) < (item.effective_from or date.min):
        yield "effective_until"
