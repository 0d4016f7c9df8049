"""Columns of an item in files: the national name of each element, and how it is written in one cell."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from ..contracts import Burden, Extension, Fee, Item, Law, Material, Question, Result, Step

ENTRIES: dict[str, type] = {
    "laws": Law,
    "materials": Material,
    "fees": Fee,
    "steps": Step,
    "results": Result,
    "questions": Question,
}
PART, ENTRY = "|", "\n"  # between the parts of an entry, between entries


@dataclass(frozen=True, slots=True)
class Column:
    """`name` as in the contract, `extension.phone` for a part; `title` as the national standard calls it."""

    name: str
    title: str
    kind: str = "text"  # text number whole flag day words entries


COLUMNS: tuple[Column, ...] = (
    Column("code", "事项编码"),
    Column("title", "事项名称"),
    Column("standard", "基本编码"),
    Column("national_code", "实施编码"),
    Column("variant_of", "标准版事项编码"),
    Column("department", "实施主体"),
    Column("area", "行政区划"),
    Column("task_type", "事项类型"),
    Column("use_level", "行使层级"),
    Column("handling", "办件类型"),
    Column("audience", "服务对象", "words"),
    Column("online_depth", "网办深度"),
    Column("summary", "一句话说明"),
    Column("conditions", "受理条件"),
    Column("laws", "设定依据", "entries"),
    Column("legal_days", "法定办结时限", "number"),
    Column("legal_unit", "法定办结时限单位"),
    Column("promised_days", "承诺办结时限", "number"),
    Column("promised_unit", "承诺办结时限单位"),
    Column("trips", "到办事现场次数", "whole"),
    Column("materials", "申请材料", "entries"),
    Column("fees", "收费项目", "entries"),
    Column("steps", "办理流程", "entries"),
    Column("results", "审批结果", "entries"),
    Column("questions", "常见问题", "entries"),
    Column("words", "俗称", "words"),
    Column("topics", "主题分类", "words"),
    Column("form", "表单"),
    Column("rule", "规则"),
    Column("instant", "秒批", "flag"),
    Column("combinable", "随心办", "flag"),
    Column("channels", "办理渠道", "words"),
    Column("extension.address", "办理地点"),
    Column("extension.hours", "办理时间"),
    Column("extension.phone", "咨询方式"),
    Column("extension.complaints", "监督投诉方式"),
    Column("extension.joint", "联办机构", "words"),
    Column("extension.handled_in", "通办范围"),
    Column("extension.special", "特别程序"),
    Column("extension.quota", "数量限制"),
    Column("extension.power_source", "权力来源"),
    Column("extension.appointment", "支持预约办理", "flag"),
    Column("extension.express", "支持物流快递", "flag"),
    Column("extension.pays_online", "支持网上支付", "flag"),
    Column("extension.terminals", "支持自助终端", "flag"),
    Column("extension.result_sample", "结果样本"),
    Column("before.steps", "改革前环节", "whole"),
    Column("before.days", "改革前天数", "number"),
    Column("before.trips", "改革前跑动次数", "whole"),
    Column("before.papers", "改革前材料数", "whole"),
    Column("effective_from", "计划生效日期", "day"),
)
BY_HEAD = {head: column for column in COLUMNS for head in (column.name, column.title)}


def entry_fields(name: str) -> tuple[str, ...]:
    """Order of an entry's parts in a cell."""
    return tuple(field.name for field in fields(ENTRIES[name]))


def value(item: Item, column: Column) -> object:
    first, _dot, part = column.name.partition(".")
    found = getattr(item, first)
    return getattr(found, part, None) if part else found


def cell(item: Item, column: Column) -> str:
    found = value(item, column)
    if found is None:
        return ""
    if column.kind == "entries":
        assert isinstance(found, tuple)
        return ENTRY.join(_entry(one, entry_fields(column.name)) for one in found)
    if column.kind == "words":
        assert isinstance(found, tuple)
        return "、".join(found)
    if column.kind == "flag":
        return "是" if found else "否"
    return f"{found:g}" if isinstance(found, float) else str(found)


def _entry(one: object, names: tuple[str, ...]) -> str:
    parts = [_part(getattr(one, name)) for name in names]
    while parts and not parts[-1]:
        parts.pop()
    return PART.join(parts)


def _part(found: object) -> str:
    if isinstance(found, tuple):
        return ",".join(found)
    said = "" if found is None else f"{found:g}" if isinstance(found, float) else str(found)
    return said.replace("\\", "\\\\").replace(PART, "\\|").replace("\n", "\\n")


def _split(line: str) -> list[str]:
    parts, said, marks = [], "", iter(line)
    for mark in marks:
        if mark == "\\":
            after = next(marks, "")
            said += "\n" if after == "n" else after
        elif mark == PART:
            parts.append(said)
            said = ""
        else:
            said += mark
    return [*parts, said]


def parse(text: str, column: Column) -> Any:
    """ValueError says what is wrong with the cell."""
    return _PARSERS[column.kind](text.strip(), column)


def _number(text: str, _column: Column) -> float:
    return float(text or 0)


def _whole(text: str, _column: Column) -> int:
    return int(text or 0)


def _flag(text: str, column: Column) -> bool:
    known = {
        "是": True,
        "1": True,
        "true": True,
        "y": True,
        "否": False,
        "0": False,
        "false": False,
        "": False,
    }
    if text.casefold() not in known:
        raise ValueError(f"{column.title}: 是 / 否")
    return known[text.casefold()]


def _day(text: str, _column: Column) -> str | None:
    return date.fromisoformat(text).isoformat() if text else None


def _words(text: str, _column: Column) -> list[str]:
    for mark in ("，", ",", "；", ";", "\n"):
        text = text.replace(mark, "、")
    return [word.strip() for word in text.split("、") if word.strip()]


def _entries(text: str, column: Column) -> list[dict[str, Any]]:
    names, kind = entry_fields(column.name), ENTRIES[column.name]
    defaults = {field.name: field.default for field in fields(kind)}
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = _split(line)
        if len(parts) > len(names):
            raise ValueError(f"{column.title}: {'|'.join(names)}")
        given = dict(zip(names, parts, strict=False))
        found.append({name: _typed(said, defaults[name]) for name, said in given.items() if said != ""})
    return found


def _typed(said: str, default: object) -> str | list[str]:
    """Numbers stay text here; the contract's types read them."""
    return [one for one in said.split(",") if one] if isinstance(default, tuple) else said


_PARSERS: dict[str, Callable[[str, Column], Any]] = {
    "text": lambda text, _column: text,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "day": _day,
    "words": _words,
    "entries": _entries,
}
PARTS = {"extension": Extension, "before": Burden}
