"""A transaction in which somebody acts: the database shows it what their posts, party or secret let them see."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

from cdos.base.fence import api as fence
from cdos.base.organisation import policy
from cdos.base.organisation.contracts import Actor

P = ParamSpec("P")
R = TypeVar("R")


def key_digest(key: str) -> str:
    """The form in which the secret of an anonymous matter is kept."""
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


@contextmanager
def acting(actor: Actor, *, admitting: Iterable[int] = ()) -> Iterator[None]:
    """`admitting`: ids of matters that this transaction is about to write itself."""
    seen = policy.fence(actor, city=settings.CITY_CODE, key_digest=key_digest(actor.matter_key))
    with fence.within(seen, admitting=(*actor.admitted, *admitting)):
        yield


def acted(verb: Callable[P, R]) -> Callable[P, R]:
    """For a verb of a door whose keyword `actor` says who acts: it runs in a transaction of this actor's, or the caller's."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting(_actor(kwargs)):
            return verb(*args, **kwargs)

    return run


def changing(verb: Callable[P, R]) -> Callable[P, R]:
    """As `acted`, and all or nothing: within the caller's transaction its changes go alone when it is refused."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        part = transaction.atomic() if connection.in_atomic_block else nullcontext()
        with part, acting(_actor(kwargs)):
            return verb(*args, **kwargs)

    return run


def _actor(kwargs: Mapping[str, object]) -> Actor:
    actor = kwargs["actor"]
    assert isinstance(actor, Actor)
    return actor
