"""The only door to forms. FormRefused says what to do; LookupError what is not there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.rules.contracts import Value
from cdos.hubs.registers.contracts import Fact, Source

from .contracts import Answers, Checked, Filled, Form, FormVersion, Problem, Warning
from .logic import (
    answers as answers_,
)
from .logic import (
    attachments,
    book,
    checking,
    counting,
    editing,
    elements,
    filling,
    linting,
    merging,
    receiving,
    rendering,
    showing,
    wire,
)
from .logic.editing import Condition

__all__ = ["Condition"]


def form(code: str, *, on: date | None = None, expected: bool = False) -> Form | None:
    """As it holds on the day, by default today; from memory. None where there is none: at once, or where one is
    `expected` after looking whether another process put it in force a moment ago.
    """
    return book.form(code, on, expected)


def forms() -> list[Form]:
    """All that hold today."""
    return book.live()


def written(form: Form) -> int:
    """Fields that it asks for at all, papers aside: what had to be written where nothing was filled in."""
    return counting.written(form)


def typed(form: Form) -> int:
    """Fields that a person must type: required, and no register fills them."""
    return counting.typed(form)


# A person fills one in


def read(
    form: Form,
    sent: Mapping[str, Any] | QueryDict,
    files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
    *,
    actor: Actor | None = None,
) -> dict[str, Any]:
    """Answers out of `request.POST` (and `request.FILES`, where there is no JavaScript); nothing is refused here."""
    found = answers_.read(form, sent)
    return receiving.with_files(form, found, files, actor) if files else found


def check(form: Form, answers: Answers, *, facts: Mapping[str, Value]) -> Checked:
    """The server's word: what is asked in this case, what is wrong, what is kept. `facts`: what registers say."""
    return checking.check(form, answers, facts)


def shown(form: Form, answers: Answers, *, facts: Mapping[str, Value]) -> frozenset[str]:
    """Names of the entries that are asked in this case."""
    return showing.shown(form, answers, facts)


def fill(form: Form, *, party_id: int, purpose: str, actor: Actor) -> tuple[Filled, ...]:
    """What may be put in for the person (秒报), each with its source in words; consents honoured, each look recorded."""
    return filling.fill(form, party_id=party_id, purpose=purpose, actor=actor)


def filled(form: Form, facts: dict[str, Fact]) -> tuple[Filled, ...]:
    """As `fill`, of facts that were asked for already."""
    return filling.of_facts(form, facts)


def fields(form: Form) -> tuple[str, ...]:
    """Names of the entries that a register may know."""
    return filling.fields(form)


def sources(form: Form, *, about: str = "person") -> tuple[Source, ...]:
    """The registers to ask consent for before `fill`; about: person | enterprise."""
    return filling.needed(form, about=about)


def render(
    form: Form,
    answers: Answers,
    problems: Sequence[Problem] = (),
    filled: Sequence[Filled] = (),
    *,
    facts: Mapping[str, Value] | None = None,
    accept: Mapping[str, Sequence[str]] | None = None,
) -> SafeString:
    """The fields and a list of what is wrong, to stand in `<form method="post" enctype="multipart/form-data" novalidate>`.

    `filled` values stand where nothing is answered yet; `accept`: material code -> kinds of file.
    """
    return rendering.render(form, answers, problems, filled, facts=facts or {}, accept=accept or {})


def in_words(form: Form, answers: Answers) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """For "check your answers" and staff: section title -> (name, label, value in words), what is empty left out."""
    return [
        (section.title, rows)
        for section in form.sections
        if (
            rows := [
                (one.name, one.label, words)
                for one in section.entries
                if (words := answers_.in_words(form, one, answers.get(one.name)))
            ]
        )
    ]


def precheck(
    tokens: Iterable[str], *, form: Form, name: str, accept: Sequence[str] = attachments.ACCEPTED
) -> list[Warning]:
    """What is wrong with files before they are sent, for the entry `name` of the form."""
    entry = form.entry(name)
    return attachments.look(tokens, entry, accept) if entry else []


def precheck_files(
    tokens: Iterable[str], *, material: str = "", accept: Sequence[str] = attachments.ACCEPTED
) -> list[Warning]:
    """The same for files that belong to no form: an application's materials."""
    return attachments.look_at_all(tokens, material, accept or attachments.ACCEPTED)


def areas(*, words: str, level: str = "", limit: int = 20) -> list[tuple[str, str]]:
    """(code, 福田区 · 莲花街道 · 景田社区) of areas whose name holds the words; a level alone, or all."""
    return answers_.areas(words, level, limit)


# Several forms as one


def merge(forms: Sequence[Form]) -> Form:
    """The union: each field once, conflicts settled the same way every time."""
    return merging.merge(forms)


def without(form: Form, names: Collection[str]) -> Form:
    """Without these fields, which something else will answer."""
    return merging.without(form, names)


def part(merged: Form, answers: Answers, form: Form) -> dict[str, Any]:
    """What one of the merged forms gets of the answers, under its own names; its `check` takes all answers among its facts."""
    return merging.part(merged, answers, form)


# The book of forms


def may_edit(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def parse(body: Mapping[str, Any], *, version: int = 1) -> Form:
    """A form of its JSON; a field may be just the name of a known data element."""
    return wire.parse(body, version=version)


def dump(form: Form) -> dict[str, Any]:
    """JSON; `parse` gives the same form again."""
    return wire.dump(form)


def lint(form: Form) -> list[Warning]:
    """What keeps it from being handed in (grave), or could be better; `token` names the field."""
    return linting.lint(form)


def versions(code: str) -> list[FormVersion]:
    """Newest first."""
    return book.versions(code)


def version(code: str, number: int) -> FormVersion:
    return book.version(code, number)


def draft(*, actor: Actor, body: Mapping[str, Any]) -> FormVersion:
    """Writes the open draft of `body["code"]`, or begins one."""
    return book.info(book.draft(actor, body))


def overview(*, actor: Actor) -> list[FormVersion]:
    """Of each form what is in work, else what is in force; for editors. FormRefused."""
    book.check_editor(actor)
    return [book.info(row) for row in book.overview()]


def begin(*, actor: Actor, code: str) -> FormVersion:
    """The open draft of a form, or a new one made of its last version. LookupError."""
    return book.info(book.begin(actor, code))


def change(*, actor: Actor, code: str, version: int, what: str, sent: Mapping[str, str]) -> FormVersion:
    """One change of an open draft, as its editor page sends it: `what` is add_known, move, save_field …"""
    return book.info(book.change(actor, code, version, what, sent))


def conditions(form: Form, name: str) -> tuple[str, list[Condition]] | None:
    """A field's "show only when" as lines; None where lines cannot say it."""
    entry = form.entry(name)
    return editing.conditions(form, entry) if entry else ("all", [])


def options(form: Form, name: str) -> list[tuple[str, str]]:
    """(code, title) of a choice."""
    return elements.options(form.schema["properties"][name])


def discard(*, actor: Actor, code: str, version: int) -> None:
    book.discard(actor, code, version)


def submit(*, actor: Actor, code: str, version: int, effective_from: date | None = None) -> FormVersion:
    return book.info(book.submit(actor, code, version, effective_from))


def approve(*, actor: Actor, code: str, version: int) -> FormVersion:
    """By somebody who wrote nothing in it."""
    return book.info(book.approve(actor, code, version))


def refuse(*, actor: Actor, code: str, version: int, note: str) -> FormVersion:
    """A draft again, with what should be changed."""
    return book.info(book.give_back(actor, code, version, note))


def load(rows: Iterable[Mapping[str, Any]], *, effective_from: date) -> int:
    """Forms in force at once, for the sample city; a code that is there stays as it is. How many are new."""
    return book.load(rows, effective_from=effective_from)
