"""`cdos up`, by the real command: it comes up, says so when asked twice, restarts what falls, goes down clean."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from tests.support.moulds import copy_of_city

from cdos.runtime.city import answers
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.postgres import APP, OWNER, Postgres
from cdos.runtime.trial import Trial, _command, trial_folder


@pytest.fixture(scope="module")
def city() -> Iterator[Trial]:
    folder = trial_folder()
    trial = copy_of_city(folder / "data", "--no-sample")
    trial.start()
    yield trial
    trial.stop()
    shutil.rmtree(folder, ignore_errors=True)


def children(trial: Trial) -> dict[str, int]:
    return trial.parts()


def eventually(what: Callable[[], bool], within_s: float = 120) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_a_second_up_on_the_same_data_says_so_and_does_no_harm(city: Trial) -> None:
    before = children(city)
    again = subprocess.run([*city.command(), "--port", "1"], capture_output=True, text=True, timeout=180)
    assert again.returncode == 0
    assert f"already runs on {city.folder}" in again.stdout
    assert f":{city.port}" in again.stdout
    assert children(city) == before
    assert answers(f"{city.url}/readyz")


@pytest.mark.slow
def test_web_and_worker_never_hold_the_owners_address(city: Trial) -> None:
    running = children(city)
    for name in ("web", "worker"):
        environment = Path(f"/proc/{running[name]}/environ").read_text()
        assert "cdos_app@" in environment
        assert "cdos_owner" not in environment


@pytest.mark.slow
def test_a_killed_worker_and_a_killed_web_come_back(city: Trial) -> None:
    before = children(city)
    os.kill(before["worker"], signal.SIGKILL)
    os.kill(before["web"], signal.SIGKILL)
    assert eventually(lambda: len(set(children(city).values()) - set(before.values())) == 2)
    assert eventually(lambda: answers(f"{city.url}/readyz"))


def statuses(city: Trial, until: Callable[[], bool], path: str = "/readyz") -> Counter[int]:
    """What four clients, each with a new connection a request, are answered; 0 is a broken or refused connection.

    As clients and proxies do (RFC 9110, 9.2.2), a GET whose connection closed before any answer is sent once more.
    """
    found: Counter[int] = Counter()

    def answered() -> int:
        line = http.client.HTTPConnection("127.0.0.1", city.port, timeout=60)
        try:
            line.request("GET", path)
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()

    def ask() -> None:
        while not until():
            found[answered() or answered()] += 1

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.slow
def test_a_rolling_restart_replaces_web_and_worker_without_a_failed_request(city: Trial) -> None:
    before = children(city)
    command = [sys.executable, "-m", "cdos", "restart", "--data", str(city.folder)]
    restart = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    found = statuses(city, lambda: restart.poll() is not None)
    assert restart.returncode == 0, restart.communicate()
    assert eventually(lambda: set(children(city).values()) & set(before.values()) == {before["postgres"]})
    assert set(found) == {200}
    assert found[200] > 50


@pytest.mark.slow
def test_while_the_web_is_started_again_who_asks_waits_and_is_served(city: Trial) -> None:
    web = children(city)["web"]
    served_by = [web, *city.children_of(web)]
    os.kill(web, signal.SIGKILL)
    # A worker that is dying may still take a connection, which nobody can then answer.
    assert eventually(lambda: not any(any(_command(pid)) for pid in served_by))
    with urllib.request.urlopen(f"{city.url}/healthz", timeout=60) as response:
        assert response.status == 200


# Each waits as long as it may for a database, so the outage is longer than a few attempts to reach it.
AWAY = {"page-ask-1": "/", "api-ask-1": "/api/appeals/statistics/public", "page-ask-2": "/appeals/new"}


@pytest.mark.slow
def test_a_killed_database_recovers_by_itself_and_meanwhile_pages_say_so_with_their_request_id(
    city: Trial,
) -> None:
    before = children(city)["postgres"]
    backends = started_by(before)
    assert city.process
    os.kill(city.process.pid, signal.SIGSTOP)  # nobody starts it again for a while
    os.kill(before, signal.SIGKILL)
    try:
        # They end when they notice that the first of them is gone; until then one may still answer.
        assert eventually(lambda: not any(map(alive, backends)))
        answered = [ask(city, asked, name) for name, asked in AWAY.items()]
    finally:
        os.kill(city.process.pid, signal.SIGCONT)
    for (status, retry, text), request_id in zip(answered, AWAY, strict=True):
        assert (status, retry) == (503, "5")
        assert request_id in text
    assert json.loads(answered[1][2])["type"] == "/api/problems/unavailable"
    assert eventually(lambda: children(city).get("postgres", before) != before)
    assert eventually(lambda: answers(f"{city.url}/readyz"))
    assert [ask(city, "/open311/v2/requests.json", "later-on")[0] for _ in range(40)] == [200] * 40


def started_by(parent: int) -> list[int]:
    return [int(one.name) for one in Path("/proc").glob("[0-9]*") if stat_of(int(one.name))[1] == str(parent)]


def alive(pid: int) -> bool:
    return stat_of(pid)[0] not in {"", "Z"}


def stat_of(pid: int) -> list[str]:
    """State and parent; empty where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return ["", ""]


def ask(city: Trial, path: str, request_id: str) -> tuple[int, str | None, str]:
    """Status, Retry-After and text, as somebody who may be signed in."""
    line = http.client.HTTPConnection("127.0.0.1", city.port, timeout=60)
    line.request("GET", path, headers={"Cookie": "sessionid=mine0000", "X-Request-ID": request_id})
    answer = line.getresponse()
    return answer.status, answer.headers["Retry-After"], answer.read().decode()


@pytest.mark.slow
def test_a_database_that_ends_by_itself_is_started_again(city: Trial) -> None:
    before = children(city)["postgres"]
    os.kill(before, signal.SIGINT)
    assert eventually(lambda: children(city).get("postgres", before) != before)
    assert eventually(lambda: answers(f"{city.url}/readyz"))


@pytest.mark.slow
def test_secrets_are_for_the_operator_only(city: Trial) -> None:
    assert (city.folder / "secrets.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_stopped_by_sigterm_it_ends_with_code_0_and_started_again_all_is_there(city: Trial) -> None:
    with psycopg.connect(city.database_url) as database:
        database.execute("INSERT INTO django_session VALUES ('kept', 'data', now())")
    assert city.stop(signal.SIGTERM) == 0
    assert not answers(f"{city.url}/healthz")
    city.start()
    with psycopg.connect(city.database_url) as database:
        found = database.execute(
            "SELECT session_data FROM django_session WHERE session_key = 'kept'"
        ).fetchone()
    assert found == ("data",)


@pytest.mark.slow
def test_a_city_begun_without_a_sample_stays_without(city: Trial) -> None:
    city.stop()
    assert DataFolder(city.folder).state()["sample"] == "none"
    city.options = ()
    city.start()
    assert "has no sample city and gets none" in city.output.read_text()
    assert sample_loads(city) == 0


@pytest.mark.slow
def test_a_city_that_people_use_is_neither_emptied_nor_made_a_demonstration_whatever_its_mark(
    city: Trial,
) -> None:
    people = (
        "--admin",
        "a-one",
        "甲",
        "13800138001",
        "--security",
        "b-two",
        "乙",
        "13800138002",
        "--audit",
        "c-three",
        "丙",
        "13800138003",
    )
    staff = [sys.executable, "-m", "cdos", "--data", str(city.folder), "staff", "first", *people]
    done = subprocess.run(staff, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    city.stop()
    extract = city.folder / "population.parquet"
    extract.write_text("the city's own")
    DataFolder(city.folder).remember(sample="loading")
    city.options = ()
    city.start()
    assert "People use this city already" in city.output.read_text()
    assert DataFolder(city.folder).state()["sample"] == "none"
    assert extract.read_text() == "the city's own"
    with psycopg.connect(city.database_url) as database:
        assert database.execute("SELECT count(*) FROM identity_account").fetchone() == (3,)
    assert sample_loads(city) == 0


def sample_loads(city: Trial) -> int:
    with psycopg.connect(city.database_url) as database:
        found = database.execute("SELECT count(*) FROM sample_sampleload").fetchone()
    return int(found[0]) if found else -1


@pytest.mark.slow
def test_when_the_supervisor_is_killed_nothing_of_the_city_is_left_and_the_next_start_works(
    city: Trial,
) -> None:
    left = children(city)
    assert set(left) == {"web", "worker", "postgres"}
    assert city.stop(signal.SIGKILL) == -signal.SIGKILL
    assert eventually(lambda: not any(_command(pid) for pid in left.values()))
    assert "url" in DataFolder(city.folder).running()  # a stale note misleads nobody: the lock is free
    city.start()
    assert city.stop(signal.SIGINT) == 0


@pytest.mark.slow
def test_a_taken_port_is_said_in_one_sentence() -> None:
    folder = trial_folder()
    trial = Trial(folder / "data", ("--no-sample",), port=1)
    os.environ.pop("DATABASE_URL", None)
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        trial.port = taken.getsockname()[1]
        done = subprocess.run(trial.command(), capture_output=True, text=True, timeout=180)
    assert done.returncode == 1
    assert "is taken by another program" in done.stdout
    shutil.rmtree(folder)


@pytest.mark.slow
def test_on_the_citys_own_server_the_owner_migrates_and_the_application_works_on_rows(
    postgres: Postgres,
) -> None:
    with postgres.connect() as admin:
        admin.execute(f"CREATE DATABASE own_server OWNER {OWNER}")
    urls = {
        "DATABASE_URL": postgres.url(APP, "own_server"),
        "CDOS_OWNER_URL": postgres.url(OWNER, "own_server"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cdos", "migrate"], env={**os.environ, **urls}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with postgres.connect(APP, "own_server") as application:
        application.execute("INSERT INTO django_session VALUES ('mine', 'data', now())")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("DROP TABLE django_session")


@pytest.mark.django_db
def test_the_application_role_is_no_superuser_and_obeys_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("cdos_app", False, False)


@pytest.mark.django_db
def test_the_application_role_cannot_change_tables() -> None:
    with pytest.raises(Exception, match="must be owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_session ADD COLUMN more text")


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_works_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
