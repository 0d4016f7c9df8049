"""Rows of the demonstration registers brought in; what a person gets of their own data; what closing an account ends."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self
from cdos.base.jobs import api as jobs
from cdos.base.rules.contracts import Value

from ..contracts import NewRow
from ..models import ConsentRow, CorrectionRow, RegisterRow
from . import asking, values

BATCH = 2000
MOST_TOLD = 200  # changes a load announces one by one; more is a delivery, which the night looks at
CHANGED = "register.changed"  # {source, party_id, fields}


def load(rows: Iterable[NewRow]) -> int:
    """A row that is there already is replaced; whoever stands on a value that differs is told."""
    stream, total, told = iter(rows), 0, 0
    while block := list(islice(stream, BATCH)):
        with transaction.atomic():
            changes = _changes(block) if told < MOST_TOLD else []
            RegisterRow.objects.bulk_create(
                _stored(block),
                update_conflicts=True,
                unique_fields=["party_id", "source"],
                update_fields=["sealed", "as_of"],
            )
            for row, fields in changes[: MOST_TOLD - told]:
                jobs.announce(CHANGED, source=row.source, party_id=row.party_id, fields=fields)
        told += len(changes)
        total += len(block)
    return total


def _changes(block: Sequence[NewRow]) -> list[tuple[NewRow, list[str]]]:
    """What differs of parties that registers know already; who is new among them is looked at when they come or at night."""
    there = RegisterRow.objects.filter(party_id__in={row.party_id for row in block})
    sealed = {(row.party_id, row.source): row.sealed for row in there}
    known, found = {party for party, _source in sealed}, []
    for row in block:
        if row.party_id in known:
            old = sealed.get((row.party_id, row.source))
            held = values.unseal(old, values.ROWS) if old else {}
            names = sorted({*held, *row.values})
            if fields := [name for name in names if held.get(name) != row.values.get(name)]:
                found.append((row, fields))
    return found


def _stored(block: Iterable[NewRow]) -> Iterator[RegisterRow]:
    for row in block:
        yield RegisterRow(
            source=row.source,
            party_id=row.party_id,
            sealed=values.seal(row.values, values.ROWS),
            as_of=row.as_of,
        )


def newer(asked: Collection[str]) -> Iterator[tuple[int, dict[str, Value], datetime]]:
    """Oldest first; an age is counted on the day it is asked."""
    today = timezone.localdate()
    for row in RegisterRow.objects.order_by("as_of", "pk").iterator(chunk_size=BATCH):
        held = values.unseal(row.sealed, values.ROWS)
        born = held.get(asking.BORN)
        if isinstance(born, date):
            held[asking.AGE] = asking.years(born, today)
        if found := {name: held[name] for name in asked if held.get(name) is not None}:
            yield row.party_id, found, row.as_of


def of_person(asked: Self) -> list[dict[str, object]]:
    if asked.party_id is None:
        return []
    names = ("source", "purpose", "given_at", "withdrawn_at", "used", "used_at")
    with fence.everything():
        given: list[dict[str, object]] = [
            {"what": "consent", **row}
            for row in ConsentRow.objects.filter(party_id=asked.party_id).order_by("pk").values(*names)
        ]
        wished: list[dict[str, object]] = [
            {"what": "correction", **row}
            for row in CorrectionRow.objects.filter(party_id=asked.party_id)
            .order_by("pk")
            .values("number", "source", "field", "state", "asked_at", "answer")
        ]
    return given + wished


def forget(asked: Self) -> None:
    """Who closes their account lets no register be used any more."""
    if asked.party_id is None:
        return
    with fence.everything():
        ConsentRow.objects.filter(party_id=asked.party_id, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
