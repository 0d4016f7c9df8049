"""An appeal goes into its group: once, whoever asks for it and however often."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.matters.contracts import Erasing
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Arrival
from cdos.nets.governance.topics import api as topics
from cdos.nets.governance.topics.contracts import Message

from ..models import Case, Member
from . import yardsticks
from .shelf import Batch

LOCK = 4_403_004  # one process at a time puts appeals into groups
WITHDRAWN = "withdrawn"
MOST = 1_000  # in one transaction
NOTE = "INSERT INTO cases_waiting (matter_id) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING"
WAITING = """
DELETE FROM cases_waiting WHERE matter_id = ANY(ARRAY(
  SELECT matter_id FROM cases_waiting ORDER BY matter_id LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING matter_id
"""
AT_ONCE = 100  # appeals that are read for together


def note(ids: Sequence[int]) -> None:
    """They were filed, and wait for `take_waiting`."""
    if ids:
        statements.run(NOTE, [list(ids)])


def take_waiting(*, most: int = MOST) -> int:
    """Takes those that wait; what fails leaves them waiting."""
    with transaction.atomic(), fence.everything():
        return take([number for (number,) in statements.run(WAITING, [most])])


def take(ids: Sequence[int]) -> int:
    """How many were new. A worker that is killed meanwhile leaves nothing half done."""
    with transaction.atomic(), fence.everything():
        _lock()
        known = set(Member.objects.filter(matter_id__in=ids).values_list("matter_id", flat=True))
        rows = appeals.arrivals_of(ids=[number for number in ids if number not in known])
        for start in range(0, len(rows), AT_ONCE):
            _put(yardsticks.stream(), rows[start : start + AT_ONCE])
        return len(rows)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _put(stream: topics.Stream, rows: Sequence[Arrival]) -> None:
    messages = [yardsticks.message(row) for row in rows]
    waiting = [stream.ready(message, row.lon, row.lat) for message, row in zip(messages, rows, strict=True)]
    shelf = Batch(waiting)
    numbers = [stream.put(shelf, one) for one in waiting]
    shelf.write()
    Member.objects.bulk_create(
        _member(row, message, shelf.now(number))
        for row, message, number in zip(rows, messages, numbers, strict=True)
    )


def _member(row: Arrival, message: Message, number: int) -> Member:
    return Member(
        matter_id=row.id,
        case_id=number,
        filed_at=row.filed_at,
        who=row.person,
        votes=row.votes,
        dangerous=topics.is_dangerous(message),
        lon=row.lon,
        lat=row.lat,
        district=row.district,
        street=row.street,
        community=row.community,
        unit=row.unit,
        withdrawn=row.state == WITHDRAWN,
    )


def changed(ids: Iterable[int]) -> int:
    """Unit, votes and withdrawal of members as they are now; the group is counted anew. How many are members."""
    with transaction.atomic(), fence.everything():
        members = Member.objects.in_bulk(list(ids))
        rows = appeals.arrivals_of(ids=list(members))
        for row in rows:
            member = members[row.id]
            member.unit, member.votes, member.withdrawn = row.unit, row.votes, row.state == WITHDRAWN
            member.district, member.street, member.community = row.district, row.street, row.community
        Member.objects.bulk_update(
            [members[row.id] for row in rows],
            ("unit", "votes", "withdrawn", "district", "street", "community"),
        )
        Case.objects.filter(id__in={member.case_id for member in members.values()}).update(dirty=True)
        return len(rows)


def forget(ids: Sequence[int], what: Erasing) -> None:
    """At the end of retention: that an appeal was a member stays, who filed it and where goes."""
    members = Member.objects.filter(matter_id__in=list(ids))
    Case.objects.filter(id__in=list(members.values_list("case_id", flat=True))).update(dirty=True)
    members.update(who="", lon=None, lat=None)
