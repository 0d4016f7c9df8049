"""The embedded PostgreSQL: binaries from a wheel, one private cluster, reached by a unix socket only."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from cdos.runtime import left_over
from cdos.runtime.server_user import (
    MAJOR,
    PostgresFailed,
    ServerUser,
    binaries,
    die_with_parent,
    give_all,
    named_user,
    run_as,
    server_environment,
)
from cdos.runtime.tuning import embedded_settings

ADMIN, OWNER, APP = "cdos_admin", "cdos_owner", "cdos_app"
DATABASE = "cdos"
SOCKET_NAME_ROOM = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(slots=True)
class Postgres:
    """One server on one cluster in `home`, a folder of its own (owner: the server's user, mode 700)."""

    home: Path
    shared: Path
    throwaway: bool = False  # tests: nothing is flushed to disk
    settings: dict[str, str] = field(default_factory=dict)
    user: ServerUser | None = None
    socket_folder: Path = Path()
    short_folder: Path | None = None  # made in /tmp where the home's path is too long for a socket
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    def start(self, output: IO[bytes] | int = subprocess.DEVNULL, timeout_s: float = 60) -> None:
        """Make the cluster when there is none, start the server on it and wait until it answers."""
        self.user = ServerUser.choose(self.home)
        self._own(self.home)
        bin_folder = binaries(self.user, self.shared)
        version = self.cluster / "PG_VERSION"
        if not version.exists():
            self._initialise(bin_folder)
        elif (found := version.read_text().strip()) != str(MAJOR):
            raise PostgresFailed(
                f"The data was written by PostgreSQL {found}, this is {MAJOR}: dump it there, load it here."
            )
        self._launch(bin_folder, output)
        self._wait(timeout_s)
        self._bootstrap()

    def revive(self, output: IO[bytes] | int = subprocess.DEVNULL) -> None:
        """Start a server that was killed, at the same address; it recovers by itself and answers when it has."""
        self._launch(binaries(self.user, self.shared), output)

    def stop(self, timeout_s: float = 60) -> None:
        """Fast shutdown: connections end, everything committed is on disk."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
        if self.short_folder:
            shutil.rmtree(self.short_folder, ignore_errors=True)
            self.short_folder = None

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
        # Beside the home, not in it: initdb's borrowed user must be able to pass through to it.
        workshop = Path(tempfile.mkdtemp(prefix=".making-", dir=self.home.parent))
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
        if not self.throwaway:
            os.sync()
        half.rename(self.cluster)

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
        caller = caller_name()
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
        if self.short_folder is None:
            self.short_folder = Path(tempfile.mkdtemp(prefix="cdos-", dir="/tmp"))
        return self.short_folder

    def _launch(self, bin_folder: Path, output: IO[bytes] | int) -> None:
        left_over.clear(self.cluster)
        self._write_configuration()
        left_over.clear_sockets(self.socket_folder)
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


def caller_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise PostgresFailed(
            f"User {os.geteuid()} has no name on this machine, and PostgreSQL insists on one; use a named user, "
            "or the city's own server by DATABASE_URL."
        ) from error
