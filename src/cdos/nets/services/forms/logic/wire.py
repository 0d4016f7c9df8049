"""A form as JSON: read with every mistake named by its place, and written so that reading gives the same form again.

A field may be written short, as the name of a known data element, or with only what differs from it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node, RuleInvalid

from ..contracts import Entry, Form, FormRefused, FormState, Section, Widget
from . import elements

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_ENTRIES, MOST_SECTIONS = 120, 30
KEYS = frozenset(
    {
        *("name", "label", "help", "widget", "required", "shown", "source", "editable", "required_if"),
        *("material", "schema", "options", "was"),
    }
)
Properties = dict[str, Any]


def parse(tree: Mapping[str, Any], *, version: int = 1, state: FormState = FormState.LIVE) -> Form:
    """FormRefused says what is wrong and where."""
    code, title = tree.get("code"), tree.get("title")
    if not isinstance(code, str) or not code or not isinstance(title, str) or not title.strip():
        raise FormRefused("a form needs a code and a title")
    given = tree.get("sections")
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_SECTIONS:
        raise FormRefused("sections: expected a list")
    properties: Properties = {}
    known = tree.get("schema", {}).get("properties", {}) if isinstance(tree.get("schema"), Mapping) else {}
    sections = tuple(_section(one, f"sections[{at}]", properties, known) for at, one in enumerate(given))
    entries = [entry for section in sections for entry in section.entries]
    if len(entries) > MOST_ENTRIES:
        raise FormRefused(f"a form has at most {MOST_ENTRIES} fields")
    if len({entry.name for entry in entries}) != len(entries):
        raise FormRefused("a field stands in the form twice")
    extra = {
        key: tree["schema"][key] for key in ("allOf", "dependentRequired") if key in tree.get("schema", {})
    }
    return Form(code, version, title.strip(), whole(code, title, entries, properties, extra), sections, state)


def whole(
    code: str, title: str, entries: Sequence[Entry], properties: Properties, extra: Mapping[str, Any] = {}
) -> dict[str, Any]:
    """The JSON Schema of a form's data."""
    always = [one.name for one in entries if one.required and one.shown is None and one.required_if is None]
    return {
        "$schema": DIALECT,
        "$id": f"urn:cdos:form:{code}",
        "title": title,
        "type": "object",
        "properties": {one.name: properties[one.name] for one in entries},
        "required": always,
        "additionalProperties": False,
        **extra,
    }


def _section(given: Any, at: str, properties: Properties, known: Mapping[str, Any]) -> Section:
    if not isinstance(given, Mapping) or not isinstance(given.get("title"), str):
        raise FormRefused(f"{at}: expected a title and entries")
    rows = given.get("entries", ())
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise FormRefused(f"{at}.entries: expected a list")
    entries = tuple(
        _entry(one, f"{at}.entries[{number}]", properties, known) for number, one in enumerate(rows)
    )
    return Section(given["title"].strip(), entries, str(given.get("help", "")))


def _entry(given: Any, at: str, properties: Properties, known: Mapping[str, Any]) -> Entry:
    row: Mapping[str, Any] = {"name": given} if isinstance(given, str) else given
    if not isinstance(row, Mapping) or not isinstance(row.get("name"), str):
        raise FormRefused(f"{at}: expected the name of a field")
    if extra := set(row) - KEYS:
        raise FormRefused(f"{at}: unknown entry {sorted(extra)[0]!r}")
    entry = _with(row, at)
    properties[entry.name] = _schema(row, entry, known)
    return entry


def _with(row: Mapping[str, Any], at: str) -> Entry:
    name = row["name"]
    try:
        base = elements.entry(name)
    except LookupError:
        if "label" not in row:
            raise FormRefused(f"{at}: {name!r} is no known data element, so it needs a label") from None
        base = Entry(name, "")
    try:
        widget = Widget(row.get("widget", base.widget)).value
    except ValueError:
        raise FormRefused(f"{at}.widget: expected one of {', '.join(Widget)}") from None
    return Entry(
        name=name,
        label=str(row.get("label", base.label)).strip(),
        help=str(row.get("help", base.help)),
        widget=widget,
        required=bool(row.get("required", base.required)),
        shown=_rule(row.get("shown"), f"{at}.shown"),
        source=str(row.get("source", base.source)),
        editable=bool(row.get("editable", base.editable)),
        required_if=_rule(row.get("required_if"), f"{at}.required_if"),
        material=str(row.get("material", "")),
        was=dict(row.get("was", {})),
    )


def _rule(given: Any, at: str) -> Node | None:
    if given is None:
        return None
    try:
        return rules.parse(given)
    except RuleInvalid as wrong:
        raise FormRefused(f"{at}: {wrong}") from wrong


def _schema(row: Mapping[str, Any], entry: Entry, known: Mapping[str, Any]) -> dict[str, Any]:
    if entry.name in known and "schema" not in row and "options" not in row:
        return dict(known[entry.name])
    if "options" in row:
        options = tuple((str(code), str(title)) for code, title in dict(row["options"]).items())
        return elements.choices(Widget(entry.widget), options)
    return elements.schema(entry.name, entry.widget) | dict(row.get("schema", {}))


def dump(form: Form) -> dict[str, Any]:
    return {
        "code": form.code,
        "title": form.title,
        "schema": dict(form.schema),
        "sections": [
            {"title": one.title, "help": one.help, "entries": [_dumped(entry) for entry in one.entries]}
            for one in form.sections
        ],
    }


def _dumped(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": entry.name,
        "label": entry.label,
        "help": entry.help,
        "widget": entry.widget,
        "required": entry.required,
        "source": entry.source,
        "editable": entry.editable,
    }
    for name, node in (("shown", entry.shown), ("required_if", entry.required_if)):
        if node is not None:
            row[name] = rules.dump(node)
    if entry.material:
        row["material"] = entry.material
    if entry.was:
        row["was"] = dict(entry.was)
    return row
