"""Workers killed without warning: every effect once, none lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from cdos.base.jobs import api
from cdos.base.jobs.logic import registry
from cdos.base.jobs.models import Job, OutboxEvent
from cdos.runtime.postgres import Postgres

JOBS = 100
WAIT_S = 300  # a busy machine takes long to start a process


@pytest.fixture
def _tables(postgres: Postgres, transactional_db: None) -> Iterator[None]:
    kept = dict(registry._tasks), dict(registry._subscribers)
    name = connection.settings_dict["NAME"]
    with postgres.connect(database=name) as owner:
        owner.execute("CREATE TABLE kill_effects (kind text, number int, pid int)")
        owner.execute("CREATE TABLE kill_calls (key text PRIMARY KEY, n int)")
        owner.execute("GRANT ALL ON kill_effects, kill_calls TO PUBLIC")
    yield
    with postgres.connect(database=name) as owner:
        owner.execute("DROP TABLE kill_effects, kill_calls")
    for current, before in zip((registry._tasks, registry._subscribers), kept, strict=True):
        current.clear()
        current.update(before)  # type: ignore[arg-type]


def start() -> "subprocess.Popen[bytes]":
    known = connection.settings_dict
    arguments = [known["NAME"], known["USER"], known["HOST"], str(known["PORT"])]
    script = Path(__file__).with_name("killable.py")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "CDOS_DATA": str(settings.DATA_DIR),
    }
    return subprocess.Popen(
        [sys.executable, str(script), *arguments], env=environment, stdout=subprocess.DEVNULL
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_tables")
def test_killed_workers_lose_nothing_and_repeat_nothing() -> None:
    api.task("kill.inside")(lambda *, n: None)
    api.task("kill.outside", outside=True)(lambda *, n: None)
    api.subscribe("kill.event")(lambda event: None)
    with transaction.atomic():
        api.announce_many("kill.event", [{"n": n} for n in range(JOBS)])
        for n in range(JOBS):
            api.enqueue("kill.inside", n=n)
            api.enqueue("kill.outside", effect_key=f"call-{n}", n=n)
    chance = random.Random(3)
    own = Job.objects.filter(name__startswith="kill.")  # the city's schedules queue theirs meanwhile
    workers = [start(), start()]
    until, kills = time.monotonic() + WAIT_S, 0
    try:
        while (OutboxEvent.objects.exists() or own.exists()) and time.monotonic() < until:
            time.sleep(chance.uniform(1.2, 2.2))
            assert all(worker.poll() is None for worker in workers), "a worker ended by itself"
            if kills < 6:
                victim = workers.pop(0)
                victim.send_signal(signal.SIGKILL)
                victim.wait()
                kills += 1
                workers.append(start())
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, count(*), count(DISTINCT number), count(DISTINCT pid) FROM kill_effects GROUP BY 1"
        )
        effects = {kind: (rows, distinct) for kind, rows, distinct, _ in cursor.fetchall()}
        cursor.execute("SELECT count(*), count(DISTINCT n) FROM kill_calls")
        calls = cursor.fetchone()
    assert kills >= 2
    assert not own.exists()
    assert effects == dict.fromkeys(("inside", "first", "second"), (JOBS, JOBS))
    assert calls == (JOBS, JOBS)
