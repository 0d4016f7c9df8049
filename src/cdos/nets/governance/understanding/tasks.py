"""What understanding does by itself: learn at night, note corrections, dispatch what is sure where the city chose so."""

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event

from . import api
from .logic import asking, correcting, filereading


@jobs.subscribe("appeal.item_chosen")
def note_choice(event: Event) -> None:
    correcting.note(event.payload)


@jobs.task(asking.TRAIN, queue="night", outside=True, max_attempts=2)
def train(by_name: str = "", account_id: int | None = None) -> None:
    """Minutes of work without a transaction; its rows are written at the end."""
    api.train(by_name=by_name, account_id=account_id)


@jobs.task(filereading.TASK, outside=True, max_attempts=2)
def read_files(matter: int, tokens: list[str]) -> None:
    filereading.read(matter, tokens)


@jobs.schedule("understanding.train_at_night", daily="02:40")
def train_at_night() -> None:
    jobs.enqueue(asking.TRAIN)


@jobs.schedule("understanding.dispatch", every_s=10)
def dispatch() -> None:
    api.dispatch_waiting()
