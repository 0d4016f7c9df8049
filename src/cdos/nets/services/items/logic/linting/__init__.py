"""The linter of items (事项要素检查): every rule has an id, an element and what it rests on."""

from collections.abc import Iterable, Mapping

from ...contracts import Item, Problem, Standard
from . import codes, cross, flow, missing, terms
from .cross import beside_the_rule_book
from .registry import Check, Rule, rules

__all__ = [
    "Check",
    "Rule",
    "beside_the_rule_book",
    "codes",
    "cross",
    "flow",
    "lint",
    "lint_all",
    "missing",
    "rules",
    "terms",
]


def lint(item: Item, standard: Standard | None = None) -> list[Problem]:
    """What is wrong with one item by itself, and against its catalogue entry where that is given; errors first."""
    found = [problem for rule in rules().values() for problem in rule.find(item, standard)]
    return sorted(found, key=lambda one: (one.severity, one.element))


def lint_all(items: Iterable[Item], standards: Mapping[str, Standard]) -> dict[str, list[Problem]]:
    """By code; also what only shows when items are laid side by side."""
    every = list(items)
    found = {item.code: lint(item, standards.get(item.standard)) for item in every}
    for code, problem in cross.side_by_side(every):
        found[code].append(problem)
    return {code: problems for code, problems in found.items() if problems}
