"""Dispatches appeals of the past once more by a draft, beside the list in force: who would get what."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.jobs import api as jobs
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, Scope

from ..contracts import DutyItemInfo, ReplayInfo, UnitShift
from ..models import Appeal, DutyReplay
from . import dispatching, drafts, duty
from .duty import HeldList
from .proposing import NAMED

TASK = "appeals.replay"
DAYS = 30
MOST = 20_000  # appeals looked at; of more, every n-th
EXAMPLES = 30
BATCH = 500
FIELDS = ("number", "title", "text", "item_code", "item_by", "district", "street", "community")


def ask(actor: Actor, version: int, days: int = DAYS) -> int:
    """Queue a replay of the last days; its id. LookupError, DraftRefused where there is no list to compare with."""
    until = timezone.localdate()
    with transaction.atomic():
        row = drafts.draft_row(version)
        against = duty.live_version()
        replay = DutyReplay.objects.create(
            list=row,
            against=against or 0,
            since=until - timedelta(days=days),
            until=until,
            by_name=actor.name[:100],
        )
        jobs.enqueue(TASK, replay=replay.pk)
    return replay.pk


def run(replay_id: int) -> None:
    """Minutes for many appeals; progress is written as it goes."""
    row = DutyReplay.objects.select_related("list").filter(pk=replay_id).first()
    if row is None:
        return
    before, after = duty.held(row.against), duty.held(row.list.version)
    if before is None or after is None:
        DutyReplay.objects.filter(pk=replay_id).update(state="failed", finished_at=timezone.now())
        return
    with fence.everything():
        ids = _ids(row.since, row.until)
    step = max(1, -(-len(ids) // MOST))
    chosen = ids[::step]
    DutyReplay.objects.filter(pk=replay_id).update(state="running", rows=len(chosen), of_rows=len(ids))
    count = _Count()
    for start in range(0, len(chosen), BATCH):
        for values in _rows(chosen[start : start + BATCH]):
            count.add(values, _unit(before, values), _unit(after, values))
        DutyReplay.objects.filter(pk=replay_id).update(done=min(start + BATCH, len(chosen)))
    DutyReplay.objects.filter(pk=replay_id).update(
        state="done", result=count.result(), finished_at=timezone.now()
    )


def _ids(since: date, until: date) -> list[int]:
    rows = Appeal.objects.filter(filed_at__date__gte=since, filed_at__date__lte=until)
    return list(rows.order_by("matter_id").values_list("matter_id", flat=True))


def _rows(ids: list[int]) -> Iterator[dict[str, Any]]:
    with fence.everything():
        found = list(Appeal.objects.filter(matter_id__in=ids).values(*FIELDS))
    yield from found


def _unit(held: HeldList, values: dict[str, Any]) -> str:
    """Code of the unit that the list gives it to; empty where only the backstop takes it."""
    scope = Scope(values["district"], values["street"], values["community"])
    item = _item(held, values)
    unit = dispatching.unit_for(item, scope) if item else None
    return unit.code if unit else ""


def _item(held: HeldList, values: dict[str, Any]) -> DutyItemInfo | None:
    """The item that a person named, where this list has it; else what the list's wording proposes."""
    named = held.by_code.get(values["item_code"]) if values["item_by"] in NAMED else None
    if named is not None:
        return named
    best = held.suggester.suggest(f"{values['title']}\n{values['text']}", 1)
    return best[0].item if best and best[0].confidence >= dispatching.BELIEVED else None


class _Count:
    """Appeals by unit before and after."""

    def __init__(self) -> None:
        self.before: Counter[str] = Counter()
        self.after: Counter[str] = Counter()
        self.moved = 0
        self.examples: list[tuple[str, str, str]] = []

    def add(self, values: dict[str, Any], before: str, after: str) -> None:
        self.before[before] += 1
        self.after[after] += 1
        if before != after:
            self.moved += 1
            if len(self.examples) < EXAMPLES:
                self.examples.append((values["number"], before, after))

    def result(self) -> dict[str, Any]:
        units = {*self.before, *self.after} - {""}
        shifts = {code: (self.before[code], self.after[code]) for code in units}
        return {
            "moved": self.moved,
            "unowned_before": self.before[""],
            "unowned_after": self.after[""],
            "shifts": {code: pair for code, pair in shifts.items() if pair[0] != pair[1]},
            "examples": self.examples,
        }


def latest(version: int) -> ReplayInfo | None:
    row = DutyReplay.objects.filter(list__version=version).order_by("-id").first()
    return _info(row) if row else None


def _info(row: DutyReplay) -> ReplayInfo:
    result: dict[str, Any] = row.result
    shifts = [
        UnitShift(code, _name(code), before, after)
        for code, (before, after) in result.get("shifts", {}).items()
    ]
    return ReplayInfo(
        id=row.pk,
        state=row.state,
        against=row.against,
        since=row.since,
        until=row.until,
        done=row.done,
        rows=row.rows,
        of_rows=row.of_rows,
        moved=result.get("moved", 0),
        unowned_before=result.get("unowned_before", 0),
        unowned_after=result.get("unowned_after", 0),
        shifts=tuple(sorted(shifts, key=lambda shift: (-shift.more, shift.name))),
        examples=tuple(
            (number, _name(one), _name(other)) for number, one, other in result.get("examples", ())
        ),
        at=row.at,
        by_name=row.by_name,
    )


def _name(code: str) -> str:
    unit = organisation.unit(code) if code else None
    return unit.name if unit else code
