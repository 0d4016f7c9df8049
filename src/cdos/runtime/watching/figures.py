"""What /metrics asks of the database and the key files at each scrape, each figure with its help."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import structlog
from django.conf import settings
from django.db import connection
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cdos.base.calendar import api as calendar
from cdos.base.crypto import api as crypto
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.vitals import api as vitals
from cdos.base.vitals.contracts import BACKUP, DEEP, RESTORE_TEST

log = structlog.get_logger(__name__)

QUEUE = """
    SELECT (SELECT count(*) FROM jobs_job WHERE state = 'ready' AND attempts > 0),
           (SELECT count(*) FROM jobs_outbox),
           (SELECT COALESCE(extract(epoch FROM clock_timestamp() - min(at)), 0) FROM jobs_outbox)
"""
SERVER = """
    SELECT (SELECT COALESCE(sum(n_dead_tup), 0) FROM pg_stat_user_tables),
           (SELECT COALESCE(sum(n_dead_tup), 0) FROM pg_stat_user_tables WHERE relname IN ('jobs_job', 'jobs_outbox')),
           (SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()),
           (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
           pg_database_size(current_database())
"""


def gauge(name: str, help: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"cdos_{name}", help, value=value)


def row(sql: str) -> list[float]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [float(value) for value in cursor.fetchone()]


def queue() -> Iterator[GaugeMetricFamily]:
    found, (retries, events, lag) = jobs.figures(), row(QUEUE)
    yield gauge("jobs_ready", "Jobs and events that could run now.", found.ready)
    yield gauge("jobs_running", "Jobs with an outside call on its way.", found.running)
    yield gauge("jobs_dead", "Jobs that failed for good (dead letters).", found.dead)
    yield gauge("jobs_retrying", "Jobs that failed and will be tried again.", retries)
    yield gauge("jobs_oldest_seconds", "Age of the oldest work that could run now.", found.oldest_s)
    yield gauge("outbox_events", "Events not delivered yet.", events)
    yield gauge("outbox_lag_seconds", "Age of the oldest event not delivered yet.", lag)


def server() -> Iterator[GaugeMetricFamily]:
    dead, dead_jobs, longest, lines, size = row(SERVER)
    yield gauge("database_dead_tuples", "Dead rows of all tables.", dead)
    yield gauge("database_dead_tuples_jobs", "Dead rows of the queue's tables.", dead_jobs)
    yield gauge("database_longest_transaction_seconds", "Age of the longest open transaction.", longest)
    yield gauge("database_connections", "Connections to the city's database.", lines)
    yield gauge("database_bytes", "Size of the database.", size)


def marks() -> Iterator[GaugeMetricFamily]:
    """Nothing for what never happened: an alert asks for `absent()`."""
    names = {BACKUP: "backup", RESTORE_TEST: "restore_test", DEEP: "deep_check"}
    found = vitals.marks()
    for name, label in names.items():
        if name in found:
            yield gauge(f"{label}_age_seconds", f"Since the last {label} that went well.", found[name].age_s)


def coverage() -> Iterator[GaugeMetricFamily]:
    left = (calendar.last_known_day() - date.today()).days
    yield gauge("calendar_days_left", "Days until the working calendar ends.", left)


def audit() -> Iterator[GaugeMetricFamily]:
    size, _root = ledger.position()
    yield gauge("ledger_rows", "Rows in the chain of the ledger.", size)
    if head := ledger.last_head():
        at = datetime.fromisoformat(head.at.replace("Z", "+00:00"))
        age = (datetime.now(UTC) - (at if at.tzinfo else at.replace(tzinfo=UTC))).total_seconds()
        yield gauge("ledger_head_age_seconds", "Since the ledger's head was last signed.", age)


def keys() -> Iterator[GaugeMetricFamily]:
    """A key is due for rotation CDOS_KEY_DAYS after it was made."""
    family = GaugeMetricFamily("cdos_key_expires_seconds", "Until a key should be replaced.", labels=["key"])
    for path in sorted(crypto.keys_folder().glob("*")):
        if path.suffix in {".key", ".pem"} and ".pub." not in path.name and ".old." not in path.name:
            left = path.stat().st_mtime + settings.KEY_DAYS * 86400 - time.time()
            family.add_metric([path.stem], left)
    yield family


GROUPS: tuple[Callable[[], Iterator[GaugeMetricFamily]], ...] = (queue, server, marks, coverage, audit, keys)


class CityCollector(Collector):
    """Each group apart: where the database is away, the figures of requests are still told."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        failed = 0
        for group in GROUPS:
            try:
                yield from list(group())
            except Exception as error:
                failed += 1
                log.warning("metrics.group_failed", group=group.__name__, error=repr(error))
        yield gauge("metrics_groups_failed", "Groups of figures that could not be read just now.", failed)
