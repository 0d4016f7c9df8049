"""What is in the database after the killing, read past every policy by the owner of the tables."""

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psycopg

KEY = re.compile(r"\[([^\]]+)\]")
WAITING = """
    SELECT (SELECT count(*) FROM jobs_outbox)
         + (SELECT count(*) FROM jobs_job WHERE state <> 'dead' AND name NOT IN (SELECT name FROM jobs_schedule))
"""
ANSWERS = """
    SELECT m.number, e.id, (SELECT count(*) FROM notices_notice n WHERE n.key LIKE 'matter:' || e.id || ':%')
    FROM matters_entry e JOIN matters_matter m ON m.id = e.matter_id WHERE e.move = 'answer' AND NOT e.undone
"""
MESSAGES = """
    SELECT count(*) FROM notices_notice n JOIN notices_sent s ON s.key = 'notice:' || n.id || ':sms'
    WHERE split_part(n.key, ':', 2) = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Found:
    """How often each filing (by its key) and each answer (by number) is there, and what the answers caused."""

    filed: Mapping[str, Counter[str]]  # key: numbers that carry it
    answers: Counter[str]
    notices: Counter[int]  # how many answers have so many notices
    messages: int
    dead: int


def settle(database: str, within_s: float) -> int:
    """Wait until the worker has nothing left of what was caused; answers how much is left."""
    until = time.monotonic() + within_s
    left = -1
    while left and time.monotonic() < until:
        time.sleep(0.5)
        with psycopg.connect(database) as connection:
            row = connection.execute(WAITING).fetchone()
            left = int(row[0]) if row else 0
    return left


def look_up(database: str, run: str) -> Found:
    filed: dict[str, Counter[str]] = {}
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT text, number FROM appeals_appeal WHERE text LIKE %s", [f"%[{run}-%"]
        )
        for text, number in rows:
            if key := KEY.search(text):
                filed.setdefault(key[1], Counter())[number] += 1
        answers = connection.execute(ANSWERS).fetchall()
        messages = connection.execute(MESSAGES, [[str(entry) for _, entry, _ in answers]]).fetchone()
        dead = connection.execute("SELECT count(*) FROM jobs_job WHERE state = 'dead'").fetchone()
    return Found(
        filed=filed,
        answers=Counter(number for number, _, _ in answers),
        notices=Counter(told for _, _, told in answers),
        messages=int(messages[0]) if messages else 0,
        dead=int(dead[0]) if dead else 0,
    )


def tally(counts: Iterable[int]) -> dict[str, int]:
    """How many are there once, twice or more, and not at all."""
    found = Counter(min(count, 2) for count in counts)
    return {"once": found[1], "twice": found[2], "none": found[0]}
