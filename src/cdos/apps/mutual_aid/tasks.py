"""What happens by itself: settlements are read for who allows it, and what is paid follows what is owed."""

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs

from .logic import granting, looking

NIGHT = "mutual_aid.night"


@jobs.task(NIGHT, queue="night", outside=True)
def night() -> None:
    looking.every_night()


@jobs.schedule("mutual_aid.every_night", daily="03:10")
def every_night() -> None:
    jobs.enqueue(NIGHT)
    with fence.everything():
        for claim in granting.behind():
            jobs.enqueue(granting.LEVEL, claim=claim)


@jobs.task(granting.LEVEL)
def level(claim: int) -> None:
    with fence.everything():
        granting.level(claim)
