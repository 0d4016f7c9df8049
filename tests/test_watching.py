"""What an operator's tools ask: alive, ready, deep, figures; and one request id from the browser to the audit row."""

import re
import runpy
import threading
import urllib.request
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import structlog
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cdos.base.jobs import api as jobs
from cdos.base.jobs.logic.signal import Listener
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought
from cdos.base.vitals import api as vitals
from cdos.base.vitals.models import Mark
from cdos.runtime import health
from cdos.runtime import settings as own_settings
from cdos.runtime.city import answers
from cdos.runtime.settings import database_from_url
from cdos.runtime.trial import Trial


def get(path: str, **headers: Any) -> HttpResponse:
    return Client().get(path, **headers)


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} ([-+.\deE]+)$", text, re.MULTILINE)
    assert found, f"{name} is missing"
    return float(found[1])


def test_the_supervisor_is_answered_whatever_the_names_of_the_city_are(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("CDOS_HOSTS", "city.example")
    settings.ALLOWED_HOSTS = runpy.run_path(own_settings.__file__)["ALLOWED_HOSTS"]
    for name in ("city.example", "localhost", "127.0.0.1:8000", "[::1]"):
        assert Client().get("/healthz", headers={"Host": name}).status_code == 200
    assert Client().get("/healthz", headers={"Host": "other.example"}).status_code == 400


def test_the_supervisor_asks_by_a_name_that_always_counts() -> None:
    hosts: list[str | None] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hosts.append(self.headers["Host"])
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        asked = threading.Thread(target=server.handle_request)
        asked.start()
        assert answers(f"http://127.0.0.1:{server.server_port}/readyz")
        asked.join()
    assert hosts == ["localhost"]


def test_a_process_that_runs_out_of_memory_or_handles_asks_to_be_started_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert get("/health/live").status_code == 200
    settings.WEB_MEMORY_MB = 1
    assert get("/health/live").status_code == 503
    settings.WEB_MEMORY_MB = 0
    monkeypatch.setattr(health, "MOST_HANDLES", 0.0)
    assert get("/health/live").json()["status"] == "failing"


@pytest.mark.django_db
def test_a_machine_without_room_tables_or_database_is_not_ready(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert get("/health/ready").json() | {"disk_free_mb": ""} == {
        "status": "ready", "database": "ok", "changes": "ok", "tables": "ok", "disk_free_mb": "",
    }  # fmt: skip
    settings.LEAST_FREE_MB = 10**9
    assert get("/health/ready").status_code == 503
    settings.LEAST_FREE_MB = 0
    assert not health.migrations(set()).good
    away = {**connection.get_connection_params(), "host": "/nowhere"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: away)
    answer = get("/health/ready")
    assert answer.status_code == 503
    assert "does not answer" in answer.json()["database"]


def test_whatever_else_the_address_of_the_database_says_is_handed_on() -> None:
    made = database_from_url(
        "postgresql://me:s%40@db:5433/city?sslmode=verify-full&sslrootcert=/etc/a%20b.pem"
    )
    assert [made[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "city", "me", "s@", "db", "5433",
    ]  # fmt: skip
    options = made["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/a b.pem")
    embedded = database_from_url("postgresql://cdos_app@/cdos?host=/run/p%20g&prepare_threshold=x")
    assert embedded["HOST"] == "/run/p g"
    assert embedded["OPTIONS"] == database_from_url("postgresql://x@/x")["OPTIONS"]


@pytest.mark.django_db
def test_connections_beside_djangos_are_made_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "options", "-c default_transaction_read_only=on")
    assert health.Answer("changes", "refused") in list(health.database())
    with Listener() as listener:
        row = listener._listening().execute("SHOW default_transaction_read_only").fetchone()
    assert row == ("on",)


@pytest.mark.django_db
def test_deep_is_good_while_the_last_appeal_went_through_not_long_ago() -> None:
    assert get("/health/deep").status_code == 503
    vitals.mark("deep", seconds=2.5)
    assert "in 2.5 s" in get("/health/deep").json()["appeal"]
    Mark.objects.update(at=timezone.now() - timedelta(seconds=health.DEEP_WITHIN_S + 1))
    assert get("/health/deep").status_code == 503


@pytest.mark.django_db
def test_figures_are_for_this_machine_or_a_token_never_through_a_proxy(settings: Any) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    assert get("/metrics").status_code == 200
    assert get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 404
    proxied = {"X-Forwarded-For": "10.0.0.9", "Authorization": "Bearer a-long-token"}
    assert get("/metrics", headers=proxied).status_code == 200
    assert get("/metrics", headers={**proxied, "Authorization": "Bearer wrong"}).status_code == 404


@pytest.mark.django_db
def test_the_figures_tell_of_queue_marks_calendar_keys_and_ledger() -> None:
    with transaction.atomic():
        ledger.record(act="matter.filed", about=1, object="matter:1")
    ledger.head()
    vitals.mark("backup", bytes=1)
    vitals.mark("restore-test")
    text = get("/metrics").content.decode()
    for name in (
        "cdos_jobs_ready", "cdos_jobs_dead", "cdos_jobs_retrying", "cdos_jobs_oldest_seconds",
        "cdos_outbox_lag_seconds", "cdos_database_dead_tuples", "cdos_database_longest_transaction_seconds",
        "cdos_calendar_days_left", "cdos_backup_age_seconds", "cdos_restore_test_age_seconds",
        "cdos_ledger_head_age_seconds",
    ):  # fmt: skip
        figure(text, name)
    assert figure(text, "cdos_metrics_groups_failed") == 0
    assert re.search(r'cdos_key_expires_seconds\{key="ledger-head', text)


@pytest.mark.django_db
def test_routes_are_counted_by_their_pattern_and_failed_sign_ins_apart() -> None:
    before = figure(get("/metrics").content.decode(), "cdos_login_failures_total")
    Client().post("/accounts/sign-in/", {"login": "nobody", "password": "wrong"})
    get("/api/appeals/SZ-26-0000001-9")
    text = get("/metrics").content.decode()
    assert 'route="/api/appeals/{number}"' in text or 'route="/api/appeals/<number>"' in text
    assert "SZ-26-0000001" not in text
    assert figure(text, "cdos_login_failures_total") == before + 1


@pytest.mark.slow
def test_the_webs_processes_count_together(live_trial: Trial) -> None:
    def counted() -> float:
        with urllib.request.urlopen(f"{live_trial.url}/metrics") as response:
            text = response.read().decode()
        found = re.search(r'cdos_requests_total\{method="GET",route="/healthz",status="200"\} ([\d.]+)', text)
        return float(found[1]) if found else 0.0

    before = counted()
    for _ in range(40):
        urllib.request.urlopen(f"{live_trial.url}/healthz").read()
    assert counted() == before + 40


@jobs.task("watching.noted")
def noted() -> None:
    seen.append(structlog.contextvars.get_contextvars().get("request_id"))
    ledger.record(act="matter.filed", object="matter:777")


seen: list[object] = []


@pytest.mark.django_db
def test_one_id_goes_from_the_browser_to_the_job_it_causes_and_to_the_audit_row() -> None:
    seen.clear()
    with structlog.contextvars.bound_contextvars(request_id="from-the-browser-1"):
        jobs.enqueue("watching.noted")
    jobs.enqueue("watching.noted")
    jobs.drain()
    ledger.seal()
    rows = ledger.find(Sought(object="matter:777"))
    assert seen == ["from-the-browser-1", ""]
    assert [(row.details or {}).get("request") for row in rows] == [None, "from-the-browser-1"]
