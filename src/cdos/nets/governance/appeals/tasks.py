"""What happens to appeals by itself."""

import structlog
from django.conf import settings
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import SYSTEM

from . import duties, intake
from .adapters.registry import mail_sources
from .contracts import KIND
from .logic import dutyreplay, goingalong, moving, trying, writing

log = structlog.get_logger()
TAKE_MAIL = "appeals.take_mail"


@jobs.subscribe("matter.clock_overdue", where={"kind": {KIND}, "clock": {"rating"}})
def close_unrated(event: Event) -> None:
    """The time to rate is over."""
    moving.lapse(str(event.payload["number"]))


@jobs.subscribe("matter.moved", where={"kind": {KIND}})
def keep_together(event: Event) -> None:
    """Appeals that were joined go along with the live one."""
    if event.payload.get("move") not in goingalong.OWN:
        goingalong.keep(str(event.payload["number"]))


@jobs.subscribe("matter.moved", where={"kind": {KIND}, "move": {"reply", "answer", "reply_together"}})
def write_of_reply(event: Event) -> None:
    """To who has no account, and so no other notice."""
    with fence.everything():
        known = matters.get_many(actor=SYSTEM, ids=[int(event.payload["matter"])])
        for matter in known.values():
            writing.replied(matter, int(event.payload["entry"]))


@jobs.subscribe("matter.undone", where={"kind": {KIND}})
def keep_together_after_undo(event: Event) -> None:
    goingalong.keep(str(event.payload["number"]))


def dispatch_filed(event: Event) -> None:
    """Without a person where the city allows it; what is refused waits for one."""
    try:
        with override(settings.LANGUAGE_CODE):
            moving.dispatch_by_itself(str(event.payload["number"]))
    except MoveRefused as refusal:
        log.info("appeals.not_dispatched", number=event.payload["number"], why=str(refusal))
    except LookupError:  # removed meanwhile, or the city's trial of itself
        log.info("appeals.not_there", number=event.payload["number"])


# Nobody listens where it is off, so that filing an appeal causes no event.
if settings.AUTO_DISPATCH:
    jobs.subscribe("matter.filed", where={"kind": {KIND}})(dispatch_filed)


@jobs.schedule("appeals.fetch_mail", every_s=60)
def fetch_mail() -> None:
    jobs.enqueue(TAKE_MAIL)


@jobs.task(TAKE_MAIL, outside=True, max_attempts=1)
def take_mail() -> None:
    """Every source's new mail, each letter in a transaction of its own; holds none."""
    for source in mail_sources():
        intake.take_in(source)


@jobs.schedule("appeals.try", every_s=60)
def try_the_city() -> None:
    """A real appeal from intake to close; `/health/deep` tells when it last went well."""
    trying.take_in()


@jobs.task(trying.STEP)
def try_on(number: str, since: str) -> None:
    trying.go_on(number, since)


@jobs.task(dutyreplay.TASK, queue="night", outside=True, max_attempts=2)
def replay(replay: int) -> None:
    """Appeals of the past by a draft of the duty list; holds no transaction."""
    duties.replay(replay_id=replay)
