"""What an application stands on: the item, the form's answers, facts of registers with their sources, materials.

A fact that a register holds goes before what somebody typed. Where somebody typed what a register should have confirmed, or
something else than it holds, the value is `claimed`: no rule decides on it without a person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import FieldType, RuleVersion, Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Fact, Source
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.decisions.contracts import DOCUMENT
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Entry, Filled, Form, Widget
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

from ..contracts import ApplicationRefused, MaterialLine
from . import materials as materials_


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom and what; `assisted` when a clerk files it."""

    item: Item
    party_id: int
    purpose: str
    answers: Mapping[str, Any]
    files: Mapping[str, str]
    supplied: Collection[str] = ()
    assisted: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    item: Item
    form: Form | None
    rule: RuleVersion | None
    facts: Mapping[str, Fact]
    answers: dict[str, Any]
    values: dict[str, Value]  # what the rule decides on
    filled: tuple[Filled, ...]  # of the form's fields, those whose value a register gave
    claimed: frozenset[str]
    unknown: tuple[str, ...]  # what neither a register nor a confirmed document says
    materials: tuple[MaterialLine, ...]
    problems: dict[str, str]


def item_of(code: str, *, since: date | None = None) -> Item:
    """As it holds today; with a day as it held then, where it does not any more. ApplicationRefused."""
    found = items.item(code) or (items.item(code, on=since) if since else None)
    if found is None:
        raise ApplicationRefused(_("The city does not offer this any more. Please search for what you need."))
    return found


def form_of(item: Item) -> Form | None:
    return forms.form(item.form or item.code, expected=bool(item.form))


def rule_of(item: Item) -> RuleVersion | None:
    return rules.live(item.rule) if item.rule else None


def entries(form: Form | None) -> list[Entry]:
    return list(form.entries) if form else []


def fields(form: Form | None, rule: RuleVersion | None) -> list[str]:
    """Names that registers may know."""
    asked = [entry.name for entry in entries(form) if entry.source]
    return list(dict.fromkeys([*asked, *(sorted(rules.fields_of(rule.node)) if rule else ())]))


def sources_to_ask(item: Item, *, about: str) -> tuple[Source, ...]:
    """The sources that need the person's consent for this item."""
    wanted = fields(form_of(item), rule_of(item))
    found = {one.code: one for one in registers.sources_of(wanted, about=about)}
    if any(one.licence_type for one in item.materials) and (wallet := registers.source("licences")):
        found[wallet.code] = wallet
    return tuple(one for one in found.values() if one.needs_consent)


def gather(wanted: Wanted, actor: Actor) -> Gathered:
    wanted = replace(wanted, files={code: token for code, token in wanted.files.items() if is_token(token)})
    item, form, rule = wanted.item, form_of(wanted.item), rule_of(wanted.item)
    names = fields(form, rule)
    facts: dict[str, Fact] = {}
    # Once for all that is looked up; what the applicant handed in is read as their own.
    with fence.everything():
        if names:
            facts = registers.facts_of(
                party_id=wanted.party_id, fields=names, purpose=wanted.purpose, actor=actor
            )
        held = materials_.wallet(wanted)
    facts = _with_documents(form, wanted, facts)
    filled = tuple(map(_of_document, forms.filled(form, facts))) if form else ()
    answers, claimed = _put_in(form, wanted.answers, facts, filled)
    problems: dict[str, str] = {}
    if form is not None:
        checked = forms.check(form, answers, facts=registers.known(facts))
        answers = dict(checked.answers)
        problems = {one.field: one.words for one in checked.problems}
    lines = materials_.lines(replace(wanted, files=with_form_files(form, answers, wanted.files)), held)
    problems = materials_.without_needless(problems, form, lines) | materials_.problems(lines, form)
    if wanted.assisted:
        problems = without_phones(problems, form, answers)
    return Gathered(
        item=item,
        form=form,
        rule=rule,
        facts=facts,
        answers=answers,
        values=typed(answers) | registers.known(facts),
        filled=tuple(one for one in filled if one.field not in claimed),
        claimed=claimed,
        unknown=_unknown(form, names, facts),
        materials=lines,
        problems=problems,
    )


def _with_documents(form: Form | None, wanted: Wanted, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Where no register knows: what the person confirmed of the documents that are handed in here (AI+秒批)."""
    said = decisions.confirmed_facts(
        party_id=wanted.party_id, tokens=handed_in(form, wanted.answers, wanted.files)
    )
    return dict(facts) | {name: fact for name, fact in said.items() if _unconfirmed(facts.get(name))}


def _of_document(one: Filled) -> Filled:
    if not one.source.startswith(DOCUMENT):
        return one
    return replace(one, words=_("From your document, as you confirmed"))


def _unknown(form: Form | None, names: Collection[str], facts: Mapping[str, Fact]) -> tuple[str, ...]:
    wanted = dict.fromkeys([*(entry.name for entry in entries(form)), *names])
    return tuple(one for one in wanted if _unconfirmed(facts.get(one)) and rules.field(one))


def handed_in(form: Form | None, answers: Mapping[str, Any], files: Mapping[str, str]) -> list[str]:
    """Tokens of all files: of the materials, and of the form's own fields."""
    made = [token for token in files.values() if token != materials_.SEEN]
    for entry in entries(form):
        held = answers.get(entry.name)
        if entry.widget == Widget.FILE and held:
            made += held if isinstance(held, list) else [held]
    return list(dict.fromkeys(filter(is_token, made)))


def is_token(said: object) -> bool:
    """Whether it can be one: who speaks to the interface may say anything, and a table holds no NUL."""
    return isinstance(said, str) and said != "" and "\x00" not in said


def without_phones(problems: dict[str, str], form: Form | None, answers: Mapping[str, Any]) -> dict[str, str]:
    """Who stands before a clerk needs no phone."""
    none = {one.name for one in entries(form) if one.widget == Widget.PHONE and not answers.get(one.name)}
    return {name: words for name, words in problems.items() if name not in none}


def sources(found: Gathered) -> dict[str, str]:
    """Field -> where its value is from, in words."""
    return {one.field: one.words for one in found.filled}


def _put_in(
    form: Form | None, given: Mapping[str, Any], facts: Mapping[str, Fact], filled: tuple[Filled, ...]
) -> tuple[dict[str, Any], frozenset[str]]:
    """Answers with what registers hold, and the names of those that the person only claims."""
    answers, claimed = dict(given), set[str]()
    held = {one.field: one.value for one in filled}
    for entry in entries(form):
        said = answers.get(entry.name)
        if entry.name in held:
            if not entry.editable or said in (None, "", []):
                answers[entry.name] = held[entry.name]
            elif said != held[entry.name]:
                claimed.add(entry.name)
        elif entry.source and said not in (None, "", []) and _unconfirmed(facts.get(entry.name)):
            claimed.add(entry.name)
    return answers, frozenset(claimed)


def _unconfirmed(fact: Fact | None) -> bool:
    return fact is None or not fact.found


def typed(answers: Mapping[str, Any]) -> dict[str, Value]:
    """Answers as rules compare them: days as days."""
    return {name: _typed(name, value) for name, value in answers.items() if value not in (None, "")}


def _typed(name: str, value: Any) -> Value:
    known = rules.field(name)
    if known is None or known.type is not FieldType.DATE or not isinstance(value, str):
        found: Value = value
        return found
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def with_form_files(
    form: Form | None, answers: Mapping[str, Any], files: Mapping[str, str]
) -> dict[str, str]:
    """Material code -> token, those that the form's own file fields hold too."""
    found = dict(files)
    for entry in entries(form):
        held = answers.get(entry.name)
        token = held[0] if isinstance(held, list) and held else held
        if entry.material and isinstance(token, str) and is_token(token):
            found[entry.material] = token
    return found


def tokens(found: Gathered) -> list[str]:
    """Of all files of the application."""
    return handed_in(found.form, found.answers, {one.code: one.token for one in found.materials})
