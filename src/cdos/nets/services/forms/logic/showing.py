"""Which entries of a form are asked in a case, and which of them must be answered.

A condition that hangs on an answer of the same form waits for it: until then its entry is not asked. One that hangs on what
registers say is asked where they do not know: what nobody knows is asked, and never held against anybody.
"""

from collections.abc import Mapping
from typing import Any

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node, Truth, Value

from ..contracts import Answers, Form
from . import answers as answers_

MOST_ROUNDS = 12


def shown(form: Form, answers: Answers, facts: Mapping[str, Value]) -> frozenset[str]:
    """Names of the entries that are asked. An answer counts only while its own entry is asked."""
    entries = form.entries
    own = frozenset(entry.name for entry in entries)
    found = frozenset(entry.name for entry in entries if entry.shown is None)
    for _round in range(min(MOST_ROUNDS, len(entries) + 1)):
        known = case(form, answers, facts, found)
        after = frozenset(
            entry.name for entry in entries if entry.shown is None or holds(entry.shown, known, own)
        )
        if after == found:
            break
        found = after
    return found


def case(form: Form, answers: Answers, facts: Mapping[str, Value], shown: frozenset[str]) -> dict[str, Any]:
    """What rules look at: facts, and above them the answers that are asked for."""
    told = {name: value for name, value in answers_.facts(answers).items() if name in shown}
    asked = {entry.name for entry in form.entries}
    return {name: value for name, value in facts.items() if name not in asked or name not in told} | told


def holds(node: Node, known: Mapping[str, Any], own: frozenset[str]) -> bool:
    verdict = rules.decide(node, known)
    if verdict.truth is Truth.UNKNOWN:
        return not any(finding.leaf.field in own for finding in verdict.unknown)
    return verdict.truth is Truth.YES


def required(form: Form, known: Mapping[str, Any], shown: frozenset[str]) -> frozenset[str]:
    return frozenset(
        entry.name
        for entry in form.entries
        if entry.required
        and entry.name in shown
        and (entry.required_if is None or rules.decide(entry.required_if, known).truth is Truth.YES)
    )
