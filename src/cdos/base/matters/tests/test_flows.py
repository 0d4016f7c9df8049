from dataclasses import replace

import pytest

from cdos.base.matters import api
from cdos.base.matters.contracts import Flow, Move, Phase, Requirement, State
from cdos.base.matters.logic.flows import FlowInvalid
from cdos.base.matters.logic.numbers import check_character, looks_like_number
from cdos.base.matters.tests.conftest import FLOW


def with_move(**changes: object) -> Flow:
    base = Move("extra", "Extra", ("asked",), "working", frozenset({"holder"}))
    return replace(FLOW, moves=(*FLOW.moves, replace(base, **changes)))


@pytest.mark.parametrize(
    ("flow", "why"),
    [
        (with_move(target="nowhere"), "unknown states"),
        (with_move(sources=()), "starts nowhere"),
        (with_move(by=frozenset()), "nobody"),
        (with_move(by=frozenset({"mayor"})), "unknown parts"),
        (with_move(starts=("egg",)), "unknown clocks"),
        (with_move(name="assign"), "two moves"),
        (with_move(pauses=("handling",)), "must require a reason"),
        (
            with_move(pauses=("handling",), requires=(Requirement("reason", "Reason"),)),
            "only",
        ),
        (with_move(requires=(Requirement("x", "X", "choice"),)), "unclear requirements"),
        (replace(FLOW, initial="nowhere"), "initial state"),
        (
            Flow("lone", "Lone", (State("a", "A", Phase.WAITING), State("b", "B", Phase.DONE)), ()),
            "no move leads",
        ),
    ],
)
def test_a_flow_that_contradicts_itself_is_refused_at_registration(flow: Flow, why: str) -> None:
    with pytest.raises(FlowInvalid, match=why):
        api.register(flow)


def test_a_handler_may_stop_a_clock_only_while_the_subject_is_asked_and_the_wait_has_an_end() -> None:
    reason = Requirement("reason", "Reason")
    asks = with_move(pauses=("handling",), starts=("dispatch",), requires=(reason,), target="asked_back")
    asks = replace(asks, states=(*asks.states, State("asked_back", "Asked back", Phase.WAITING)))
    answer = Move(
        "answer_back", "Answer", ("asked_back",), "working", frozenset({"subject"}), resumes=("handling",)
    )
    api.register(replace(asks, kind="asking", moves=(*asks.moves, answer)))
    with pytest.raises(FlowInvalid, match="only"):  # nobody but the holder would end the pause
        api.register(replace(asks, moves=(*asks.moves, replace(answer, by=frozenset({"holder"})))))
    endless = tuple(replace(one, starts=()) if one.name == "extra" else one for one in asks.moves)
    with pytest.raises(FlowInvalid, match="only"):  # it would wait for ever
        api.register(replace(asks, moves=(*endless, answer)))


def test_an_unknown_kind_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        api.flow("unheard-of")


def test_the_check_character_finds_every_wrong_digit_and_every_swap() -> None:
    digits = "260012345"
    good = f"SZ-26-0012345-{check_character(digits)}"
    assert looks_like_number(good)
    for place in range(len(digits)):
        for other in "0123456789":
            changed = digits[:place] + other + digits[place + 1 :]
            assert (check_character(changed) == check_character(digits)) == (changed == digits)
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if swapped != digits:
            assert check_character(swapped) != check_character(digits)


@pytest.mark.parametrize("text", ["", "SZ", "SZ-26-12-1", "SZ-26-0012345-!", "' OR 1=1", "SZ-26-0012345"])
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    assert not api.is_number(text)
