"""Figures of groups for programs of other modules; nothing in them says who."""

from datetime import datetime

from django.db import connection

from ..contracts import Came, Lately

TIMES = """
SELECT case_id, min(filed_at) FROM cases_member
WHERE filed_at > %(since)s AND filed_at <= %(until)s AND NOT withdrawn
GROUP BY case_id, coalesce(nullif(who, ''), 'm' || matter_id)
"""
LATELY = """
SELECT case_id, count(DISTINCT coalesce(nullif(who, ''), 'm' || matter_id)), count(*) FILTER (WHERE dangerous), count(*),
  array_agg(matter_id ORDER BY filed_at DESC)
FROM cases_member WHERE filed_at > %(since)s AND filed_at <= %(until)s AND NOT withdrawn
  AND (%(ids)s::bigint[] IS NULL OR case_id = ANY(%(ids)s))
GROUP BY 1 HAVING count(DISTINCT coalesce(nullif(who, ''), 'm' || matter_id)) >= %(people)s
"""


def came(since: datetime, until: datetime) -> list[Came]:
    with connection.cursor() as cursor:
        cursor.execute(TIMES, {"since": since, "until": until})
        return [Came(case, at) for case, at in cursor.fetchall()]


def lately(since: datetime, until: datetime, people: int, ids: list[int] | None) -> list[Lately]:
    with connection.cursor() as cursor:
        cursor.execute(LATELY, {"since": since, "until": until, "people": people, "ids": ids})
        return [
            Lately(case, people, dangerous, appeals, tuple(members))
            for case, people, dangerous, appeals, members in cursor.fetchall()
        ]
