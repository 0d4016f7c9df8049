"""Groups in the tables, found by keys; the engine's shelf."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from cdos.nets.governance.topics.contracts import Stored

LATEST = 100  # groups looked at for a key
NEAR = """
SELECT c.id, c.data FROM (
  SELECT k.case_id, sum(asked.weight) AS weight
  FROM unnest(%s::bigint[], %s::real[]) AS asked (key, weight)
  CROSS JOIN LATERAL (
    SELECT case_id FROM cases_key WHERE key = asked.key ORDER BY at DESC LIMIT %s
  ) k GROUP BY 1 ORDER BY 2 DESC, 1 DESC LIMIT %s
) v JOIN cases_case c ON c.id = v.case_id ORDER BY v.weight DESC, c.id DESC
"""
COPIES = """
SELECT c.id, c.data FROM (
  SELECT case_id FROM cases_text WHERE band = ANY(%s) GROUP BY 1 HAVING count(*) >= %s ORDER BY 1 LIMIT 8
) t JOIN cases_case c ON c.id = t.case_id ORDER BY c.id
"""
INDEX = """
INSERT INTO cases_key (case_id, key, at) SELECT %s, key, %s FROM unnest(%s::bigint[]) AS k (key)
ON CONFLICT (case_id, key) DO UPDATE SET at = excluded.at WHERE cases_key.at < excluded.at - interval '1 day'
"""
TEXT = "INSERT INTO cases_text (band, case_id) SELECT unnest(%s::bigint[]), %s ON CONFLICT DO NOTHING"
CREATE = """
INSERT INTO cases_case (data, size, name, place, problem, named_size, heat, people, growth, severity, week, weekly,
  trend, areas, units, kept, dirty)
VALUES (%s, %s, '', '', '', 0, 0, 0, 1, 1, 0, 0, '{}', '{}', '{}', false, true) RETURNING id
"""


class Tables:
    """Within one transaction that holds the lock of `arriving`."""

    def near(self, keys: Sequence[tuple[int, float]], most: int) -> list[Stored]:
        values = [key for key, _ in keys], [weight for _, weight in keys]
        return _stored(NEAR, [*values, LATEST, most])

    def copies(self, bands: Sequence[int], least: int) -> list[Stored]:
        return _stored(COPIES, [list(bands), least]) if bands else []

    def create(self, data: bytes, size: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(CREATE, [data, size])
            return int(cursor.fetchone()[0])

    def change(self, number: int, data: bytes, size: int) -> None:
        _do("UPDATE cases_case SET data = %s, size = %s, dirty = true WHERE id = %s", [data, size, number])

    def index(self, number: int, keys: Sequence[int]) -> None:
        kept = list(set(keys))
        _do("DELETE FROM cases_key WHERE case_id = %s AND NOT key = ANY(%s)", [number, kept])
        _do(INDEX, [number, timezone.now(), kept])

    def text(self, number: int, bands: Sequence[int]) -> None:
        if bands:
            _do(TEXT, [list(bands), number])

    def join(self, small: int, large: int) -> None:
        _do("UPDATE cases_member SET case_id = %s WHERE case_id = %s", [large, small])
        _do("DELETE FROM cases_key WHERE case_id = %s", [small])
        _do(
            "INSERT INTO cases_text (band, case_id) SELECT band, %s FROM cases_text WHERE case_id = %s ON CONFLICT DO NOTHING",
            [large, small],
        )
        _do("DELETE FROM cases_text WHERE case_id = %s", [small])
        _do("UPDATE cases_case SET into_id = %s WHERE into_id = %s", [large, small])
        _do(
            "UPDATE cases_case SET into_id = %s, data = '', size = 0, people = 0, dirty = false WHERE id = %s",
            [large, small],
        )


def _stored(sql: str, values: Sequence[Any]) -> list[Stored]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Stored(int(number), bytes(data)) for number, data in cursor.fetchall()]


def _do(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
