"""The named days of 2004-2026 as they were published, from `data/days.csv` (on, working, name)."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cdos.base.calendar.contracts import Day

FILE = Path(__file__).parent / "data" / "days.csv"
YEARS = range(2004, 2027)


def days() -> Iterator[Day]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield Day(on=date.fromisoformat(row["on"]), working=row["working"] == "1", name=row["name"])
