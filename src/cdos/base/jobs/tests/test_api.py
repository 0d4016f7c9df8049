"""Events, jobs, outside calls and schedules, as their callers see them."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from cdos.base.jobs import api
from cdos.base.jobs.api import Event
from cdos.base.jobs.logic import outbox, outside, queue, registry, schedules, worker
from cdos.base.jobs.models import Effect, Job, OutboxEvent, Schedule

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_registry() -> Iterator[None]:
    kept = (
        dict(registry._tasks),
        {k: list(v) for k, v in registry._subscribers.items()},
        dict(registry._rules),
    )
    yield
    for current, before in zip((registry._tasks, registry._subscribers, registry._rules), kept, strict=True):
        current.clear()
        current.update(before)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        api.announce("a.b")


def test_an_event_nobody_waits_for_costs_nothing() -> None:
    api.announce("nobody.listens", number=1)
    assert not OutboxEvent.objects.exists()


def test_a_handler_gets_what_it_listens_for_and_nothing_else_is_kept() -> None:
    heard: list[int] = []

    @api.subscribe("a.b", where={"kind": {"appeal"}, "move": {"answer", "solve"}})
    def one(event: Event) -> None:
        heard.append(event.payload["n"])

    api.announce("a.b", n=1, kind="appeal", move="answer")
    api.announce("a.b", n=2, kind="appeal", move="sign")
    api.announce("a.b", n=3, kind="application", move="answer")
    api.announce("a.b", n=4, kind="appeal")
    assert OutboxEvent.objects.count() == 1  # for the others nobody waits

    @api.subscribe("a.b")
    def every(event: Event) -> None:
        pass

    api.announce("a.b", n=5, kind="application", move="answer")
    api.announce("a.b", n=6, kind="appeal", move="solve")
    assert api.drain() == 3
    assert heard == [1, 6]


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_failed_transaction_never_happened() -> None:
    api.subscribe("a.b")(lambda event: None)
    with suppress(ZeroDivisionError), transaction.atomic():
        api.announce("a.b")
        raise ZeroDivisionError
    assert not OutboxEvent.objects.exists()


def test_every_subscriber_gets_every_event_in_order() -> None:
    first: list[int] = []
    batches: list[list[int]] = []

    @api.subscribe("a.b")
    def one(event: Event) -> None:
        assert event.at is not None
        first.append(event.payload["n"])

    @api.subscribe("a.b", batch=True)
    def many(events: Sequence[Event]) -> None:
        batches.append([event.payload["n"] for event in events])

    api.announce_many("a.b", [{"n": n} for n in range(5)])
    assert api.drain() == 5
    assert first == [0, 1, 2, 3, 4]
    assert batches == [[0, 1, 2, 3, 4]]
    assert api.drain() == 0


def test_a_failing_handler_neither_blocks_the_others_nor_loses_its_event_nor_repeats_theirs() -> None:
    good: list[int] = []
    attempts: list[int] = []

    @api.subscribe("a.b")
    def works(event: Event) -> None:
        good.append(event.payload["n"])

    @api.subscribe("a.b")
    def fails_on_one(event: Event) -> None:
        Effect.objects.create(key=f"seen-{event.payload['n']}-{len(attempts)}")
        attempts.append(event.payload["n"])
        if event.payload["n"] == 1 and attempts.count(1) < 3:
            raise ValueError("not yet")

    api.announce_many("a.b", [{"n": n} for n in range(3)])
    api.drain(raising=False)
    assert good == [0, 1, 2]
    assert Job.objects.count() == 1
    assert Effect.objects.count() == 2  # of 0 and 2, when they ran singly; the failed ones were undone
    api.drain(raising=False, until=datetime.now(UTC) + HOUR)
    assert not Job.objects.exists()
    assert attempts.count(1) == 3
    assert good == [0, 1, 2]


def test_a_broken_foreign_statement_is_the_handlers_failure_alone() -> None:
    done: list[int] = []

    @api.subscribe("a.b")
    def breaks(event: Event) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    @api.subscribe("a.b")
    def works(event: Event) -> None:
        done.append(event.id)

    api.announce("a.b")
    api.drain(raising=False)
    assert len(done) == 1
    assert "nowhere" in Job.objects.get().error


def test_a_task_runs_once_with_its_arguments_and_later_if_told_so() -> None:
    ran: list[str] = []
    api.task("t.echo")(lambda *, word: ran.append(word))
    api.enqueue("t.echo", word="now")
    api.enqueue("t.echo", run_at=datetime.now(UTC) + HOUR, word="later")
    api.drain()
    assert ran == ["now"]
    api.drain(until=datetime.now(UTC) + 2 * HOUR)
    assert ran == ["now", "later"]


def test_an_unknown_task_is_refused_at_once() -> None:
    with pytest.raises(LookupError):
        api.enqueue("t.nobody")


def test_a_task_that_keeps_failing_dies_and_can_be_tried_again() -> None:
    broken = [True]

    @api.task("t.fails", max_attempts=2)
    def fails() -> None:
        if broken:
            raise ValueError("broken\x00")

    api.enqueue("t.fails")
    for days in (0, 1, 2):
        api.drain(raising=False, until=datetime.now(UTC) + timedelta(days=days))
    (dead,) = api.dead()
    assert (dead.name, dead.attempts) == ("t.fails", 2)
    assert "ValueError: broken" in dead.error
    assert api.figures().dead == 1
    broken.clear()
    assert api.retry(dead.id)
    assert not api.retry(dead.id)
    api.drain()
    assert not Job.objects.exists()


def test_waits_double_with_spread_up_to_an_hour() -> None:
    assert 1 <= queue.backoff_s(1) <= 3
    assert 8 <= queue.backoff_s(4) <= 24
    assert queue.backoff_s(500) <= 5400


def test_an_effect_key_makes_work_once_while_it_waits_and_after_it_is_done() -> None:
    sent: list[str] = []
    api.task("t.send", outside=True)(lambda *, effect_key: sent.append(effect_key))
    assert api.enqueue("t.send", effect_key="k1") is not None
    assert api.enqueue("t.send", effect_key="k1") is None
    api.drain()
    assert api.enqueue("t.send", effect_key="k1") is None
    api.drain()
    assert sent == ["k1"]


def test_a_call_whose_record_was_lost_is_not_made_again() -> None:
    sent: list[int] = []
    api.task("t.send", outside=True)(lambda: sent.append(1))
    api.enqueue("t.send", effect_key="k1")
    Effect.objects.create(key="k1", done_at=datetime.now(UTC))
    api.drain()
    assert sent == []
    assert not Job.objects.exists()


def test_work_of_a_vanished_worker_is_taken_over_and_a_beating_one_keeps_its_own() -> None:
    api.task("t.send", outside=True)(lambda: None)
    api.enqueue("t.send")
    assert outside._claim("gone") is not None
    assert outside.reap() == 0
    Job.objects.update(lease_until=datetime.now(UTC) - HOUR)
    outside.beat(worker="gone")
    assert outside.reap() == 0
    Job.objects.update(lease_until=datetime.now(UTC) - HOUR)
    assert outside.reap() == 1
    assert api.drain() == 1


def test_a_schedule_fires_once_and_waits_for_its_last_run() -> None:
    ran: list[int] = []
    api.schedule("t.sweep", every_s=600)(lambda: ran.append(1))
    schedules.register()
    soon = datetime.now(UTC) + timedelta(seconds=700)
    assert "t.sweep" in Schedule.objects.values_list("name", flat=True)
    schedules.fire_due(until=soon)
    schedules.fire_due(until=soon)
    Schedule.objects.filter(name="t.sweep").update(next_at=soon)
    schedules.fire_due(until=soon)
    assert Job.objects.filter(name="t.sweep").count() == 1
    api.drain()
    assert ran == [1]


def test_a_daily_rule_is_in_local_time() -> None:
    rule = registry.Rule("x", daily=datetime(2026, 1, 1, 2, 0).time())
    noon = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)  # 12:00 in Shenzhen
    assert rule.after(noon) == datetime(2026, 5, 1, 18, 0, tzinfo=UTC)
    assert rule.after(rule.after(noon)) == datetime(2026, 5, 2, 18, 0, tzinfo=UTC)


def test_a_schedule_says_when_in_one_way() -> None:
    with pytest.raises(ValueError, match="either"):
        api.schedule("t.never")(lambda: None)


def test_a_batch_that_breaks_its_transaction_becomes_single_jobs() -> None:
    ran: list[int] = []
    api.subscribe("a.b")(lambda event: ran.append(event.payload["n"]))
    api.announce_many("a.b", [{"n": n} for n in range(3)])
    assert outbox.defer_batch() == 3
    assert ran == []
    api.drain()
    assert sorted(ran) == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_wake_at_once() -> None:
    ran: list[int] = []
    api.task("t.echo")(lambda *, n: ran.append(n))
    api.schedule("t.tick", every_s=3600)(lambda: ran.append(-1))
    schedules.register()
    Schedule.objects.filter(name="t.tick").update(next_at=datetime.now(UTC) - HOUR)
    stop = threading.Event()
    threads = [threading.Thread(target=worker.run, args=(stop,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for n in range(200):
        api.enqueue("t.echo", n=n)
    until = time.monotonic() + 120
    while len(ran) < 201 and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    for thread in threads:
        thread.join()
    assert sorted(ran) == [-1, *range(200)]
    assert not Job.objects.filter(
        name__startswith="t."
    ).exists()  # the city's schedules queue theirs meanwhile
