"""The only door to risks. Keyword-only; errors are named in each docstring."""

from datetime import datetime

from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Actor

from .contracts import RiskInfo, RiskView, SentinelInfo, SentinelWish
from .logic import reading, watching
from .logic import sentinels as watched


@acted
def find(*, actor: Actor, states: tuple[str, ...] = ()) -> list[RiskInfo]:
    """Risks in the actor's reach, the newest first. NotAllowed."""
    return reading.find(actor, states)


@acted
def risk(*, actor: Actor, number: str) -> RiskView:
    """With its evidence, cut to what the actor may see; the ledger keeps that it was shown. LookupError, NotAllowed."""
    return reading.view(actor, number)


def may_set(*, actor: Actor) -> bool:
    """Whether the actor may set sentinels."""
    return watched.may_set(actor)


@acted
def sentinels(*, actor: Actor) -> list[SentinelInfo]:
    """Sentinels whose area the actor reaches. NotAllowed."""
    return watched.find(actor)


@changing
def set_sentinel(*, actor: Actor, wish: SentinelWish) -> int:
    """NotAllowed, SentinelRefused."""
    return watched.add(actor, wish)


@changing
def switch_sentinel(*, actor: Actor, number: int, active: bool) -> None:
    """NotAllowed, LookupError."""
    watched.switch(actor, number, active=active)


def look(*, now: datetime | None = None) -> int:
    """Ask sentinels, rule and growth test now, as the worker does by itself; how many risks were raised."""
    return watching.sentinels(now) + watching.danger(now) + watching.grown(now)
