"""Figures of groups for programs of other modules; nothing in them says who."""

from datetime import datetime

from django.db import connection

from ..contracts import Came, Lately

CAME = """
WITH person AS (
  SELECT case_id, min(filed_at) AS at FROM cases_member
  WHERE filed_at > %(since)s AND filed_at <= %(until)s AND NOT withdrawn
  GROUP BY case_id, coalesce(nullif(who, ''), 'm' || matter_id)
), counted AS MATERIALIZED (
  SELECT case_id, count(*) AS people, count(*) FILTER (WHERE at > %(recent)s) AS recent FROM person GROUP BY 1
)
SELECT NULL, coalesce(sum(people), 0)::bigint, coalesce(sum(recent), 0)::bigint FROM counted
UNION ALL SELECT case_id, people, recent FROM counted WHERE people >= %(fewest)s
"""
LATELY = """
SELECT case_id, count(DISTINCT coalesce(nullif(who, ''), 'm' || matter_id)), count(*) FILTER (WHERE dangerous), count(*),
  array_agg(matter_id ORDER BY filed_at DESC)
FROM cases_member WHERE filed_at > %(since)s AND filed_at <= %(until)s AND NOT withdrawn
  AND (%(ids)s::bigint[] IS NULL OR case_id = ANY(%(ids)s))
GROUP BY 1 HAVING count(DISTINCT coalesce(nullif(who, ''), 'm' || matter_id)) >= %(people)s
"""


def came(since: datetime, recent: datetime, until: datetime, fewest: int) -> tuple[Came, dict[int, Came]]:
    """Of all groups together, and of each with at least so many people."""
    whole, groups = Came(), {}
    with connection.cursor() as cursor:
        cursor.execute(CAME, {"since": since, "recent": recent, "until": until, "fewest": fewest})
        for case, people, lately_came in cursor.fetchall():
            if case is None:
                whole = Came(people, lately_came)
            else:
                groups[case] = Came(people, lately_came)
    return whole, groups


def lately(since: datetime, until: datetime, people: int, ids: list[int] | None) -> list[Lately]:
    with connection.cursor() as cursor:
        cursor.execute(LATELY, {"since": since, "until": until, "people": people, "ids": ids})
        return [
            Lately(case, people, dangerous, appeals, tuple(members))
            for case, people, dangerous, appeals, members in cursor.fetchall()
        ]
