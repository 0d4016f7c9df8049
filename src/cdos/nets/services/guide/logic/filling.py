"""A form asked one question at a time. It writes into the same draft as the form page, so either may go on with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.web import api as web
from cdos.nets.services.applications import api as applications
from cdos.nets.services.applications.contracts import (
    Channel,
    Draft,
    Handed,
    MaterialLine,
    Prepared,
    Submission,
)
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Entry, Form

from .parsing import Asked

TYPES = {"boolean": "boolean", "integer": "integer", "number": "number"}


@dataclass(slots=True)
class Talk:
    """Where a chat stands; kept in the session, without anything personal: answers are in the draft."""

    item: str = ""  # what was talked about last
    draft: int = 0
    at: str = ""  # field, "consent", "file:MATERIAL", "confirm"; empty: nothing is asked
    skipped: list[str] = field(default_factory=list)
    want: str = ""  # what to begin after signing in

    def as_dict(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "draft": self.draft,
            "at": self.at,
            "skipped": self.skipped[-60:],
            "want": self.want,
        }

    def leave(self) -> None:
        self.draft, self.at, self.skipped = 0, "", []


def submission(draft: Draft) -> Submission:
    return Submission(
        item=draft.item,
        party_id=draft.party_id,
        answers=draft.answers,
        files=draft.files,
        channel=Channel.CHAT,
        idempotency_key=draft.key,
        consents=draft.consents,
    )


def entries(form: Form | None) -> list[Entry]:
    return [one for section in form.sections for one in section.entries] if form else []


def entry_of(form: Form | None, name: str) -> Entry | None:
    return next((one for one in entries(form) if one.name == name), None)


def asked(form: Form | None, entry: Entry) -> Asked:
    shape = _shape(form, entry.name)
    kind = shape.get("type", "string")
    return Asked(
        widget=str(entry.widget),
        type=TYPES.get(str(kind), "string"),
        choices=choices(form, entry),
        name=entry.name,
    )


def _shape(form: Form | None, name: str) -> Mapping[str, Any]:
    found = (form.schema.get("properties", {}) if form else {}).get(name, {})
    return found if isinstance(found, Mapping) else {}


def choices(form: Form | None, entry: Entry) -> tuple[tuple[str, str], ...]:
    """Codes with names: as the form's schema lists them, else as the data element does; areas by their names."""
    if entry.widget == "area":
        return tuple((one.code, one.name) for one in organisation.areas())
    if entry.widget not in {"choice", "choices"}:
        return ()
    shape = _shape(form, entry.name)
    inner = shape.get("items", shape)
    listed = inner.get("oneOf") or inner.get("anyOf") or ()
    if listed:
        return tuple(
            (str(one["const"]), str(one.get("title", one["const"]))) for one in listed if "const" in one
        )
    known = rules.field(entry.name)
    names = dict(known.choices) if known else {}
    codes = inner.get("enum") or list(names)
    return tuple((str(code), names.get(str(code), str(code))) for code in codes)


def shown_names(prepared: Prepared) -> frozenset[str]:
    if prepared.form is None:
        return frozenset()
    return forms.check(prepared.form, prepared.answers, facts={}).shown


def next_field(prepared: Prepared, skipped: list[str]) -> Entry | None:
    """The first question that is wrong or missing, else an optional one that nobody answered or skipped."""
    rows = entries(prepared.form)
    for one in rows:
        if one.name in prepared.problems and one.name not in prepared.locked:
            return one
    shown = shown_names(prepared)
    for one in rows:
        empty = prepared.answers.get(one.name) in (None, "", [])
        if empty and one.name in shown and one.name not in skipped and one.name not in prepared.locked:
            return one
    return None


def next_material(prepared: Prepared) -> MaterialLine | None:
    return next((one for one in prepared.materials if one.handed is Handed.MISSING), None)


def value_in_words(form: Form | None, entry: Entry, value: Any) -> str:
    names = dict(choices(form, entry))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(names.get(str(one), str(one)) for one in value)
    if entry.widget == "money" and isinstance(value, int):
        return _("{yuan} yuan").format(yuan=f"{value / 100:g}")
    return names.get(str(value), str(value))


def rows(prepared: Prepared) -> list[tuple[str, str]]:
    """All that will be sent, in words, with where it is from."""
    sources = {one.field: one.words for one in prepared.filled}
    made: list[tuple[str, str]] = []
    for one in entries(prepared.form):
        value = prepared.answers.get(one.name)
        if value in (None, "", []):
            continue
        words = web.for_reader(value_in_words(prepared.form, one, value))
        source = sources.get(one.name, "")
        made.append((web.for_reader(one.label), f"{words}（{web.for_reader(source)}）" if source else words))
    return made


def prepare(actor: Actor, talk: Talk) -> tuple[Draft, Prepared]:
    """LookupError where the draft is gone, ApplicationRefused."""
    draft = applications.draft(actor=actor, draft_id=talk.draft)
    return draft, applications.prepare(actor=actor, submission=submission(draft))


def save(actor: Actor, draft: Draft, name: str, value: Any) -> None:
    applications.save_draft(actor=actor, draft_id=draft.id, answers={**draft.answers, name: value})
