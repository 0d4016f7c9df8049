"""Values put in for the person (秒报): from the registers and licences that may be used, each with its source."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor
from cdos.base.rules.contracts import Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Fact, Source

from ..contracts import Entry, Filled, Form, Widget
from . import elements


def fields(form: Form) -> tuple[str, ...]:
    """What a register may know of this form."""
    return tuple(entry.name for entry in form.entries if entry.source)


def needed(form: Form, *, about: str) -> tuple[Source, ...]:
    """The registers to ask consent for."""
    found = registers.sources_of(fields(form), about=about)
    return tuple(one for one in found if one.needs_consent)


def fill(form: Form, *, party_id: int, purpose: str, actor: Actor) -> tuple[Filled, ...]:
    """In the order of the form; what no register knows, or none may be asked for, is left for the person."""
    names = fields(form)
    if not names:
        return ()
    facts = registers.facts_of(party_id=party_id, fields=names, purpose=purpose, actor=actor)
    return of_facts(form, facts)


def of_facts(form: Form, facts: dict[str, Fact]) -> tuple[Filled, ...]:
    titles = {one.code: one.words for one in registers.sources()}
    found = []
    for entry in form.entries:
        fact = facts.get(entry.name)
        if fact is None or not fact.found:
            continue
        value = as_answer(entry, fact.value, form)
        if value is not None:
            found.append(Filled(entry.name, value, fact.source, words(fact, titles)))
    return tuple(found)


def words(fact: Fact, titles: dict[str, str]) -> str:
    """来自 居住登记 · 深圳市公安局，2026-11-20."""
    named = {"source": titles.get(fact.source, fact.source)}
    if fact.as_of is None:
        return _("From %(source)s") % named
    day = timezone.localtime(fact.as_of).date().isoformat()
    return _("From %(source)s, as of %(day)s") % {**named, "day": day}


def as_answer(entry: Entry, value: Value, form: Form) -> Any:
    """A fact as this entry keeps it; None where the entry cannot take it."""
    if value is None or value == "":
        return None
    match Widget(entry.widget):
        case Widget.DATE:
            return value.isoformat() if isinstance(value, date) else str(value)
        case Widget.NUMBER | Widget.MONEY:
            return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        case Widget.YES_NO:
            return value if isinstance(value, bool) else None
        case Widget.CHOICE:
            codes = dict(elements.options(form.schema["properties"][entry.name]))
            return str(value) if str(value) in codes else None
        case Widget.CHOICES | Widget.FILE:
            return [str(one) for one in value] if isinstance(value, (list, tuple)) else None
        case _:
            return str(value)
