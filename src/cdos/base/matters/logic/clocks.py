"""The clock engine. A due time is always the fold of term, extensions and pauses, so nothing a clock has been given
is lost when its term changes: `due = shift(... shift(deadline(deadline(start, term), extension), pause 1) ..., pause n)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Deadline, Term, TimeUnit
from cdos.base.matters.contracts import ClockSpec, ClockState, Flow, MatterInfo, MoveRefused
from cdos.base.matters.models import ClockPause, Matter, MatterClock, Request

_CLOSE_WISHES = """UPDATE matters_request SET granted = false, decided_at = %s::timestamptz
  WHERE matter_id = %s::bigint AND granted IS NULL"""
ACTIVE = (ClockState.RUNNING.value, ClockState.PAUSED.value)


@dataclass(frozen=True, slots=True)
class Started:
    """A clock about to be written."""

    name: str
    term: Term
    started_at: datetime
    due: Deadline
    near_at: datetime


def spec_of(flow: Flow, name: str) -> ClockSpec:
    return next(clock for clock in flow.clocks if clock.name == name)


def term_of(flow: Flow, name: str, info: MatterInfo) -> Term | None:
    """None also for a term of nothing: a clock that is over when it starts would only raise false alarms."""
    term = spec_of(flow, name).term(info)
    return term if term is not None and term.amount > 0 else None


def near_at(spec: ClockSpec, started_at: datetime, due_at: datetime) -> datetime:
    """From when on the clock is near its end: when the spec's share of the whole span is left."""
    return due_at - (due_at - started_at) * min(max(spec.near, 0.0), 1.0)


def begun(flow: Flow, names: Iterable[str], info: MatterInfo, now: datetime) -> list[Started]:
    found = []
    for name in names:
        term = term_of(flow, name, info)
        if term is not None:
            due = calendar.deadline(start=now, term=term)
            found.append(Started(name, term, now, due, near_at(spec_of(flow, name), now, due.at)))
    return found


def soonest(clocks: Iterable[Started]) -> Started | None:
    return min(clocks, key=lambda clock: clock.due.at, default=None)


@dataclass
class Board:
    """The active clocks of one locked matter, changed in memory and written once by `save`."""

    matter: Matter
    flow: Flow
    now: datetime
    clocks: list[MatterClock]
    changed: set[int]

    @classmethod
    def of(cls, matter: Matter, flow: Flow, now: datetime) -> "Board":
        """Locks them, so that the sweep, which marks what it has announced, and this do not overwrite each other."""
        tail = "matter_id = %s::bigint AND state IN ('running', 'paused') ORDER BY id FOR NO KEY UPDATE"
        return cls(
            matter,
            flow,
            now,
            [] if matter.history else statements.rows(MatterClock, tail, [matter.pk]),
            set(),
        )

    def active(self, name: str) -> MatterClock | None:
        return next((clock for clock in self.clocks if clock.name == name and clock.state in ACTIVE), None)

    def start(self, names: Iterable[str], info: MatterInfo) -> None:
        """A clock that is active already goes on: starting it again would give time away."""
        fresh = [name for name in dict.fromkeys(names) if self.active(name) is None]
        if self.matter.history or not fresh:
            return
        self._write_ended(fresh)
        rows = [_row(self.matter.pk, clock) for clock in begun(self.flow, fresh, info, self.now)]
        self.clocks.extend(statements.insert_all(rows))

    def _write_ended(self, names: Iterable[str]) -> None:
        """One of each name is active in the database at any moment: what ends goes before what begins."""
        for clock in self.clocks:
            if clock.name in names and clock.pk in self.changed:
                statements.update(clock, FIELDS)
                self.changed.discard(clock.pk)

    def stop(self, names: Iterable[str]) -> None:
        for name in names:
            clock = self.active(name)
            if clock is not None:
                met = self.now <= clock.due_at or _stands_in_time(clock)
                self._end(clock, ClockState.MET if met else ClockState.MISSED)

    def cancel_all(self) -> None:
        """The matter is over, and what was asked for its clocks with it."""
        for clock in self.clocks:
            if clock.state in ACTIVE:
                self._end(clock, ClockState.CANCELLED)
        statements.run(_CLOSE_WISHES, [self.now, self.matter.pk])

    def _end(self, clock: MatterClock, state: ClockState) -> None:
        if clock.state == ClockState.PAUSED.value:
            self.resume(clock)
        clock.state, clock.stopped_at = state.value, self.now
        self.changed.add(clock.pk)

    def pause(self, clock: MatterClock, reason: str, request: Request | None = None) -> None:
        if clock.state != ClockState.RUNNING.value:
            raise MoveRefused("clock_not_running", _("This clock does not run, so it cannot be paused."))
        ClockPause.objects.create(
            clock=clock,
            request=request,
            paused_from=self.now,
            resume_at=request.until if request else None,
            for_subject=request.for_subject if request else False,
            reason=reason,
        )
        clock.state = ClockState.PAUSED.value
        self.changed.add(clock.pk)

    def resume(self, clock: MatterClock) -> None:
        if clock.state != ClockState.PAUSED.value:
            return
        ClockPause.objects.filter(clock=clock, paused_until=None).update(
            paused_until=Greatest(self.now, F("paused_from"))  # also where the machine's clock was set back
        )
        clock.state = ClockState.RUNNING.value
        self.refold(clock)

    def resume_for_subject(self) -> list[str]:
        """The subject answered: what waited for the answer runs again."""
        paused = [clock for clock in self.clocks if clock.state == ClockState.PAUSED.value]
        waiting = (
            ClockPause.objects.filter(clock__in=paused, paused_until=None, for_subject=True) if paused else []
        )
        ids = {pause.clock_id for pause in waiting}
        found = [clock for clock in paused if clock.pk in ids]
        for clock in found:
            self.resume(clock)
        return [clock.name for clock in found]

    def extend(self, clock: MatterClock, term: Term) -> None:
        if clock.extra and clock.extra_unit != term.unit.value:
            raise MoveRefused(
                "extension_unit", _("The clock was extended in another unit of time before. Use that unit.")
            )
        clock.extra, clock.extra_unit = clock.extra + term.amount, term.unit.value
        self.refold(clock)

    def retime(self, info: MatterInfo) -> None:
        """Terms after a change of class or urgency; what a clock was granted (pauses, extensions) is kept."""
        for clock in self.clocks:
            if clock.state not in ACTIVE:
                continue
            term = term_of(self.flow, clock.name, info)
            if term is None:
                self._end(clock, ClockState.CANCELLED)
            elif (term.amount, term.unit.value) != (clock.amount, clock.unit):
                clock.amount, clock.unit = term.amount, term.unit.value
                self.refold(clock)

    def refold(self, clock: MatterClock) -> None:
        due = folded(clock)
        clock.due_at, clock.provisional = due.at, due.provisional
        clock.near_at = near_at(spec_of(self.flow, clock.name), clock.started_at, due.at)
        # A new time is announced anew; one that has passed was announced or is about to be.
        clock.near_told = clock.near_told and clock.near_at <= self.now
        clock.overdue_told = clock.overdue_told and clock.due_at <= self.now
        self.changed.add(clock.pk)

    def save(self) -> None:
        """Write the clocks that changed, and what the matter shows of them."""
        for clock in self.clocks:
            if clock.pk in self.changed:
                statements.update(clock, FIELDS)
        running = [clock for clock in self.clocks if clock.state == ClockState.RUNNING.value]
        first = min(running, key=lambda clock: clock.due_at, default=None)
        self.matter.due_at = first.due_at if first else None
        self.matter.near_at = first.near_at if first else None
        self.matter.due_clock = first.name if first else ""


FIELDS = (
    "state",
    "amount",
    "unit",
    "extra",
    "extra_unit",
    "due_at",
    "near_at",
    "provisional",
    "stopped_at",
    "near_told",
    "overdue_told",
)


def _row(matter_id: int, clock: Started) -> MatterClock:
    return MatterClock(
        matter_id=matter_id,
        name=clock.name,
        started_at=clock.started_at,
        amount=clock.term.amount,
        unit=clock.term.unit.value,
        due_at=clock.due.at,
        near_at=clock.near_at,
        provisional=clock.due.provisional,
    )


def _stands_in_time(clock: MatterClock) -> bool:
    """Whether it was paused before its time was over."""
    if clock.state != ClockState.PAUSED.value:
        return False
    return ClockPause.objects.filter(clock=clock, paused_until=None, paused_from__lte=clock.due_at).exists()


def folded(clock: MatterClock) -> Deadline:
    """The due time from everything the clock has been given; one query for its pauses."""
    unit = TimeUnit(clock.unit)
    due = calendar.deadline(start=clock.started_at, term=Term(clock.amount, unit))
    if clock.extra:
        due = calendar.deadline(start=due.at, term=Term(clock.extra, TimeUnit(clock.extra_unit)))
    for pause in ClockPause.objects.filter(clock=clock, paused_until__isnull=False).order_by("id"):
        due = calendar.shift(
            start=clock.started_at,
            due=due.at,
            paused_from=pause.paused_from,
            paused_until=pause.paused_until or pause.paused_from,
            unit=unit,
        )
    return due
