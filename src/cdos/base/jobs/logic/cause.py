"""One id from the browser to the last job it caused: taken from the log's context, and put back into it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars

NAME = "request_id"


def present() -> str:
    """The id of the request, or of the job's request, that runs now."""
    return str(get_contextvars().get(NAME, ""))


@contextmanager
def because_of(ids: Iterable[str]) -> Iterator[None]:
    """Log as part of the request that caused this work; of several requests, as part of none."""
    known = set(ids)
    with bound_contextvars(**{NAME: known.pop() if len(known) == 1 else ""}):
        yield
