"""Faults with the real parts: each is answered with an error that names its request, and passes without a hand."""

import contextlib
import http.client
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from benchmarks.support import chaos_lookup
from django.utils import timezone
from tests.support.city import SCALE
from tests.support.moulds import copy_of_city

from cdos.base.jobs.logic import outside, schedules
from cdos.base.jobs.models import Job, Schedule
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.postgres import ADMIN
from cdos.runtime.trial import Trial, trial_folder

ROOM_MB = 900


class Gateway(http.server.BaseHTTPRequestHandler):
    """A gateway for text messages that answers when it is let."""

    let = threading.Event()
    asked: list[str] = []
    done: list[str] = []

    def do_POST(self) -> None:
        key = self.headers["Idempotency-Key"]
        self.asked.append(key)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.let.wait(60)
        self.done.append(key)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sms"
    Gateway.let.set()
    server.shutdown()


@pytest.fixture(scope="module")
def small_disk() -> Iterator[Path]:
    folder = trial_folder()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m,mode=711", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        shutil.rmtree(folder)
        pytest.skip("only root can make a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def city(small_disk: Path, gateway: str) -> Iterator[Trial]:
    trial = copy_of_city(small_disk / "data", "--scale", SCALE)
    added = {"CDOS_SMS": "http", "CDOS_SMS_URL": gateway, "CDOS_SMS_TOKEN": "t"}
    os.environ.update(added)
    try:
        trial.start()
    finally:
        for name in added:
            del os.environ[name]
    yield trial
    trial.stop()


def ask(city: Trial, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str, str]:
    """Status, request id, text."""
    line = http.client.HTTPConnection("127.0.0.1", city.port, timeout=60)
    sent = None if body is None else json.dumps(body).encode()
    line.request(method, path, sent, {"Content-Type": "application/json", **headers})
    answer = line.getresponse()
    return answer.status, str(answer.headers["X-Request-ID"]), answer.read().decode()


def file(city: Trial, text: str = "路灯不亮，请修理。", **headers: str) -> tuple[int, str, str]:
    return ask(city, "POST", "/api/appeals", {"text": text}, **headers)


def eventually(what: Callable[[], bool], within_s: float = 120) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.2)
    return False


def as_admin(city: Trial, *statements: str) -> None:
    url = str(DataFolder(city.folder).running()["owner"]).replace("cdos_owner@", f"{ADMIN}@")
    with psycopg.connect(url, autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)


def fill(ballast: Path) -> None:
    """Until nothing more fits, whatever else is written meanwhile."""
    with ballast.open("wb", buffering=0) as file_, contextlib.suppress(OSError):
        while file_.write(bytes(1 << 16)):
            pass


# Until they are gone: one that is about to go still takes a question, and never answers it.
END_ALL = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE usename = 'cdos_app'"


@pytest.mark.slow
@pytest.mark.xdist_group("faults")
def test_a_database_that_takes_no_changes_still_shows_pages_and_says_when_it_cannot_write(
    city: Trial,
) -> None:
    as_admin(city, "ALTER DATABASE cdos SET default_transaction_read_only = on", END_ALL)
    status, request_id, text = file(city)
    assert status == 503
    assert json.loads(text)["instance"] == request_id
    assert json.loads(text)["type"] == "/api/problems/unavailable"
    assert ask(city, "GET", "/api/appeals/statistics/public")[0] == 200
    assert json.loads(ask(city, "GET", "/health/ready")[2])["changes"] == "refused"
    writing = "SET default_transaction_read_only = off"
    as_admin(city, writing, "ALTER DATABASE cdos RESET default_transaction_read_only", END_ALL)
    assert eventually(lambda: file(city)[0] == 201)


@pytest.mark.slow
@pytest.mark.xdist_group("faults")
def test_a_slow_gateway_holds_up_neither_pages_nor_other_work_and_gets_each_message_once(city: Trial) -> None:
    environment = {**os.environ, "DATABASE_URL": city.database_url, "CDOS_DATA": str(city.folder)}
    script = Path(__file__).resolve().parents[1] / "benchmarks" / "support" / "tokens.py"
    said = subprocess.run(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    tokens = {who: f"Bearer {token}" for who, token in json.loads(said.stdout).items()}
    reply = {"data": {"reply": "已核实。", "outcome": "explained"}}
    for _ in range(4):  # more than the worker has threads for outside calls
        number = json.loads(file(city, Authorization=tokens["resident"])[2])["number"]
        path = f"/api/appeals/{number}/moves/answer"
        assert ask(city, "POST", path, reply, Authorization=tokens["staff"])[0] == 200
    assert eventually(lambda: len(Gateway.asked) >= 2)
    owner = str(DataFolder(city.folder).running()["owner"])
    with psycopg.connect(owner) as database:
        notices = "SELECT count(*) FROM notices_notice WHERE key LIKE 'matter:%' AND party_id IS NOT NULL"
        assert eventually(lambda: (database.execute(notices).fetchone() or [0])[0] >= 4)  # type: ignore[operator]
    assert file(city)[0] == 201
    Gateway.let.set()
    assert chaos_lookup.settle(owner, 600) == 0  # a refused message waits longer at each try
    assert len(set(Gateway.done)) >= 4


@pytest.mark.slow
@pytest.mark.xdist_group("faults")
def test_a_full_disk_refuses_with_the_request_id_and_loses_nothing(city: Trial) -> None:
    """The last of this file: it fills the disk on which the whole city lives."""
    ballast, accepted, refused = city.folder / "ballast", [], []
    fill(ballast)
    for turn in range(2000):
        status, request_id, text = file(city, f"[{turn}]" + "路面塌陷需要修补。" * 1500)
        if status == 201:
            accepted.append(json.loads(text)["number"])
        else:
            refused.append((status, request_id, text))
        if len(refused) > 3:
            break
    ballast.unlink()
    assert refused
    for status, request_id, text in refused:
        assert status == 503
        assert json.loads(text)["instance"] == request_id
    assert eventually(lambda: file(city)[0] == 201)
    with psycopg.connect(str(DataFolder(city.folder).running()["owner"])) as database:
        found = {number for (number,) in database.execute("SELECT number FROM matters_matter")}
    assert set(accepted) <= found


@pytest.mark.django_db
def test_a_clock_that_jumps_ahead_an_hour_and_back_leaves_no_schedule_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schedules.register()
    really = timezone.now()
    monkeypatch.setattr(schedules.timezone, "now", lambda: really + timedelta(hours=1))
    assert schedules.fire_due() > 0
    assert schedules.fire_due() == 0  # once, not sixty times
    monkeypatch.setattr(schedules.timezone, "now", lambda: really)
    schedules.fire_due()
    sweep = Schedule.objects.get(name="matters.sweep")
    assert sweep.next_at <= really + timedelta(seconds=15)


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 1])
def test_a_lease_from_before_the_clock_jumped_does_not_hold_its_work(hours: int) -> None:
    Job.objects.create(name="x", args={}, outside=True, state="running", leased_by="gone",
                       lease_until=timezone.now() + timedelta(hours=hours))  # fmt: skip
    fresh = Job.objects.create(name="y", args={}, outside=True, state="running", leased_by="here",
                               lease_until=timezone.now() + timedelta(seconds=outside.LEASE_S))  # fmt: skip
    assert outside.reap() == 1
    fresh.refresh_from_db()
    assert fresh.state == "running"
