"""What the moves of a bundle change in its own rows. The matter is locked; its parts are locked after it."""

from typing import Any

from django.utils.translation import gettext as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.fence import api as fence
from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused
from cdos.base.organisation.contracts import Actor

from ..contracts import BundleRefused, DeliveryState
from ..models import Delivery, Run
from . import chain, delivering, following, graph, paying, states, stopping, vault
from .states import TO_DELIVER

Data = dict[str, Any]


def _run(matter: MatterInfo) -> Run:
    return Run.objects.get(matter_id=matter.id)


def _part(rows: list[Delivery], item: object) -> Delivery:
    found = next((row for row in rows if row.item == item), None)
    if found is None:
        raise MoveRefused("no_such_part", _("There is no such part in this bundle."))
    return found


def _outcome(rows: list[Delivery], note: str = "") -> Effect:
    """The state that the bundle has once every part has ended."""
    return Effect(state=states.outcome(chain.state_of(row) for row in rows), note=note)


def deliver(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """MoveRefused for what the department's form does not take."""
    with fence.everything():
        row = _part(chain.locked(_run(matter)), data["item"])
        if chain.state_of(row) not in TO_DELIVER:
            raise MoveRefused("not_waiting", _("This part is not waiting to be handed over."))
        try:
            delivering.handed_over(row)
        except BundleRefused as refused:
            raise MoveRefused("not_taken", str(refused)) from refused
    return Effect(note=row.title)


def news(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        rows = chain.locked(_run(matter))
        return Effect(note=following.ended(rows, _part(rows, data["item"])))


def finish(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        effect = _outcome(chain.locked(_run(matter)))
        if effect.state in ("done", "withdrawn"):
            vault.forget(_run(matter))
    if effect.state is None:
        raise MoveRefused("not_ended", _("Some parts have not ended yet."))
    return effect


def overturn(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    """A refused part was granted after all: what had been stopped because of it begins."""
    with fence.everything():
        rows = chain.locked(_run(matter))
        row = _part(rows, data["item"])
        chain.end(row, DeliveryState.DONE)
        paying.ask_again(matter.number, matter.title, chain.wake_below(rows, row))
        chain.make_ready(rows, paid=paying.is_paid(matter.number))
    return Effect(note=row.title)


def paid(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        chain.make_ready(chain.locked(_run(matter)), paid=True)
    return Effect()


def withdraw_part(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        rows = stopping.withdraw_part(_run(matter), str(data["item"]), str(data.get("reason") or ""), actor)
    return _outcome(rows, _part(rows, data["item"]).title)


def withdraw(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        return _outcome(stopping.withdraw_all(_run(matter), str(data.get("reason") or ""), actor))


def retry(matter: MatterInfo, actor: Actor, data: Data) -> Effect:
    with fence.everything():
        row = _part(chain.locked(_run(matter)), data["item"])
        try:
            delivering.again(row)
        except BundleRefused as refused:
            raise MoveRefused("not_waiting", str(refused)) from refused
    return Effect(note=row.title)


def whole_term(matter: MatterInfo) -> Term | None:
    """The days of the chain of parts that takes longest; a day for a bundle that is decided at once."""
    with fence.everything():
        rows = list(Delivery.objects.filter(run_id=matter.id).order_by("wave", "position"))
    days = {row.item: row.days for row in rows}
    longest, _chain = graph.longest([[row.item] for row in rows], chain.after_of(rows), days.__getitem__)
    return Term(max(1, round(longest)), TimeUnit.WORKING_DAYS)
