"""What an operator sees of the children's logs, and what stays in files."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from cdos.runtime import patience, supervisor
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.notify import tell
from cdos.runtime.patience import QUICK_ENDS, GaveUp
from cdos.runtime.restarting import restart_running
from cdos.runtime.supervisor import Program, RotatingLog, Supervisor, problem_in


def line(**entry: str) -> bytes:
    return json.dumps(entry).encode()


def test_an_error_is_shown_with_the_line_that_names_the_exception() -> None:
    trace = 'Traceback (most recent call last):\n  File "a.py"\npsycopg.UndefinedTable: no such table\nLINE 1: x\n   ^'
    found = problem_in(line(level="error", event="Internal Server Error: /x", exception=trace))
    assert found == "Internal Server Error: /x psycopg.UndefinedTable: no such table"


@pytest.mark.parametrize(
    "text", [line(level="info", event="request"), b"[INFO] Listening", b"{broken", b"\xff{"]
)
def test_anything_less_stays_in_the_log_file(text: bytes) -> None:
    assert problem_in(text) == ""


def test_logs_turn_at_their_size_and_the_oldest_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "LOG_BYTES", 10)
    log = RotatingLog(tmp_path / "web.log")
    for number in range(8):
        log.write(b"0123456789 %d\n" % number)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["web.log", *(f"web.log.{number}" for number in range(1, 6))]
    assert (tmp_path / "web.log").read_bytes().endswith(b" 7\n")
    assert (tmp_path / "web.log.5").read_bytes().endswith(b" 2\n")


STAYS = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit()); signal.pause()"


def supervise(tmp_path: Path, code: str, *, says_ready: bool = False) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    program = Program("part", [sys.executable, "-c", code], dict(os.environ), says_ready=says_ready)
    return Supervisor([program], tmp_path, said.append), said


def watched_until(city: Supervisor, what: Callable[[], bool], within_s: float = 60) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        city.watch()
        if what():
            return True
        time.sleep(0.01)
    return False


def pid(city: Supervisor) -> int:
    process = city.children[0].process
    return process.pid if process else 0


def test_a_killed_part_is_started_again_however_often_it_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE_S", 0.0)
    city, said = supervise(tmp_path, STAYS)
    city.start()
    for _ in range(QUICK_ENDS + 2):
        before = pid(city)
        os.kill(before, signal.SIGKILL)
        assert watched_until(city, lambda before=before: pid(city) not in (0, before))  # type: ignore[misc]
    city.stop()
    assert len(said) == QUICK_ENDS + 2


def test_a_part_that_only_ends_is_given_up_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE_S", 0.0)
    city, said = supervise(tmp_path, "print('no such module', flush=True); raise SystemExit(3)")
    city.start()
    with pytest.raises(GaveUp, match="no such module"):
        watched_until(city, lambda: False)
    assert len(said) == QUICK_ENDS - 1
    assert "again in" in said[0]


def test_the_pause_grows_with_each_short_life_and_a_steady_one_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = patience.Patience()
    found.begin()
    assert [found.ended(1) for _ in range(3)] == [0.5, 1.0, 2.0]
    assert max(found.ended(-9) for _ in range(20)) == patience.LONGEST_PAUSE_S
    assert not found.at_its_end
    found.started_at -= patience.STEADY_S + 1
    assert found.ended(1) == 0.5
    assert found.own_ends == 1


def test_a_part_is_replaced_only_when_the_next_one_says_that_it_serves(tmp_path: Path) -> None:
    ready = f"from cdos.runtime.notify import tell; tell('READY=1'); {STAYS}"
    city, _ = supervise(tmp_path, ready, says_ready=True)
    city.start()
    old = pid(city)
    assert city.replace() == []
    assert pid(city) != old
    assert watched_until(city, lambda: not Path(f"/proc/{old}").exists())
    city.stop()


def test_a_next_part_that_never_serves_leaves_the_old_one_at_work(tmp_path: Path) -> None:
    city, _ = supervise(tmp_path, STAYS, says_ready=True)
    city.start()
    old = pid(city)
    assert not city.children[0].replace(within_s=0.2)
    assert pid(city) == old
    assert Path(f"/proc/{old}").exists()
    city.stop()


def test_a_next_part_that_ends_at_once_is_not_waited_for(tmp_path: Path) -> None:
    first = f"import os; mark = {str(tmp_path / 'began')!r}; known = os.path.exists(mark); open(mark, 'w'); "
    city, _ = supervise(tmp_path, f"{first}\nif known: raise SystemExit(3)\n{STAYS}", says_ready=True)
    city.start()
    assert watched_until(city, (tmp_path / "began").exists)
    old = pid(city)
    assert city.replace(asked_at_most(500)) == ["part"]
    assert pid(city) == old
    assert Path(f"/proc/{old}").exists()
    city.stop()


def asked_at_most(times: int) -> Callable[[], bool]:
    """Fails where a wait goes on although there is nothing to wait for."""
    left = iter(range(times))

    def go_on() -> bool:
        assert next(left, None) is not None, "still waiting"
        return True

    return go_on


def test_who_asks_to_stop_is_heard_while_a_part_is_replaced(tmp_path: Path) -> None:
    city, _ = supervise(tmp_path, STAYS, says_ready=True)
    city.start()
    old, answers = pid(city), iter([True, True, True])
    assert city.replace(lambda: next(answers, False)) == ["part"]
    assert pid(city) == old
    city.stop()


def test_the_other_parts_are_watched_while_one_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_PAUSE_S", 0.0)
    parts = [Program(name, [sys.executable, "-c", STAYS], dict(os.environ), says_ready=True) for name in "ab"]
    city = Supervisor(parts, tmp_path, lambda _: None)
    city.start()
    other = city.children[1]
    assert other.process
    fallen = other.process
    fallen.kill()
    assert city.replace(lambda: other.process in (None, fallen)) == ["a", "b"]
    assert other.process not in (None, fallen)
    city.stop()


def test_what_goes_wrong_while_a_part_is_replaced_leaves_the_old_one_in_hand(tmp_path: Path) -> None:
    city, _ = supervise(tmp_path, STAYS, says_ready=True)
    city.start()
    old = pid(city)

    def fails() -> bool:
        if pid(city) != old:
            raise GaveUp("the database")
        return True

    with pytest.raises(GaveUp):
        city.replace(fails)
    assert pid(city) == old
    city.stop()


def test_a_restart_sends_no_signal_to_a_process_that_took_the_number_of_a_killed_city(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    stranger = subprocess.Popen([sys.executable, "-c", STAYS])
    folder.announce(what="up", pid=stranger.pid, url="http://localhost:8000")
    assert restart_running(folder, Console(quiet=True)) == 1
    stranger.terminate()
    assert stranger.wait() != -signal.SIGUSR2


def test_nobody_to_tell_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "@nobody-listens-here")
    tell("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    tell("READY=1")
