"""One parent for web and worker: starts them, keeps their logs, restarts what falls, stops them in order."""

import contextlib
import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from cdos.runtime.server_user import die_with_parent

LOG_BYTES, LOGS_KEPT = 20_000_000, 5
FIRST_PAUSE_S, LONGEST_PAUSE_S, STEADY_S = 1.0, 30.0, 60.0
RAISED = re.compile(r"[A-Za-z_][\w.]*(: |$)")  # the line of a traceback that names the exception
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    command: Sequence[str]
    environment: dict[str, str]
    grace_s: float = 30


class RotatingLog:
    """Appends bytes to a file; at 20 MB it becomes .1, the older ones move on, the sixth is dropped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("ab")

    def write(self, line: bytes) -> None:
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
    started_at: float = 0
    pause_s: float = FIRST_PAUSE_S
    start_at: float = 0
    tail: list[bytes] = field(default_factory=list)

    def start(self) -> None:
        tie = die_with_parent(signal.SIGTERM)
        self.tail.clear()
        self.process = subprocess.Popen(
            self.program.command,
            env=self.program.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the supervisor
            preexec_fn=tie,
        )
        self.started_at = time.monotonic()
        threading.Thread(target=self._pump, args=(self.process.stdout,), daemon=True).start()

    def _pump(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            self.log.write(line)
            self.tail = [*self.tail[-7:], line]
            if message := problem_in(line):
                self.say(f"{self.program.name}: {message} (see {self.log.path})")

    def watch(self) -> None:
        """Start again what ended by itself, each time a little later until it has stood for a minute."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return
        if self.process.poll() is None:
            return
        if now - self.started_at > STEADY_S:
            self.pause_s = FIRST_PAUSE_S
        last = self.tail[-1].decode(errors="replace").strip() if self.tail else ""
        code = self.process.returncode
        self.say(
            f"{self.program.name} ended ({code}), again in {self.pause_s:.0f} s. {last} (see {self.log.path})"
        )
        self.end_group(signal.SIGKILL)  # what it had started must not hold the port
        self.process, self.start_at = None, now + self.pause_s
        self.pause_s = min(self.pause_s * 2, LONGEST_PAUSE_S)

    def end_group(self, kill_signal: signal.Signals) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, kill_signal)

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


class Supervisor:
    def __init__(self, programs: Sequence[Program], logs: Path, say: Say) -> None:
        self.children = [
            Child(program, RotatingLog(logs / f"{program.name}.log"), say) for program in programs
        ]

    def start(self) -> None:
        for child in self.children:
            child.start()

    def watch(self) -> None:
        for child in self.children:
            child.watch()

    def stop(self) -> None:
        """All are asked at once; each may finish what it has in hand for its own grace."""
        asked_at = time.monotonic()
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait(asked_at + child.program.grace_s)
