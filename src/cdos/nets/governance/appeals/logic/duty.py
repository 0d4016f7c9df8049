"""The duty list in this process: the version in force, its items, and the index that suggests them.

A list never changes once it was in force, so items are held for ever; only which list is in force is asked again, and a
draft is read again when it was changed.
"""

import threading
import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.matters.contracts import Urgency
from cdos.base.organisation.contracts import UnitLevel

from ..contracts import DutyItemInfo, DutyListInfo, DutyListState
from ..models import DutyItem, DutyList
from .suggest import Suggester

ASK_AGAIN_S = 5.0


@dataclass(frozen=True)
class HeldList:
    info: DutyListInfo
    items: tuple[DutyItemInfo, ...]
    by_code: dict[str, DutyItemInfo]

    @cached_property
    def suggester(self) -> Suggester:
        return Suggester(self.items)


class _Memory:
    """Lists by version, and which is in force until when we may believe it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.lists: dict[int, HeldList] = {}
        self.drafts: dict[int, tuple[tuple[object, ...], HeldList]] = {}  # with the state they were read in
        self.live: int | None = None
        self.until = 0.0

    def forget(self) -> None:
        with self.lock:
            self.lists.clear()
            self.drafts.clear()
            self.live, self.until = None, 0.0


MEMORY = _Memory()


def info_of(row: DutyList, items: int) -> DutyListInfo:
    return DutyListInfo(
        row.version,
        DutyListState(row.state),
        row.effective_on,
        items,
        row.source_name,
        row.base_version,
        row.note,
    )


def item_of(row: DutyItem) -> DutyItemInfo:
    return DutyItemInfo(
        code=row.code,
        class_name=row.class_name,
        group=row.group,
        name=row.name,
        function=row.function,
        level=UnitLevel(row.level),
        urgency=Urgency(row.urgency),
        handling=Term(row.handling_amount, TimeUnit(row.handling_unit)),
        keywords=tuple(row.keywords),
        legal_basis=row.legal_basis,
        help=row.help,
    )


def live_version(on: date | None = None) -> int | None:
    """The live list with the latest effective date not after `on` (today)."""
    day = on or timezone.localdate()
    rows = DutyList.objects.filter(state=DutyListState.LIVE.value, effective_on__lte=day)
    return rows.order_by("-effective_on", "-version").values_list("version", flat=True).first()


def _current() -> int | None:
    if time.monotonic() >= MEMORY.until:
        MEMORY.live = live_version()
        MEMORY.until = time.monotonic() + ASK_AGAIN_S
    return MEMORY.live


def _load(row: DutyList) -> HeldList:
    items = tuple(item_of(item) for item in row.items.order_by("code"))
    return HeldList(info_of(row, len(items)), items, {item.code: item for item in items})


def held(version: int | None = None) -> HeldList | None:
    """The list of this version; the one in force without a version; None where there is none."""
    wanted = version if version is not None else _current()
    if wanted is None:
        return None
    found = MEMORY.lists.get(wanted)
    if found is None:
        with MEMORY.lock:
            found = MEMORY.lists.get(wanted) or _read(wanted)
    return found


def _read(version: int) -> HeldList | None:
    row = DutyList.objects.filter(version=version).first()
    if row is None:
        return None
    if row.state != DutyListState.DRAFT.value:
        MEMORY.lists[version] = _load(row)
        return MEMORY.lists[version]
    stamp = (row.pk, row.changed_at)
    kept = MEMORY.drafts.get(version)
    if kept is None or kept[0] != stamp:
        kept = (stamp, _load(row))
        MEMORY.drafts[version] = kept
    return kept[1]


def item(code: str, version: int | None = None) -> DutyItemInfo | None:
    """An item of that version, else of the list in force."""
    if not code:
        return None
    found = held(version)
    return found.by_code.get(code) if found else None
