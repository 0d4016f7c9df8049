"""What a published table leaves out cannot be counted from what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdos.nets.governance.appeals.logic import suppressing

SMALLEST = 5


def may_be_another(counts: list[int], gap: set[int], at: int) -> bool:
    """One can be moved between this count and another of the gap, so that all that is said stays true; nobody is listed
    for nothing."""
    others = [counts[place] for place in gap - {at}]
    return bool(others) and (counts[at] > 1 or max(others) > 1)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=9))
def test_no_small_count_follows_from_the_rest(counts: list[int]) -> None:
    gap = suppressing.unsaid(counts, SMALLEST)
    if gap is None:
        assert set(counts) == {1}
        return
    assert all(place in gap for place, count in enumerate(counts) if count < SMALLEST)
    if not gap or sum(counts) < SMALLEST:
        return
    assert all(may_be_another(counts, gap, at) for at in gap)
    assert sum(counts[place] for place in gap) >= SMALLEST


@pytest.mark.parametrize(
    ("counts", "besides", "gap"),
    [
        ([6, 9], (), set()),
        ([0, 6, 9], (), set()),
        ([12, 8, 6, 3], (), {2, 3}),
        ([12, 8, 4, 3], (), {2, 3}),
        ([12, 6, 1, 1], (), {1, 2, 3}),
        ([12, 0, 8, 3], (), {2, 3}),
        ([12, 8, 0], (2,), {2}),
        ([12, 8, 2], (2,), {1, 2}),
        ([2, 1], (), {0, 1}),
        ([1, 1, 1, 1, 1], (), None),
    ],
)
def test_what_is_left_out(counts: list[int], besides: tuple[int, ...], gap: set[int] | None) -> None:
    assert suppressing.unsaid(counts, SMALLEST, besides=besides) == gap
