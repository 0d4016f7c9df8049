"""`cdos doctor FILE`: what somebody who helps needs to see, without personal data, secrets or texts of people.

Logs go in by a list of what may pass, not by a list of what may not: fields we write ourselves, the kinds of errors and
where in the code they were raised. Addresses of pages lose their digits, PostgreSQL's lines their statements and values.
"""

import io
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import distributions
from pathlib import Path

from rich.console import Console

from cdos.base.masking.api import mask
from cdos.runtime.data_folder import DataFolder

LINES = 2000
PASSING = (
    "timestamp",
    "level",
    "logger",
    "method",
    "status",
    "ms",
    "request_id",
    "job",
    "attempt",
    "step",
    "group",
)
EVENT = re.compile(r"[a-z][a-z_.]*(?: [a-z_]+){0,5}")  # our own events are plain words
RAISED = re.compile(
    r"^\s*(?:File \".*site-packages/|File \".*/cdos/|[A-Za-z_][\w.]*(?:Error|Exception|Refused|Timeout|Failed)\b)"
)
SAID = re.compile(
    r"\b(statement|execute|bind|parameters|DETAIL|CONTEXT|HINT|QUERY)\b.*|\"[^\"]*\"|'[^']*'", re.DOTALL
)
SIZES = """
    SELECT relname, n_live_tup, n_dead_tup, pg_total_relation_size(relid), last_autovacuum::text, last_analyze::text
    FROM pg_stat_user_tables ORDER BY 1
"""
CHANGED = "SELECT name, setting FROM pg_settings WHERE source NOT IN ('default', 'override') ORDER BY 1"
KEPT_SETTINGS = re.compile(
    r"shared_buffers|work_mem|max_|wal_|fsync|synchronous|autovacuum|checkpoint|cache|jit|cost|timeout"
)
APPLIED = "SELECT app, name, applied::text FROM django_migrations ORDER BY id"


def write(folder: DataFolder, target: Path) -> list[str]:
    """Django must be ready. Names of the parts; a part that cannot be made says why in its place."""
    target.absolute().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    parts = {**PARTS, **log_parts(folder.path / "logs")}
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, made in parts.items():
            try:
                text = made()
            except Exception as error:
                text = f"could not be made: {type(error).__name__}"
            bundle.writestr(name, text)
    return list(parts)


def machine() -> str:
    facts = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": sys.version,
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "packages": sorted(f"{one.name} {one.version}" for one in distributions()),
        # Which are set, never to what.
        "settings": sorted(name for name in os.environ if name.startswith("CDOS_") or name == "DATABASE_URL"),
    }
    return json.dumps(facts, indent=1)


def findings() -> str:
    from cdos.runtime.checks import report

    out = io.StringIO()
    report(Console(file=out, width=200, color_system=None))
    return mask(out.getvalue())


def figures() -> str:
    from prometheus_client import CollectorRegistry, generate_latest

    from cdos.runtime.watching.figures import CityCollector

    registry = CollectorRegistry()
    registry.register(CityCollector())
    return generate_latest(registry).decode()


def queue() -> str:
    from cdos.base.jobs import api as jobs

    found = jobs.figures()
    dead = [
        {"id": job.id, "name": job.name, "attempts": job.attempts, "error": kind(job.error)}
        for job in jobs.dead()
    ]
    return json.dumps(
        {"ready": found.ready, "running": found.running, "by_name": found.by_name, "dead": dead}, indent=1
    )


def kind(error: str) -> str:
    """The class of the error and the place in the code; its words may be a person's."""
    place = re.search(r"\(([\w.]+:\d+)\)$", error)
    return f"{error.partition(':')[0][:80]} {place[1] if place else ''}".strip()


def database() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        tables = cursor.fetchall()
        cursor.execute(CHANGED)
        settings = [row for row in cursor.fetchall() if KEPT_SETTINGS.search(row[0])]
        cursor.execute(APPLIED)
        return json.dumps({"tables": tables, "settings": settings, "migrations": cursor.fetchall()}, indent=1)


PARTS: dict[str, Callable[[], str]] = {
    "machine.json": machine,
    "check.txt": findings,
    "figures.txt": figures,
    "queue.json": queue,
    "database.json": database,
}


def log_parts(logs: Path) -> dict[str, Callable[[], str]]:
    found: dict[str, Callable[[], str]] = {}
    for name in ("web", "worker"):
        found[f"logs/{name}.jsonl"] = partial(joined, ours, logs / f"{name}.log")
    found["logs/postgres.txt"] = partial(joined, servers, logs / "postgres.log")
    return found


def joined(lines: Callable[[Path], Iterator[str]], path: Path) -> str:
    return "\n".join(lines(path))


def tail(path: Path) -> list[str]:
    return path.read_text(errors="replace").splitlines()[-LINES:] if path.exists() else []


def ours(path: Path) -> Iterator[str]:
    for line in tail(path):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield json.dumps(passing(entry), ensure_ascii=False)


def passing(entry: dict[str, object]) -> dict[str, object]:
    kept = {name: entry[name] for name in PASSING if name in entry}
    event = str(entry.get("event", ""))
    kept["event"] = event if EVENT.fullmatch(event) else "(words)"
    if "path" in entry:
        kept["path"] = re.sub(r"[^/]*\d[^/]*", "…", str(entry["path"]))
    raised = str(entry.get("exception") or entry.get("trace") or "")
    if raised:
        kept["raised"] = [
            step.strip().partition(":")[0] for step in raised.splitlines() if RAISED.match(step)
        ]
    if "error" in entry:
        kept["error"] = kind(str(entry["error"]))
    return kept


def servers(path: Path) -> Iterator[str]:
    """Only lines that begin one of PostgreSQL's own messages; a statement goes on over the next lines."""
    for line in tail(path):
        if re.match(r"\d{4}-\d\d-\d\d ", line):
            yield SAID.sub("…", line)
