"""`cdos up`: from a bare folder to a city that answers, and back down without losing anything."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from cdos.runtime import assets, notify
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.database import Database, city_server, environment, start_embedded
from cdos.runtime.patience import GaveUp, Patience
from cdos.runtime.server_user import PostgresFailed, die_with_parent
from cdos.runtime.supervisor import Program, Supervisor, piped
from cdos.runtime.tools import ToolFailed
from cdos.runtime.web_server import BACKLOG, open_listener

READY_WITHIN_S = 300
ROOM_TO_START, FULL_PAUSE_S = 64 * 2**20, 5.0
DEFAULT_SCALE = 0.001  # about 20,000 people
ANYWHERE = {"0.0.0.0", "::"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator asked for on the command line."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    scale: float = DEFAULT_SCALE
    seed: int = 4403
    sample: bool = True

    @property
    def url(self) -> str:
        return f"http://{'localhost' if self.host in ANYWHERE | {'127.0.0.1'} else self.host}:{self.port}"


class Stopped(Exception):
    """The operator asked to stop before the city was ready."""


class City:
    def __init__(self, wishes: Wishes, console: Console) -> None:
        self.wishes, self.console = wishes, console
        self.folder = DataFolder(wishes.data)
        self.asked_to_stop = threading.Event()
        self.asked_to_replace = threading.Event()
        self.base: Database | None = None
        self.listener: socket.socket | None = None
        self.patience = Patience()  # with the database

    def up(self) -> int:
        """Blocks until asked to stop. Exit code 0 also when the city already runs on this data."""
        with self.folder.hold("up") as held:
            if not held:
                return self._already()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, lambda *_: self.asked_to_stop.set())
            signal.signal(signal.SIGUSR2, lambda *_: self.asked_to_replace.set())
            try:
                return self._run()
            except Stopped:
                self.say("Stopped before the city was ready; the next ./cdos up goes on from here.")
                return 0
            except (PostgresFailed, ToolFailed, GaveUp) as error:
                self.console.print(str(error), style="red", highlight=False, markup=False, soft_wrap=True)
                return 1
            finally:
                self._stop_database()

    def _already(self) -> int:
        facts = self.folder.running()
        if url := facts.get("url"):
            self.say(f"CDOS already runs on {self.folder.path}, at {url}. Nothing was changed.")
            return 0
        what = facts.get("what", "another command")
        self.say(
            f"{self.folder.path} is in use by `{what}` (process {facts.get('pid', '?')}). Try again when it has ended."
        )
        return 0 if what == "up" else 1

    def _run(self) -> int:
        try:
            self.listener = open_listener(self.wishes.host, self.wishes.port)
        except OSError:
            self.say(
                f"Port {self.wishes.port} is taken by another program. Choose one: ./cdos up --port 8001"
            )
            return 1
        self._prepare()
        supervisor = Supervisor(self._programs(), self.folder.path / "logs", self.say)
        try:
            supervisor.start()
            self._wait_until_ready(supervisor)
            self._greet()
            notify.tell("READY=1")
            while not self.asked_to_stop.wait(0.2):
                supervisor.watch()
                self._watch_database()
                if self.asked_to_replace.is_set():
                    self._replace(supervisor)
        finally:
            self.say("Stopping …")
            notify.tell("STOPPING=1")
            supervisor.stop()
        self._stop_database()
        self.say("Stopped. All data is kept; start again with ./cdos up")
        return 0

    def _prepare(self) -> None:
        if not assets.are_current():
            self._step("Building the web assets (once)", assets.build)
        assets.compile_messages()
        self._step("Starting the database", self._start_database)
        self._step("Bringing the tables up to date", lambda: self._django("migrate"))
        self._step("Collecting static files", lambda: self._django("collect-static"))
        self._load_sample()

    def _step(self, what: str, work: Callable[[], None]) -> None:
        if self.asked_to_stop.is_set():
            raise Stopped
        began = time.monotonic()
        try:
            with self.console.status(f"{what} …"):
                work()
        except (PostgresFailed, ToolFailed):
            if self.asked_to_stop.is_set():  # Ctrl-C ended a tool in the middle: that is no failure
                raise Stopped from None
            raise
        self.console.print(f"{what} · {time.monotonic() - began:.1f} s", highlight=False)

    def _start_database(self) -> None:
        self.base = city_server() or start_embedded(self.folder)
        self.patience.begin()

    def _stop_database(self) -> None:
        if self.base and self.base.server:
            self.base.server.stop()

    def _watch_database(self) -> None:
        """A server that fell is started at once, at the same address; web and worker find it again by themselves."""
        server = self.base.server if self.base else None
        if server is None or server.process is None or server.process.poll() is None:
            return
        pause_s = self.patience.ended(server.process.returncode)
        if is_full(server.home):  # it starts as soon as somebody makes room
            self.patience.own_ends, pause_s = 0, FULL_PAUSE_S
            self.say(f"The disk of the database is full; make room at {server.home}.")
        if self.patience.at_its_end:
            raise GaveUp(
                f"The database ends as soon as it is started; see {self.folder.path}/logs/postgres.log"
            )
        self.say(f"The database ended ({server.process.returncode}), again in {pause_s:.1f} s.")
        self.asked_to_stop.wait(pause_s)
        with piped(self.folder.path / "logs" / "postgres.log") as log:
            server.revive(log)
        self.patience.begin()

    def _replace(self, supervisor: Supervisor) -> None:
        """The rolling restart: tables first (they only ever grow), then each part beside its old one."""
        self.asked_to_replace.clear()
        self.say("Restarting without a pause …")
        try:
            self._django("migrate")
            self._django("collect-static", "--keep")
            stayed = supervisor.replace(self._goes_on)
        except PostgresFailed as error:
            stayed = [str(error)]
        done = f"Not restarted: {', '.join(stayed)}." if stayed else "Restarted."
        self.say(done)
        self.folder.announce(restarted_at=time.time(), stayed=stayed)

    def _goes_on(self) -> bool:
        """Asked while a part is replaced: the database is watched as ever, and who asks to stop is heard."""
        self._watch_database()
        return not self.asked_to_stop.is_set()

    def environment(self) -> dict[str, str]:
        """For web and worker: the application role only; the owner's address is left out."""
        assert self.base
        values = {**os.environ, **environment(self.folder, self.base), "PYTHONUNBUFFERED": "1"}
        values["CDOS_STATIC"] = str(self.folder.path / "static")
        values.pop("CDOS_OWNER_URL", None)
        if self.wishes.host in ANYWHERE:
            values.setdefault("CDOS_HOSTS", "*")
        return values

    def _django(self, *words: str) -> None:
        """One of our own commands in a child, its output shown; it ends when we are asked to stop."""
        command = [sys.executable, "-m", "cdos", *words]
        assert self.base
        values = {**self.environment(), "CDOS_OWNER_URL": self.base.owner}
        tie = die_with_parent(signal.SIGTERM)
        child = subprocess.Popen(command, env=values, start_new_session=True, preexec_fn=tie)
        while child.poll() is None:
            if self.asked_to_stop.wait(0.1):
                child.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(30)
                child.kill()
                raise Stopped
        if child.returncode:
            raise PostgresFailed(f"`{' '.join(words)}` failed; what it says is above.")

    def _load_sample(self) -> None:
        """At the first start. A city that was begun without one, or that people use, stays without."""
        kept = self.folder.state()
        if kept.get("sample") == "loaded" and self.wishes.scale not in (kept.get("scale"), DEFAULT_SCALE):
            self.say(
                f"The sample city here has scale {kept['scale']}; for another size name another --data folder."
            )
        own_server = self.base is not None and self.base.server is None
        if kept.get("sample") == "loaded" or own_server:
            return
        if not self.wishes.sample:
            self.folder.remember(sample="none")
        elif kept.get("sample") == "none":
            self.say("This city has no sample city and gets none; for one name another --data folder.")
        else:
            self.folder.remember(scale=self.wishes.scale, seed=self.wishes.seed)
            self._django("load-sample", "--scale", str(self.wishes.scale), "--seed", str(self.wishes.seed))

    def _programs(self) -> list[Program]:
        values = self.environment()
        mine = [sys.executable, "-m", "cdos"]
        assert self.listener
        # The listener is ours: while the web is started again, who asks waits a moment and is not refused.
        self.listener.listen(BACKLOG)
        number = self.listener.fileno()
        where = ["--host", self.wishes.host, "--port", str(self.wishes.port), "--descriptor", str(number)]
        web = Program("web", [*mine, "web", *where], values, descriptors=(number,), says_ready=True)
        return [web, Program("worker", [*mine, "worker"], values)]

    def _wait_until_ready(self, supervisor: Supervisor) -> None:
        until = time.monotonic() + READY_WITHIN_S
        local = (
            "[::1]"
            if self.wishes.host == "::"
            else "127.0.0.1"
            if self.wishes.host in ANYWHERE
            else self.wishes.host
        )
        while time.monotonic() < until:
            if answers(f"http://{local}:{self.wishes.port}/readyz"):
                self.folder.announce(url=self.wishes.url, port=self.wishes.port)
                return
            if self.asked_to_stop.wait(0.2):
                raise Stopped
            supervisor.watch()
        raise PostgresFailed(
            f"The web did not answer within {READY_WITHIN_S} s; see {self.folder.path}/logs/web.log"
        )

    def _greet(self) -> None:
        self.console.print(
            f"\n[bold green]CDOS is ready:[/bold green] [bold]{self.wishes.url}[/bold]\n", highlight=False
        )
        if self.wishes.sample and self.folder.state().get("sample") != "none":
            subprocess.run([sys.executable, "-m", "cdos", "accounts"], env=self.environment())
        self.say(f"Data and logs: {self.folder.path}. Stop with Ctrl-C.")

    def say(self, text: str) -> None:
        self.console.print(text, highlight=False, markup=False, soft_wrap=True)


def is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < ROOM_TO_START


def answers(url: str) -> bool:
    asked = urllib.request.Request(url, headers={"Host": "localhost"})  # an address may be none of CDOS_HOSTS
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False
