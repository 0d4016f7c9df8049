"""A whole city in a folder of its own, started by the real command: for browser tests and benchmarks."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from cdos.runtime.city import answers
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.postgres import APP
from cdos.runtime.server_user import die_with_parent


def free_port() -> int:
    """Below those that the system gives to connections going out: none of them takes it before it is listened on."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(15_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass(slots=True)
class Trial:
    """`start()` blocks until the city answers; `stop()` gives the exit code of `cdos up`."""

    folder: Path
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    settings: dict[str, str] = field(default_factory=dict)  # of this city alone, beside those of the caller

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """As the application role; the city must be running."""
        return str(DataFolder(self.folder).running()["app"])

    def command(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "cdos",
            "up",
            "--data",
            str(self.folder),
            "--port",
            str(self.port),
            *self.options,
        ]

    def start(self, timeout_s: float = 900) -> None:
        tie = die_with_parent(signal.SIGTERM)
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CDOS_DATA"}
        } | self.settings
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                stdout=output,
                stderr=output,
                env=environment,
                start_new_session=True,
                preexec_fn=tie,
            )
        until = time.monotonic() + timeout_s
        while time.monotonic() < until and self.process.poll() is None:
            if "url" in DataFolder(self.folder).running() and answers(f"{self.url}/readyz"):
                return
            time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"The city did not come up:\n{self.output.read_text()[-4000:]}")

    @property
    def output(self) -> Path:
        return self.folder / "up.txt"

    def stop(self, kill_signal: signal.Signals = signal.SIGTERM, timeout_s: float = 180) -> int:
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(kill_signal)
        return self.process.wait(timeout_s)

    def parts(self) -> dict[str, int]:
        """The process of each part that runs now: web, worker, postgres."""
        assert self.process
        mine = self.children_of(self.process.pid)
        return {part: pid for pid in mine for part in ("web", "worker", "postgres") if part in _command(pid)}

    def children_of(self, parent: int) -> list[int]:
        return [pid for pid, its_parent, _ in _processes() if its_parent == parent]

    def cpu_seconds(self) -> dict[str, float]:
        """CPU used so far by each part of the city: web, worker, postgres, and the supervisor."""
        assert self.process
        ticks = os.sysconf("SC_CLK_TCK")
        parents = {pid: parent for pid, parent, _ in _processes()}
        found: dict[str, float] = {}
        for pid, _, spent in _processes():
            if part := _part_of(pid, parents, self.process.pid):
                found[part] = found.get(part, 0.0) + spent / ticks
        return found

    def backend_seconds(self) -> float:
        """CPU so far of the database's processes that answer the application; without vacuum, checkpoints and the log."""
        assert self.process
        parents = {pid: parent for pid, parent, _ in _processes()}
        spent = sum(
            ticks
            for pid, _, ticks in _processes()
            if any(word in " ".join(_command(pid)) for word in (APP, "io worker"))
            and _part_of(pid, parents, self.process.pid) == "postgres"
        )
        return spent / os.sysconf("SC_CLK_TCK")


def _part_of(pid: int, parents: dict[int, int], supervisor: int) -> str:
    """Which direct child of the supervisor `pid` descends from; nothing when it is no part of this city."""
    if pid == supervisor:
        return "supervisor"
    while pid in parents and parents[pid] != supervisor:
        pid = parents[pid]
    if pid not in parents:
        return ""
    command = _command(pid)
    return next((part for part in ("postgres", "worker", "web") if part in command), "other")


def _command(pid: int) -> list[str]:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []
    return [Path(word).name for word in words]


def _processes() -> list[tuple[int, int, int]]:
    """(pid, parent, clock ticks used, its ended children's included) of every process of the machine."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(") ", 1)[1].split()
        except (OSError, IndexError):
            continue
        found.append((int(folder.name), int(fields[1]), sum(map(int, fields[11:15]))))
    return found


def trial_folder() -> Path:
    """A new folder in /tmp which the database's user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="cdos-trial-", dir="/tmp"))
    folder.chmod(0o711)
    return folder
