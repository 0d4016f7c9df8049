"""The explain page reads true: what it says of random people and random programmes is what the rule decides.

200 people and 20 programmes are 4,000 pages; CDOS_READ_PEOPLE and CDOS_READ_PROGRAMMES change that.
"""

import os
import random
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, AnyOf, Finding, Node, Not, Op, Truth, Verdict
from cdos.nets.services.benefits import api
from cdos.nets.services.benefits.contracts import ProgrammeRow
from cdos.nets.services.benefits.logic import explaining, shelf
from cdos.nets.services.benefits.pages import words
from cdos.nets.services.benefits.tests import residents

pytestmark = pytest.mark.django_db
PEOPLE, PROGRAMMES = (
    int(os.environ.get("CDOS_READ_PEOPLE", "200")),
    int(os.environ.get("CDOS_READ_PROGRAMMES", "20")),
)
FEN = 12_300
SOURCES: dict[str, dict[str, tuple[Any, ...]]] = {
    "household": {"hukou": ("sz", "other", "none"), "children_count": (0, 1, 2, 3)},
    "residence": {"residence_years": (0, 0.5, 1, 3, 5, 10), "residence_permit": (True, False)},
    "social_security": {"social_security_months": (0, 6, 12, 36, 60, 120), "employment": ("employed", "self", "unemployed", "retired")},
    "education": {"education": ("junior", "high", "college", "bachelor", "master"), "skill_level": (1, 2, 3, 4, 5)},
    "civil": {"disability_level": (0, 1, 2, 3, 4), "low_income": (True, False), "veteran": (True, False)},
    "tax": {"income_month_fen": (0, 236_000, 500_000, 1_500_000)},
}  # fmt: skip
VALUES = {name: values for fields in SOURCES.values() for name, values in fields.items()}


def test_every_condition_of_every_page_reads_as_the_rule_decides(town: random.Random) -> None:
    dice = town
    programmes = {f"p{number}": rule(dice) for number in range(PROGRAMMES)}
    pushed = set(list(programmes)[::2])
    api.load(
        ProgrammeRow(code, residents.terms(f"样例 {code}", push=code in pushed, amount=AMOUNT), node)
        for code, node in programmes.items()
    )
    seen = dict.fromkeys(Truth, 0)
    for number in range(PEOPLE):
        known = facts(dice)
        client = somebody(number, known)
        for code, node in programmes.items():
            verdict = rules.decide(node, known)
            reads_true(client, code, verdict, turned_in(node), push=code in pushed)
            seen[verdict.truth] += 1
    assert all(seen.values()), seen


AMOUNT = residents.Amount(fen=FEN)


@pytest.fixture
def town(db: None) -> Iterator[random.Random]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    residents.build()
    yield random.Random(20261126)
    organisation.forget()
    rules.forget()
    shelf.forget()


def rule(dice: random.Random) -> Node:
    """Some conditions of which all, some of which one, and one that must not be."""
    names = dice.sample(sorted(VALUES), 5)
    first, second, third, fourth, fifth = (condition(dice, name) for name in names)
    shapes: tuple[Node, ...] = (
        All((first, second)),
        All((first, AnyOf((second, third)), Not(fourth))),
        AnyOf((All((first, second)), third)),
        All((first, Not(All((second, third))), AnyOf((fourth, fifth)))),
        first,
    )
    return dice.choice(shapes)


def condition(dice: random.Random, name: str) -> Any:
    values = VALUES[name]
    if isinstance(values[0], bool):
        return residents.leaf(name, Op.EQ, dice.choice(values))
    if isinstance(values[0], str):
        return residents.leaf(name, Op.IN, tuple(dice.sample(values, 2)))
    if dice.random() < 0.2:
        low, high = sorted(dice.sample(values, 2))
        return residents.leaf(name, Op.BETWEEN, (low, high))
    return residents.leaf(name, dice.choice((Op.GE, Op.LE, Op.GT, Op.LT)), dice.choice(values))


def facts(dice: random.Random) -> dict[str, Any]:
    """Each value known of three people in four."""
    return {name: dice.choice(values) for name, values in VALUES.items() if dice.random() < 0.75}


def somebody(number: int, known: dict[str, Any]) -> Client:
    party = residents.person(
        "样例人", f"4403041990{number // 28 % 9 + 1:02}{number % 28 + 1:02}{number % 900 + 100:03}"
    )
    account = identity.create_account(
        login=f"reads-{number}", name="样例人", party_id=party, assurance=Assurance.REAL_NAME
    )
    for source, fields in SOURCES.items():
        held = {name: known[name] for name in fields if name in known}
        residents.know(party, {source: held})
    return signed_in(account.id)


LINE = re.compile(
    r'data-truth="(\w+)" data-stands="(\w+)" data-field="(\w+)">.*?<strong>(.*?)</strong> <span class="badge[^"]*">(.*?)</span>',
    re.DOTALL,
)


CHANGE = re.compile(
    r'data-field="(\w+)">(?:(?!</li>).)*?<p class="ben-change">(?:(?!</li>).)*?<span>([^<]*)</span></p>',
    re.DOTALL,
)


def turned_in(node: Node, upside_down: bool = False) -> set[str]:
    """Fields of the conditions that must not hold: those under an odd number of nots. A field stands once in a rule here."""
    if isinstance(node, Not):
        return turned_in(node.of, not upside_down)
    if isinstance(node, All | AnyOf):
        return set().union(*(turned_in(one, upside_down) for one in node.of))
    return {node.field} if upside_down else set()


def reads_true(client: Client, code: str, verdict: Verdict, turned: set[str], *, push: bool) -> None:
    shown = client.get(f"/benefits/{code}/").content.decode()
    assert f'data-verdict="{verdict.truth.value}"' in shown
    with translation.override("zh-hans"):
        said = explaining.sentence(verdict.truth, FEN)
        word = {truth.value: str(text) for truth, (text, _kind, _icon) in words.TRUTHS.items()}
    assert said in unescape(shown), (code, said)
    lines = LINE.findall(shown)
    assert len(lines) == len(verdict.trace)
    stands = [(truth, field) for truth, in_way, field, _text, _badge in lines if in_way == "yes"]
    assert sum(truth == "no" for truth, _field in stands) == len(verdict.failing)
    assert sum(truth == "unknown" for truth, _field in stands) == len(verdict.unknown)
    assert {field for _truth, field in stands} == {
        one.leaf.field for one in (*verdict.failing, *verdict.unknown)
    }
    trace = {found.leaf.field: found for found in verdict.trace}
    hints = {field: unescape(text) for field, text in CHANGE.findall(shown)}
    assert hints.keys() == {one.leaf.field for one in verdict.failing}
    for one in verdict.failing:
        with translation.override("zh-hans"):
            changes_true(hints[one.leaf.field], one, push=push, turned=one.leaf.field in turned)
    for truth, _in_way, field, text, badge in lines:
        found = trace.pop(field)
        assert re.sub("<[^>]*>", "", badge).strip().startswith(word[truth]), (text, badge)
        assert (unescape(text) != rules.leaf_in_words(found.leaf, "zh-hans")) == (field in turned), (
            code,
            text,
        )
        assert truth == (TURNED[found.truth] if field in turned else found.truth).value, (code, text)


# What would change a condition, by the sentence that says it.
TOLD = "%(missing)s are missing; the city looks again every night and tells you then."
MISSING = "%(missing)s are missing."
MOST = "It would hold with %(title)s of at most %(most)s."
BELOW = "It is for people below that; time does not change it back."
PLACE = re.compile(r"%\\\((\w+)\\\)s")


def said_by(msgid: str, text: str) -> dict[str, str] | None:
    """What stands in the places of a sentence; None: it is another one."""
    found = re.fullmatch(PLACE.sub(r"(?P<\1>.*)", re.escape(translation.gettext(msgid))), text)
    return found.groupdict() if found else None


def number(text: str, field: str) -> float:
    hit = re.search(r"[\d,.]+", text)
    assert hit, text
    return float(hit[0].replace(",", "")) * (100 if field.endswith("_fen") else 1)


def changes_true(text: str, found: Finding, *, push: bool, turned: bool) -> None:
    """Who does what it says meets the condition then; it promises to tell only where the city tells."""
    leaf = found.leaf

    def holds(value: float) -> bool:
        return rules.decide(leaf, {leaf.field: value}).truth is Truth.YES

    if turned:
        assert rules.leaf_in_words(leaf, "zh-hans") in text
    elif hit := said_by(TOLD, text):
        assert push
        assert holds(found.found + number(hit["missing"], leaf.field)), text  # type: ignore[operator]
    elif hit := said_by(MISSING, text):
        assert leaf.field not in explaining.GROWS or not push
        assert holds(found.found + number(hit["missing"], leaf.field)), text  # type: ignore[operator]
    elif hit := said_by(MOST, text):
        assert holds(number(hit["most"], leaf.field)), text
    elif text == translation.gettext(BELOW):
        assert leaf.field in explaining.GROWS
        assert not holds(found.found + 1)  # type: ignore[operator]
    else:
        assert rules.leaf_in_words(leaf, "zh-hans") in text


TURNED = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}
