"""The scope of the present transaction, as settings of the database that end with it.

PostgreSQL's policies read them. Python remembers what it set, so that a door called within a door costs nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from cdos.base.fence.contracts import NOTHING, Fence

KEPT = "_cdos_fence"
_SET = (
    "SELECT set_config('cdos.everything', %s, true), set_config('cdos.areas', %s, true),"
    " set_config('cdos.units', %s, true), set_config('cdos.party', %s, true),"
    " set_config('cdos.account', %s, true), set_config('cdos.key', %s, true), set_config('cdos.admitted', %s, true)"
)
_ADMIT = "SELECT set_config('cdos.admitted', %s, true)"


@dataclass(slots=True)
class State:
    """What this connection's transaction was told; `depth` counts the `within`s it stands in."""

    fence: Fence = NOTHING
    depth: int = 0
    admitted: set[int] = field(default_factory=set)


@contextmanager
def within(fence: Fence) -> Iterator[None]:
    """One transaction, or a part of the caller's, that sees what the fence holds."""
    state = _state()
    if state.depth and state.fence == fence:
        yield
    elif connection.in_atomic_block:
        with _for_a_while(state, fence):
            yield
    else:
        try:
            with transaction.atomic():
                state.fence, state.depth = fence, 1
                _tell(state)
                yield
        finally:  # the settings have ended with the transaction
            setattr(connection, KEPT, None)


def admit(ids: Iterable[int]) -> None:
    """Let the transaction work on these matters to its end, wherever its own changes move them."""
    state = _state()
    if not state.depth:
        raise RuntimeError("only a transaction that says who acts may admit a matter")
    if state.fence.everything or state.admitted.issuperset(ids):
        return
    state.admitted.update(ids)
    with connection.cursor() as cursor:
        cursor.execute(_ADMIT, [_listed(state.admitted)])


def present() -> Fence:
    """What the present transaction sees."""
    return _state().fence


def _state() -> State:
    found = getattr(connection, KEPT, None)
    if not isinstance(found, State):
        found = State()
        setattr(connection, KEPT, found)
    return found


@contextmanager
def _for_a_while(state: State, fence: Fence) -> Iterator[None]:
    before = state.fence
    state.fence, state.depth = fence, state.depth + 1
    _tell(state)
    try:
        yield
    finally:
        state.fence, state.depth = before, state.depth - 1
        if not state.depth:
            state.admitted.clear()
        if _takes_statements():
            _tell(state)


def _takes_statements() -> bool:
    """A broken transaction takes none, and needs none: rolling it back takes the settings back."""
    line = connection.connection
    return line is not None and not line.closed and line.info.transaction_status == TransactionStatus.INTRANS


def _tell(state: State) -> None:
    fence = state.fence
    values = [
        "on" if fence.everything else "",
        _listed(fence.areas),
        _listed(fence.units),
        str(fence.party or ""),
        str(fence.account or ""),
        fence.key,
        _listed(state.admitted),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


def _listed(values: Iterable[object]) -> str:
    return ",".join(map(str, values))
