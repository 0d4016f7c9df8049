"""What an operator sees of the children's logs, and what stays in files."""

import json
from pathlib import Path

import pytest

from cdos.runtime import supervisor
from cdos.runtime.supervisor import RotatingLog, problem_in


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
