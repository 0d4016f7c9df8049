"""Promises as people read them."""

from django.db.models import QuerySet

from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.governance.closure.contracts import PromiseInfo, PromiseState
from cdos.nets.governance.closure.logic import promising
from cdos.nets.governance.closure.models import Promise

MOST = 100


def info(row: Promise, title: str = "") -> PromiseInfo:
    unit = organisation.unit(row.unit)
    return PromiseInfo(
        id=row.pk,
        number=row.number,
        unit=row.unit,
        unit_name=unit.name if unit else row.unit,
        phrase=row.phrase,
        sentence=row.sentence,
        made_at=row.made_at,
        due_on=row.due_on,
        state=PromiseState(row.state),
        evidence=row.evidence,
        shown_at=row.shown_at,
        moved_to=row.moved_to,
        title=title,
    )


def of_matter(matter_id: int) -> list[PromiseInfo]:
    """By the day they are due."""
    rows = Promise.objects.filter(matter_id=matter_id).exclude(state=PromiseState.TAKEN_BACK.value)
    return [info(row) for row in rows.order_by("due_on", "id")]


def _open() -> "QuerySet[Promise]":
    return Promise.objects.filter(state__in=promising.SHOWABLE).order_by("due_on", "id")


def waiting(actor: Actor) -> list[PromiseInfo]:
    """Of the actor's units, and for supervisors of their area: what is not settled, the soonest first."""
    rows = _open()
    if not organisation.may(actor, Action.SUPERVISE):
        rows = rows.filter(unit__in=organisation.units_of(actor, Action.HANDLE))
    found = list(rows[:MOST])
    known = matters.get_many(actor=actor, ids=[row.matter_id for row in found])
    return [info(row, known[row.matter_id].title) for row in found if row.matter_id in known]


def one(actor: Actor, promise_id: int) -> PromiseInfo:
    """LookupError, NotAllowed."""
    row = promising.row_of(promise_id)
    return info(row, matters.get(actor=actor, number=row.number).title)
