"""A transaction in which somebody acts: the database shows it what their posts, party or secret let them see."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings

from cdos.base.fence import api as fence
from cdos.base.organisation import policy
from cdos.base.organisation.contracts import Actor

P = ParamSpec("P")
R = TypeVar("R")


def key_digest(key: str) -> str:
    """The form in which the secret of an anonymous matter is kept."""
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    seen = policy.fence(actor, city=settings.CITY_CODE, key_digest=key_digest(actor.matter_key))
    with fence.within(seen):
        if actor.admitted:
            fence.admit(actor.admitted)
        yield


def acted(verb: Callable[P, R]) -> Callable[P, R]:
    """For a verb of a door whose keyword `actor` says who acts: it runs in a transaction of this actor's."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = kwargs["actor"]
        assert isinstance(actor, Actor)
        with acting(actor):
            return verb(*args, **kwargs)

    return run
