"""Which queues a member of staff has, from the kinds of matter and the posts they hold."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question, Queue
from cdos.base.organisation.contracts import Actor

HOT = frozenset({"overdue"})
UNCOUNTED = frozenset({"all"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A queue as the workbench lists it; `count` stops at a thousand."""

    name: str
    title: str
    question: Question
    count: int = 0
    current: bool = False

    @property
    def hot(self) -> bool:
        return self.name in HOT and self.count > 0

    @property
    def tally(self) -> str:
        return "" if not self.count else "99+" if self.count >= 100 else str(self.count)


def queues(actor: Actor, current: str) -> list[Shown]:
    """The actor's queues with their counts; the current one is marked, the first with work when none is named."""
    found = available(actor)
    asked = {queue.name: queue.question for queue in found if queue.name not in UNCOUNTED}
    counts = matters.counts(actor=actor, questions=asked)
    chosen = current if current in {queue.name for queue in found} else _first(found, counts)
    return [replace(q, count=counts.get(q.name, 0), current=q.name == chosen) for q in found]


def queue(actor: Actor, name: str) -> Shown:
    """One queue without its count; the widest when there is none of this name."""
    return next((one for one in available(actor) if one.name == name), available(actor)[-1])


def available(actor: Actor) -> list[Shown]:
    """Those of the kinds of matter first, then the person's own, all matters last."""
    return _declared(actor) + _personal(actor)


def _first(found: list[Shown], counts: dict[str, int]) -> str:
    """The first queue with work in it, so that nobody opens an empty page."""
    return next((queue.name for queue in found if counts.get(queue.name)), found[0].name)


def _declared(actor: Actor) -> list[Shown]:
    roles = {post.role.value for post in actor.posts}
    kinds = [matters.flow(kind) for kind in matters.flow_kinds()]
    return [_shown(flow.kind, queue, actor) for flow in kinds for queue in flow.queues if queue.by & roles]


def _shown(kind: str, queue: Queue, actor: Actor) -> Shown:
    own = {post.unit for post in actor.posts if post.role.value in queue.by}
    units = tuple(sorted(own)) if queue.own_unit else ()
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
