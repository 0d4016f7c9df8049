"""One matter on the workbench: what it is, what happened, what this member of staff may do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.files import api as files
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import (
    ClockInfo,
    ClockState,
    EntryInfo,
    LinkInfo,
    LinkKind,
    Look,
    MatterInfo,
    NotAllowed,
    OfferedMove,
    Phase,
    RequestInfo,
)
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals.contracts import KIND as APPEAL
from cdos.nets.governance.closure import api as closure
from cdos.nets.governance.closure.contracts import OnMatter

from . import lists

DECIDERS = frozenset({"lead", "supervisor"})
REPLIES = frozenset({"reply", "answer"})
HELPED = frozenset({"holder", "dispatcher", "supervisor"})


@dataclass(frozen=True, slots=True)
class Suggested:
    """The likeliest action with its reason; `data` are the move's values, with `texts` as a person reads them."""

    move: OfferedMove
    data: dict[str, str]
    texts: dict[str, str]
    words: str
    reason: str
    confidence: float | None

    @property
    def ready(self) -> bool:
        """One press is enough: no value is missing."""
        return all(self.data.get(need.name) for need in self.move.requires if need.required)


@dataclass(frozen=True, slots=True)
class Pane:
    """What the middle and right panes show."""

    look: Look
    state_title: str
    place: str
    template: str
    detail: dict[str, Any]
    by_token: dict[str, Any]
    first: Suggested | None
    closure: OnMatter | None = None

    @property
    def matter(self) -> MatterInfo:
        return self.look.matter

    @property
    def community(self) -> str:
        area = organisation.area(self.matter.place.scope.community)
        return area.name if area else ""

    @property
    def is_holder(self) -> bool:
        return "holder" in self.look.parts

    @property
    def open(self) -> bool:
        return self.matter.phase is not Phase.DONE

    @property
    def may_get_help(self) -> bool:
        return self.open and bool(self.look.parts & HELPED)

    @property
    def clocks(self) -> list[ClockInfo]:
        """Those that run or stand first; cancelled ones say nothing."""
        shown = [clock for clock in self.look.clocks if clock.state is not ClockState.CANCELLED]
        return sorted(shown, key=lambda clock: clock.stopped_at is not None)

    @property
    def paused(self) -> list[ClockInfo]:
        return [clock for clock in self.look.clocks if clock.state is ClockState.PAUSED]

    @property
    def runs(self) -> bool:
        return any(clock.state is ClockState.RUNNING for clock in self.look.clocks)

    @property
    def waiting(self) -> list[RequestInfo]:
        return [request for request in self.look.requests if request.granted is None]

    @property
    def may_decide(self) -> bool:
        return bool(self.look.parts & DECIDERS)

    @property
    def moves(self) -> list[OfferedMove]:
        """All that are open to the actor, the likeliest first."""
        likely = self.first.move.name if self.first else ""
        return sorted(self.look.moves, key=lambda move: move.name != likely)

    @property
    def undoable(self) -> EntryInfo | None:
        """The last line, while this actor may take it back."""
        now: datetime = timezone.now()
        last = self.look.entries[0] if self.look.entries else None
        return last if last and last.undo_until and last.undo_until > now else None

    @property
    def links(self) -> list[tuple[str, LinkInfo]]:
        return [(link_words(link), link) for link in self.look.links]


def link_words(link: LinkInfo) -> str:
    words = {
        (LinkKind.PARENT, True): _("Part of"),
        (LinkKind.PARENT, False): _("Has the part"),
        (LinkKind.DUPLICATE, True): _("Goes on in"),
        (LinkKind.DUPLICATE, False): _("The same as"),
    }
    return words.get((link.kind, link.outgoing), _("Related to"))


def pane(actor: Actor, number: str) -> Pane | None:
    """None when the matter is not there, or not for this reader: the page says so without saying which."""
    try:
        look = matters.look(actor=actor, number=number)
    except (LookupError, NotAllowed):
        return None
    matter = look.matter
    detail = matters.detail(kind=matter.kind, matter_id=matter.id, actor=actor)
    return Pane(
        look=look,
        state_title=lists.state_title(matter),
        place=lists.place_words(matter.place),
        template=matters.flow(matter.kind).detail_template,
        detail=detail,
        by_token=_files(look.entries),
        first=suggested(look.moves, detail),
        closure=closure.on_matter(actor=actor, matter=matter) if answered(look) else None,
    )


def answered(look: Look) -> bool:
    """An appeal that was ever replied to."""
    return look.matter.kind == APPEAL and any(entry.move in REPLIES for entry in look.entries)


def _files(entries: Sequence[EntryInfo]) -> dict[str, Any]:
    tokens = [token for entry in entries for token in entry.files]
    return {stored.token: stored for stored in files.by_tokens(tokens)} if tokens else {}


def suggested(offered: Sequence[OfferedMove], detail: dict[str, Any]) -> Suggested | None:
    """What the kind proposes (`detail["proposal"]`), when that move is open to this actor."""
    proposal = detail.get("proposal")
    move = next((one for one in offered if proposal and one.name == proposal["move"]), None)
    if not proposal or move is None:
        return None
    known = ("data", "texts", "words", "reason", "confidence")
    return Suggested(move=move, **{name: proposal[name] for name in known})
