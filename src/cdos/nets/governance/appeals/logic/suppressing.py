"""Which counts of a published table stay unsaid: the small ones, and those by which the small ones could be counted.

The counts of a table add up to a total that is published too, so a single gap is the total less all the others. A gap is
safe when several counts lie in it whose sum is no small one and leaves open how it is shared out (complementary
suppression, as in A. Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
"""

from collections.abc import Collection, Sequence


def is_few(count: int, smallest: int) -> bool:
    """A few could point at a person; none at all points at nobody."""
    return 0 < count < smallest


def unsaid(counts: Sequence[int], smallest: int, *, besides: Collection[int] = ()) -> set[int] | None:
    """Places of the counts that may not be published; `besides` are unsaid for another reason.

    None: whatever is left out, the total tells them.
    """
    gap = {place for place, count in enumerate(counts) if is_few(count, smallest)} | set(besides)
    if sum(counts) < smallest or not any(is_few(counts[place], smallest) for place in gap):
        return gap
    others = sorted(
        (place for place in range(len(counts)) if place not in gap and counts[place]),
        key=lambda place: (counts[place], -place),
    )
    while others and not _is_safe([counts[place] for place in gap], smallest):
        gap.add(others.pop(0))
    return gap if _is_safe([counts[place] for place in gap], smallest) else None


def _is_safe(gap: Sequence[int], smallest: int) -> bool:
    """Of as many as there are counts in it each would be one."""
    return len(gap) > 1 and sum(gap) >= smallest and sum(gap) > len(gap)
