"""Finds the data asked for in the text of a document: what stands behind its label, in the form that its kind of value has."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, FieldType, Value

from ..contracts import Read

# What papers call a datum beside its own title; the longest label is tried first.
LABELS = {
    "name": ("姓名", "持证人"),
    "id_number": ("公民身份号码", "公民身份证号码", "身份证号码", "身份证号", "证件号码"),
    "sex": ("性别",),
    "birth_date": ("出生日期", "出生年月", "出生"),
    "residence_address": ("住址", "居住地址", "家庭住址"),
    "education": ("学历层次", "学历", "培养层次"),
    "degree_name": ("毕业院校", "学校名称"),
    "graduation_date": ("毕业日期", "毕业时间", "毕业年月"),
    "employer_name": ("用人单位", "工作单位", "单位名称", "甲方"),
    "enterprise_name": ("企业名称", "名称"),
    "uscc": ("统一社会信用代码",),
    "legal_representative": ("法定代表人",),
    "birth_certificate_number": ("出生证编号", "出生医学证明编号", "出生证号"),
    "child_name": ("新生儿姓名", "子女姓名"),
    "mother_name": ("母亲姓名",),
    "father_name": ("父亲姓名",),
    "social_security_months": ("累计缴费月数", "缴费月数"),
    "marriage_date": ("登记日期",),
    "estate_number": ("不动产权证号", "不动产单元号"),
    "estate_area_m2": ("建筑面积",),
    "price_fen": ("成交价格", "总价款", "合同总价"),
    "income_month_fen": ("月收入", "月工资", "应发工资"),
    "vehicle_plate": ("号牌号码", "车牌号"),
}
SHAPES = {
    "id_number": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "uscc": re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])"),
    "employer_uscc": re.compile(
        r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])"
    ),
}
DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
YES, NO = ("是", "有"), ("否", "无")
MOST_QUOTE = 80


def found(text: str, fields: Iterable[str]) -> tuple[Read, ...]:
    """One value a field at most; what is not clear is left out, and asked of the person as before."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    reads = []
    for name in fields:
        field = rules.field(name)
        read = _one(field, lines) if field else None
        if read is not None:
            reads.append(read)
    return tuple(reads)


def _one(field: Field, lines: list[str]) -> Read | None:
    labels = sorted({field.title, *LABELS.get(field.name, ())}, key=len, reverse=True)
    for label in labels:
        for at, line in enumerate(lines):
            begin, mark, rest = line.partition(label)
            if not mark or (begin and begin[-1:].isalpha() and label not in (line, field.title)):
                continue
            said = rest.lstrip(" :：") or (lines[at + 1] if at + 1 < len(lines) else "")
            value = _value(field, said)
            if value is not None:
                return Read(field.name, value, line[:MOST_QUOTE], field.title)
    return _by_shape(field, lines)


def _by_shape(field: Field, lines: list[str]) -> Read | None:
    shape = SHAPES.get(field.name)
    for line in lines if shape else ():
        if shape and (there := shape.search(line)):
            return Read(field.name, there.group().upper(), line[:MOST_QUOTE], field.title)
    return None


def _value(field: Field, said: str) -> Value:
    return READERS.get(field.type, _text)(field, said)


def _text(field: Field, said: str) -> Value:
    shape = SHAPES.get(field.name)
    if shape:
        there = shape.search(said)
        return there.group().upper() if there else None
    word = re.split(r"[\s，,;；。]", said.strip(), maxsplit=1)[0]
    return word[:200] or None


def _day(field: Field, said: str) -> Value:
    there = DAY.search(said)
    try:
        return date(*(int(part) for part in there.groups())) if there else None
    except ValueError:
        return None


def _number(field: Field, said: str) -> Value:
    there = FIGURE.search(said)
    if not there:
        return None
    figure = float(there.group().replace(",", ""))
    if field.type is FieldType.FEN:
        figure *= 1_000_000 if "万" in said[there.end() : there.end() + 2] else 100
        return round(figure)
    return int(figure) if figure.is_integer() else figure


def _choice(field: Field, said: str) -> Value:
    for code, title in sorted(field.choices, key=lambda pair: len(pair[1]), reverse=True):
        if said.startswith(title) or title in said[:12]:
            return code
    return None


def _boolean(field: Field, said: str) -> Value:
    if said.startswith(YES):
        return True
    return False if said.startswith(NO) else None


READERS: dict[FieldType, Callable[[Field, str], Value]] = {
    FieldType.DATE: _day,
    FieldType.INTEGER: _number,
    FieldType.NUMBER: _number,
    FieldType.FEN: _number,
    FieldType.CHOICE: _choice,
    FieldType.BOOLEAN: _boolean,
}
