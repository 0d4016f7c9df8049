"""The server's word on answers: what the form asks in this case, what is wrong with it, what is kept.

The browser hides and shows for comfort only; whatever it did, this decides. JSON Schema 2020-12 by jsonschema-rs.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import jsonschema_rs
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import DocumentInvalid, DocumentKind, IdentityRefused
from cdos.base.organisation import api as organisation
from cdos.base.rules.contracts import Value

from ..contracts import Answers, Checked, Entry, Form, Problem, Widget
from . import attachments, filling, showing, wording

# The first of several things wrong with one field is told: the one without which the others mean nothing.
RANK = {
    word: at for at, word in enumerate(("type", "format", "enum", "const", "oneOf", "pattern", "minLength"))
}


def check(form: Form, answers: Answers, facts: Mapping[str, Value]) -> Checked:
    given = _given(form, answers, facts)
    shown = showing.shown(form, given, facts)
    kept = {name: value for name, value in given.items() if name in shown}
    known = showing.case(form, kept, facts, shown)
    required = showing.required(form, known, shown)
    found = _found(form, kept, shown, required)
    for entry in form.entries:
        if entry.widget == Widget.FILE.value and entry.name in kept and entry.name not in found:
            grave = [one.words for one in attachments.look(kept[entry.name], entry) if one.grave]
            found |= {entry.name: grave[0]} if grave else {}
    problems = tuple(Problem(one.name, found[one.name]) for one in form.entries if one.name in found)
    return Checked(kept, problems, shown)


def _given(form: Form, answers: Answers, facts: Mapping[str, Value]) -> dict[str, Any]:
    """Without what the form does not ask; a value that may not be changed is the register's own."""
    given = {}
    for entry in form.entries:
        value = answers.get(entry.name)
        held = filling.as_answer(entry, facts.get(entry.name), form)
        if not entry.editable and held is not None:
            value = held
        if value not in (None, "", []):
            given[entry.name] = value
    return given


def _found(
    form: Form, kept: Mapping[str, Any], shown: frozenset[str], required: frozenset[str]
) -> dict[str, str]:
    """Field -> what is wrong with it."""
    schema = narrowed(form, shown, required)
    errors = validator(json.dumps(schema, sort_keys=True)).iter_errors(dict(kept))
    ranked: dict[str, tuple[int, str]] = {}
    for name, rank, words in _told(form, errors, kept):
        if name not in ranked or rank < ranked[name][0]:
            ranked[name] = (rank, words)
    return {name: words for name, (_rank, words) in ranked.items()}


def _told(
    form: Form, errors: Iterator[jsonschema_rs.ValidationError], kept: Mapping[str, Any]
) -> Iterator[tuple[str, int, str]]:
    for error in errors:
        detail, keyword = error.kind.as_dict(), _keyword(error)
        name = str(detail["property"]) if keyword == "required" else str(next(iter(error.instance_path), ""))
        entry = form.entry(name)
        if entry is None:
            continue
        if keyword == "required":
            yield name, -1, wording.missing(entry)
        else:
            yield name, RANK.get(keyword, len(RANK)), wording.wrong(entry, keyword, detail, kept.get(name))


def _keyword(error: jsonschema_rs.ValidationError) -> str:
    last = [str(part) for part in error.schema_path if isinstance(part, str)]
    return last[-1] if last else ""


def narrowed(form: Form, shown: frozenset[str], required: frozenset[str]) -> dict[str, Any]:
    """The form's schema as it holds in one case: the entries asked, those required."""
    properties = form.schema["properties"]
    return {
        **form.schema,
        "properties": {name: properties[name] for name in sorted(shown)},
        "required": sorted(required),
    }


def past(value: str) -> bool:
    return _is_day(value) and date.fromisoformat(value) <= timezone.localdate()


def future(value: str) -> bool:
    return _is_day(value) and date.fromisoformat(value) >= timezone.localdate()


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def is_document(value: str) -> bool:
    return _is_number(None, value)


def is_uscc(value: str) -> bool:
    return _is_number(DocumentKind.USCC, value)


def _is_number(kind: DocumentKind | None, value: str) -> bool:
    try:
        return bool(identity.check_document(kind, value))
    except DocumentInvalid:
        return False


def is_phone(value: str) -> bool:
    try:
        return bool(identity.check_phone(value))
    except IdentityRefused:
        return False


def is_area(value: str) -> bool:
    return organisation.area(value) is not None


FORMATS = {
    "past-date": past,
    "future-date": future,
    "identity-document": is_document,
    "uscc": is_uscc,
    "phone": is_phone,
    "area": is_area,
}


@lru_cache(maxsize=512)
def validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True, formats=FORMATS)


def check_schema(form: Form) -> str:
    """Why the schema of a form is none; "" when it is one."""
    try:
        validator(json.dumps(dict(form.schema), sort_keys=True))
    except (ValueError, jsonschema_rs.ValidationError) as wrong:
        return str(wrong)
    return ""


def of_entry(form: Form, entry: Entry, value: Any) -> str:
    """What is wrong with one value alone; for the page that asks one thing at a time."""
    return _found(form, {entry.name: value}, frozenset({entry.name}), frozenset()).get(entry.name, "")
