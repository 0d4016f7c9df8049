"""The table of controls names tests that exist: a control whose test is gone is no control."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`((?:src|tests)/[\w/]+\.py)::(test_\w+)`")
TEXT = (ROOT / "docs/operating/security.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(TEXT))))
def test_the_named_test_exists(path: str, name: str) -> None:
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_clause_is_done_and_shown_or_left_to_the_city() -> None:
    rows = [line for line in TEXT.splitlines() if re.match(r"\| \.\d", line)]
    assert {int(n) for row in rows for n in re.findall(r"^\| \.(\d+)", row)} == set(range(1, 12))
    assert all(NAMED.search(row) or "**the city must provide**" in row for row in rows)
