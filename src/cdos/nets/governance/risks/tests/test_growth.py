"""The growth test: what it says of false alarms holds, and it speaks while there are few."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
import pytest

from cdos.nets.governance.cases.contracts import Came
from cdos.nets.governance.risks.contracts import Alarm
from cdos.nets.governance.risks.logic import growth

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SPAN = growth.BASE + growth.RECENT


class Visit(NamedTuple):
    """A person came with the problem of a group, for the first time."""

    case: int
    at: datetime


def counted(came: Iterable[Visit]) -> dict[int, Came]:
    """As the database counts them."""
    visits = list(came)
    people = Counter(one.case for one in visits)
    recent = Counter(one.case for one in visits if one.at > NOW - growth.RECENT)
    return {case: Came(people[case], recent[case]) for case in people}


def whole(groups: dict[int, Came]) -> Came:
    return Came(sum(one.people for one in groups.values()), sum(one.recent for one in groups.values()))


def alarms(came: Iterable[Visit], *, false_alarms: float) -> list[Alarm]:
    groups = counted(came)
    return growth.alarms(whole(groups), groups, false_alarms=false_alarms)


def chance(random: np.random.Generator, groups: int, busy: float = 1.0) -> list[Visit]:
    """Groups of all sizes; every person's day is a matter of chance, the last week `busy` times as likely as others."""
    found = []
    for number in range(groups):
        for _ in range(1 + int(random.pareto(1.2))):
            share = 8 / 9 if random.random() > busy / (8 + busy) else 0.0
            back = random.uniform(0, 1 / 9) if share == 0.0 else random.uniform(1 / 9, 1)
            found.append(Visit(number, NOW - back * SPAN))
    return found


@pytest.mark.parametrize("busy", [1.0, 3.0], ids=["a usual week", "a week in which the whole city says more"])
def test_chance_raises_no_more_than_was_asked_for(busy: float) -> None:
    random, asked, runs = np.random.default_rng(7), 0.2, 150
    raised = sum(len(alarms(chance(random, 200, busy), false_alarms=asked)) for _run in range(runs))
    # Poisson with at most 30: more than 48 comes once in a thousand times.
    assert raised <= 48


def crowd(number: int, weeks: tuple[int, ...]) -> Iterator[Visit]:
    """People a week, oldest first."""
    for back, people in enumerate(reversed(weeks)):
        for at in range(people):
            yield Visit(number, NOW - timedelta(weeks=back, hours=1 + 20 * at))


def test_a_group_that_doubles_is_raised_while_there_are_few() -> None:
    city = chance(np.random.default_rng(3), 300)
    for people in range(3, 12):
        came = [*city, *crowd(9999, (0, 0, 0, 0, 0, 0, 0, 1, people))]
        if any(one.case == 9999 for one in alarms(came, false_alarms=1 / 112)):
            assert people <= 8
            return
    pytest.fail("not raised")


def test_what_was_always_much_is_no_growth() -> None:
    city = [*chance(np.random.default_rng(3), 300), *crowd(9999, (8,) * 9)]
    assert not any(one.case == 9999 for one in alarms(city, false_alarms=0.2))


def test_two_people_are_never_raised() -> None:
    city = [*chance(np.random.default_rng(3), 300), *crowd(9999, (0,) * 8 + (2,))]
    assert not any(one.case == 9999 for one in alarms(city, false_alarms=5.0))


def test_an_empty_city_raises_nothing() -> None:
    assert alarms([], false_alarms=1.0) == []


def test_the_limit_spends_no_more_than_is_allowed() -> None:
    groups = counted(chance(np.random.default_rng(5), 400))
    city = whole(groups)
    sizes = Counter(g.people for g in groups.values() if g.people >= 3)
    tails = {size: growth.tail(city.people, city.recent, size) for size in sizes}
    for allowed in (0.01, 0.1, 1.0):
        limit = growth.limit_of(sizes, tails, allowed)
        spent = sum(
            count * max((p for p in tails[size][3:] if p <= limit), default=0.0)
            for size, count in sizes.items()
        )
        assert spent <= allowed
