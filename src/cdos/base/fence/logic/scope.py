"""The scope of the present transaction, as settings of the database that end with it.

PostgreSQL's policies read them. Python remembers what it set, so that a door called within a door costs nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from cdos.base import statements
from cdos.base.fence.contracts import NOTHING, Fence

KEPT = "_cdos_fence"
# What is seen outside of any `within`; tests raise it for what they look up themselves.
OUTSIDE = [NOTHING]
_SET = (
    "SELECT set_config('cdos.everything', %s, true), set_config('cdos.areas', %s, true),"
    " set_config('cdos.units', %s, true), set_config('cdos.party', %s, true),"
    " set_config('cdos.account', %s, true), set_config('cdos.key', %s, true), set_config('cdos.admitted', %s, true)"
)
_ADMIT = "SELECT set_config('cdos.admitted', %s, true)"


@dataclass(slots=True)
class State:
    """What this connection's transaction was told; `depth` counts the `within`s it stands in."""

    fence: Fence = field(default_factory=lambda: OUTSIDE[0])
    depth: int = 0
    admitted: set[int] = field(default_factory=set)


@contextmanager
def within(fence: Fence, *, admitting: Iterable[int] = ()) -> Iterator[None]:
    """One transaction, or a part of the caller's, that sees what the fence holds; `admitting` as `admit`."""
    state = _state()
    if state.depth and state.fence == fence:
        if admitting:
            admit(admitting)
        yield
    elif connection.in_atomic_block:
        with _for_a_while(state, fence, admitting):
            yield
    else:
        try:
            with transaction.atomic():
                state.fence, state.depth = fence, 1
                state.admitted.update(admitting)
                _tell(state)
                yield
        finally:
            forget()


@contextmanager
def probing() -> Iterator[None]:
    """A transaction of the city's trial of itself: it alone sees and writes the matters of that trial."""
    with transaction.atomic():
        statements.run("SELECT set_config('cdos.probe', %s, true)", ["on"])
        try:
            yield
        finally:
            if _takes_statements():
                statements.run("SELECT set_config('cdos.probe', %s, true)", [""])


def forget() -> None:
    """The settings have ended with their transaction."""
    setattr(connection, KEPT, None)


def admit(ids: Iterable[int]) -> None:
    """Let the transaction work on these matters to its end, wherever its own changes move them."""
    state = _state()
    if not state.depth:
        raise RuntimeError("only a transaction that says who acts may admit a matter")
    if state.fence.everything or state.admitted.issuperset(ids):
        return
    state.admitted.update(ids)
    statements.run(_ADMIT, [_listed(state.admitted)])


# Beside the columns of a statement that reads a row by its id: who may read it, may work on it to the end of the transaction.
ADMITTING = "set_config('cdos.admitted', concat_ws(',', nullif(current_setting('cdos.admitted', true), ''), id), true)"


def noted(ids: Iterable[int]) -> None:
    """Remember what a statement with ADMITTING let in."""
    _state().admitted.update(ids)


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
def _for_a_while(state: State, fence: Fence, admitting: Iterable[int]) -> Iterator[None]:
    before = State(state.fence, state.depth, set(state.admitted))
    state.fence, state.depth = fence, state.depth + 1
    state.admitted.update(admitting)
    _tell(state)
    try:
        yield
    finally:
        state.fence, state.depth, state.admitted = before.fence, before.depth, before.admitted
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
    statements.run(_SET, values)


def _listed(values: Iterable[object]) -> str:
    return ",".join(map(str, values))
