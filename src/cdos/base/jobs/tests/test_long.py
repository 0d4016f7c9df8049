"""Long work runs beside the rest, and a job that ends its process is counted, steps aside and dies."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from cdos.base.jobs import api
from cdos.base.jobs.logic import outside, queue, registry, worker
from cdos.base.jobs.models import Effect, Job

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime.now(UTC) + timedelta(days=1)


class Killed(BaseException):
    """The process ends: nothing is caught, nothing is written."""


@pytest.fixture(autouse=True)
def _own_registry() -> Iterator[None]:
    kept = dict(registry._tasks), {k: list(v) for k, v in registry._subscribers.items()}
    yield
    for current, before in zip((registry._tasks, registry._subscribers), kept, strict=True):
        current.clear()
        current.update(before)  # type: ignore[arg-type]


@pytest.fixture
def work() -> Iterator[Callable[[], None]]:
    """Starts a worker; it is stopped at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    yield thread.start
    stop.set()
    if thread.ident is not None:
        thread.join()


def killed(run: Callable[[], int]) -> None:
    with pytest.raises(Killed):
        run()


def test_events_and_jobs_go_on_while_something_long_runs(work: Callable[[], None]) -> None:
    begun, heard, called, go_on = (threading.Event() for _ in range(4))
    calling, hold = threading.Event(), threading.Event()

    @api.task("t.long", queue="night")
    def long() -> None:
        begun.set()
        assert go_on.wait(60)

    @api.task("t.long_call", queue="night", outside=True)
    def long_call() -> None:
        calling.set()
        assert hold.wait(60)

    api.task("t.call", outside=True)(lambda: called.set())
    api.subscribe("t.said")(lambda event: heard.set())
    api.enqueue("t.long")
    api.enqueue("t.long_call")
    work()
    assert begun.wait(60)
    assert calling.wait(60)
    with transaction.atomic():
        api.announce("t.said")
        api.enqueue("t.call")
    try:
        assert heard.wait(60)
        assert called.wait(60)
        assert Job.objects.filter(name="t.long").exists()
    finally:
        go_on.set()
        hold.set()


def test_long_work_is_no_part_of_a_batch_and_commits_once_with_its_job() -> None:
    api.task("t.long", queue="night")(lambda: Effect.objects.create(key="long"))  # type: ignore[arg-type]
    api.enqueue("t.long")
    assert queue.run_batch(until=LATER) == 0
    assert queue.run_alone(until=LATER) == 0
    assert queue.run_alone(night=True) == 1
    assert Effect.objects.filter(key="long").count() == 1
    assert not Job.objects.exists()


def test_a_job_that_ends_its_process_steps_aside_and_dies_after_its_attempts() -> None:
    ran: list[str] = []

    @api.task("t.kills", max_attempts=2)
    def kills() -> None:
        ran.append("kills")
        Effect.objects.create(key=f"undone-{len(ran)}")
        raise Killed

    api.task("t.works")(lambda: ran.append("works"))
    api.enqueue("t.kills")
    api.enqueue("t.works")
    killed(queue.run_batch)
    assert Job.objects.get(name="t.kills").attempts == 0
    killed(queue.run_alone)  # how a worker begins
    kept = Job.objects.get(name="t.kills")
    assert (kept.attempts, kept.state) == (1, "ready")
    assert queue.run_batch() == 1  # the one behind it goes on
    assert ran == ["kills", "kills", "works"]
    killed(lambda: queue.run_batch(until=LATER))  # begun by itself, and counted
    assert queue.run_batch(until=LATER) == 1
    (dead,) = api.dead()
    assert (dead.name, dead.attempts, dead.error) == ("t.kills", 2, queue.LOST)
    assert len(ran) == 4
    assert not Effect.objects.exists()


def test_a_worker_notes_what_waited_before_it_came_and_notes_nothing_after(work: Callable[[], None]) -> None:
    seen: dict[str, int] = {}
    both = threading.Event()

    @api.task("t.noted")
    def noted(*, name: str) -> None:
        seen[name] = Job.objects.get(args={"name": name}).attempts
        if name == "later":
            both.set()
        else:
            api.enqueue("t.noted", run_at=datetime.now(UTC) + timedelta(seconds=5), name="later")

    api.enqueue("t.noted", name="first")
    work()
    assert both.wait(60)
    assert seen == {"first": 1, "later": 0}


def test_a_job_that_failed_after_its_process_had_ended_has_two_attempts_and_is_tried_in_a_batch_again() -> (
    None
):
    ends = [Killed, ValueError]

    @api.task("t.ends")
    def task() -> None:
        if ends:
            raise ends.pop(0)

    api.enqueue("t.ends")
    killed(queue.run_alone)
    assert queue.run_batch(until=LATER) == 1
    kept = Job.objects.get(name="t.ends")
    assert (kept.attempts, kept.leased_by) == (2, "")
    assert queue.run_batch(until=LATER) == 1
    assert not Job.objects.exists()


def test_a_job_begun_alone_is_run_by_one_worker_only() -> None:
    api.task("t.works")(lambda: None)
    api.enqueue("t.works")
    job = queue._begin(False, None)
    assert job is not None
    other = connection.copy()
    try:
        with transaction.atomic():
            assert queue._hold(job.id)
            with other.cursor() as cursor:
                cursor.execute(queue._HOLD, [job.id])
                assert cursor.fetchone() is None
    finally:
        other.close()


def test_outside_work_whose_worker_ends_each_time_dies_after_its_attempts() -> None:
    api.task("t.call", outside=True, max_attempts=2)(lambda: None)
    api.enqueue("t.call")
    for state in ("ready", "dead"):
        assert outside._claim("gone") is not None
        Job.objects.update(lease_until=datetime.now(UTC) - timedelta(hours=1))
        assert outside.reap() == 1
        assert Job.objects.get().state == state
    (dead,) = api.dead()
    assert (dead.attempts, dead.error) == (2, queue.LOST)
    assert not api.drain()
