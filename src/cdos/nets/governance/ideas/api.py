"""The only door to ideas. Keyword-only; IdeaRefused says what to do; LookupError, NotAllowed, MoveRefused."""

from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import Actor

from .contracts import Idea, IdeaPage
from .logic import keeping


def file(*, actor: Actor, title: str, text: str, idempotency_key: str = "") -> str:
    """Number of the idea; by a person whose name is proven. A person looks at it before it is shown."""
    return keeping.file(actor, title=title, text=text, idempotency_key=idempotency_key)


def ideas(*, actor: Actor, state: str = "", order: str = "votes", page: int = 1) -> IdeaPage:
    """What everybody may read."""
    rows, further = keeping.listed(actor, state=state, order=order, page=max(1, page))
    return IdeaPage(tuple(rows), further)


def own(*, actor: Actor) -> list[Idea]:
    return keeping.own(actor)


def idea(*, actor: Actor, number: str) -> Idea:
    """LookupError for what is neither shown nor the actor's own."""
    return keeping.one(actor, number)


def may_take_part(*, actor: Actor) -> bool:
    try:
        keeping.person(actor)
    except ValueError:
        return False
    return True


def vote(*, actor: Actor, number: str) -> None:
    """One person, one vote; a second one changes nothing."""
    keeping.vote(actor, number)


def take_back(*, actor: Actor, number: str) -> None:
    keeping.take_back(actor, number)


def withdraw(*, actor: Actor, number: str) -> None:
    """By who proposed it, until a unit has answered. MoveRefused, LookupError."""
    matters.act(actor=actor, number=number, move="withdraw")
