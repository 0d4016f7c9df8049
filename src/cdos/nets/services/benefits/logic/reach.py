"""Before a programme is live: whom it would reach, district by district, and what it would cost."""

from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node, Value
from cdos.nets.services.payouts import api as payouts

from ..contracts import About, Amount, Programme, Reach, Terms
from . import columns, deciding, shelf

Places = npt.NDArray[np.int64]


def of(terms: Terms, node: Node, now: Programme | None) -> Reach | None:
    """None: there is no extract to look at."""
    about = About.ENTERPRISE if terms.about is About.ENTERPRISE else About.PERSON
    if not columns.there(about):
        return None
    then = shelf.whole(terms.about, node)
    held = shelf.node(now) if now else None
    before = shelf.whole(now.terms.about, held) if now and held is not None else None
    wanted = set(rules.fields_of(then)) | (set(rules.fields_of(before)) if before else set())
    wanted |= {columns.DISTRICT[about], terms.amount.field, deciding.HEAD} - {""}
    everybody = columns.load(about, wanted)
    return _reach(terms, then, before, everybody, about)


def _reach(
    terms: Terms, then: Node, before: Node | None, everybody: columns.Everybody, about: About
) -> Reach:
    population, today = everybody.population, timezone.localdate()
    yes, unknown = rules.select(then, population, on=today)
    was = rules.select(before, population, on=today)[0] if before else np.zeros_like(yes)
    at = np.array(rules.members(yes, size=population.size), np.int64)
    return Reach(
        size=population.size,
        yes=len(at),
        unknown=rules.count(unknown),
        fen=total(terms.amount, population, at),
        gained=rules.count(yes & ~was),
        lost=rules.count(was & ~yes),
        by_district=_districts(population.columns.get(columns.DISTRICT[about]), at),
        pool_free_fen=_free(terms.pool),
    )


def _free(code: str) -> int:
    try:
        return payouts.pool(code).free_fen
    except LookupError:
        return 0


def _districts(column: rules.Column | None, at: Places) -> dict[str, int]:
    if column is None or not len(at):
        return {}
    names = {code: label for label, code in column.labels.items()}
    codes, counts = np.unique(column.values[at], return_counts=True)
    shown = {names.get(int(code), ""): int(count) for code, count in zip(codes, counts, strict=True)}
    return dict(sorted(shown.items(), key=lambda pair: -pair[1]))


def total(amount: Amount, population: rules.Population, at: Places) -> int:
    """What all of them together get; of whom the datum is not known, the least that is paid."""
    column = population.columns.get(amount.field) if amount.field else None
    if column is None:
        return amount.fen * len(at)
    known = np.unpackbits(column.known, count=population.size)[at].astype(np.bool_)
    values = column.values[at][known]
    return _sum(amount, column, values) + amount.fen * int((~known).sum())


def _within(column: rules.Column, values: npt.NDArray[Any], end: Value) -> npt.NDArray[np.bool_]:
    if end is None:
        return np.ones(len(values), np.bool_)
    found = values == column.labels.get(str(end), -2) if column.family == "text" else values <= end
    return np.asarray(found, np.bool_)


def _sum(amount: Amount, column: rules.Column, values: npt.NDArray[Any]) -> int:
    if amount.tiers:
        paid, left = 0, np.ones(len(values), np.bool_)
        for end, fen in amount.tiers:
            hit = left & _within(column, values, end)
            paid, left = paid + int(hit.sum()) * fen, left & ~hit
        return paid
    share = np.maximum(values.astype(np.float64) * amount.permille // 1000, amount.fen)
    return int((np.minimum(share, amount.most_fen) if amount.most_fen else share).sum())
