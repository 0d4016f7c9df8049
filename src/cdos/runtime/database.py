"""Which database a command works on: the city's own server, the one that already runs here, or one for the while."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

from cdos.runtime.data_folder import DataFolder
from cdos.runtime.postgres import APP, OWNER, Postgres
from cdos.runtime.server_user import PostgresFailed
from cdos.runtime.supervisor import piped


@dataclass(frozen=True, slots=True)
class Database:
    """Two addresses of one database: as the application role, and as the owner role which may change its tables."""

    app: str
    owner: str
    server: Postgres | None = None


def city_server() -> Database | None:
    """The city's own server, when DATABASE_URL names one."""
    if not (url := os.environ.get("DATABASE_URL")):
        return None
    return Database(app=url, owner=os.environ.get("CDOS_OWNER_URL", url))


def start_embedded(folder: DataFolder) -> Database:
    server = Postgres(folder.database_home(), folder.shared_base())
    with piped(folder.path / "logs" / "postgres.log") as log:
        server.start(log)
    folder.announce(app=server.url(APP), owner=server.url(OWNER))
    return Database(app=server.url(APP), owner=server.url(OWNER), server=server)


@contextlib.contextmanager
def database(folder: DataFolder, what: str) -> Iterator[Database]:
    """For one command: join the server that runs on this folder, or start it and stop it afterwards."""
    if own := city_server():
        yield own
        return
    with folder.hold(what) as held:
        if not held:
            yield joined(folder)
            return
        started = start_embedded(folder)
        try:
            yield started
        finally:
            if started.server:
                started.server.stop()


def joined(folder: DataFolder, timeout_s: float = 60) -> Database:
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        facts = folder.running()
        if "app" in facts:
            return Database(app=facts["app"], owner=facts["owner"])
        time.sleep(0.2)
    raise PostgresFailed(f"Another command holds {folder.path} and its database does not come up.")


def environment(folder: DataFolder, base: Database) -> dict[str, str]:
    """What Django's settings read; for children and for this process before `django.setup()`."""
    values = {
        "DJANGO_SETTINGS_MODULE": "cdos.runtime.settings",
        "DATABASE_URL": base.app,
        "CDOS_DATA": str(folder.path),
        "CDOS_SECRET_KEY": os.environ.get("CDOS_SECRET_KEY") or folder.secret("secret_key"),
    }
    if (folder.path / "static" / "staticfiles.json").exists():
        values["CDOS_STATIC"] = str(folder.path / "static")
    return values
