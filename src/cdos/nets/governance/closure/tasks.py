"""What happens by itself: each reply is scored when it is given."""

import structlog
from django.conf import settings
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import KIND, Outcome

from . import api
from .logic import asking, pictures, promising, repeats, scoring

log = structlog.get_logger()
HEARD = scoring.REPLIES | {"solve", scoring.TOGETHER}
ASK = "closure.ask_everybody"


@jobs.subscribe("matter.moved", where={"kind": {KIND}, "move": HEARD})
def take_in_reply(event: Event) -> None:
    said = event.payload
    try:
        with fence.everything(), override(settings.LANGUAGE_CODE):
            if said["move"] == scoring.TOGETHER:
                _answered_together(str(said["number"]))
            elif said["move"] == "solve":
                _solved(str(said["number"]), int(said["entry"]))
            else:
                _take_in(str(said["number"]), int(said["entry"]))
    except LookupError:  # removed meanwhile, or the city's trial of itself
        log.info("closure.not_there", number=said["number"])


def _take_in(number: str, entry: int) -> None:
    found = scoring.take_in(number, entry)
    if found is None:
        return
    answer, view, line = found
    promising.note(answer, line)
    if line.files:
        pictures.judge(answer, view, line.files)
    if answer.outcome == Outcome.SOLVED.value:
        asking.plan(answer)


def _answered_together(number: str) -> None:
    """The answer is judged once, at the appeal that was answered; whether it holds is for each to say."""
    view = appeals.appeal(actor=SYSTEM, number=number)
    answer = scoring.answer_of_live(view)
    if answer is not None and answer.outcome == Outcome.SOLVED.value:
        asking.plan(answer, of=view.matter)


@jobs.schedule("closure.promises", every_s=3600)
def check_promises() -> None:
    """Promises whose day has come."""
    with override(settings.LANGUAGE_CODE):
        asked, broken = api.check_promises()
    if asked or broken:
        log.info("closure.promises", asked=asked, broken=broken)


def _solved(number: str, entry: int) -> None:
    """The unit says later that it is solved: its pictures count with the last reply."""
    answer = scoring.last_answer(number)
    if answer is None:
        _answered_together(number)  # who was joined hears later, too, that it is solved
        return
    answer.outcome = Outcome.SOLVED.value
    answer.save(update_fields=["outcome"])
    view = appeals.appeal(actor=SYSTEM, number=number)
    line = next((one for one in view.timeline if one.id == entry), None)
    if line is not None and line.files:
        pictures.judge(answer, view, line.files)
    asking.plan(answer)


@jobs.schedule("closure.repeats", every_s=300)
def look_for_repeats() -> None:
    """What was filed again near something solved."""
    with fence.everything(), override(settings.LANGUAGE_CODE):
        if found := repeats.look():
            log.info("closure.filed_again", found=found)


@jobs.schedule("closure.ask_again", daily="10:00")
def ask_again() -> None:
    """Is it still fixed? In the daytime, when a phone may ring."""
    jobs.enqueue(ASK)


@jobs.task(ASK, outside=True)
def ask_everybody() -> None:
    """Without a transaction of its own: each block is asked once."""
    with override(settings.LANGUAGE_CODE):
        log.info("closure.asked_again", asked=api.ask_again())


@jobs.schedule("closure.forget_photos", daily="03:20")
def forget_photos() -> None:
    with fence.everything():
        pictures.forget_loose()


@jobs.schedule("closure.sample", daily="07:00")
def draw_samples() -> None:
    """This week's samples; on other days than Monday what was planned since."""
    with override(settings.LANGUAGE_CODE):
        if drawn := api.draw_samples():
            log.info("closure.sampled", drawn=drawn)
