"""Policies of the city that fit the enterprise acted for: what waits for a yes, what may be claimed, what one datum is short of."""

from dataclasses import dataclass

from cdos.base.identity.contracts import Assurance
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.benefits import api as benefits
from cdos.nets.services.benefits.contracts import Entitlement, Found

MOST = 6


@dataclass(frozen=True, slots=True)
class Policy:
    """One line, the surest and largest first."""

    code: str
    title: str
    sum: str
    sure: bool
    text: str = ""
    state: str = ""  # of what was offered or claimed


@dataclass(frozen=True, slots=True)
class Policies:
    rows: tuple[Policy, ...]
    more: int


def found(actor: Actor) -> Policies:
    """Nothing is shown of an enterprise to who has not proved their own name."""
    if actor.party_id is None or actor.assurance < Assurance.REAL_NAME:
        return Policies((), 0)
    mine = benefits.mine(actor=actor)
    rows = [
        *(taken(one) for one in (*mine.offers, *mine.running)),
        *(policy(one, sure=True) for one in mine.claimable),
        *(policy(one, sure=False) for one in mine.asking),
    ]
    return Policies(tuple(rows[:MOST]), max(0, len(rows) - MOST))


def taken(one: Entitlement) -> Policy:
    pays = benefits.per(benefits.period_of(one), benefits.money(one.fen))
    return Policy(one.programme, one.title, pays, sure=True, state=benefits.state_words(one))


def policy(one: Found, *, sure: bool) -> Policy:
    terms = one.programme.terms
    pays = benefits.per(terms.period, benefits.money(one.fen)) if one.fen is not None else ""
    return Policy(one.programme.code, terms.title, pays, sure, terms.summary)
