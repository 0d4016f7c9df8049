"""The door of the signs of life: mark that something happened, ask when it last did."""

import json
from typing import Any

from django.db import connection

from cdos.base.vitals.contracts import Mark

_MARK = """
    INSERT INTO vitals_mark (name, at, facts) VALUES (%s, clock_timestamp(), %s::jsonb)
    ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at, facts = EXCLUDED.facts
"""
_READ = "SELECT name, at, extract(epoch FROM clock_timestamp() - at), facts FROM vitals_mark"


def mark(name: str, /, **facts: Any) -> None:
    """It happened now; `facts` must be JSON and name nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [name, json.dumps(facts)])


def marks() -> dict[str, Mark]:
    """The last of each name."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        rows = cursor.fetchall()
    return {
        name: Mark(name, at, float(age_s), json.loads(facts) if isinstance(facts, str) else facts)
        for name, at, age_s, facts in rows
    }
