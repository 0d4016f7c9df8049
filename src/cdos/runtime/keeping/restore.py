"""`cdos restore FILE --data NEWDIR`: a backup made into a city again, in an empty folder, and compared with what it was."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from cdos.runtime.cli.options import close_connections
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.database import Database, environment
from cdos.runtime.keeping import bundle, tools
from cdos.runtime.keeping.backup import restore_keys
from cdos.runtime.keeping.counts import Contents, count_rows, ledger_position
from cdos.runtime.postgres import ADMIN, APP, DATABASE, OWNER, Postgres
from cdos.runtime.supervisor import piped
from cdos.runtime.tools import ToolFailed

# A restore that is cut short is begun again in another folder, so nothing is flushed before its end.
HASTY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: bundle.Manifest
    contents: Contents
    differences: list[str]
    seconds: float


def restore(source: Path, new: Path, keys: Path | None) -> Restored:
    """Into `new`, which must be empty or absent. Sets Django up on the new city. ToolFailed says what is wrong."""
    if new.exists() and any(new.iterdir()):
        raise ToolFailed(f"{new} is not empty; a backup is restored into a folder of its own.")
    began = time.monotonic()
    manifest = bundle.read_manifest(source)
    folder = DataFolder(new)
    if keys:
        restore_keys(keys, folder)
    with folder.hold("restore") as held:
        if not held:
            raise ToolFailed(f"{new} is in use.")
        with _server(folder) as server:
            with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.path) as room:
                bundle.unpack(source, Path(room))
                _load(server, Path(room) / bundle.DUMP, manifest.postgresql)
                _put_files(Path(room) / bundle.FILES, folder.path / bundle.FILES)
            contents = _contents(folder, server)
        os.sync()
        folder.remember(**marks(manifest.state))
    return Restored(manifest, contents, manifest.contents.differences(contents), time.monotonic() - began)


def marks(state: dict[str, Any]) -> dict[str, Any]:
    """What the new folder knows of a sample city: none, unless the backup names one, before anybody types `up`."""
    return {"sample": "none"} | {key: value for key, value in state.items() if value not in (None, "")}


@contextmanager
def _server(folder: DataFolder) -> Iterator[Postgres]:
    server = Postgres(folder.database_home(), folder.shared_base(), settings=HASTY)
    with piped(folder.path / "logs" / "postgres.log") as log:
        server.start(log)
    try:
        yield server
    finally:
        server.stop()


def _load(server: Postgres, dump: Path, major: int) -> None:
    with server.connect(ADMIN) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0")
    url = server.url(ADMIN, DATABASE)
    command = [tools.program("pg_restore", major), "--jobs=2", "--exit-on-error"]
    tools.run([*command, f"--dbname={url}", str(dump)])
    with server.connect(ADMIN, DATABASE) as connection:
        connection.execute("ANALYZE")


def _put_files(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")) if source.exists() else []:
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.rename(place)


def _contents(folder: DataFolder, server: Postgres) -> Contents:
    import django

    base = Database(app=server.url(APP), owner=server.url(OWNER), server=server)
    os.environ.update(environment(folder, base))
    django.setup()
    try:
        with psycopg.connect(server.url(ADMIN, DATABASE)) as connection:
            return Contents(count_rows(connection), *ledger_position())
    finally:
        close_connections()
