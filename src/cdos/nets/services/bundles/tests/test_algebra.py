"""The algebra on items made by hand: what is asked, what is not, in which order, and what it saves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdos.nets.services.bundles.contracts import BundleRefused
from cdos.nets.services.bundles.logic import algebra, graph
from cdos.nets.services.items.contracts import Material

from .making import compose, ingredients, item

REVIEW = item("review", asks=("degree", "photo"), gives=("talent",), days=2, department="440300-labour")
MOVE = item("move", asks=("talent", "photo", "household"), gives=("permit",), days=5, trips=1)
CARD = item("card", asks=("permit", "photo"), gives=("card",), days=1, trips=1)


def codes(materials: tuple[Material, ...]) -> list[str]:
    return [one.code for one in materials]


def test_a_paper_that_several_ask_for_is_handed_in_once() -> None:
    made = compose(ingredients(REVIEW, MOVE, CARD))
    assert codes(made.materials).count("photo") == 1
    assert made.wanted_by["photo"] == ("review", "move", "card")


def test_what_an_earlier_part_gives_is_not_asked_for_and_says_why() -> None:
    made = compose(ingredients(REVIEW, MOVE, CARD, after={"move": ("review",), "card": ("move",)}))
    assert codes(made.materials) == ["degree", "photo", "household"]
    assert set(made.dropped) == {"talent", "permit"}
    assert "Review" in made.dropped["talent"]


def test_a_paper_stays_asked_for_while_one_who_asks_does_not_wait_for_its_giver() -> None:
    early = item("early", asks=("talent",))
    made = compose(ingredients(REVIEW, MOVE, early, after={"move": ("review",)}))
    assert "talent" in codes(made.materials)


def test_an_e_licence_in_the_wallet_takes_the_place_of_a_paper_only_where_it_may() -> None:
    wants = item("wants", asks=(Material("id", "Id", licence_type="id-card"), "photo"))
    with_it = compose(ingredients(wants, CARD, wallet={"id-card": "ID card"}))
    without = compose(ingredients(wants, CARD, wallet={"degree": "Degree"}))
    assert "id" in with_it.dropped
    assert "ID card" in with_it.dropped["id"]
    assert "id" in codes(without.materials)


def test_the_strictest_need_and_the_most_copies_hold() -> None:
    later = item(
        "later", asks=(Material("p", "P", need="3", copies=2, accept=("image/*", "application/pdf")),)
    )
    maybe = item("maybe", asks=(Material("p", "P", need="2", format="1", accept=("application/pdf",)),))
    merged = compose(ingredients(later, maybe)).materials[0]
    assert (merged.need, merged.copies, merged.format, merged.accept) == ("3", 2, "1", ("application/pdf",))
    must = item("must", asks=(Material("p", "P", need="1"),))
    assert compose(ingredients(maybe, later, must)).materials[0].need == "1"


def test_an_own_bundle_is_ordered_by_what_its_items_give_and_ask_for() -> None:
    made = compose(ingredients(CARD, MOVE, REVIEW, derive=True))
    assert made.order == (("review",), ("move",), ("card",))
    assert made.after["card"] == ("move",)


def test_whoever_holds_the_licence_already_need_not_wait_for_the_item_that_gives_it() -> None:
    wants = item("wants", asks=(Material("card", "Card", licence_type="card"),))
    held = compose(ingredients(CARD, wants, wallet={"card": "Card"}, derive=True))
    bare = compose(ingredients(CARD, wants, wallet={}, derive=True))
    assert held.order == (("card", "wants"),)
    assert bare.order == (("card",), ("wants",))


def test_removing_an_item_brings_back_what_it_supplied() -> None:
    together = compose(ingredients(REVIEW, MOVE, derive=True))
    alone = compose(ingredients(MOVE, derive=True))
    assert "talent" in together.dropped
    assert "talent" in codes(alone.materials)


def test_parts_that_wait_for_each_other_are_refused_with_the_round_named() -> None:
    one = item("one", asks=("b",), gives=("a",))
    two = item("two", asks=("a",), gives=("b",))
    with pytest.raises(BundleRefused) as refused:
        compose(ingredients(one, two, CARD, derive=True))
    assert "One → Two → One" in str(refused.value) or "Two → One → Two" in str(refused.value)
    assert "Card" not in str(refused.value)


def test_time_alone_is_the_sum_and_together_the_longest_chain() -> None:
    side = item("side", days=4)
    made = compose(ingredients(REVIEW, MOVE, CARD, side, after={"move": ("review",), "card": ("move",)}))
    assert made.alone.days == 2 + 5 + 1 + 4
    assert made.together.days == 2 + 5 + 1
    assert made.critical == ("review", "move", "card")


def test_parts_of_one_wave_share_a_trip() -> None:
    made = compose(ingredients(MOVE, CARD))
    assert (made.alone.trips, made.together.trips) == (2, 1)
    chained = compose(ingredients(MOVE, CARD, after={"card": ("move",)}))
    assert chained.together.trips == 2


def test_one_acceptance_and_one_delivery_however_many_parts() -> None:
    made = compose(ingredients(item("a", steps=4), item("b", steps=5)))
    assert (made.alone.steps, made.together.steps) == (9, 1 + 3 + 1)
    at_once = compose(ingredients(item("a", instant=True), item("b", instant=True)))
    assert at_once.together.steps == 1


def test_the_fee_is_one_and_each_department_has_its_share() -> None:
    made = compose(
        ingredients(item("a", fen=500), item("b", fen=700), item("c", fen=300, department="440300-tax"))
    )
    assert made.fen == 1500
    assert algebra.shares(made.fees) == {"440300-police": 1200, "440300-tax": 300}


SIZE = 9
edges = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=20)


@given(edges)
def test_waves_never_begin_before_what_they_wait_for(pairs: list[tuple[int, int]]) -> None:
    after = {str(n): tuple({str(b) for a, b in pairs if a == n and b < n}) for n in range(SIZE)}
    order = graph.waves(after, str)
    level = {code: number for number, wave in enumerate(order) for code in wave}
    assert sorted(level) == sorted(after)
    assert all(level[need] < level[code] for code, needs in after.items() for need in needs)
    longest, chain = graph.longest(order, after, lambda code: 1)
    assert len(order) == longest == len(chain)


@given(edges)
def test_a_round_is_found_exactly_when_there_is_one(pairs: list[tuple[int, int]]) -> None:
    after = {str(n): tuple({str(b) for a, b in pairs if a == n and a != b}) for n in range(SIZE)}
    reaches_itself = any(code in graph.above(after, code) for code in after)
    try:
        graph.waves(after, str)
    except BundleRefused:
        assert reaches_itself
    else:
        assert not reaches_itself


@given(edges, st.lists(st.integers(0, 4), min_size=SIZE, max_size=SIZE))
def test_together_is_never_dearer_than_one_by_one(pairs: list[tuple[int, int]], days: list[int]) -> None:
    after = {str(n): tuple({str(b) for a, b in pairs if a == n and b < n}) for n in range(SIZE)}
    held = [
        item(
            str(n),
            asks=(f"m{n % 3}", f"g{n - 1}"),
            gives=(f"g{n}",),
            days=days[n],
            trips=n % 2,
            instant=not days[n],
        )
        for n in range(SIZE)
    ]
    made = compose(ingredients(*held, after=after))
    for name in ("steps", "days", "trips", "papers"):
        assert getattr(made.together, name) <= getattr(made.alone, name)
    asked, given_ = set(codes(made.materials)), set(made.dropped)
    assert asked | given_ == {m.code for one in held for m in one.materials}
    assert not asked & given_
