"""What waits to be done, asked by one small statement: an idle worker opens no transaction, and wakes nobody for nothing."""

from typing import NamedTuple

from cdos.base import statements
from cdos.base.jobs.logic import registry


class Waiting(NamedTuple):
    events: bool
    jobs: bool
    calls: bool
    schedules: bool


_READY = "SELECT FROM jobs_job WHERE state = 'ready' AND run_at <= clock_timestamp()"
_LOOK = f"""
    SELECT EXISTS (SELECT FROM (SELECT FROM jobs_outbox ORDER BY id LIMIT 1) first),
           EXISTS ({_READY} AND NOT outside AND queue <> '{registry.NIGHT}'), EXISTS ({_READY} AND outside),
           EXISTS (SELECT FROM jobs_schedule WHERE next_at <= clock_timestamp())
"""


def look() -> Waiting:
    """What another worker is doing just now may still show as waiting."""
    return Waiting(*statements.run(_LOOK)[0])
