"""What a killed database server leaves: its children, its pid file, its socket. All gone before the next start."""

import contextlib
import os
import signal
import time
from pathlib import Path

from cdos.runtime.server_user import PostgresFailed

ORPHANS_END_S = 5.0  # they notice by themselves that their parent died, unless in the middle of a statement
SERVER_ENDS_S = 60.0


def clear(cluster: Path) -> None:
    """End every process on the cluster, then take away what names a process that is no PostgreSQL.

    Two servers on one cluster destroy it, and a new server trusts the pid file's memory segment to find the old one's
    children: so they are ended first, and the file stays where its number belongs to nobody.
    """
    pid_file = cluster / "postmaster.pid"
    pid = _number_in(pid_file)
    if serves(pid, cluster):
        os.kill(pid, signal.SIGINT)
        if not _gone(cluster, SERVER_ENDS_S):
            raise PostgresFailed(f"Another database server (process {pid}) holds {cluster} and does not end.")
    for kill_signal in (signal.SIGQUIT, signal.SIGKILL):
        if _gone(cluster, 0.2):
            break
        for orphan in processes_on(cluster):
            with contextlib.suppress(ProcessLookupError):
                os.kill(orphan, kill_signal)
        _gone(cluster, ORPHANS_END_S)
    if Path(f"/proc/{pid}").exists():  # the number was given to another program meanwhile
        pid_file.unlink(missing_ok=True)


def clear_sockets(folder: Path) -> None:
    """Nobody listens there any more; a lock file with a number given to another program would stop the start."""
    for path in folder.glob(".s.PGSQL.*"):
        path.unlink(missing_ok=True)


def serves(pid: int, cluster: Path) -> bool:
    """True when process `pid` is a PostgreSQL on `cluster` (a recycled pid is not)."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(cluster) in command


def processes_on(cluster: Path) -> list[int]:
    """A server and its children, which carry no path in their command, all work in the cluster's folder."""
    found, home = [], cluster.resolve()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "comm").read_text() == "postgres\n" and (folder / "cwd").readlink() == home:
                found.append(int(folder.name))
    return found


def _gone(cluster: Path, within_s: float) -> bool:
    until = time.monotonic() + within_s
    while processes_on(cluster):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _number_in(pid_file: Path) -> int:
    try:
        return int(pid_file.read_text().split("\n")[0].strip("-") or 0)
    except (FileNotFoundError, ValueError):
        return 0
