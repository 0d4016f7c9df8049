"""Which queues a member of staff has, from the kinds of matter and the posts they hold."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question, Queue
from cdos.base.organisation.contracts import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """A queue as the workbench lists it; `count` stops at a thousand."""

    name: str
    title: str
    question: Question
    count: int = 0
    current: bool = False


def queues(actor: Actor, current: str) -> list[Shown]:
    """The actor's queues with their counts; the current one is marked, the first when none is named."""
    found = _declared(actor) + _personal(actor)
    counts = matters.counts(
        actor=actor, questions={queue.name: queue.question for queue in found if queue.name != "all"}
    )
    names = {queue.name for queue in found}
    chosen = current if current in names else _first(found, counts)
    return [replace(q, count=counts.get(q.name, 0), current=q.name == chosen) for q in found]


def _first(found: list[Shown], counts: dict[str, int]) -> str:
    """The first queue with work in it, so that nobody opens an empty page."""
    return next((queue.name for queue in found if counts.get(queue.name)), found[0].name)


def _declared(actor: Actor) -> list[Shown]:
    roles = {post.role.value for post in actor.posts}
    kinds = [matters.flow(kind) for kind in matters.flow_kinds()]
    return [_shown(flow.kind, queue, actor) for flow in kinds for queue in flow.queues if queue.by & roles]


def _shown(kind: str, queue: Queue, actor: Actor) -> Shown:
    units = (
        tuple(sorted({post.unit for post in actor.posts if post.role.value in queue.by}))
        if queue.own_unit
        else ()
    )
    question = Question(kinds=(kind,), states=queue.states, open_only=True, units=units, order=queue.order)
    return Shown(f"{kind}-{queue.name}", _(queue.title), question)


def _personal(actor: Actor) -> list[Shown]:
    mine = Question(open_only=True, holder_account=actor.account_id, order="due")
    return [
        Shown("mine", _("Mine"), mine),
        Shown("near", _("Near due"), Question(open_only=True, near_due=True, order="due")),
        Shown("overdue", _("Overdue"), Question(open_only=True, overdue=True, order="due")),
        Shown("all", _("All"), Question(order="filed")),
    ]
