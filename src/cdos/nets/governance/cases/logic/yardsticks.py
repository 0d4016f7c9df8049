"""The yardstick of the city's words: made at night from the latest appeals, held by each process until there is a newer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Arrival
from cdos.nets.governance.topics import api as topics
from cdos.nets.governance.topics.contracts import Message

from ..models import Yardstick

MESSAGES = 10_000
FEWEST = 200
DAYS = 365
BATCH = 500


@dataclass(slots=True)
class _Held:
    number: int = -1
    stream: topics.Stream | None = None


_held = _Held()


def message(row: Arrival) -> Message:
    return Message(
        id=row.id, title=row.title, detail=row.text, at=row.filed_at, person=row.person, votes=row.votes
    )


def stream() -> topics.Stream:
    """By the latest yardstick; by none where the city has too few messages."""
    latest = Yardstick.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if _held.stream is None or _held.number != latest:
        data = bytes(Yardstick.objects.get(id=latest).data) if latest else b""
        _held.stream, _held.number = topics.Stream(data), latest
    return _held.stream


def make() -> int:
    """How many messages it was made of; 0 and none made where they are too few."""
    found = list(_latest())
    if len(found) < FEWEST:
        return 0
    made = Yardstick.objects.create(messages=len(found), data=topics.yardstick(found))
    Yardstick.objects.filter(id__lt=made.id - 1).delete()
    return len(found)


def _latest() -> Iterator[Message]:
    now = timezone.now()
    rows = appeals.arrived_before(at=now, number=0, since=now - timedelta(days=DAYS), limit=MESSAGES)
    ids = [number for _, number in rows]
    for start in range(0, len(ids), BATCH):
        yield from (message(row) for row in appeals.arrivals_of(ids=ids[start : start + BATCH]))
