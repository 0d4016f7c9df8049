"""What happens to leads by itself."""

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event

from .contracts import KIND
from .logic import bringing, effects, moving

FETCH = "leads.fetch_one"


@jobs.subscribe("matter.clock_overdue")
def close_unchecked(event: Event) -> None:
    """The time to look again is over."""
    if event.payload.get("kind") == KIND and event.payload.get("clock") == "check":
        moving.lapse(str(event.payload["number"]))


@jobs.schedule("leads.look_back", daily="03:40", queue="night")
def look_back() -> None:
    """Did anybody complain within four weeks after "solved"?"""
    while effects.look_back() == 500:
        pass


@jobs.schedule("leads.fetch", every_s=900)
def fetch() -> None:
    for code in bringing.feeds():
        jobs.enqueue(FETCH, source=code)


@jobs.task(FETCH, outside=True)
def fetch_one(source: str) -> None:
    """One that fails says so beside its source, and is asked again in a quarter of an hour."""
    from . import api

    try:
        api.fetch(source=source)
    except LookupError:
        return
