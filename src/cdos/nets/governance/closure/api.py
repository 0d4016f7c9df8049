"""The only door to honest closure. Everything is keyword-only; errors are named in each docstring."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api as appeals

from .contracts import (
    AnswerInfo,
    AnswerShown,
    Case,
    Found,
    Grouping,
    Hollowness,
    OfficerInfo,
    OnMatter,
    PlanInfo,
    PromiseShown,
    Review,
    StillFixed,
    VisitInfo,
    Wish,
)
from .logic import (
    asking,
    judging,
    obligations,
    officers,
    promising,
    reading,
    reviewing,
    sampling,
    scoring,
    verdicts,
    words,
)


@acted
def score_reply(*, actor: Actor, number: str, reply: str, evidence: str = "") -> Hollowness:
    """How hollow a reply to this appeal would be, before it is sent. LookupError, NotAllowed."""
    view = appeals.appeal(actor=actor, number=number)
    return judging.score(f"{view.matter.title}\n{view.text}", reply, evidence)


@changing
def doubt(*, actor: Actor, number: str, reply: str, evidence: str = "") -> list[str]:
    """Why this reply should not be sent as it is; empty where nothing speaks against it.

    That the clerk was told is kept: who sends it all the same does so knowingly. LookupError, NotAllowed.
    """
    found = score_reply(actor=actor, number=number, reply=reply, evidence=evidence)
    if not found.hollow:
        return []
    scoring.warn(matters.get(actor=actor, number=number).id, reply, actor.account_id)
    return words.against(found)


@acted
def answers_of(*, actor: Actor, number: str) -> list[AnswerInfo]:
    """The answers of one appeal, newest first, with their scores. LookupError, NotAllowed."""
    matter = matters.get(actor=actor, number=number)
    return reading.of_matter(matter.id, matter.title)


def shown(answer: AnswerInfo) -> AnswerShown:
    """With its reasons in the reader's words."""
    return words.shown(answer)


@acted
def on_matter(*, actor: Actor, matter: MatterInfo) -> OnMatter:
    """What staff are shown beside a matter that they may see."""
    return OnMatter(
        tuple(words.shown(one) for one in reading.of_matter(matter.id, matter.title)),
        tuple(words.promise_shown(one) for one in obligations.of_matter(matter.id)),
    )


@acted
def promises_of(*, actor: Actor, number: str) -> tuple[PromiseShown, ...]:
    """What the replies to an appeal promised, by the day it is due. LookupError, NotAllowed."""
    matter = matters.get(actor=actor, number=number)
    return tuple(words.promise_shown(one) for one in obligations.of_matter(matter.id))


@acted
def promises_waiting(*, actor: Actor) -> tuple[PromiseShown, ...]:
    """What the actor's units still owe; for supervisors what their area is owed; the soonest first."""
    return tuple(words.promise_shown(one) for one in obligations.waiting(actor))


@acted
def promise(*, actor: Actor, promise_id: int) -> PromiseShown:
    """LookupError, NotAllowed."""
    return words.promise_shown(obligations.one(actor, promise_id))


@changing
def show_promise(*, actor: Actor, promise_id: int, evidence: str, files: Sequence[str] = ()) -> None:
    """The unit shows that it was done; the person reads it. ClosureRefused, LookupError, MoveRefused."""
    promising.show(actor, promise_id, evidence, files)


@changing
def move_promise(*, actor: Actor, promise_id: int, to: date, reason: str) -> None:
    """The unit names a later day and why; the person reads it. ClosureRefused, LookupError, MoveRefused."""
    promising.move(actor, promise_id, to, reason)


@changing
def take_back_promise(*, actor: Actor, promise_id: int) -> None:
    """A supervisor found that the words are no promise. ClosureRefused, LookupError."""
    promising.take_back(actor, promise_id)


def ask_again(*, today: date | None = None) -> int:
    """Ask those whose solution is some weeks old whether it holds, block by block; how many. The worker does this by itself."""
    total, more = 0, True
    while more:
        with fence.everything():
            asked, more = asking.ask_due(today or timezone.localdate())
        total += asked
    return total


def still_fixed(*, token: str) -> StillFixed:
    """The question behind a signed link, without anything personal. LookupError."""
    with fence.everything():
        return asking.question(token)


def say_still_fixed(*, token: str, fixed: bool, words: str = "") -> StillFixed:
    """The person's answer; “no” opens the matter again. ClosureRefused (answered already), LookupError."""
    with fence.everything(), transaction.atomic():
        return asking.answer(token, fixed=fixed, words=words)


def check_promises(*, today: date | None = None) -> tuple[int, int]:
    """Ask units for what is due, call broken what nobody showed: how many of each. The worker does this by itself."""
    with fence.everything():
        return promising.check(today or timezone.localdate())


@acted
def find(*, actor: Actor, wish: Wish) -> Found:
    """Answers in the actor's reach, the most suspicious first."""
    return reading.find(actor, reading.chosen(wish), wish.limit, wish.offset)


@acted
def case(*, actor: Actor, answer_id: int) -> Case:
    """One answer with all that is needed to judge it. LookupError, NotAllowed."""
    return reading.case(actor, answer_id)


def score_past(*, limit: int = 200, area: str = "") -> int:
    """Score the replies of the newest answered appeals, once: for a city that has had none scored; how many."""
    with fence.everything():
        taken = scoring.take_in_past(limit, area)
        for answer, entry in taken:
            promising.note(answer, entry)
        return len(taken)


@changing
def judge(*, actor: Actor, answer_id: int, hollow: bool, note: str = "") -> None:
    """A supervisor's verdict; a hollow answer goes back to its unit. ClosureRefused, LookupError, MoveRefused."""
    verdicts.judge(actor, answer_id, hollow=hollow, note=note)


@acted
def review(*, actor: Actor, week: date, by: Grouping) -> Review:
    """The answers of the week that begins on this Monday, in the actor's reach. NotAllowed."""
    verdicts.check_supervises(actor)
    return reviewing.review(week, by)


def plans(*, actor: Actor) -> list[PlanInfo]:
    """NotAllowed."""
    verdicts.check_supervises(actor)
    return sampling.listed()


@changing
def add_plan(*, actor: Actor, by: str, per_group: int, district: str = "", seed: int = 1) -> int:
    """So many solved answers a week of each group are looked at. ClosureRefused, NotAllowed."""
    return sampling.add(actor, by=by, per_group=per_group, district=district, seed=seed)


@changing
def stop_plan(*, actor: Actor, plan_id: int) -> None:
    """LookupError, NotAllowed."""
    sampling.stop(actor, plan_id)


def draw_samples() -> int:
    """This week's sample of every plan, once; how many tasks. The worker does this by itself."""
    with fence.everything(), transaction.atomic():
        return sampling.draw_due()


@acted
def officers_of(*, actor: Actor) -> list[OfficerInfo]:
    """NotAllowed."""
    verdicts.check_supervises(actor)
    return officers.listed()


@changing
def enrol_officer(*, actor: Actor, login: str, kind: str, district: str = "") -> None:
    """`kind` staff or volunteer. ClosureRefused, NotAllowed."""
    officers.enrol(actor, login=login, kind=kind, district=district)


@changing
def end_officer(*, actor: Actor, officer_id: int) -> None:
    """LookupError, NotAllowed."""
    officers.end(actor, officer_id)


@changing
def send_to_look(*, actor: Actor, answer_id: int) -> bool:
    """Have an officer look at a suspect; False where that was asked this week. LookupError, NotAllowed."""
    return officers.send(actor, answer_id)


@acted
def visits(*, actor: Actor) -> list[VisitInfo]:
    """For supervisors: the newest in their reach. NotAllowed."""
    return officers.recent(actor)


@changing
def drop_visit(*, actor: Actor, visit_id: int) -> None:
    """LookupError, NotAllowed."""
    officers.drop(actor, visit_id)


def tasks(*, actor: Actor) -> list[VisitInfo]:
    """What an officer may look at. NotAllowed for who is none."""
    with fence.everything():  # an officer has no post: what they see is cut in `officers`
        return officers.tasks(actor)


def task(*, actor: Actor, visit_id: int) -> VisitInfo:
    """LookupError, NotAllowed."""
    with fence.everything():
        return officers.task(actor, visit_id)


def take_task(*, actor: Actor, visit_id: int) -> None:
    """LookupError, NotAllowed."""
    with fence.everything(), transaction.atomic():
        officers.take(actor, visit_id)


def report_visit(
    *, actor: Actor, visit_id: int, verdict: str, note: str = "", files: Sequence[str] = ()
) -> None:
    """What the officer found. ClosureRefused, LookupError, MoveRefused, NotAllowed."""
    with fence.everything(), transaction.atomic():
        officers.report(actor, visit_id, verdict, note, files)
