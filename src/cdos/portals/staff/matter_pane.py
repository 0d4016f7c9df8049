"""One matter on the workbench: what it is, what happened, what this member of staff may do now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.files import api as files
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import (
    ClockInfo,
    EntryInfo,
    LinkInfo,
    MatterInfo,
    MoveRefused,
    NotAllowed,
    OfferedMove,
    RequestInfo,
    RequestKind,
    Visibility,
)
from cdos.base.organisation.contracts import Actor, Role

MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Pane:
    """What the middle and right panes show."""

    matter: MatterInfo
    state_title: str
    template: str
    detail: dict[str, Any]
    entries: list[EntryInfo]
    by_token: dict[str, Any]
    clocks: list[ClockInfo]
    links: list[LinkInfo]
    requests: list[RequestInfo]
    moves: list[OfferedMove]
    first: "Suggested | None" = None
    is_holder: bool = False
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """The likeliest action with its reason; `data` are the move's values, ready to send."""

    move: OfferedMove
    data: dict[str, str]
    words: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action; `undo_s` is 0 where it cannot be taken back."""

    said: str
    entry: int = 0
    undo_s: int = 0
    data: dict[str, str] = field(default_factory=dict)


def pane(actor: Actor, number: str) -> Pane | None:
    """None when the matter is not there, or not for this reader: the page says so without saying which."""
    try:
        matter = matters.get(actor=actor, number=number)
    except (LookupError, NotAllowed):
        return None
    flow = matters.flow(matter.kind)
    entries = matters.timeline(actor=actor, number=number)[::-1]
    offered = matters.offered(actor=actor, number=number)
    detail = matters.detail(kind=matter.kind, matter_id=matter.id, actor=actor)
    return Pane(
        matter=matter,
        state_title=_(flow.state(matter.state).title),
        template=flow.detail_template,
        detail=detail,
        entries=entries,
        by_token=_files(entries),
        clocks=matters.clocks(actor=actor, number=number),
        links=matters.links(actor=actor, number=number),
        requests=matters.requests_of(actor=actor, number=number),
        moves=offered,
        first=suggested(offered, detail),
        is_holder=_of_unit(actor, matter, Role.HANDLER, Role.LEAD),
        is_lead=_of_unit(actor, matter, Role.LEAD),
    )


def _of_unit(actor: Actor, matter: MatterInfo, *roles: Role) -> bool:
    return any(post.unit == matter.holder_unit and post.role in roles for post in actor.posts)


def _files(entries: Sequence[EntryInfo]) -> dict[str, Any]:
    tokens = [token for entry in entries for token in entry.files]
    return {stored.token: stored for stored in files.by_tokens(tokens)} if tokens else {}


def suggested(offered: Sequence[OfferedMove], detail: dict[str, Any]) -> Suggested | None:
    """What the kind proposes (`detail["proposal"]`), when that move is open to this actor."""
    proposal = detail.get("proposal")
    move = next((one for one in offered if proposal and one.name == proposal["move"]), None)
    if proposal is None or move is None:
        return None
    return Suggested(move, proposal["data"], proposal["words"], proposal["reason"], proposal["confidence"])


def do(
    *, actor: Actor, number: str, move: str, data: dict[str, str], version: int | None, files: Sequence[str]
) -> Done:
    """One of the shared actions (comment, ask, decide, …) or a move of the matter's own flow."""
    shared = SHARED.get(move)
    if shared:
        return shared(actor, number, data, files)
    before = matters.get(actor=actor, number=number)
    matters.act(actor=actor, number=number, move=move, data=dict(data), version=version, files=files)
    declared = matters.flow(before.kind).move(move)
    entry = matters.timeline(actor=actor, number=number)[-1]
    return Done(_("Done: {move}").format(move=_(declared.title)), entry.id, declared.undo_s)


def _comment(actor: Actor, number: str, data: dict[str, str], files: Sequence[str]) -> Done:
    to_subject = data.get("for") == "subject"
    visibility = Visibility.SUBJECT if to_subject else Visibility.STAFF
    matters.comment(actor=actor, number=number, text=data.get("text", ""), visibility=visibility, files=files)
    return Done(_("Sent to the person.") if to_subject else _("Noted for colleagues."))


def _pause(actor: Actor, number: str, data: dict[str, str], files: Sequence[str]) -> Done:
    matters.ask(
        actor=actor, number=number, kind=RequestKind.PAUSE, reason=data.get("reason", ""), for_subject=True
    )
    return Done(_("Asked. The clock runs on until the lead agrees."))


def _extension(actor: Actor, number: str, data: dict[str, str], files: Sequence[str]) -> Done:
    days = data.get("days", "")
    if not days.isdigit() or not 1 <= int(days) <= MOST_DAYS:
        raise MoveRefused("days", _("Please say how many working days more, from 1 to 30."))
    matters.ask(
        actor=actor,
        number=number,
        kind=RequestKind.EXTENSION,
        reason=data.get("reason", ""),
        amount=Term(int(days), TimeUnit.WORKING_DAYS),
    )
    return Done(_("Asked. The clock runs on until the lead agrees."))


def _decide(actor: Actor, number: str, data: dict[str, str], files: Sequence[str]) -> Done:
    granted = data.get("granted") == "yes"
    request_id = int(data["request"]) if data.get("request", "").isdigit() else 0
    matters.decide(actor=actor, request_id=request_id, granted=granted, reason=data.get("reason", ""))
    return Done(_("Granted.") if granted else _("Refused."))


def _co_handler(actor: Actor, number: str, data: dict[str, str], files: Sequence[str]) -> Done:
    matters.add_co_handler(
        actor=actor, number=number, unit=data.get("unit", ""), reason=data.get("reason", "")
    )
    return Done(_("The unit helps with it now."))


SHARED = {
    "comment": _comment,
    "ask-pause": _pause,
    "ask-extension": _extension,
    "decide": _decide,
    "add-unit": _co_handler,
}
