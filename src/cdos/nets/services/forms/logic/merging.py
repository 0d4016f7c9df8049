"""Several forms as one (一件事): the union of their fields, each asked once, and each form's own answers out of it.

What two forms say of one field is settled the same way every time:
- it is shown where either shows it, and required only where one that requires it would have shown it;
- the stricter limits hold; a choice offers what both accept, in the order of the first;
- it may be typed over only where both allow it; label, help and section are those of the first that has them.
Where no value could satisfy both, the second form asks its own field beside the first.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, AnyOf, Node

from ..contracts import Answers, Entry, Form, Section
from . import elements, wire

HIGHER = ("minLength", "minimum", "exclusiveMinimum", "minItems")  # the higher of two is the stricter
LOWER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems")
FORMATS = ("date", "past-date", "future-date")


@dataclass(slots=True)
class Union:
    """What has been merged so far."""

    titles: list[str] = field(default_factory=list)
    helps: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)  # section title -> names
    entries: dict[str, Entry] = field(default_factory=dict)
    properties: dict[str, dict[str, Any]] = field(default_factory=dict)
    conditions: list[Any] = field(default_factory=list)


def merge(forms: Sequence[Form]) -> Form:
    """A single form stays as it is. The order given is the order of the page, and settles every tie."""
    if len(forms) == 1:
        return forms[0]
    union = Union()
    for form in forms:
        names = {entry.name: _name(union, form, entry) for entry in form.entries}
        for section in form.sections:
            for entry in section.entries:
                _add(union, form, section, _asking(entry, names), names[entry.name])
        if all(old == new for old, new in names.items()):  # constraints over several fields go along
            union.conditions += form.schema.get("allOf", [])
    code = "+".join(form.code for form in forms)
    sections = tuple(
        Section(title, tuple(union.entries[name] for name in union.members[title]), union.helps[title])
        for title in union.titles
        if union.members[title]
    )
    entries = [entry for section in sections for entry in section.entries]
    title = " + ".join(form.title for form in forms)
    extra = {"allOf": union.conditions} if union.conditions else {}
    return Form(code, 0, title, wire.whole(code, title, entries, union.properties, extra), sections)


def _name(union: Union, form: Form, entry: Entry) -> str:
    """The name under which the form's entry stands in the union: its own, unless nothing could satisfy both."""
    there = union.entries.get(entry.name)
    if there is None:
        return entry.name
    schema = form.schema["properties"][entry.name]
    both = _both(there, union.properties[entry.name], entry, schema)
    return entry.name if both is not None else f"{entry.name}__{form.code}"


def _asking(entry: Entry, names: Mapping[str, str]) -> Entry:
    """Its conditions look at the fields of its own form, under the names they have now."""
    moved = {old: new for old, new in names.items() if old != new}
    if not moved:
        return entry
    return replace(entry, shown=renamed(entry.shown, moved), required_if=renamed(entry.required_if, moved))


def _add(union: Union, form: Form, section: Section, entry: Entry, name: str) -> None:
    schema = dict(form.schema["properties"][entry.name])
    if name in union.entries:
        both = _both(union.entries[name], union.properties[name], entry, schema)
        union.entries[name] = _joined(union.entries[name], entry, form)
        union.properties[name] = both or union.properties[name]
        return
    if section.title not in union.members:
        union.titles.append(section.title)
        union.members[section.title], union.helps[section.title] = [], section.help
    union.helps[section.title] = union.helps[section.title] or section.help
    union.members[section.title].append(name)
    union.entries[name] = replace(
        entry, name=name, required_if=_needed(entry), was={**entry.was, form.code: entry.name}
    )
    union.properties[name] = schema


def _joined(first: Entry, second: Entry, form: Form) -> Entry:
    required = first.required or second.required
    return replace(
        first,
        label=first.label or second.label,
        help=first.help or second.help,
        required=required,
        shown=either(first.shown, second.shown),
        required_if=_either_needs(first, second) if required else None,
        source=first.source or second.source,
        editable=first.editable and second.editable,
        material=first.material or second.material,
        was={**first.was, form.code: second.name},
    )


def _needed(entry: Entry) -> Node | None:
    """When a form needs the entry: when it shows it and requires it."""
    parts = [node for node in (entry.shown, entry.required_if) if node is not None]
    if not entry.required or not parts:
        return entry.required_if
    return parts[0] if len(parts) == 1 else distinct(All(tuple(parts)))


def _either_needs(first: Entry, second: Entry) -> Node | None:
    """`first` stands in the union already, so its `required_if` says all."""
    needs = [first.required_if] if first.required else []
    needs += [_needed(second)] if second.required else []
    if any(one is None for one in needs):
        return None
    return either(*needs) if len(needs) == 2 else needs[0]


def either(first: Node | None, second: Node | None) -> Node | None:
    """None is "always"."""
    if first is None or second is None:
        return None
    if rules.dump(first) == rules.dump(second):
        return first
    return distinct(AnyOf((first, second)))


def distinct(node: Node) -> Node:
    """Leaves of two forms may bear the same id; in one tree each is its own."""
    count = 0

    def numbered(leaf: dict[str, Any]) -> dict[str, Any]:
        nonlocal count
        count += 1
        return {**leaf, "id": f"c{count}"}

    return rules.parse(_each_leaf(rules.dump(node), numbered))


def renamed(node: Node | None, names: Mapping[str, str]) -> Node | None:
    if node is None:
        return None

    def moved(leaf: dict[str, Any]) -> dict[str, Any]:
        found = {**leaf, "field": names.get(leaf["field"], leaf["field"])}
        return found | ({"ref": names.get(leaf["ref"], leaf["ref"])} if "ref" in leaf else {})

    return rules.parse(_each_leaf(rules.dump(node), moved))


def _each_leaf(tree: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if "field" in tree:
        return change(tree)
    if "not" in tree:
        return {"not": _each_leaf(tree["not"], change)}
    key = "all" if "all" in tree else "any"
    return {key: [_each_leaf(one, change) for one in tree[key]]}


def _both(
    first: Entry, one: Mapping[str, Any], second: Entry, other: Mapping[str, Any]
) -> dict[str, Any] | None:
    """A schema of what both accept; None where nothing would be."""
    if first.widget != second.widget or one.get("type") != other.get("type"):
        return None
    found = {**other, **one}
    for key, choose in [*((key, max) for key in HIGHER), *((key, min) for key in LOWER)]:
        values = [schema[key] for schema in (one, other) if key in schema]
        if values:
            found[key] = choose(values)
    if "items" in one and "items" in other:
        found["items"] = one["items"] | other["items"]
    if not _choices(found, one, other) or not _formats(found, one, other):
        return None
    return found if all(found.get(a, 0) <= found.get(b, found.get(a, 0)) for a, b in _PAIRS) else None


_PAIRS = (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems"))


def _choices(found: dict[str, Any], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    mine, theirs = elements.options(one), dict(elements.options(other))
    if not mine and not theirs:
        return True
    both = [{"const": code, "title": title} for code, title in mine if code in theirs]
    if not both:
        return False
    if "items" in found:
        found["items"] = {**found["items"], "oneOf": both}
    else:
        found["oneOf"] = both
    return True


def _formats(found: dict[str, Any], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Of two formats the narrower; two patterns hold together."""
    formats = {schema["format"] for schema in (one, other) if "format" in schema}
    if len(formats) > 1:
        formats.discard("date")
        if len(formats) > 1:
            return False
    if formats:
        found["format"] = formats.pop()
    patterns = list(dict.fromkeys(schema["pattern"] for schema in (one, other) if "pattern" in schema))
    if len(patterns) > 1:
        found["allOf"] = [{"pattern": pattern} for pattern in patterns]
        del found["pattern"]
    return True


def without(form: Form, names: Collection[str]) -> Form:
    """Without these fields; conditions over several fields stay as they are."""
    sections = tuple(
        replace(section, entries=tuple(one for one in section.entries if one.name not in names))
        for section in form.sections
    )
    left = replace(form, sections=tuple(section for section in sections if section.entries))
    extra = {"allOf": form.schema["allOf"]} if "allOf" in form.schema else {}
    schema = wire.whole(form.code, form.title, left.entries, dict(form.schema["properties"]), extra)
    return replace(left, schema=schema)


def part(merged: Form, answers: Answers, form: Form) -> dict[str, Any]:
    """What one of the merged forms gets of the answers, under its own names."""
    if merged.code == form.code:
        return dict(answers)
    own = {entry.was.get(form.code, ""): entry.name for entry in merged.entries}
    wanted: Iterable[str] = (entry.name for entry in form.entries)
    return {name: answers[own[name]] for name in wanted if name in own and own[name] in answers}
