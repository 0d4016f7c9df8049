"""What happens by itself: settlements are read for who allows it, and what is paid follows what is owed."""

import structlog

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs

from .contracts import SourceAway
from .logic import granting, looking

log = structlog.get_logger()
NIGHT = "mutual_aid.night"


@jobs.task(NIGHT, outside=True)
def night() -> None:
    try:
        looking.every_night()
    except SourceAway as away:
        log.warning("mutual_aid.not_looked", why=str(away))


@jobs.schedule("mutual_aid.every_night", daily="03:10")
def every_night() -> None:
    jobs.enqueue(NIGHT)


@jobs.task(granting.LEVEL)
def level(claim: int) -> None:
    with fence.everything():
        granting.level(claim)
