"""One parent for web and worker: starts them, keeps their logs, restarts what falls, stops them in order."""

import atexit
import contextlib
import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from cdos.runtime import notify
from cdos.runtime.patience import GaveUp, Patience
from cdos.runtime.server_user import die_with_parent

LOG_BYTES, LOGS_KEPT = 20_000_000, 5
STEP_S = 0.2  # how often a wait looks at everything else
RAISED = re.compile(r"[A-Za-z_][\w.]*(: |$)")  # the line of a traceback that names the exception
Say = Callable[[str], None]
GoOn = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    command: Sequence[str]
    environment: dict[str, str]
    grace_s: float = 30
    descriptors: tuple[int, ...] = ()  # open files it inherits
    says_ready: bool = False  # by NOTIFY_SOCKET, when it serves


class RotatingLog:
    """Appends bytes to a file; at 20 MB it becomes .1, the older ones move on, the sixth is dropped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("ab")
        self.lock = threading.Lock()  # during a rolling restart the old and the new one write

    def write(self, line: bytes) -> None:
        """A full disk loses log lines, nothing else: the child must never block on its log."""
        with self.lock, contextlib.suppress(OSError):
            if self.file.tell() > LOG_BYTES:
                self._turn()
            self.file.write(line)
            self.file.flush()

    def _turn(self) -> None:
        self.file.close()
        for number in range(LOGS_KEPT, 0, -1):
            older = self.path.with_suffix(f".log.{number - 1}") if number > 1 else self.path
            with contextlib.suppress(FileNotFoundError):
                older.rename(self.path.with_suffix(f".log.{number}"))
        self.file = self.path.open("ab")


@contextlib.contextmanager
def piped(path: Path) -> Iterator[IO[bytes]]:
    """Where a program writes that is started meanwhile; it comes to a log that is turned, until the program ends."""
    reading, writing = os.pipe()
    log, lines = RotatingLog(path), os.fdopen(reading, "rb")

    def pump() -> None:
        with lines:
            for line in lines:
                log.write(line)

    pumping = threading.Thread(target=pump, daemon=True)
    pumping.start()
    atexit.register(pumping.join, 1.0)  # its last words
    with os.fdopen(writing, "wb") as output:
        yield output


def problem_in(line: bytes) -> str:
    """The message of a log line that an operator should see at once, else nothing."""
    if not line.startswith(b"{"):
        return ""
    with contextlib.suppress(json.JSONDecodeError, UnicodeDecodeError):
        entry = json.loads(line)
        if entry.get("level") in {"error", "critical"}:
            raised = [text for text in str(entry.get("exception", "")).split("\n") if RAISED.match(text)]
            return f"{entry.get('event', '')} {raised[-1] if raised else ''}".strip()
    return ""


@dataclass(slots=True)
class Child:
    program: Program
    log: RotatingLog
    say: Say
    process: "subprocess.Popen[bytes] | None" = None
    patience: Patience = field(default_factory=Patience)
    start_at: float = 0
    tail: list[bytes] = field(default_factory=list)

    def start(self, notify_socket: str = "") -> None:
        tie = die_with_parent(signal.SIGTERM)
        self.tail.clear()
        self.process = subprocess.Popen(
            self.program.command,
            env={**self.program.environment, "NOTIFY_SOCKET": notify_socket},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the supervisor
            pass_fds=self.program.descriptors,
            preexec_fn=tie,
        )
        self.patience.begin()
        threading.Thread(target=self._pump, args=(self.process.stdout,), daemon=True).start()

    def _pump(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            self.log.write(line)
            self.tail = [*self.tail[-7:], line]
            if message := problem_in(line):
                self.say(f"{self.program.name}: {message} (see {self.log.path})")

    def watch(self) -> None:
        """Start again what ended by itself. Raises GaveUp when it does nothing but end."""
        if self.process is None:
            if time.monotonic() >= self.start_at:
                self.start()
            return
        if self.process.poll() is None:
            return
        code = self.process.returncode
        pause_s = self.patience.ended(code)
        last = self.tail[-1].decode(errors="replace").strip() if self.tail else ""
        self.end_group(signal.SIGKILL)  # what it had started must not go on beside the next one
        self.process, self.start_at = None, time.monotonic() + pause_s
        if self.patience.at_its_end:
            raise GaveUp(
                f"{self.program.name} ends as soon as it is started ({self.patience.own_ends} times now), "
                f"so the city is stopped. It said: {last or 'nothing'} (see {self.log.path})"
            )
        self.say(
            f"{self.program.name} ended ({code}), again in {pause_s:.1f} s. {last} (see {self.log.path})"
        )

    def replace(self, go_on: GoOn = lambda: True, within_s: float = 300) -> bool:
        """Start the next one, wait until it serves, then let this one finish what it has in hand.

        False when the next one does not come up, or `go_on`, asked all the while, says no: then this one stays.
        """
        if self.process is None or self.process.poll() is not None:
            return True  # the watch starts it anew, with the new code
        old, patience = self.process, self.patience
        self.patience, serves = Patience(), False
        with notify.ear() as ear:
            self.start(ear.address)
            try:
                serves = not self.program.says_ready or self._serves(ear, go_on, within_s)
            finally:
                if not serves:
                    self.end_group(signal.SIGKILL)
                    self.process, self.patience = old, patience
        if serves:
            old.terminate()
            threading.Thread(target=self._bury, args=(old,), daemon=True).start()
        return serves

    def _serves(self, ear: notify.Ear, go_on: GoOn, within_s: float) -> bool:
        until = time.monotonic() + within_s
        while self.process and self.process.poll() is None and time.monotonic() < until and go_on():
            if ear.ready(STEP_S):
                return True
        return False

    def _bury(self, old: "subprocess.Popen[bytes]") -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            old.wait(self.program.grace_s)
        _kill_group(old, signal.SIGKILL)
        old.wait()

    def end_group(self, kill_signal: signal.Signals) -> None:
        if self.process:
            _kill_group(self.process, kill_signal)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.say(f"{self.program.name} did not end in time and was stopped.")
        self.end_group(signal.SIGKILL)
        self.process.wait(10)


def _kill_group(process: "subprocess.Popen[bytes]", kill_signal: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, kill_signal)


class Supervisor:
    def __init__(self, programs: Sequence[Program], logs: Path, say: Say) -> None:
        self.children = [
            Child(program, RotatingLog(logs / f"{program.name}.log"), say) for program in programs
        ]

    def start(self) -> None:
        for child in self.children:
            child.start()

    def watch(self, but: Child | None = None) -> None:
        for child in self.children:
            if child is not but:
                child.watch()

    def replace(self, go_on: GoOn = lambda: True) -> list[str]:
        """One after the other, without a moment in which nobody serves; the names of those that stayed old.

        The others are watched meanwhile; when `go_on` says no, the rest stays as it is.
        """

        def watching(child: Child) -> bool:
            self.watch(but=child)
            return go_on()

        return [
            child.program.name
            for child in self.children
            if not (go_on() and child.replace(partial(watching, child)))
        ]

    def stop(self) -> None:
        """All are asked at once; each may finish what it has in hand for its own grace."""
        asked_at = time.monotonic()
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait(asked_at + child.program.grace_s)
