"""Which groups grow more than chance allows, with a stated rate of false alarms.

Of all people of the last nine weeks, each in one group, some came in the last seven days. Were it a matter of chance who
came when, the number of one group's people among them is hypergeometric. A week in which the whole city says more is no
growth of a group. The limit is the largest probability at which the expected number of false alarms, summed over all
groups with what each one's few people can reach, stays within what was asked for; so the rate is bounded, not estimated.

It does not hold that people come independently of each other: one who calls ten neighbours is a crowd, and is raised.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
from scipy.stats import hypergeom

from cdos.nets.governance.cases.contracts import Came

from ..contracts import FEWEST, Alarm

RECENT = timedelta(days=7)
BASE = timedelta(weeks=8)


def alarms(whole: Came, groups: Mapping[int, Came], *, false_alarms: float) -> list[Alarm]:
    """Groups to raise, the surest first. `whole` is of all groups together, `groups` at least those of `FEWEST` people.

    `false_alarms` is the number that chance may bring to one call, e.g. 0.01.
    """
    sizes = Counter(group.people for group in groups.values() if group.people >= FEWEST)
    tails = {size: tail(whole.people, whole.recent, size) for size in sizes}
    limit = limit_of(sizes, tails, false_alarms)
    found = [
        Alarm(
            number, group.recent, group.people - group.recent, float(tails[group.people][group.recent]), limit
        )
        for number, group in groups.items()
        if group.recent >= FEWEST and group.people >= FEWEST
    ]
    return sorted((one for one in found if one.p <= limit), key=lambda one: (one.p, one.case))


def tail(people: int, recent: int, size: int) -> Sequence[float]:
    """P(at least x of a group of `size` came lately), for x from 0 to size; below three people it counts as certain."""
    found = hypergeom.sf(np.arange(size + 1) - 1, people, recent, size)
    found[:FEWEST] = 1.0
    return [float(value) for value in found]


def limit_of(sizes: Counter[int], tails: dict[int, Sequence[float]], false_alarms: float) -> float:
    """The largest limit under which chance brings no more than so many alarms, summed over all groups."""
    steps = sorted((value, size) for size in sizes for value in tails[size][FEWEST:] if value > 0)
    reached: dict[int, float] = {}
    total, limit, at = 0.0, 0.0, 0
    while at < len(steps):
        value = steps[at][0]
        while at < len(steps) and steps[at][0] == value:
            size = steps[at][1]
            total += sizes[size] * (value - reached.get(size, 0.0))
            reached[size] = value
            at += 1
        if total > false_alarms:
            break
        limit = value
    return limit
