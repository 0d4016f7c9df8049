"""What clerks do to a matter beside its flow's own moves: notes, wishes, decisions, helpers, parts, links."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import LinkKind, MoveRefused, RequestKind, Visibility
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import KIND as APPEAL
from cdos.nets.governance.appeals.contracts import AppealRefused, Outcome
from cdos.nets.governance.closure import api as closure

MOST_DAYS = 30
REPLIES = frozenset({"reply", "answer"})


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action; `undo_s` is 0 where it cannot be taken back."""

    said: str
    entry: int = 0
    undo_s: int = 0


class Doubtful(MoveRefused):
    """Not refused for good: the clerk is asked whether to send it as it is; `lines` say why not."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("doubtful_reply", _("This says nothing that was done: send anyway?"))
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Act:
    """An action as it was sent."""

    actor: Actor
    number: str
    move: str
    data: dict[str, str]
    version: int | None = None
    files: Sequence[str] = ()


def do(act: Act) -> Done:
    """One of the shared actions or a move of the matter's own flow. LookupError, MoveRefused and those below it."""
    shared = SHARED.get(act.move)
    return shared(act) if shared else _move(act)


def _move(act: Act) -> Done:
    before = matters.get(actor=act.actor, number=act.number)
    make = appeals.act if before.kind == APPEAL else matters.act
    if before.kind == APPEAL and act.move in REPLIES and act.data.get("send_anyway") != "yes":
        _check_says_something(act)
    make(
        actor=act.actor,
        number=act.number,
        move=act.move,
        data=dict(act.data),
        version=act.version,
        files=act.files,
    )
    move = matters.flow(before.kind).move(act.move)
    said = _("Done: {move}").format(move=_(move.title))
    if not move.undo_s:
        return Done(said)
    return Done(said, matters.timeline(actor=act.actor, number=act.number)[-1].id, move.undo_s)


def _check_says_something(act: Act) -> None:
    """What is not whole is refused by the move itself, and not asked about."""
    reply, evidence, outcome = (act.data.get(name, "") for name in ("reply", "evidence", "outcome"))
    if not reply or not outcome or (outcome == Outcome.SOLVED and not evidence):
        return
    if lines := closure.doubt(actor=act.actor, number=act.number, reply=reply, evidence=evidence):
        raise Doubtful(lines)


def _comment(act: Act) -> Done:
    to_subject = act.data.get("for") == "subject"
    visibility = Visibility.SUBJECT if to_subject else Visibility.STAFF
    text = act.data.get("text", "")
    matters.comment(actor=act.actor, number=act.number, text=text, visibility=visibility, files=act.files)
    return Done(_("Sent to the person.") if to_subject else _("Noted for colleagues."))


def _pause(act: Act) -> Done:
    kind, reason = RequestKind.PAUSE, act.data.get("reason", "")
    flow = matters.flow(matters.get(actor=act.actor, number=act.number).kind)
    answers = any("subject" in move.by for move in flow.moves)  # of a lead or a risk nobody does
    matters.ask(actor=act.actor, number=act.number, kind=kind, reason=reason, for_subject=answers)
    return Done(_("Asked. The clock runs on until the lead agrees."))


def _extension(act: Act) -> Done:
    days = act.data.get("days", "")
    if not (days.isascii() and days.isdigit() and len(days) <= 4 and 1 <= int(days) <= MOST_DAYS):
        raise MoveRefused("days", _("Please say how many working days more, from 1 to 30."))
    matters.ask(
        actor=act.actor,
        number=act.number,
        kind=RequestKind.EXTENSION,
        reason=act.data.get("reason", ""),
        amount=Term(int(days), TimeUnit.WORKING_DAYS),
    )
    return Done(_("Asked. The clock runs on until the lead agrees."))


def _decide(act: Act) -> Done:
    granted, request = act.data.get("granted") == "yes", act.data.get("request", "")
    request_id = int(request) if request.isascii() and request.isdigit() and len(request) < 18 else 0
    reason = act.data.get("reason", "")
    matters.decide(actor=act.actor, request_id=request_id, granted=granted, reason=reason)
    return Done(_("Granted.") if granted else _("Refused."))


def _resume(act: Act) -> Done:
    matters.resume(actor=act.actor, number=act.number, clock=act.data.get("clock", ""))
    return Done(_("The clock runs again."))


def _add_unit(act: Act) -> Done:
    reason = act.data.get("reason", "")
    matters.add_co_handler(actor=act.actor, number=act.number, unit=act.data.get("unit", ""), reason=reason)
    return Done(_("The unit helps with it now."))


def _remove_unit(act: Act) -> Done:
    matters.remove_co_handler(actor=act.actor, number=act.number, unit=act.data.get("unit", ""))
    return Done(_("The unit no longer helps."))


def _part(act: Act) -> Done:
    """A part for another unit, as a matter of its own at the same place."""
    try:
        filed = appeals.open_part(actor=act.actor, number=act.number, text=act.data.get("text", ""))
    except AppealRefused as refused:
        raise MoveRefused(refused.field, str(refused)) from refused
    return Done(_("Opened as {number}.").format(number=filed.number))


def _link(act: Act) -> Done:
    target = act.data.get("target", "").strip().upper()
    if not matters.is_number(target):
        raise MoveRefused("number", _("This is not the number of a matter. Please check it."))
    made = matters.link(actor=act.actor, source=act.number, target=target, kind=LinkKind.RELATED)
    return Done(_("Linked.") if made else _("They are linked already."))


def _unlink(act: Act) -> Done:
    kind = act.data.get("kind", "")
    if kind not in set(LinkKind):
        raise MoveRefused("kind", _("There is no such link."))
    ends = [act.number, act.data.get("target", "")]
    source, target = ends if act.data.get("outgoing") == "yes" else ends[::-1]
    matters.unlink(actor=act.actor, source=source, target=target, kind=LinkKind(kind))
    return Done(_("The link is removed."))


SHARED: dict[str, Callable[[Act], Done]] = {
    "comment": _comment,
    "ask-pause": _pause,
    "ask-extension": _extension,
    "decide": _decide,
    "resume": _resume,
    "add-unit": _add_unit,
    "remove-unit": _remove_unit,
    "part": _part,
    "link": _link,
    "unlink": _unlink,
}
