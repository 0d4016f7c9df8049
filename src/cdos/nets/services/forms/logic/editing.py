"""What an editor does to a draft, as changes of its JSON: the page shows each at once beside a live preview."""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pypinyin import lazy_pinyin

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, AnyOf, FieldType, Leaf, Node, Op

from ..contracts import Entry, Form, FormRefused, Widget
from . import answers, elements, wire

Body = dict[str, Any]
MOST_CONDITIONS = 6
_word = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of "show only when", as the editor's page has it."""

    field: str
    op: str
    value: str


def body_of(form: Form) -> Body:
    return copy.deepcopy(wire.dump(form))


def _place(body: Body, name: str) -> tuple[list[Any], int]:
    for section in body["sections"]:
        for at, entry in enumerate(section["entries"]):
            if entry["name"] == name:
                return section["entries"], at
    raise FormRefused(_("This field is gone; somebody else may have removed it."))


def _section(body: Body, at: Any) -> dict[str, Any]:
    sections: list[dict[str, Any]] = body["sections"]
    number = int(at) if str(at).isdecimal() else -1
    if not 0 <= number < len(sections):
        raise FormRefused(_("This section is gone; somebody else may have removed it."))
    return sections[number]


def _names(body: Body) -> set[str]:
    return {entry["name"] for section in body["sections"] for entry in section["entries"]}


def rename(body: Body, sent: Mapping[str, str]) -> None:
    title = " ".join(sent.get("title", "").split())
    if not title:
        raise FormRefused(_("Please give the form a title."))
    body["title"] = title[:200]


def add_section(body: Body, sent: Mapping[str, str]) -> None:
    title = " ".join(sent.get("title", "").split())
    if not title:
        raise FormRefused(_("Please give the section a title."))
    body["sections"].append({"title": title[:100], "help": "", "entries": []})


def save_section(body: Body, sent: Mapping[str, str]) -> None:
    section = _section(body, sent.get("section"))
    title = " ".join(sent.get("title", "").split())
    if not title:
        raise FormRefused(_("Please give the section a title."))
    section["title"], section["help"] = title[:100], sent.get("help", "").strip()[:300]


def move_section(body: Body, sent: Mapping[str, str]) -> None:
    section = _section(body, sent.get("section"))
    at = body["sections"].index(section)
    _swap(body["sections"], at, _step(sent))


def remove_section(body: Body, sent: Mapping[str, str]) -> None:
    section = _section(body, sent.get("section"))
    if section["entries"]:
        raise FormRefused(_("Move or remove the fields of the section first."))
    body["sections"].remove(section)


def add_known(body: Body, sent: Mapping[str, str]) -> None:
    """A data element of the rule book, asked as it usually is; the registers that know it fill it."""
    name = sent.get("element", "")
    if rules.field(name) is None:
        raise FormRefused(_("Please choose a data element from the list."))
    if name in _names(body):
        raise FormRefused(_("The form asks for this already."))
    _section(body, sent.get("section"))["entries"].append({"name": name})


def add_own(body: Body, sent: Mapping[str, str]) -> None:
    """A field that only this form knows; its name is made from its label."""
    label = " ".join(sent.get("label", "").split())[:100]
    widget = sent.get("widget", "")
    if not label or widget not in {one.value for one in Widget}:
        raise FormRefused(_("Please say what the field is called, and how it is asked."))
    entry: dict[str, Any] = {"name": own_name(label, _names(body)), "label": label, "widget": widget}
    if widget in (Widget.CHOICE.value, Widget.CHOICES.value):
        entry["options"] = {"a": _("First option"), "b": _("Second option")}
    _section(body, sent.get("section"))["entries"].append(entry)


def own_name(label: str, taken: set[str]) -> str:
    base = _word.sub("_", "_".join(lazy_pinyin(label)).lower()).strip("_")[:40] or "field"
    name, count = base, 2
    while name in taken or rules.field(name) is not None:
        name, count = f"{base}_{count}", count + 1
    return name


def remove(body: Body, sent: Mapping[str, str]) -> None:
    entries, at = _place(body, sent.get("name", ""))
    del entries[at]


def move(body: Body, sent: Mapping[str, str]) -> None:
    """Up or down; over the edge of its section into the next one."""
    entries, at = _place(body, sent.get("name", ""))
    step = _step(sent)
    if 0 <= at + step < len(entries):
        _swap(entries, at, step)
        return
    lists = [section["entries"] for section in body["sections"]]
    other = next(number for number, one in enumerate(lists) if one is entries) + step
    if 0 <= other < len(lists):
        entry = entries.pop(at)
        lists[other].insert(len(lists[other]) if step < 0 else 0, entry)


def _step(sent: Mapping[str, str]) -> int:
    return -1 if sent.get("way") == "up" else 1


def _swap(rows: list[Any], at: int, step: int) -> None:
    if 0 <= at + step < len(rows):
        rows[at], rows[at + step] = rows[at + step], rows[at]


def save_field(body: Body, sent: Mapping[str, str]) -> None:
    name = sent.get("name", "")
    entries, at = _place(body, name)
    entry = entries[at]
    label = " ".join(sent.get("label", "").split())[:100]
    if not label:
        raise FormRefused(_("A field needs a label: what people read above it."))
    entry["label"], entry["help"] = label, sent.get("help", "").strip()[:300]
    entry["required"], entry["editable"] = "required" in sent, "fixed" not in sent
    entry["material"] = _word.sub("-", sent.get("material", "").lower()).strip("-")[:60]
    properties = body["schema"]["properties"]
    widget = sent.get("widget", entry["widget"])
    if widget != entry["widget"]:
        if widget not in {one.value for one in Widget}:
            raise FormRefused(_("Please say what the field is called, and how it is asked."))
        entry["widget"] = widget
        properties[name] = elements.schema(name, widget)
    properties[name] = _limited(dict(properties[name]), Widget(widget), sent)
    node = condition(wire.parse(body), name, sent)
    entry.pop("shown", None)
    if node is not None:
        entry["shown"] = rules.dump(node)


def _limited(schema: dict[str, Any], widget: Widget, sent: Mapping[str, str]) -> dict[str, Any]:
    """With the options and limits that this kind of field has."""
    if widget in (Widget.CHOICE, Widget.CHOICES) and "options" in sent:
        return elements.choices(widget, _options(sent["options"], elements.options(schema)))
    keys = LIMITS.get(widget)
    if keys is not None:
        for key, name in zip(keys, ("least", "most"), strict=True):
            _limit(schema, key, sent.get(name, ""), widget)
    if widget is Widget.NUMBER:
        schema["type"] = "integer" if "whole" in sent else "number"
    if widget is Widget.DATE and sent.get("when") in ("date", "past-date", "future-date"):
        schema["format"] = sent["when"]
    if widget is Widget.AREA and sent.get("level") in ("", "district", "street", "community"):
        schema.pop("x-level", None)
        if sent.get("level"):
            schema["x-level"] = sent["level"]
    return schema


LIMITS = {
    Widget.NUMBER: ("minimum", "maximum"),
    Widget.MONEY: ("minimum", "maximum"),
    Widget.TEXT: ("minLength", "maxLength"),
    Widget.LONG_TEXT: ("minLength", "maxLength"),
    Widget.FILE: ("minItems", "maxItems"),
}


def _limit(schema: dict[str, Any], key: str, text: str, widget: Widget) -> None:
    text = text.strip()
    if not text:
        schema.pop(key, None)
        return
    read = answers.money if widget is Widget.MONEY else answers.number
    value = read(text, "")
    if isinstance(value, str) or (key.endswith(("Length", "Items")) and not isinstance(value, int)):
        raise FormRefused(_("A limit is a number."))
    schema[key] = value


def _options(text: str, before: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """A line an option: its name, or `code = name`. A name that was there keeps its code."""
    known = {title: code for code, title in before}
    found: dict[str, str] = {}
    for line in text.splitlines():
        code, equals, title = (part.strip() for part in line.partition("="))
        if not equals:
            title, code = code, known.get(code) or own_name(code, set(found))
        if title:
            found[code[:40]] = title[:80]
    return tuple(found.items())


# Show only when


def condition(form: Form, name: str, sent: Mapping[str, str]) -> Node | None:
    """The lines of the page as one rule; None where there are none. A rule too deep for the page stays unless it is dropped."""
    entry = form.entry(name)
    if sent.get("keep_rule"):
        return entry.shown if entry else None
    leaves = []
    for at in range(MOST_CONDITIONS):
        field = sent.get(f"when_field_{at}", "")
        if field:
            op, value = sent.get(f"when_op_{at}", "eq"), sent.get(f"when_value_{at}", "")
            leaves.append(_leaf(form, f"c{at + 1}", Condition(field, op, value)))
    if not leaves:
        return None
    joined = {"any" if sent.get("when_join") == "any" else "all": leaves}
    try:
        return rules.parse(leaves[0] if len(leaves) == 1 else joined)
    except ValueError as wrong:
        raise FormRefused(_("The condition does not fit the field: %(why)s") % {"why": wrong}) from wrong


def _leaf(form: Form, id: str, one: Condition) -> dict[str, Any]:
    read = _reader(form, one.field)
    parts = [part.strip() for part in re.split("[,，、;；]", one.value) if part.strip()]
    many = one.op in (Op.IN.value, Op.NOT_IN.value, Op.BETWEEN.value)
    if not parts:
        raise FormRefused(_("Please say with what the field is compared."))
    value = [read(part) for part in parts] if many else read(one.value.strip())
    return {"id": id, "field": one.field, "op": one.op, "value": value}


def _reader(form: Form, name: str) -> Callable[[str], Any]:
    entry = form.entry(name)
    if entry is not None:
        named = {title: code for code, title in elements.options(form.schema["properties"][name])}
        kind = Widget(entry.widget)
        return lambda text: _READ.get(kind, answers.text)(named.get(text, text), "")
    field = rules.field(name)
    if field is None:
        raise FormRefused(_("Please choose the field that decides."))
    named = {title: code for code, title in field.choices}
    kind = elements.WIDGETS[field.type]
    return lambda text: _READ.get(kind, answers.text)(named.get(text, text), "")


_READ = {
    Widget.NUMBER: answers.number,
    Widget.MONEY: answers.money,
    Widget.DATE: answers.day,
    Widget.YES_NO: answers.yes_no,
}


def conditions(form: Form, entry: Entry) -> tuple[str, list[Condition]] | None:
    """(all | any, lines) of an entry's condition; None where the page's lines cannot say it."""
    node = entry.shown
    if node is None:
        return "all", []
    if isinstance(node, Leaf):
        parts: tuple[Node, ...] = (node,)
    elif isinstance(node, (All, AnyOf)):
        parts = node.of
    else:
        return None
    leaves = [one for one in parts if isinstance(one, Leaf)]
    if len(leaves) != len(parts) or len(leaves) > MOST_CONDITIONS:
        return None
    dumped = [rules.dump(one) for one in leaves]
    if any("ref" in one or "clause" in one or "valid_from" in one for one in dumped):
        return None
    lines = [Condition(one["field"], one["op"], _typed(form, one)) for one in dumped]
    return ("any" if isinstance(node, AnyOf) else "all"), lines


def _typed(form: Form, leaf: Mapping[str, Any]) -> str:
    """A condition's value as the page's line shows it."""
    entry, value = form.entry(leaf["field"]), leaf["value"]
    values = value if isinstance(value, list) else [value]
    if entry is not None:
        options = dict(elements.options(form.schema["properties"][entry.name]))
        money = entry.widget == Widget.MONEY.value
    else:
        field = rules.field(leaf["field"])
        options = dict(field.choices) if field else {}
        money = field is not None and field.type is FieldType.FEN
    return "、".join(_said(one, options, money) for one in values)


def _said(value: Any, options: Mapping[str, str], money: bool) -> str:
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if money and isinstance(value, int):
        return f"{value / 100:.2f}".removesuffix(".00")
    return options.get(str(value), str(value))


CHANGES: dict[str, Callable[[Body, Mapping[str, str]], None]] = {
    "rename": rename,
    "add_section": add_section,
    "save_section": save_section,
    "move_section": move_section,
    "remove_section": remove_section,
    "add_known": add_known,
    "add_own": add_own,
    "move": move,
    "remove": remove,
    "save_field": save_field,
}


def change(form: Form, what: str, sent: Mapping[str, str]) -> Body:
    """The body after one change. FormRefused says what to do."""
    verb = CHANGES.get(what)
    if verb is None:
        raise FormRefused(_("There is no such change."))
    body = body_of(form)
    verb(body, sent)
    return wire.dump(wire.parse(body))
