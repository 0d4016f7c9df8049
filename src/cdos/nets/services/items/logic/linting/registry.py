"""Rules of the linter put themselves here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from ...contracts import Item, Problem, Severity, Standard

ELEMENTS = "GB/T 39554.2-2020 表3"
CODES = "GB/T 39554.1-2020"
GUIDE = "GB/T 36114-2018"
ONLINE = "国务院关于在线政务服务的若干规定 (国务院令第716号)"
LICENSING = "中华人民共和国行政许可法"
ENVIRONMENT = "优化营商环境条例 (国务院令第722号)"

Check = Callable[[Item, Standard | None], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` yields the element that is wrong: "title", "materials[2].name"."""

    id: str
    words: "str | Promise"
    basis: str
    severity: Severity
    check: Check

    def find(self, item: Item, standard: Standard | None) -> Iterator[Problem]:
        for element in self.check(item, standard):
            yield Problem(self.id, element, str(self.words), self.basis, self.severity)


_rules: dict[str, Rule] = {}


def rules() -> dict[str, Rule]:
    return _rules


def rule(
    id: str, words: "str | Promise", basis: str = ELEMENTS, *, warns: bool = False
) -> Callable[[Check], Check]:
    """Registers a check under its id; a warning does not keep an item from being published."""

    def keep(check: Check) -> Check:
        if id in _rules:
            raise ValueError(f"two rules are called {id}")
        _rules[id] = Rule(id, words, basis, Severity.WARNING if warns else Severity.ERROR, check)
        return check

    return keep


def empty(element: str) -> Check:
    """The element says nothing."""

    def check(item: Item, _standard: Standard | None) -> Iterator[str]:
        value: object = item
        for part in element.split("."):
            value = getattr(value, part)
        if not (value.strip() if isinstance(value, str) else value):
            yield element

    return check


def each(element: str, wrong: Callable[[object], bool], part: str) -> Check:
    """An entry of a list is wrong in one of its parts."""

    def check(item: Item, _standard: Standard | None) -> Iterator[str]:
        for number, entry in enumerate(getattr(item, element)):
            if wrong(entry):
                yield f"{element}[{number}].{part}"

    return check
