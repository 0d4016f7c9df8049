"""A PostgreSQL of the benchmark's own, thrown away when its process ends."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cdos.runtime.postgres import OWNER, Postgres


def own_server() -> tuple[str, Path]:
    """Its address as the owner, and the folder in which it lies."""
    folder = Path(tempfile.mkdtemp(prefix="cdos-bench-", dir="/tmp"))
    folder.chmod(0o711)  # the database's user passes through it
    server = Postgres(folder / "pg", Path(tempfile.gettempdir()) / f"cdos-{os.geteuid()}")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    server.start()
    return server.url(OWNER, "cdos"), folder
