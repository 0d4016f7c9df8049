"""Terms and conditions of a programme are written by one, put in force by another, and previewed before."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, HeldPost, Role, UnitLevel, UnitRow
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, AnyOf, Leaf, Node, Op, RuleRefused, RuleState, Truth, Value
from cdos.nets.services.benefits import api
from cdos.nets.services.benefits.contracts import RULE, Amount, BenefitRefused, ProgrammeState, Terms
from cdos.nets.services.benefits.logic import amounts

from . import desk
from .desk import AGE, CODE, TERMS

pytestmark = pytest.mark.django_db
FIRST, SECOND, CLERK = desk.actor(9301), desk.actor(9302), desk.actor(9303, Role.HANDLER)
YOUNGER = Leaf("age", "age", Op.GE, 75, AGE.clause)
DEARER = replace(TERMS, amount=Amount(150_000))


@pytest.fixture(autouse=True)
def city_hall(db: None) -> Iterator[None]:
    with translation.override("en"):
        desk.city_hall()
        yield
    organisation.forget()


def handed_in() -> int:
    """A version with another sum and another age, by the first editor."""
    made = api.draft(actor=FIRST, code=CODE, terms=DEARER)
    api.draft_conditions(actor=FIRST, code=CODE, node=All((YOUNGER,)))
    return api.submit(actor=FIRST, code=CODE, version=made.version).version


def node_in_force() -> Node | None:
    return api.conditions(api.programme(CODE))


def test_terms_and_conditions_become_live_together_by_a_second_person() -> None:
    number = handed_in()
    assert api.programme(CODE).terms.amount.fen == 120_000
    assert node_in_force() == All((AGE,))  # nothing of it is in force before
    made = api.approve(actor=SECOND, code=CODE, version=number)
    assert (made.state, made.approver) == (ProgrammeState.LIVE, SECOND.name)
    assert api.programme(CODE).terms.amount.fen == 150_000
    assert node_in_force() == All((YOUNGER,))
    assert [one.state for one in api.versions(CODE)] == [ProgrammeState.LIVE, ProgrammeState.ENDED]


def test_who_wrote_terms_or_conditions_does_not_approve_them() -> None:
    made = api.draft(actor=FIRST, code=CODE, terms=DEARER)
    api.draft_conditions(actor=SECOND, code=CODE, node=All((YOUNGER,)))
    api.submit(actor=FIRST, code=CODE, version=made.version)
    for writer in (FIRST, SECOND):
        with pytest.raises(BenefitRefused, match="second person"):
            api.approve(actor=writer, code=CODE, version=made.version)
    assert api.programme(CODE).terms.amount.fen == 120_000
    assert node_in_force() == All((AGE,))
    assert [one.state for one in rules.versions(RULE + CODE)][0] is RuleState.WAITING


@pytest.mark.parametrize("writer", [FIRST, SECOND])
def test_who_wrote_the_terms_or_the_conditions_takes_both_back(writer: Actor) -> None:
    made = api.draft(actor=FIRST, code=CODE, terms=DEARER)
    api.draft_conditions(actor=SECOND, code=CODE, node=All((YOUNGER,)))
    api.submit(actor=FIRST, code=CODE, version=made.version)
    with pytest.raises(BenefitRefused, match="takes it back"):
        api.take_back(actor=desk.actor(9304), code=CODE, version=made.version)
    assert api.take_back(actor=writer, code=CODE, version=made.version).state is ProgrammeState.DRAFT
    assert rules.versions(RULE + CODE)[0].state is RuleState.DRAFT


def test_a_clerk_writes_and_approves_nothing() -> None:
    number = handed_in()
    with pytest.raises(BenefitRefused):
        api.draft(actor=CLERK, code="other", terms=TERMS)
    with pytest.raises(BenefitRefused):
        api.approve(actor=CLERK, code=CODE, version=number)


def test_a_programme_that_names_nobody_is_not_handed_in() -> None:
    """Conditions without a line are met by everybody."""
    api.draft(actor=FIRST, code="for-all", terms=TERMS)
    with pytest.raises(BenefitRefused, match="who is entitled"):
        api.submit(actor=FIRST, code="for-all", version=1)
    api.draft_conditions(actor=FIRST, code="for-all", node=All(()))
    with pytest.raises(BenefitRefused, match="who is entitled"):
        api.submit(actor=FIRST, code="for-all", version=1)


def test_what_was_sent_back_names_the_reason_and_leaves_the_one_in_force() -> None:
    number = handed_in()
    with pytest.raises(BenefitRefused):
        api.send_back(actor=SECOND, code=CODE, version=number, reason=" ")
    made = api.send_back(actor=SECOND, code=CODE, version=number, reason="依据不足")
    assert (made.state, made.note) == (ProgrammeState.REFUSED, "依据不足")
    assert api.open_rule(CODE) is None
    assert api.programme(CODE).terms.amount.fen == 120_000


def test_a_draft_is_thrown_away_with_its_conditions_and_only_a_draft() -> None:
    number = handed_in()
    with pytest.raises(BenefitRefused):
        api.discard(actor=FIRST, code=CODE, version=number)
    api.take_back(actor=FIRST, code=CODE, version=number)
    api.discard(actor=FIRST, code=CODE, version=number)
    assert [one.version for one in api.versions(CODE)] == [1]
    assert [one.version for one in rules.versions(RULE + CODE)] == [1]


@pytest.mark.parametrize(
    "amount",
    [
        Amount(),
        Amount(-1),
        Amount(100_000_000_01),
        Amount(permille=100),
        Amount(field="hukou", permille=100),
        Amount(field="age", tiers=((80, 0),)),
        Amount(tiers=((80, 100),)),
    ],
)
def test_an_amount_that_cannot_be_paid_is_refused(amount: Amount) -> None:
    with pytest.raises(BenefitRefused):
        api.draft(actor=FIRST, code=CODE, terms=replace(TERMS, amount=amount))


# Preview


def people(count: int) -> list[dict[str, Value]]:
    """Of some of whom something is not known."""
    dice = random.Random(7)
    return [
        {
            "party": 1_000 + at,
            "age": dice.choice([None, *range(50, 100)]),
            "income_month_fen": dice.choice([None, *range(0, 900_000, 12_345)]),
            "residence_district": dice.choice([None, desk.WEST, "440305"]),
        }
        for at in range(count)
    ]


def by_hand(terms: Terms, node: Node, crowd: list[dict[str, Value]]) -> tuple[int, int, int]:
    """(entitled, a datum missing, fen) by the evaluator, one person after the other."""
    yes = unknown = fen = 0
    for one in crowd:
        facts = {name: value for name, value in one.items() if value is not None}
        truth = rules.decide(node, facts).truth
        unknown += truth is Truth.UNKNOWN
        if truth is Truth.YES:
            yes += 1
            paid = amounts.of(terms.amount, facts)
            fen += terms.amount.fen if paid is None else paid
    return yes, unknown, fen


CASES: list[Any] = [
    (Amount(150_000), All((YOUNGER,))),
    (
        Amount(field="age", tiers=((79, 10_000), (89, 20_000), (200, 30_000))),
        AnyOf((YOUNGER, Leaf("poor", "income_month_fen", Op.LE, 200_000))),
    ),
    (Amount(field="age", tiers=((79, 10_000), (None, 30_000))), All((YOUNGER,))),
    (
        Amount(5_000, "income_month_fen", (), 125, 50_000),
        All((YOUNGER, Leaf("income", "income_month_fen", Op.GT, 10_000))),
    ),
]


@pytest.mark.parametrize(("amount", "node"), CASES)
def test_a_preview_counts_what_the_evaluator_says_of_each(
    amount: Amount, node: Node, tmp_path: Path, settings: Any
) -> None:
    crowd, terms = people(997), replace(TERMS, amount=amount)
    settings.RULE_POPULATION = str(tmp_path / "people.parquet")
    desk.lake(tmp_path / "people.parquet", crowd)
    api.draft(actor=FIRST, code=CODE, terms=terms)
    api.draft_conditions(actor=FIRST, code=CODE, node=node)
    reach = api.preview(code=CODE)
    assert reach is not None
    assert (reach.yes, reach.unknown, reach.fen) == by_hand(terms, node, crowd)
    facts = [{name: value for name, value in one.items() if value is not None} for one in crowd]
    then = [rules.decide(node, one).truth is Truth.YES for one in facts]
    now = [rules.decide(All((AGE,)), one).truth is Truth.YES for one in facts]
    assert reach.gained == sum(a and not b for a, b in zip(then, now, strict=True))
    assert reach.lost == sum(b and not a for a, b in zip(then, now, strict=True))
    assert (reach.size, sum(reach.by_district.values())) == (997, reach.yes)
    assert reach.pool_free_fen == 1_000_000


def test_a_preview_without_an_extract_says_nothing_rather_than_nobody(settings: Any) -> None:
    settings.RULE_POPULATION = "/nowhere/people.parquet"
    assert api.preview(code=CODE) is None


WEST = f"{desk.WEST}-civil"


def of_the_west(account: int) -> Actor:
    """An editor of a district's unit."""
    return Actor(
        account_id=account, name=f"西区{account}", posts=(HeldPost(WEST, WEST, Role.EDITOR, desk.WEST),)
    )


@pytest.fixture
def west() -> Actor:
    organisation.load_units([UnitRow(WEST, "西区民政局", UnitLevel.DISTRICT, "civil", desk.WEST)])
    organisation.forget()
    return of_the_west(9401)


def test_an_editor_of_one_unit_writes_nothing_of_another_one(west: Actor) -> None:
    waiting = handed_in()
    for step in (
        lambda: api.draft(actor=west, code=CODE, terms=DEARER),
        lambda: api.draft_conditions(actor=west, code=CODE, node=All((YOUNGER,))),
        lambda: api.approve(actor=west, code=CODE, version=waiting),
        lambda: api.send_back(actor=west, code=CODE, version=waiting, reason="不同意"),
        lambda: api.draft(actor=west, code="for-others", terms=TERMS),
    ):
        with pytest.raises(BenefitRefused, match="another unit"):
            step()
    api.take_back(actor=FIRST, code=CODE, version=waiting)
    for step in (
        lambda: api.submit(actor=west, code=CODE, version=waiting),
        lambda: api.discard(actor=west, code=CODE, version=waiting),
        lambda: api.draft(actor=west, code=CODE, terms=replace(DEARER, unit=WEST)),  # nor takes it over
    ):
        with pytest.raises(BenefitRefused, match="another unit"):
            step()
    assert api.versions(CODE)[0].state is ProgrammeState.DRAFT
    assert api.open_rule(CODE) is not None
    assert (api.may_write(west, CODE), api.may_write(FIRST, CODE)) == (False, True)


def test_the_conditions_of_another_unit_s_programme_are_closed_in_the_rule_book_too(west: Actor) -> None:
    with pytest.raises(RuleRefused, match="another unit"):
        rules.draft(actor=west, code=RULE + CODE, title="高龄", node=All((YOUNGER,)))
    rules.draft(actor=west, code="of-no-programme", title="其他", node=All((YOUNGER,)))


def test_an_editor_writes_the_programmes_of_the_own_unit_and_a_city_s_editor_every_one(west: Actor) -> None:
    own = replace(TERMS, unit=WEST)
    api.draft(actor=west, code="west-meals", terms=own)
    api.draft_conditions(actor=west, code="west-meals", node=All((YOUNGER,)))
    with pytest.raises(BenefitRefused, match="another unit"):
        api.draft(actor=west, code="west-meals", terms=TERMS)  # nor gives it away to who did not ask
    api.submit(actor=west, code="west-meals", version=1)
    assert api.versions_waiting(actor=west) == 1
    assert api.approve(actor=FIRST, code="west-meals", version=1).state is ProgrammeState.LIVE
    api.draft(actor=FIRST, code="west-meals", terms=replace(own, amount=Amount(1)))


def test_an_amount_without_upper_end_pays_whatever_the_value_and_is_counted_so() -> None:
    open_ = Amount(field="age", tiers=((89, 100), (None, 300)))
    assert [amounts.of(open_, {"age": age}) for age in (80, 89, 90, 9_999_999)] == [100, 100, 300, 300]
    api.draft(actor=FIRST, code="open-end", terms=replace(TERMS, amount=open_))
    assert api.versions("open-end")[0].terms.amount == open_
    for ends in ((None, 89), (None,)):
        wrong = Amount(field="age", tiers=tuple((end, 100) for end in ends))
        with pytest.raises(BenefitRefused, match="upper end"):
            api.draft(actor=FIRST, code="wrong-end", terms=replace(TERMS, amount=wrong))
