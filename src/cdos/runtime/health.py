"""Addresses for load balancers, the supervisor and whoever watches: alive, ready to serve, and deep.

- live: only this process. 503 when it should be started again: it runs out of file handles or memory.
- ready: what a request needs: the database (asked on a line of its own), its tables, room on the disk.
- deep: when the worker last took a real appeal from intake to close.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cdos.base import own_line
from cdos.base.vitals import api as vitals
from cdos.base.vitals.contracts import DEEP

DEEP_WITHIN_S = 180  # three trials may fail before it is said
MOST_HANDLES = 0.9  # of those the process may open


@dataclass(frozen=True, slots=True)
class Answer:
    what: str
    said: str = "ok"
    good: bool = True


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "alive"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ready"})


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return _report("alive", [handles(), memory()])


@require_safe
@never_cache
def fully_ready(request: HttpRequest) -> HttpResponse:
    return _report("ready", [*database(), disk()])


@require_safe
@never_cache
def deep(request: HttpRequest) -> HttpResponse:
    """503 when the last trial that went well is too long ago, or there was none yet."""
    try:
        last = vitals.marks().get(DEEP)
    except DatabaseError:
        return _report("deep", [Answer("appeal", "the database does not answer", good=False)])
    if last is None:
        return _report(
            "deep", [Answer("appeal", "no appeal was tried yet: is the worker running?", good=False)]
        )
    said = f"closed {last.age_s:.0f} s ago, in {last.facts.get('seconds', 0)} s"
    return _report("deep", [Answer("appeal", said, last.age_s < DEEP_WITHIN_S)])


def _report(status: str, answers: list[Answer]) -> HttpResponse:
    good = all(answer.good for answer in answers)
    body = {"status": status if good else "failing", **{answer.what: answer.said for answer in answers}}
    return JsonResponse(body, status=200 if good else 503)


def handles() -> Answer:
    import resource

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    used = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    return Answer("file_handles", f"{used} of {limit}", used < MOST_HANDLES * limit)


def memory() -> Answer:
    """Of this process, against CDOS_WEB_MEMORY_MB; 0 is no limit."""
    try:
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
    except OSError:
        resident = 0
    limit = settings.WEB_MEMORY_MB
    return Answer("memory_mb", str(resident), not limit or resident < limit)


def database() -> Iterator[Answer]:
    """On a connection of its own, so that a pool that waits makes no load balancer wait."""
    line = own_line.parameters() | {"connect_timeout": 2}
    try:
        with psycopg.connect(**line, autocommit=True) as asked:
            yield Answer("database")
            row = asked.execute("SHOW transaction_read_only").fetchone()
            # Pages can still be read, so this is said and does not take the machine out.
            yield Answer("changes", "refused" if row and row[0] == "on" else "ok")
            yield migrations(
                {(app, name) for app, name in asked.execute("SELECT app, name FROM django_migrations")}
            )
    except psycopg.Error as error:
        yield Answer("database", f"does not answer ({type(error).__name__})", good=False)


def migrations(applied: set[tuple[str, str]]) -> Answer:
    from django.db.migrations.loader import MigrationLoader

    if not _WANTED:
        _WANTED.update(MigrationLoader(None).graph.leaf_nodes())
    missing = _WANTED - applied
    return Answer("tables", f"{len(missing)} migrations are missing" if missing else "ok", not missing)


_WANTED: set[tuple[str, str]] = set()


def disk() -> Answer:
    place = settings.DATA_DIR if settings.DATA_DIR.exists() else Path("/")
    free_mb = shutil.disk_usage(place).free // 2**20
    return Answer("disk_free_mb", str(free_mb), free_mb >= settings.LEAST_FREE_MB)


_VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "healthz": alive,
    "readyz": ready,
    "health/live": live,
    "health/ready": fully_ready,
    "health/deep": deep,
}
urlpatterns = [path(route, view) for route, view in _VIEWS.items()]
