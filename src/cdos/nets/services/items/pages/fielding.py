"""The fields of the editor's form as the template shows them, with what the linter says beside each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cdos.base.organisation import api as organisation

from ..contracts import Problem, Severity
from ..logic.values import VALUES
from .layout import GROUPS, LISTS, Ask, Rows

INPUTS = {
    "long": "textarea",
    "number": "number",
    "whole": "number",
    "yuan": "number",
    "one": "select",
    "flag": "checkbox",
}
WIDE = frozenset({"summary", "words"})  # a sentence needs the whole row


@dataclass(frozen=True, slots=True)
class Shown:
    """One field on the page."""

    name: str
    title: str
    kind: str
    input: str
    value: Any
    help: str
    options: tuple[tuple[str, str], ...] = ()
    text: str = ""  # name of the unit that a code stands for
    error: str = ""
    warning: str = ""
    needed: bool = False
    wide: bool = False


Found = Mapping[str, list[Problem]]


def by_element(problems: Iterable[Problem]) -> Found:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.element].append(problem)
    return found


def groups(values: Mapping[str, Any], problems: Found) -> list[dict[str, Any]]:
    return [
        {
            "key": group.key,
            "title": group.title,
            "help": group.help,
            "fields": [
                _field(ask, ask.name, ask.name, values.get(ask.name, ""), problems) for ask in group.asks
            ],
            "wrong": _wrong(problems, [ask.name for ask in group.asks]),
        }
        for group in GROUPS
    ]


def lists(
    values: Mapping[str, list[dict[str, Any]]], problems: Found, *, blank: str = ""
) -> list[dict[str, Any]]:
    """`blank`: the list that gets an empty row more."""
    found = []
    for rows in LISTS:
        entries = [*values.get(rows.key, ()), *([{}] if blank == rows.key else [])]
        found.append(
            {
                "key": rows.key,
                "title": rows.title,
                "one": rows.one,
                "help": rows.help,
                "rows": [row(rows, number, entry, problems) for number, entry in enumerate(entries)],
                "next_text": str(len(entries)),
                "said": _said(problems.get(rows.key, ())),
                "wrong": sum(
                    len(found) for name, found in problems.items() if name.split("[")[0] == rows.key
                ),
            }
        )
    return found


def row(rows: Rows, number: int, entry: Mapping[str, Any], problems: Found) -> dict[str, Any]:
    return {
        "number": number,
        "place": number + 1,
        "fields": [
            _field(ask, f"{rows.key}-{number}-{ask.name}", f"{rows.key}[{number}].{ask.name}", entry.get(ask.name, ""),
                   problems, f"{rows.key}.{ask.name}")
            for ask in rows.asks
        ],
    }  # fmt: skip


def _wrong(problems: Found, names: list[str]) -> int:
    return sum(len(problems.get(name, ())) for name in names)


def _said(found: Iterable[Problem]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.words, one.severity.value) for one in found]


def _field(ask: Ask, name: str, element: str, value: Any, problems: Found, list_name: str = "") -> Shown:
    said = problems.get(element, [])
    options = VALUES.get(list_name or ask.name, ())
    unit = organisation.unit(str(value)) if ask.kind == "unit" and value else None
    chosen = value if value != "" or ask.kind != "one" or not options else options[0][0]
    return Shown(
        name=name,
        title=str(ask.title),
        kind=ask.kind,
        input=INPUTS.get(ask.kind, "text"),
        value=chosen,
        help=str(ask.help),
        options=tuple(
            (code, f"{code} · {title}" if code.isdecimal() else str(title)) for code, title in options
        ),
        text=unit.name if unit else "",
        error=_words(said, Severity.ERROR),
        warning=_words(said, Severity.WARNING),
        needed=ask.needed,
        wide=ask.name in WIDE,
    )


def _words(said: list[Problem], severity: Severity) -> str:
    return " ".join(f"{one.words} ({one.rule})" for one in said if one.severity is severity)
