"""One view of a bundle under way: each part, who has it, until when, what comes next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, NotAllowed, Phase, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..contracts import ENDED, KIND, Case, DeliveryState, Progress, TaskStatus
from ..models import Delivery, Run
from . import applying, chain, paying, who
from .applying import Child
from .states import STATUS, TO_DELIVER


def case(*, actor: Actor, number: str) -> tuple[Case, Actor]:
    """With the actor who may see it: the person, or the same person acting for the subject. NotAllowed, LookupError."""
    matter, seeing = _matter(actor, number)
    with fence.everything():
        run = Run.objects.filter(matter_id=matter.id).first()
        if run is None:
            raise LookupError(number)
        rows = list(Delivery.objects.filter(run=run).order_by("position"))
    return _case(matter, run, rows), seeing


def _matter(actor: Actor, number: str) -> tuple[MatterInfo, Actor]:
    """As the actor themselves, and only if they may not, as whoever they may act for."""
    try:
        return matters.get(actor=actor, number=number), actor
    except (NotAllowed, LookupError):
        for other in who.seeing(actor)[1:]:
            try:
                return matters.get(actor=other, number=number), other
            except (NotAllowed, LookupError):
                continue
        raise


def own(actor: Actor, limit: int) -> list[Case]:
    """Of the party acted for, newest first."""
    if actor.party_id is None:
        return []
    question = Question(kinds=(KIND,), subject_id=actor.party_id, limit=limit)
    found = {row.id: row for row in matters.find(actor=actor, question=question).rows}
    with fence.everything():
        runs = list(Run.objects.filter(matter_id__in=found).order_by("-matter_id"))
        rows = list(Delivery.objects.filter(run__in=runs).order_by("position"))
    return [_case(found[run.matter_id], run, [row for row in rows if row.run_id == run.pk]) for run in runs]


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for `bundles/detail.html`; the caller has checked that the actor may see the matter."""
    with fence.everything():
        run = Run.objects.filter(matter_id=matter_id).first()
        rows = list(Delivery.objects.filter(run_id=matter_id).order_by("position"))
    if run is None:
        return {}
    return {"case": _case(matters.get(actor=actor, number=run.number), run, rows)}


def _case(matter: MatterInfo, run: Run, rows: Sequence[Delivery]) -> Case:
    payment = paying.of(run.number)
    paid = paying.is_paid(run.number)
    children = applying.children(rows)
    titles = {row.item: row.title for row in rows}
    parts = tuple(_part(row, children.get(row.application), titles, paid) for row in rows)
    is_open = matter.phase is not Phase.DONE
    return Case(
        number=run.number,
        code=run.code,
        title=matter.title,
        state=matter.state,
        sentence=_sentence(matter, parts, paid),
        parts=parts,
        filed_at=matter.filed_at,
        until=matter.due_at,
        done=sum(part.state is DeliveryState.DONE for part in parts),
        open=is_open,
        fen=payment.fen if payment else 0,
        paid=paid,
        payment=payment.address if payment and not paid and is_open else "",
        moving=any(part.state is DeliveryState.READY for part in parts),
    )


def _sentence(matter: MatterInfo, parts: Sequence[Progress], paid: bool) -> str:
    if matter.phase is Phase.DONE:
        return _(matters.flow(matter.kind).state(matter.state).sentence)
    done = sum(part.state is DeliveryState.DONE for part in parts)
    if not paid:
        return _("The fee is open: parts with a fee begin when it is paid.")
    wanting = next((part for part in parts if part.status is TaskStatus.PROBLEM), None)
    if wanting is not None:
        return _("“%(item)s” needs attention.") % {"item": wanting.title}
    if done:
        return _("%(done)d of %(all)d parts are done.") % {"done": done, "all": len(parts)}
    return _("Everything is sent. The departments have been asked.")


def _part(row: Delivery, child: Child | None, titles: dict[str, str], paid: bool) -> Progress:
    state = chain.state_of(row)
    unit = organisation.unit(row.department)
    department = unit.name if unit else row.department
    waits = tuple(titles[code] for code in row.after if code in titles)
    status = (
        TaskStatus.PROBLEM
        if child and child.asks_person and state is DeliveryState.DELIVERED
        else STATUS[state]
    )
    return Progress(
        item=row.item,
        title=row.title,
        department=department,
        state=state,
        status=status,
        number=row.application,
        until=_until(row, child) if state not in ENDED else None,
        tries=row.tries,
        failure=row.failure,
        sentence=_what(row, state, child, department, waits, paid),
        licence=child.licence if child else "",
        after=waits,
        may_withdraw=state not in ENDED,
        wave=row.wave,
    )


def _until(row: Delivery, child: Child | None) -> datetime | None:
    """As the bundle promised; a part of it never says a later day than that, unless the person is asked for something."""
    if child is None or child.until is None:
        return row.until
    return child.until if child.asks_person or row.until is None else min(child.until, row.until)


def _what(
    row: Delivery,
    state: DeliveryState,
    child: Child | None,
    department: str,
    waits: tuple[str, ...],
    paid: bool,
) -> str:
    named = {"unit": department, "what": "、".join(waits)}
    if state is DeliveryState.WAITING:
        if waits and not (row.fen and not paid):
            return _("Begins by itself when this is done: %(what)s.") % named
        return _("Begins when the fee is paid.")
    if state is DeliveryState.FAILED:
        return (
            _("%(unit)s cannot be reached just now. It is handed over by itself as soon as it can.") % named
        )
    if state is DeliveryState.GIVEN_UP:
        return (
            _("It could not be handed to %(unit)s. A clerk looks after it; you need not do anything.") % named
        )
    if state in TO_DELIVER:
        return _("Is being handed to %(unit)s.") % named
    if state in (DeliveryState.STOPPED, DeliveryState.WITHDRAWN):
        return row.reason
    return child.sentence if child else row.reason
