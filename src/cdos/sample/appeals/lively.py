"""Appeals of the last days in every state, so that a workbench is alive at any scale, with clocks that run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from cdos.nets.governance.appeals.contracts import AppealRow, Outcome
from cdos.sample.appeals import course as courses
from cdos.sample.appeals.history import Desk, Item, tell
from cdos.sample.texts.voices import item_weights

# State, how many, and how long ago filed: from and to, in hours.
PLAN = (
    ("received", 14, 0.02, 1.6),
    ("received", 3, 2.2, 3.5),  # past the two hours
    ("dispatched", 20, 0.7, 20.0),
    ("handling", 34, 4.0, 150.0),
    ("returned", 6, 3.0, 30.0),
    ("replied", 10, 20.0, 190.0),
    ("solved", 12, 20.0, 190.0),
    ("supervised", 4, 120.0, 300.0),
)
REDONE = 5  # of those in hand: sent back by the person
HOME = "440304"  # where the demonstration's district staff work
HOME_SHARE = 0.55
HOME_FUNCTIONS = ("water", "urban")


def lively(desk: Desk, *, seed: int, now: datetime) -> Iterator[AppealRow]:
    """In the order of filing."""
    random = Random(f"{seed}-lively")
    wanted = [(state, random.uniform(start, end)) for state, count, start, end in PLAN for _ in range(count)]
    in_hand = 0
    for state, hours in sorted(wanted, key=lambda pair: -pair[1]):
        in_hand += state == "handling"
        redo = 1 if state == "handling" and in_hand <= REDONE else 2 if state == "supervised" else 0
        yield _one(desk, random, state, now - timedelta(hours=hours), now, redo)


def _one(desk: Desk, random: Random, state: str, filed: datetime, now: datetime, redo: int) -> AppealRow:
    home = random.random() < HOME_SHARE
    hood = _hood(desk, random, home)
    item = _item(desk, random, HOME_FUNCTIONS if home and random.random() < 0.6 else ())
    went = courses.run(random, filed, urgent=item.urgent, amount=item.amount, unit=item.unit)
    dispatched = filed + (now - filed) * random.uniform(0.05, 0.3) if state != "received" else None
    if dispatched:
        dispatched = min(dispatched, filed + timedelta(minutes=random.uniform(4, 100)))
    contacted = None
    if dispatched and state in {"handling", "replied", "solved", "supervised"}:
        contacted = dispatched + (now - dispatched) * random.uniform(0.05, 0.2)
    replied = (
        contacted + (now - contacted) * random.uniform(0.5, 0.95)
        if contacted and state in {"replied", "solved"}
        else None
    )
    solved = Outcome.SOLVED if state == "solved" else Outcome.EXPLAINED
    went = replace(
        went,
        dispatched=dispatched or went.dispatched,
        contacted=contacted or went.contacted,
        replied=replied or went.replied,
        first_replied=replied or went.first_replied,
        outcome=solved,
        due=courses.term_end(dispatched or filed, item.amount, item.unit),
        hollow=False,
    )
    stands = courses.Standing(state, dispatched, contacted, replied, None, None, redo)
    return tell(desk, random, hood, item, went, stands)


def _hood(desk: Desk, random: Random, home: bool) -> int:
    if not home:
        return desk.any_hood(random)
    return random.choice([number for number, hood in enumerate(desk.hoods) if hood.code.startswith(HOME)])


def _item(desk: Desk, random: Random, functions: tuple[str, ...]) -> Item:
    codes, weights = item_weights()
    kept = [
        (code, weight)
        for code, weight in zip(codes, weights, strict=True)
        if not functions or desk.items[code].function in functions
    ]
    return desk.items[random.choices([code for code, _ in kept], [weight for _, weight in kept])[0]]
