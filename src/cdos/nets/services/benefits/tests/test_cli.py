"""Pools of money on the command line: opened once, raised once a paper, lowered no further than what is free."""

import pytest
from typer.testing import CliRunner

from cdos.nets.services.payouts import api as payouts

from ..cli import app
from .conftest import CIVIL

pytestmark = pytest.mark.usefixtures("units")
OPEN = ("open", "elders", "--title", "高龄津贴资金", "--year", "2026", "--by", "预算处")


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["pool", *words])
    return done.exit_code, done.output


def top_up(yuan: str, paper: str) -> int:
    return run("top-up", "elders", "--yuan", yuan, "--paper", paper, "--by", "预算处")[0]


def test_a_pool_is_opened_raised_and_lowered() -> None:
    code, said = run(*OPEN, "--unit", CIVIL, "--yuan", "1000.50")
    assert (code, "free 1000.50" in said) == (0, True)
    assert [top_up("20", "A1"), top_up("20", "A1"), top_up("-0.50", "A2")] == [0, 0, 0]
    assert payouts.pool("elders").free_fen == 102_000
    assert "total 1020.00" in run("list")[1]
    assert payouts.check().wrong == ()


def test_what_cannot_be_is_said_and_changes_nothing() -> None:
    assert run(*OPEN, "--unit", "nobody")[0] == 1
    assert top_up("20", "A1") == 1, "there is no such pool"
    assert run(*OPEN, "--unit", CIVIL, "--yuan", "5")[0] == 0
    assert run(*OPEN, "--unit", CIVIL, "--yuan", "5")[0] == 1, "it is there already"
    assert [top_up("x", "A1"), top_up("0.001", "A1"), top_up("-6", "A1"), top_up("NaN", "A1")] == [1, 1, 1, 1]
    assert [top_up("1", "A1"), top_up("2", "A1")] == [0, 1], "a paper orders one sum"
    assert payouts.pool("elders").total_fen == 600
