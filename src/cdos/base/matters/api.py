"""The door of matters: open one, move it, look at it, list many. Every verb says who acts and checks what they may.

All refusals are MoveRefused (NotAllowed, Conflict, ValueRefused below it) with a sentence for the reader and a
stable `code`; a number that is none is LookupError.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.utils import timezone

from cdos.base.calendar.contracts import Term
from cdos.base.matters import guards
from cdos.base.matters.asking import needs, own_page, signed_in
from cdos.base.matters.contracts import (
    ClockInfo,
    CoHandler,
    Detail,
    Emergency,
    EntryInfo,
    Erasing,
    Filed,
    Filing,
    Flow,
    HistoryRow,
    LinkInfo,
    LinkKind,
    Loaded,
    Look,
    MatterInfo,
    NotAllowed,
    OfferedMove,
    Page,
    Question,
    RequestInfo,
    RequestKind,
    Retained,
    RetentionRule,
    Visibility,
)
from cdos.base.matters.logic import (
    clear,
    counting,
    entries,
    filing,
    finding,
    flows,
    glass,
    history,
    linking,
    moving,
    numbers,
    parts,
    probes,
    recording,
    requests,
    retention,
    rows,
    shared,
    sharing,
    showing,
    sweeping,
    undoing,
)
from cdos.base.matters.logic import diagram as diagrams
from cdos.base.matters.logic.flows import FlowInvalid
from cdos.base.matters.logic.values import ValueRefused
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Actor

__all__ = ["FlowInvalid", "ValueRefused", "needs", "own_page", "signed_in"]


def register(flow: Flow, *, detail: Detail | None = None) -> None:
    """Make a kind of matter known; from the app's `ready`. Raises FlowInvalid for a flow that contradicts itself."""
    flows.register(flow, detail=detail)


def open_files(*, kind: str, check: Callable[[int], bool]) -> None:
    """The files of this kind's matters may be read by everybody where `check(matter id)` is true; from `ready`."""
    guards.open_to_all(kind=kind, check=check)


def flow(kind: str) -> Flow:
    """LookupError for a kind nobody registered."""
    return flows.flow_of(kind)


def flow_kinds() -> list[str]:
    return sorted(flows.REGISTRY.flows)


def opening(*, actor: Actor) -> AbstractContextManager[int]:
    """The transaction in which `file` and the kind's own table are written together; gives `file` its serial."""
    return _opening(actor=actor)


def file(*, actor: Actor, filing: Filing, files: Sequence[str] = (), serial: int = 0) -> Filed:
    """Open a matter: number, clocks, first line, search, event, all or nothing.

    Repeated with the same idempotency key by the same actor it answers with the first matter, `created=False`.
    `Filed.key` is the secret of a matter without a subject, only ever given here.
    """
    return _file(actor=actor, filing=filing, files=files, serial=serial)


@changing
def act(
    *,
    actor: Actor,
    number: str,
    move: str,
    data: dict[str, Any] | None = None,
    version: int | None = None,
    files: Sequence[str] = (),
    for_subject: bool = False,
) -> MatterInfo:
    """Make a move. With `version` a matter that changed since is refused as Conflict, saying who did what.

    `for_subject`: the system passes on what the subject said elsewhere (a letter), which ends what waited for it.
    """
    return moving.act(
        actor=actor,
        number=number,
        move=move,
        data=data or {},
        version=version,
        files=files,
        for_subject=for_subject,
    )


def hold(*, number: str) -> None:
    """Lock the matter until the transaction ends: who changes what hangs on it and then the matter takes it first, as
    every move does. LookupError."""
    rows.matter(number=number, lock=True)


def remove_probes(*, filed_before: datetime) -> int:
    """Take away the matters of the city's trial of itself, with all that hangs on them; within `fence.probing` only."""
    return probes.remove(filed_before)


@acted
def get(*, actor: Actor, number: str) -> MatterInfo:
    """NotAllowed when the actor may not see it."""
    matter = rows.matter(number=number)
    parts.check_may_see(actor, matter)
    return rows.info_of(matter)


@acted
def get_many(*, actor: Actor, ids: Sequence[int]) -> dict[int, MatterInfo]:
    """By id; what the actor may not see is left out."""
    return showing.get_many(actor, ids)


@acted
def parts_of(*, actor: Actor, number: str) -> frozenset[str]:
    """What the actor is to the matter: subject, holder, co_handler, system, and roles; empty: may not see it."""
    try:
        return parts.parts_of(actor, rows.matter(number=number))
    except NotAllowed:
        return frozenset()


@acted
def timeline(*, actor: Actor, number: str) -> list[EntryInfo]:
    """Oldest first, the lines that the actor may read."""
    matter = rows.matter(number=number)
    held = parts.check_may_see(actor, matter)
    return entries.read(matter=matter, visibilities=parts.visible_to(held), actor=actor)


@acted
def clocks(*, actor: Actor, number: str) -> list[ClockInfo]:
    """In the order they were started, ended ones too."""
    return showing.clocks(actor, rows.matter(number=number))


@acted
def offered(*, actor: Actor, number: str) -> list[OfferedMove]:
    """The moves this actor may make now, in the flow's order."""
    return moving.offered(actor, rows.matter(number=number))


@acted
def look(*, actor: Actor, number: str) -> Look:
    """All that the shared pages show of a matter, in seven queries. NotAllowed, LookupError."""
    return showing.look(actor, rows.matter(number=number))


def looked(*, actor: Actor, matter: MatterInfo) -> None:
    """Keep in the ledger that a member of staff was shown this matter by a page of its kind; `look` does so itself."""
    recording.looked(actor, matter)


def listed(*, actor: Actor, matters: Iterable[MatterInfo]) -> None:
    """Keep in the ledger that these were handed out whole: an export, neighbours with their texts."""
    recording.exported(actor, matters)


def may_see_clear(*, actor: Actor, matter: MatterInfo) -> bool:
    """Whether the actor may see phone and mail address of the matter's person in clear, once they say what for."""
    return clear.may_see_clear(actor, matter)


def show_clear(*, actor: Actor, matter: MatterInfo, purpose: str, words: str) -> None:
    """Keep in the ledger who saw them, and what for; called before they are shown. NotAllowed, MoveRefused."""
    clear.show_clear(actor, matter, purpose=purpose, words=words)


def searched(*, actor: Actor, words: str) -> None:
    """Keep in the ledger which words a member of staff searched by."""
    recording.searched(actor, words)


@acted
def detail(*, kind: str, matter_id: int, actor: Actor) -> dict[str, Any]:
    """What the kind itself shows about the matter; empty where it registered nothing."""
    found = flows.REGISTRY.details.get(kind)
    return found(matter_id, actor) if found else {}


def find(*, actor: Actor, question: Question) -> Page:
    """A page of a list, always cut to what the actor may see. MoveRefused for a made-up cursor or order."""
    return finding.find(actor=actor, question=question)


def counts(*, actor: Actor, questions: dict[str, Question]) -> dict[str, int]:
    """How many each list has, at most 1000 (200 with words)."""
    return counting.counts(actor=actor, questions=questions)


@changing
def comment(
    *,
    actor: Actor,
    number: str,
    text: str,
    visibility: Visibility = Visibility.STAFF,
    files: Sequence[str] = (),
    to_handler: bool = False,
) -> EntryInfo:
    """A comment for staff or for the subject; a subject's own is for both and ends pauses that waited for it.

    `to_handler`: what another person adds to the same matter; whoever handles it is told as of the subject's own words.
    """
    return sharing.comment(
        actor=actor, number=number, text=text, visibility=visibility, files=files, to_handler=to_handler
    )


@changing
def hand_over(*, actor: Actor, number: str, unit: str, reason: str) -> MatterInfo:
    """To another unit, by a lead of the holder or whoever dispatches; state and clocks go on."""
    return sharing.hand_over(actor=actor, number=number, unit=unit, reason=reason)


@changing
def return_back(*, actor: Actor, number: str, grounds: str, proposed_unit: str) -> MatterInfo:
    """With grounds and whose it is instead, by the flow's move "return"."""
    return sharing.return_back(actor=actor, number=number, grounds=grounds, proposed_unit=proposed_unit)


@changing
def ask(
    *,
    actor: Actor,
    number: str,
    kind: RequestKind,
    reason: str,
    clock: str = "",
    amount: Term | None = None,
    until: datetime | None = None,
    for_subject: bool = False,
) -> RequestInfo:
    """Ask a lead to pause a clock (`until`, else ten working days; with `for_subject` until the subject answers) or extend it by `amount`."""
    return requests.ask(
        actor=actor,
        number=number,
        kind=kind,
        reason=reason,
        clock=clock,
        amount=amount,
        until=until,
        for_subject=for_subject,
    )


@changing
def decide(*, actor: Actor, request_id: int, granted: bool, reason: str = "") -> MatterInfo:
    """By a lead of the holder or a supervisor, never by who asked; declining needs a reason."""
    return requests.decide(actor=actor, request_id=request_id, granted=granted, reason=reason)


@acted
def requests_of(*, actor: Actor, number: str) -> list[RequestInfo]:
    return requests.of_matter(actor=actor, number=number)


@acted
def requests_waiting(*, actor: Actor, limit: int = 100) -> list[RequestInfo]:
    """What this lead may decide, oldest first."""
    return requests.waiting(actor=actor, limit=limit)


@changing
def resume(*, actor: Actor, number: str, clock: str) -> MatterInfo:
    """End the pause of a clock before its time."""
    return requests.resume(actor=actor, number=number, clock=clock)


@changing
def add_co_handler(*, actor: Actor, number: str, unit: str, reason: str = "") -> list[CoHandler]:
    return sharing.add_co_handler(actor=actor, number=number, unit=unit, reason=reason)


@changing
def remove_co_handler(*, actor: Actor, number: str, unit: str, reason: str = "") -> list[CoHandler]:
    return sharing.remove_co_handler(actor=actor, number=number, unit=unit, reason=reason)


@acted
def co_handlers(*, actor: Actor, number: str) -> list[CoHandler]:
    matter = rows.matter(number=number)
    parts.check_may_see(actor, matter)
    return sharing.co_handlers(matter)


@changing
def open_child(*, actor: Actor, number: str, child: Filing, files: Sequence[str] = ()) -> Filed:
    """Open a matter as a part of this one."""
    return sharing.open_child(actor=actor, number=number, child=child, files=files)


@changing
def link(*, actor: Actor, source: str, target: str, kind: LinkKind) -> bool:
    """`source` is a child of, a duplicate of, or related to `target`; a new parent or original takes the old one's place."""
    return linking.link(actor=actor, source=source, target=target, kind=kind)


@changing
def unlink(*, actor: Actor, source: str, target: str, kind: LinkKind) -> bool:
    return linking.unlink(actor=actor, source=source, target=target, kind=kind)


@acted
def links(*, actor: Actor, number: str) -> list[LinkInfo]:
    return linking.links(actor=actor, number=number)


def live(number: str) -> str:
    """The number of the matter that goes on after merging; the number itself when it was never merged."""
    return linking.live(number)


@changing
def subscribe(*, actor: Actor, number: str, party_id: int | None = None) -> bool:
    """The actor's party hears of the outcome; only the system subscribes another `party_id`."""
    return sharing.subscribe(actor=actor, number=number, party_id=party_id)


@changing
def unsubscribe(*, actor: Actor, number: str) -> None:
    sharing.unsubscribe(actor=actor, number=number)


@acted
def followed(*, actor: Actor, limit: int = 50) -> list[str]:
    """Numbers of the matters the actor's party subscribed to, the last first."""
    return sharing.followed(actor=actor, limit=limit)


@changing
def undo(*, actor: Actor, number: str, entry_id: int) -> MatterInfo:
    """Take the last move back within its `undo_s`, as whoever made it."""
    return undoing.undo(actor=actor, number=number, entry_id=entry_id)


@acted
def share_token(*, actor: Actor, number: str) -> str:
    """What makes a link to the public part of a matter; who may see the matter may share it."""
    return shared.token_for(actor, number)


def shared_view(*, number: str, token: str) -> tuple[MatterInfo, list[EntryInfo]]:
    """The public part behind a shared link: no title, no subject, no address, no names. NotAllowed for a wrong token."""
    return shared.view(number, token)


def diagram(kind: str) -> str:
    """The flow of this kind as an SVG picture. LookupError for a kind nobody registered."""
    return diagrams.svg(flows.flow_of(kind))


def break_glass(*, actor: Actor, number: str, reason: str) -> MatterInfo:
    """See one matter beyond one's reach for half an hour; its file and the guardians of its area are told."""
    return glass.break_glass(actor=actor, number=number, reason=reason)


def guarded(*, actor: Actor, limit: int = 100) -> list[Emergency]:
    """Emergencies in the areas whose people's data the actor guards. NotAllowed."""
    return glass.guarded(actor=actor, limit=limit)


def load_history(source: Iterable[HistoryRow]) -> Loaded:
    """Load matters in bulk (imports, the sample city): no events, no notices, clocks only as given.

    Ids in the order of the rows; a `key` that was loaded before gives the earlier matter with `created` False.
    """
    return history.load(source)


def sweep(now: datetime | None = None) -> int:
    """Announce near and overdue clocks, end pauses that are over; the worker does this by itself."""
    return sweeping.sweep(now)


def is_number(text: str) -> bool:
    """Whether it looks like a matter's number and its check character agrees."""
    return numbers.looks_like_number(text)


_file, _opening = filing.file, filing.opening


def register_eraser(*, kind: str, erase: Callable[[Sequence[int], Erasing], None]) -> None:
    """What a kind erases of its own tables when matters (by id) reach the end of their retention; once, at loading.

    Another module that keeps rows about matters of the kind registers its own."""
    retention.register(kind, erase)


def retention_rules() -> list[RetentionRule]:
    return retention.rules()


def set_retention(*, rule: RetentionRule) -> None:
    retention.set_rule(rule)


def retention_due() -> list[Retained]:
    """How many matters each rule would reach now; nothing is changed."""
    return retention.due(timezone.now())


def carry_out_retention(*, rule: RetentionRule) -> Retained:
    """One batch of a rule, in a transaction of its own; call again until it reaches none."""
    return retention.carry_out(rule, timezone.now())


def ids_of_subject(*, party_id: int) -> list[int]:
    """Of all matters of which the party is the person; the caller sees to it that it is they who ask."""
    return rows.ids_of_subject(party_id)
