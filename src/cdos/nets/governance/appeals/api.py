"""The only door to appeals. Everything is keyword-only; errors are named in each docstring."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from cdos.base.fence import api as fence
from cdos.base.masking import api as masking
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, NotAllowed, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import SYSTEM, Action, Actor, Scope, Unit
from cdos.nets.governance.topics.contracts import Message

from .contracts import (
    MAX_TEXT,
    Again,
    AppealFiling,
    AppealRow,
    AppealView,
    Arrival,
    BriefPage,
    Contact,
    Decided,
    DutyItemInfo,
    DutyListImport,
    DutyListInfo,
    DutyListState,
    DutyQuestion,
    Filed,
    ImportReport,
    Invitation,
    Joined,
    Learnable,
    Learned,
    MailResult,
    Nearby,
    Period,
    Precedent,
    Proposal,
    PublicAppeal,
    Rating,
    Repeated,
    Statistics,
    Suggestion,
    Table,
)
from .logic import (
    again,
    answered,
    arrivals,
    cells,
    contacts,
    dispatching,
    disputing,
    duty,
    dutyfile,
    figures,
    filednear,
    importing,
    joining,
    joint,
    learnables,
    loading,
    mail,
    messagefile,
    moving,
    panels,
    proposing,
    publicfigures,
    publishing,
    ranking,
    reading,
    sections,
    sharing,
    tables,
    writing,
)
from .logic import (
    filing as filings,
)
from .logic import (
    nearby as neighbourhood,
)
from .logic import (
    repeated as repeats,
)
from .logic import (
    text as texts,
)
from .logic.contacts import PURPOSES
from .logic.importrows import ImportRefused
from .logic.panels import Panel
from .models import DutyList

__all__ = ["PURPOSES", "ImportRefused", "Panel"]


def file_appeal(*, actor: Actor, filing: AppealFiling, idempotency_key: str = "") -> Filed:
    """File for oneself; the same key gives the first number again. AppealRefused, MoveRefused (key reused), FileRefused."""
    shown = replace(actor, name="") if filing.anonymous else actor
    return filings.file(actor=shown, filing=filing, idempotency_key=idempotency_key)


def file_for_caller(*, actor: Actor, filing: AppealFiling, idempotency_key: str = "") -> Filed:
    """An operator files for a caller: no subject but the contact given; source hotline unless another is named."""
    filings.check_operator(actor)
    filed = filings.file(
        actor=actor, filing=filings.as_hotline(filing), idempotency_key=idempotency_key, for_caller=True
    )
    if filed.created:
        with fence.everything():
            writing.filed(filed.number)
    return filed


@changing
def open_part(*, actor: Actor, number: str, text: str) -> Filed:
    """A part of an appeal for another unit, as an appeal of its own. AppealRefused, MoveRefused, LookupError."""
    return sharing.open_part(actor, number, text)


def limits() -> dict[str, int]:
    """What the filing form may tell the person before sending."""
    return {"text": MAX_TEXT, "files": filings.MAX_FILES}


def nearby(
    *,
    lon: float,
    lat: float,
    text: str = "",
    files: Sequence[str] = (),
    radius_m: int = 300,
    days: int = 30,
    limit: int = 10,
) -> list[Nearby]:
    """Open appeals within `radius_m` (at most 2,000) of the last `days`; the same picture (tokens of `files`) first,
    then the likest text; texts masked."""
    wanted = neighbourhood.Wanted(text=text, lon=lon, lat=lat, tokens=files, radius_m=radius_m, days=days)
    with fence.everything():
        return neighbourhood.nearby(wanted, limit=limit)


def filed_near(
    *,
    lon: float,
    lat: float,
    text: str,
    radius_m: int,
    since: datetime,
    until: datetime | None = None,
    limit: int = 20,
) -> list[Nearby]:
    """Appeals near a point filed from `since` on, in any state but withdrawn, the likest first; texts masked.

    For other kinds of matter that ask whether somebody complained about the same."""
    with fence.everything():
        return filednear.filed_near(
            lon=lon, lat=lat, text=text, radius_m=radius_m, since=since, until=until, limit=limit
        )


def likeness(*, one: str, other: str) -> float:
    """Share of common 2-character pieces of two texts, 0..1."""
    return texts.likeness(frozenset(texts.pieces(one)), frozenset(texts.pieces(other)))


@acted
def similar(*, actor: Actor, number: str, limit: int = 10) -> list[Nearby]:
    """For staff: appeals that may be the same as this one, with the full text of those in reach; those without a pin
    by area and words. NotAllowed, LookupError."""
    matter = matters.get(actor=actor, number=number)
    if not actor.is_staff:
        return []
    wanted = neighbourhood.of_row(reading.row_of(matter.number))
    return neighbourhood.nearby(wanted, limit=limit, reader=actor)


@acted
def precedents(*, actor: Actor, number: str, limit: int = 5) -> list[Precedent]:
    """For staff: similar appeals that were answered and not sent back, of those in reach, the best first; masked.

    NotAllowed, LookupError."""
    _check_staff(actor)
    return answered.precedents(number, limit)


@changing
def join(*, actor: Actor, number: str) -> MatterInfo:
    """Follow an appeal instead of filing. LookupError, MoveRefused (not signed in)."""
    return moving.join(actor, number)


@changing
def leave(*, actor: Actor, number: str) -> None:
    moving.leave(actor, number)


@acted
def followed(*, actor: Actor, limit: int = 50) -> list[AppealView]:
    """The appeals the actor's party follows, the last joined first, each as the actor may see it."""
    return [reading.track(actor, number) for number in reading.followed(actor, limit)]


@acted
def follows(*, actor: Actor, number: str) -> bool:
    return number in reading.followed(actor, 500)


@acted
def appeal(*, actor: Actor, number: str) -> AppealView:
    """LookupError, NotAllowed."""
    return reading.appeal(actor, number)


def track(*, actor: Actor, number: str) -> AppealView:
    """As `appeal`; who may not see it gets the public face without personal data. LookupError."""
    return reading.track(actor, number)


@acted
def mine(*, actor: Actor, after: str = "", limit: int = 20) -> BriefPage:
    """The appeals of the party acted for, newest first; none for visitors."""
    if actor.party_id is None:
        return BriefPage(())
    return reading.find(actor, Question(subject_id=actor.party_id, after=after, limit=limit))


@acted
def find(*, actor: Actor, question: Question) -> BriefPage:
    """Within the actor's reach."""
    return reading.find(actor, question)


@changing
def act(
    *,
    actor: Actor,
    number: str,
    move: str,
    data: dict[str, Any] | None = None,
    version: int | None = None,
    files: Sequence[str] = (),
) -> MatterInfo:
    """Make a move of `flow.py`. LookupError, NotAllowed, Conflict, MoveRefused."""
    return moving.act(actor, number, move, data or {}, version, files)


@changing
def part(*, actor: Actor, number: str, reason: str) -> MatterInfo:
    """Part an appeal from the one it was joined to, before or after the answer. Errors as `act`."""
    return joining.part(actor, number, reason)


@acted
def appellants(*, actor: Actor, number: str) -> list[Joined]:
    """For staff who see the appeal: those who go along with it, or were answered with it. LookupError, NotAllowed."""
    _check_staff(actor)
    return reading.joined(actor, matters.get(actor=actor, number=number).number)


@acted
def repeated(*, actor: Actor, number: str) -> Repeated:
    """For staff: how often its person appealed within a year. LookupError, NotAllowed."""
    _check_staff(actor)
    matter = matters.get(actor=actor, number=number)
    return repeats.of(reading.row_of(matter.number), matter.subject_id)


@acted
def duplicates(*, actor: Actor, number: str, limit: int = 3) -> list[Nearby]:
    """For the desk: open appeals so near in words or picture that joining them is proposed. LookupError, NotAllowed."""
    matter = matters.get(actor=actor, number=number)
    if not organisation.may(actor, Action.DISPATCH) or matter.state not in joining.UNJOINED:
        return []
    wanted = neighbourhood.of_row(reading.row_of(matter.number))
    return neighbourhood.nearby(wanted, limit=limit, reader=actor, likely_only=True)


@acted
def joint_token(*, actor: Actor, number: str) -> str:
    """The secret of an invitation to sign; "" for who is not the person. LookupError, NotAllowed."""
    return joint.token(actor, number)


def invitation(*, actor: Actor, secret: str) -> Invitation:
    """LookupError for a made-up or old one."""
    return joint.invitation(actor, secret)


@changing
def sign(*, actor: Actor, secret: str) -> Filed:
    """Appeal with the others, on an own number. LookupError, MoveRefused, AppealRefused."""
    return joint.sign(actor, secret)


@changing
def rate(*, actor: Actor, number: str, rating: Rating, version: int | None = None) -> MatterInfo:
    """Not satisfied: back to the unit at once, the second time to supervision. Errors as `act`."""
    return moving.rate(actor, number, rating, version)


@changing
def dispatch(
    *, actor: Actor, number: str, unit: str = "", item: str = "", reason: str = "", version: int | None = None
) -> MatterInfo:
    """Dispatch, or re-dispatch; unit, item and reason come from the proposal where they are not given."""
    return moving.dispatch(actor, number, unit, item, reason, version)


def propose(*, text: str = "", item: str = "", scope: Scope = Scope()) -> Proposal:
    """Who should handle it and why; under 5 ms, no query."""
    return dispatching.propose(text=text, item=item, scope=scope)


def register_learner(learner: Callable[[str, str], Learned | None]) -> None:
    """Who says what the city's history knows of a title and a body; called once, when that module is loaded."""
    ranking.register_learner(learner)


def register_precedent(precedent: Callable[[DutyQuestion], Decided | None]) -> None:
    """Asked before the duty list whose duty a text is; the first answer decides. From the app's `ready`."""
    dispatching.register_precedent(precedent)


def register_rulings(is_open: Callable[[int], bool]) -> None:
    """Who says whether a ruling about the appeal with this matter id is open."""
    disputing.register_rulings(is_open)


def register_placer(placer: Callable[[str], tuple[Scope, str] | None]) -> None:
    """Who finds the place that a text names, for appeals without one; the scope and the name, or None."""
    proposing.register_placer(placer)


def register_section(*, title: Any, route: str) -> None:
    """A part of the matter pane, loaded when it is opened: its heading and the route that answers for a number."""
    sections.register(title, route)


def label_of(*, item: DutyItemInfo, level: str) -> str:
    """What a model calls the item: its code, class/group or class."""
    return ranking.label_of(item, level)


def dispatch_automatically(*, number: str, sure_from: float) -> bool:
    """Without a person, where the proposal is guessed and at least this sure; False: it waits for one."""
    return moving.dispatch_by_itself(number, sure_from)


def waiting_since(
    *, after: tuple[datetime, int], until: datetime, limit: int = 200
) -> list[tuple[datetime, int, str]]:
    """Appeals not dispatched yet, filed after that moment and id and before `until`, oldest first: moment, id and number.
    For the city itself.
    """
    with fence.everything():
        return reading.waiting(after, until, limit)


def learnable(*, limit: int) -> list[Learnable]:
    """The last appeals whose item a person named, or whose file named a category; for the city itself."""
    with fence.everything():
        return learnables.rows(limit)


def guesses_with(*, text: str, learned: Learned | None, limit: int = 2) -> list[Suggestion]:
    """As `guesses`, with what a model that does not serve says of the text; None: the list's wording alone."""
    held = duty.held()
    return ranking.combined(held, text, learned, limit) if held else []


def guesses(*, text: str, limit: int = 2) -> list[Suggestion]:
    """As dispatch would propose: the list's wording and the history together, best first, believed or not."""
    held = duty.held()
    return ranking.best(held, text, limit)[0] if held else []


@acted
def propose_for(*, actor: Actor, number: str) -> Proposal:
    """NotAllowed for who is not staff; LookupError."""
    reading.appeal(actor, number)
    _check_staff(actor)
    return moving.propose_for(number)


def _check_staff(actor: Actor) -> None:
    if not (actor.is_staff or actor.system):
        raise NotAllowed("staff_only", "staff only")


def suggest_items(*, text: str, limit: int = 5) -> list[Suggestion]:
    """Items of the list in force that fit the text, best first."""
    held = duty.held()
    return held.suggester.suggest(text, limit) if held else []


def duty_list(*, version: int | None = None) -> DutyListInfo | None:
    """A version; without one that in force today."""
    held = duty.held(version)
    return held.info if held else None


def duty_lists() -> list[DutyListInfo]:
    """Newest version first."""
    rows = DutyList.objects.order_by("-version")
    return [duty.info_of(row, row.items.count()) for row in rows]


def readable_duty_list(*, actor: Actor, version: int | None = None) -> DutyListInfo | None:
    """As `duty_list`; a draft is for those who keep the list, and for everybody else not there."""
    found = duty_list(version=version)
    return found if found and _may_read(found, actor) else None


def readable_duty_lists(*, actor: Actor) -> list[DutyListInfo]:
    """As `duty_lists`, without the drafts for who does not keep the list."""
    return [found for found in duty_lists() if _may_read(found, actor)]


def _may_read(found: DutyListInfo, actor: Actor) -> bool:
    return found.state is not DutyListState.DRAFT or organisation.may(actor, Action.EDIT_LISTS)


def duty_items(*, version: int | None = None) -> tuple[DutyItemInfo, ...]:
    """By code."""
    held = duty.held(version)
    return held.items if held else ()


def duty_item(*, code: str, version: int | None = None) -> DutyItemInfo | None:
    return duty.item(code, version)


def import_duty_list(
    *, path: Path, effective_on: date, actor_name: str = "", draft: bool = False, actor_id: int | None = None
) -> DutyListImport:
    """Store a CSV as a new version: all of it, or nothing and the errors by line."""
    return dutyfile.import_list(
        path=path, effective_on=effective_on, actor_name=actor_name, draft=draft, actor_id=actor_id
    )


def publish_duty_list(*, version: int, actor: Actor) -> DutyListInfo:
    """NotAllowed, LookupError."""
    return _change_list(version, actor, DutyListState.LIVE)


def retire_duty_list(*, version: int, actor: Actor) -> DutyListInfo:
    """NotAllowed, LookupError."""
    return _change_list(version, actor, DutyListState.RETIRED)


def _change_list(version: int, actor: Actor, state: DutyListState) -> DutyListInfo:
    if not (organisation.may(actor, Action.EDIT_LISTS)):
        raise NotAllowed("editors_only", "editors only")
    row = dutyfile.change_state(version=version, state=state, actor_id=actor.account_id)
    return duty.info_of(row, row.items.count())


def backstop_of(*, number: str) -> str:
    """Code of the unit that handles it while whose duty it is waits for a ruling. LookupError."""
    with fence.everything():
        return disputing.backstop_of(matters.get(actor=SYSTEM, number=number))


def move_by_ruling(*, actor: Actor, number: str, move: str, data: dict[str, Any]) -> MatterInfo | None:
    """`meanwhile`, `ruled`, `ruled_here` or `released`, in the name of who decided; None: it is past being moved."""
    return disputing.act(actor, number, move, data)


@acted
def statistics(
    *, actor: Actor, period: Period, unit: str = "", area: str = "", item_class: str = ""
) -> Statistics:
    """Within what the actor oversees or works in. NotAllowed."""
    chosen = figures.narrowed(figures.reach(actor), unit, area, item_class)
    return figures.statistics(period=period, chosen=chosen, area=area)


def public_statistics(*, period: Period) -> Statistics:
    """Of the whole city, as of at most five minutes ago; groups of fewer than five are masked, and by what they could be
    counted."""
    return publicfigures.of(period)


def public_appeals(*, question: publishing.PublicQuestion) -> list[PublicAppeal]:
    """What Open311 may list."""
    with fence.everything():
        return publishing.find(question)


def public_appeal(*, number: str) -> PublicAppeal | None:
    with fence.everything():
        return publishing.one(number)


def load_appeals(*, rows: Iterable[AppealRow], batch: int = 5000) -> int:
    """Load appeals of the past at COPY speed; returns how many."""
    return loading.load(rows, batch)


def import_appeals(
    *,
    path: Path,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    actor_name: str = "",
    source: str = "",
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import a CSV; every row is accounted for; `source` (at most 20 characters) keeps apart ids of unlike files.

    ImportRefused where the file as a whole cannot be read."""
    return importing.import_appeals(
        path=path,
        mapping=mapping or {},
        dry_run=dry_run,
        actor_name=actor_name,
        source=source[:20],
        progress=progress,
    )


def receive_mail(*, raw: bytes) -> MailResult:
    """File a mail, or add it to the appeal it answers; the same Message-ID counts once. AppealRefused."""
    with fence.everything():
        return mail.receive(raw)


def clear_contact(*, actor: Actor, number: str, purpose: str, words: str) -> Contact:
    """Phone and mail address in clear, for a purpose that is kept in the ledger. LookupError, NotAllowed, MoveRefused."""
    with organisation.acting(actor):
        return reading.clear_contact(actor, number, purpose, words)


def mask(*, text: str) -> str:
    """The text with what looks like personal data starred."""
    return masking.mask(text)


def read_messages(*, path: Path, mapping: Mapping[str, str], say: Callable[[str], None]) -> list[Message]:
    """Messages of any CSV file, without a database; `say` is told of rows left out. ImportRefused: no text column."""
    return messagefile.read(path, mapping, say)


def read_table(*, path: Path, label: str, columns: Sequence[str] = (), say: Callable[[str], None]) -> Table:
    """Columns of any CSV file to learn from, without a database; `say` is told of broken rows. ImportRefused."""
    return tables.read(path, label=label, columns=columns, say=say)


def model_path() -> Path:
    """Where the city's own classifier of messages lies."""
    return Path(settings.DATA_DIR) / "models" / "appeals.npz"


def filed_again(
    *, after: tuple[datetime, int], until: datetime, days: int, radius_m: int, limit: int = 500
) -> tuple[list[Again], tuple[datetime, int]]:
    """Appeals filed after that moment and id, and before `until`, that repeat what was solved nearby less than `days`
    before; and the last one looked at. For what the city itself does.
    """
    with fence.everything():
        return again.filed_again(after, until, days, radius_m, limit)


def contact_to_tell(*, number: str) -> Contact:
    """How the city itself may write to who filed; empty where they want no contact. Never to be shown. LookupError."""
    with fence.everything():
        return contacts.to_tell(reading.row_of(number))


def register_panel(show: Callable[[AppealView], Panel | None]) -> None:
    """What a module shows on the tracking page of an appeal, below the reply; from `ready`."""
    panels.register(show)


def replies_model_path() -> Path:
    """Where the city's own judge of replies lies."""
    return Path(settings.DATA_DIR) / "models" / "replies.npz"


def arrivals_of(*, ids: Sequence[int]) -> list[Arrival]:
    """For programs that compare appeals, in the order of filing; ids of other matters are left out."""
    with fence.everything():
        return arrivals.of(ids)


def arrived_before(*, at: datetime, number: int, since: datetime, limit: int) -> list[tuple[datetime, int]]:
    """(filed at, id) of the latest appeals before the one of that time and id, newest first, back to `since`."""
    with fence.everything():
        return arrivals.before(at, number, since, limit)


def desk(*, scope: Scope) -> Unit | None:
    """The dispatch desk that serves the district, else the city's."""
    return dispatching.desk(scope)


def distance_m(*, lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Metres between two points in degrees, over a small piece of the earth."""
    return cells.distance_m(lon, lat, other_lon, other_lat)
