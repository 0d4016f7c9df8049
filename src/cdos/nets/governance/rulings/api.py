"""The only door to rulings and precedents. Everything is keyword-only; errors are named in each docstring."""

from datetime import date

from django.utils import timezone

from cdos.base.matters import api as matters
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Action, Actor, Scope
from cdos.nets.governance.appeals.contracts import DutyQuestion

from .contracts import Precedent, RulingInfo
from .logic import opening, precedents, reading, withdrawing


@acted
def ruling(*, actor: Actor, number: str) -> RulingInfo:
    """LookupError, NotAllowed."""
    return reading.of(matters.get(actor=actor, number=number))


@acted
def waiting(*, actor: Actor, limit: int = 50) -> list[RulingInfo]:
    """Rulings to be made, within the actor's reach: a supervisor's area, a panel's own."""
    return reading.waiting(actor, limit)


@acted
def decided(*, actor: Actor, limit: int = 20) -> list[RulingInfo]:
    return reading.ended(actor, limit)


@changing
def decide(*, actor: Actor, number: str, data: dict[str, str], version: int | None = None) -> None:
    """Values as the move `settle` of `flow.py` names them. MoveRefused and those below it, LookupError."""
    matters.act(actor=actor, number=number, move="settle", data=dict(data), version=version)


@changing
def give_view(*, actor: Actor, number: str, whose: str, grounds: str) -> None:
    """By a lead of a unit in dispute, or a supervisor. MoveRefused, NotAllowed, LookupError."""
    matters.act(actor=actor, number=number, move="view", data={"whose": whose, "reason": grounds})


@acted
def precedent_list(*, actor: Actor, words: str = "", limit: int = 200) -> list[Precedent]:
    """Newest first, withdrawn ones too. NotAllowed."""
    return withdrawing.listed(actor, words, limit)


@changing
def withdraw(*, actor: Actor, precedent_id: int, reason: str) -> Precedent:
    """RulingRefused, NotAllowed, LookupError."""
    return withdrawing.withdraw(actor, precedent_id, reason)


def may_read_precedents(*, actor: Actor) -> bool:
    return withdrawing.may(actor, withdrawing.READERS)


def may_withdraw(*, actor: Actor) -> bool:
    return withdrawing.may(actor, (Action.SUPERVISE, Action.EDIT_LISTS))


def precedent_for(
    *, text: str, item: str = "", scope: Scope = Scope(), on: date | None = None
) -> Precedent | None:
    """The precedent that the next dispatch of such a text would follow."""
    found = precedents.find(DutyQuestion(text, item, "", scope), on or timezone.localdate())
    return found[0] if found else None


def opened_by_move(*, number: str, move: str) -> str:
    """Called when an appeal was returned, handed over or disputed; the ruling's number, "" where none is due."""
    return opening.after_move(number, move)


def opened_by_timeout(*, number: str) -> str:
    return opening.after_timeout(number)
