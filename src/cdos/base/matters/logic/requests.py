"""Asking for a pause or an extension, and a lead's decision."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base import statements
from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import (
    ClockState,
    Conflict,
    MatterInfo,
    MoveRefused,
    NotAllowed,
    RequestInfo,
    RequestKind,
    Visibility,
)
from cdos.base.matters.logic import entries, filing, flows, moving, parts, rows, texts
from cdos.base.matters.logic.clocks import Board
from cdos.base.matters.models import Matter, MatterClock, Request
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

ASKERS = frozenset({"holder", "co_handler"})
DECIDERS = frozenset({"lead", "supervisor"})
LONGEST_TERM = 10_000
LONGEST_PAUSE = Term(10, TimeUnit.WORKING_DAYS)  # of a pause whose end nobody said
LONGEST_REASON = 5000
TITLES = {
    RequestKind.PAUSE: gettext_noop("Asked to pause a clock"),
    RequestKind.EXTENSION: gettext_noop("Asked for more time"),
}
GRANTED = {
    RequestKind.PAUSE: gettext_noop("A clock was paused"),
    RequestKind.EXTENSION: gettext_noop("More time was given"),
}
DECLINED = {
    RequestKind.PAUSE: gettext_noop("The pause was declined"),
    RequestKind.EXTENSION: gettext_noop("More time was declined"),
}
RESUMED = gettext_noop("A clock runs again")


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
    """Ask a lead for a pause or an extension (`amount`) of a running clock.

    A pause ends at `until`, ten working days after it was granted where that is not given, and `for_subject` when the
    subject answers.

    Without `clock` the one that runs out first is meant. An extension must be asked before the clock runs out.
    """
    reason = check_reason(reason)
    matter = rows.matter(number=number, lock=True)
    if not parts.check_may_see(actor, matter) & ASKERS:
        raise NotAllowed("not_allowed", _("Only the unit that handles the matter may ask for this."))
    if for_subject and not _may_answer(matter):
        raise MoveRefused("no_subject", _("There is no such action for this kind of matter."))
    running = _running(matter, clock)
    now = timezone.now()
    if kind is RequestKind.EXTENSION:
        check_extension(running, amount, now)
    elif until is not None and until <= now:
        raise MoveRefused("until_past", _("The pause must end in the future."))
    wish = Request(
        matter=matter,
        kind=kind.value,
        clock=running.name,
        reason=reason,
        amount=amount.amount if amount and kind is RequestKind.EXTENSION else None,
        unit=amount.unit.value if amount and kind is RequestKind.EXTENSION else "",
        until=until if kind is RequestKind.PAUSE else None,
        for_subject=for_subject and kind is RequestKind.PAUSE,
        asked_by=actor.account_id,
        asked_name=actor.name,
        asked_at=now,
    )
    return _write(actor, matter, wish, now)


def _may_answer(matter: Matter) -> bool:
    """Of a kind without a person (a lead, a risk) nobody answers."""
    return any("subject" in move.by for move in flows.flow_of(matter.kind).moves)


def check_reason(reason: str) -> str:
    reason = texts.storable(reason).strip()
    if texts.is_blank(reason):
        raise MoveRefused("reason_missing", _("Please give a reason."))
    if len(reason) > LONGEST_REASON:
        raise MoveRefused(
            "text_too_long",
            _("The text is too long: at most %(most)d characters.") % {"most": LONGEST_REASON},
        )
    return reason


def _running(matter: Matter, name: str) -> MatterClock:
    running = MatterClock.objects.filter(matter=matter, state=ClockState.RUNNING.value).order_by("due_at")
    found = (running.filter(name=name) if name else running).first()
    if found is None:
        raise MoveRefused("clock_not_running", _("This clock does not run, so nothing can be asked for it."))
    return found


def check_extension(clock: MatterClock, amount: Term | None, now: datetime) -> None:
    if amount is None or not 0 < amount.amount <= LONGEST_TERM:
        raise MoveRefused("amount_missing", _("Please say how much more time is needed."))
    if now >= clock.due_at:
        raise MoveRefused("too_late", _("More time must be asked for before the clock runs out."))


def _write(actor: Actor, matter: Matter, wish: Request, now: datetime) -> RequestInfo:
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError as error:
        raise MoveRefused("asked_already", _("This was asked already and waits for a decision.")) from error
    data = {"request": wish.pk, "clock": wish.clock}
    line = entries.Line(
        title=TITLES[RequestKind(wish.kind)], text=wish.reason, visibility=Visibility.STAFF, data=data
    )
    entries.write(matter=matter, actor=actor, line=line, now=now)
    jobs.announce(
        "matter.asked", **filing.event(rows.info_of(matter)), request=wish.pk, request_kind=wish.kind
    )
    return info(wish)


def decide(*, actor: Actor, request_id: int, granted: bool, reason: str = "") -> MatterInfo:
    """A lead of the holder, or a supervisor, grants or declines; declining needs a reason, and nobody decides an own wish."""
    with fence.everything():
        asked = Request.objects.filter(pk=request_id).select_related("matter").first()
    if asked is None:
        raise LookupError(request_id)
    matter = rows.matter(number=asked.matter.number, lock=True)
    wish = Request.objects.select_for_update().get(pk=request_id)
    check_decision(actor, matter, wish, granted, reason)
    return _decide(actor, matter, wish, granted, texts.storable(reason).strip())


def check_decision(actor: Actor, matter: Matter, wish: Request, granted: bool, reason: str) -> None:
    if not parts.check_may_see(actor, matter) & DECIDERS:
        raise NotAllowed("not_allowed", _("Only a lead of the unit that holds the matter may decide this."))
    if wish.granted is not None:
        raise Conflict("conflict", _("%(who)s has decided this already.") % {"who": wish.decided_name})
    if wish.asked_by is not None and wish.asked_by == actor.account_id:
        raise NotAllowed("own_request", _("Somebody else must decide what you asked for."))
    if not granted and texts.is_blank(reason):
        raise MoveRefused("reason_missing", _("Please give a reason."))


def _decide(actor: Actor, matter: Matter, wish: Request, granted: bool, reason: str) -> MatterInfo:
    now = timezone.now()
    if granted:
        _grant(matter, wish, now)
    wish.granted, wish.decided_at, wish.decision = granted, now, reason
    wish.decided_by, wish.decided_name = actor.account_id, actor.name
    wish.save()
    kind = RequestKind(wish.kind)
    line = entries.Line(
        title=(GRANTED if granted else DECLINED)[kind],
        # The subject is told of more time and of a pause with the reason, but not of what was declined.
        text=wish.reason if granted else reason,
        visibility=Visibility.SUBJECT if granted else Visibility.STAFF,
        data={"request": wish.pk, "clock": wish.clock, "granted": granted, "decision": reason},
    )
    entry = entries.write(matter=matter, actor=actor, line=line, now=now)
    jobs.announce(
        "matter.decided",
        **filing.event(rows.info_of(matter)),
        request=wish.pk,
        granted=granted,
        entry=entry.pk,
    )
    return rows.info_of(matter)


def _grant(matter: Matter, wish: Request, now: datetime) -> None:
    board = Board.of(matter, flows.flow_of(matter.kind), now)
    clock = board.active(wish.clock)
    if clock is None:
        raise MoveRefused(
            "clock_not_running", _("The clock has stopped since, so there is nothing to grant.")
        )
    if wish.kind == RequestKind.PAUSE.value:
        wish.until = _until(wish, now)
        board.pause(clock, wish.reason, wish)
    elif wish.amount is not None:
        board.extend(clock, Term(wish.amount, TimeUnit(wish.unit)))
    _saved(matter, board)


def _saved(matter: Matter, board: Board) -> None:
    board.save()
    matter.version += 1
    statements.update(matter, moving.SAVED)


def resume(*, actor: Actor, number: str, clock: str) -> MatterInfo:
    """End a pause: the holder when the cause is gone, a lead or supervisor, or the system when its time is over."""
    matter = rows.matter(number=number, lock=True)
    if not parts.check_may_see(actor, matter) & (ASKERS | DECIDERS | {"system"}):
        raise NotAllowed("not_allowed", _("Only the unit that handles the matter may do this."))
    board = Board.of(matter, flows.flow_of(matter.kind), timezone.now())
    paused = board.active(clock)
    if paused is None or paused.state != ClockState.PAUSED.value:
        raise MoveRefused("clock_not_paused", _("This clock is not paused."))
    board.resume(paused)
    _saved(matter, board)
    line = entries.Line(title=RESUMED, data={"clock": clock})
    entries.write(matter=matter, actor=actor, line=line, now=timezone.now())
    return rows.info_of(matter)


def _until(wish: Request, now: datetime) -> datetime | None:
    """When the pause ends that is wished for, if it is granted now."""
    if wish.kind == RequestKind.PAUSE.value and wish.until is None and wish.granted is None:
        return calendar.add(start=now, term=LONGEST_PAUSE)
    return wish.until


def info(wish: Request) -> RequestInfo:
    return RequestInfo(
        id=wish.pk,
        number=wish.matter.number,
        kind=RequestKind(wish.kind),
        clock=wish.clock,
        reason=wish.reason,
        amount=Term(wish.amount, TimeUnit(wish.unit)) if wish.amount is not None else None,
        until=_until(wish, timezone.now()),
        for_subject=wish.for_subject,
        asked_by=wish.asked_name,
        asked_at=wish.asked_at,
        granted=wish.granted,
        decided_by=wish.decided_name,
        decided_at=wish.decided_at,
        decision=wish.decision,
        title=wish.matter.title,
    )


def of_matter(*, actor: Actor, number: str) -> list[RequestInfo]:
    """All wishes of a matter, newest first; for staff."""
    matter = rows.matter(number=number)
    return read(matter, parts.check_may_see(actor, matter))


def read(matter: Matter, held: frozenset[str]) -> list[RequestInfo]:
    """Newest first; nothing for who holds no part of staff."""
    if not held & parts.STAFF_PARTS:
        return []
    found = statements.rows(Request, "matter_id = %s::bigint ORDER BY id DESC", [matter.pk])
    for wish in found:
        wish.matter = matter
    return [info(wish) for wish in found]


def waiting(*, actor: Actor, limit: int = 100) -> list[RequestInfo]:
    """Wishes that this lead or supervisor may decide, oldest first."""
    units = Q(matter__department__in=organisation.units_of(actor, Action.APPROVE))
    areas = organisation.areas_of(actor, Action.APPROVE)
    within = Q(matter__district__in=areas) | Q(matter__street__in=areas) | Q(matter__community__in=areas)
    reach = Q() if settings.CITY_CODE in areas else units | within
    found = Request.objects.filter(reach, granted=None).exclude(asked_by=actor.account_id)
    return [info(wish) for wish in found.select_related("matter").order_by("id")[:limit]]
