"""PostgreSQL's own programs for dumping and loading, not older than the server they talk to."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from cdos.runtime.database import Database
from cdos.runtime.postgres import ADMIN
from cdos.runtime.server_user import wheel_folder
from cdos.runtime.tools import ToolFailed


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who reads the whole database: the embedded server's own administrator, or the owner of the city's tables."""

    url: str
    embedded: bool

    @classmethod
    def of(cls, base: Database, *, embedded: bool) -> "Keeper":
        return cls(with_role(base.owner, ADMIN) if embedded else base.owner, embedded)

    @property
    def options(self) -> list[str]:
        """The owner's policy shows it every row, and pg_dump refuses to be shown rows by a policy unless told."""
        return [] if self.embedded else ["--enable-row-security"]


def with_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}"))


def program(name: str, server_major: int) -> str:
    """The wheel's program, else the machine's; ToolFailed when both are older than the server."""
    for path in (wheel_folder() / "bin" / name, shutil.which(name)):
        if path and Path(path).exists() and major_of(str(path)) >= server_major:
            return str(path)
    raise ToolFailed(
        f"{name} of PostgreSQL {server_major} or newer is needed for this server; install its client programs."
    )


def major_of(path: str) -> int:
    said = subprocess.run([path, "--version"], stdout=subprocess.PIPE, text=True).stdout
    found = re.search(r"(\d+)(\.|devel|beta|rc|\b)", said.rpartition(")")[2])
    return int(found[1]) if found else 0


def run(command: Sequence[str]) -> None:
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise ToolFailed(f"{Path(command[0]).name} failed: {done.stderr.strip()[-2000:]}")


def major(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    return connection.info.server_version // 10000
