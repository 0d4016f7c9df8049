"""The live catalogue as this process holds it; read again when a version changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import msgspec
from django.db.models import Count, Max, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from cdos.base.versioned import Versioned

from ..contracts import Extension, Fee, Item, ItemState, Law, Material, Question, Result, Step, Variants
from ..models import Version
from . import shape

PERSON, FIRMS = "1", frozenset({"2", "3", "4", "5"})


@dataclass(frozen=True, slots=True)
class Held:
    """Versions by code, the newest last; `today` is the list of those that hold on a day, made once a day."""

    versions: Mapping[str, tuple[Item, ...]]
    fingerprints: Mapping[str, str]  # "code:version" -> content
    days: dict[date, tuple[Item, ...]] = field(default_factory=dict)

    def on(self, code: str, day: date) -> Item | None:
        for item in reversed(self.versions.get(code, ())):
            begins = item.effective_from
            if begins is not None and begins <= day:
                ended = item.effective_until is not None and item.effective_until < day
                return None if ended else item
        return None

    def holding(self, day: date) -> tuple[Item, ...]:
        found = self.days.get(day)
        if found is None:
            found = tuple(item for code in self.versions if (item := self.on(code, day)))
            self.days.clear()
            self.days[day] = found
        return found


def _stamp() -> object:
    return tuple(
        Version.objects.filter(state="live")
        .aggregate(n=Count("id"), last=Max("id"), decided=Max("decided_at"), until=Max("effective_until"))
        .values()
    )


def _load() -> Held:
    rows = (
        Version.objects.filter(state="live")
        .annotate(raw=Cast("elements", TextField()))
        .order_by("item__code", "version")
        .values_list("item__code", "version", "fingerprint", "raw", "effective_from", "effective_until")
    )
    kept: dict[object, Any] = {}
    versions: dict[str, list[Item]] = defaultdict(list)
    prints: dict[str, str] = {}
    for code, version, print_, raw, begins, until in rows.iterator(chunk_size=2000):
        item = shape.make(
            msgspec.json.decode(raw),
            version=version,
            state=ItemState.LIVE,
            effective_from=begins,
            effective_until=until,
        )
        versions[code].append(_shared(item, kept))
        prints[f"{code}:{version}"] = print_
    return Held({code: tuple(found) for code, found in versions.items()}, prints)


def _shared(item: Item, kept: dict[object, Any]) -> Item:
    """Equal parts of items are one object: a city's catalogue asks for the same papers over and over."""
    values: dict[str, Any] = {}
    for name in ("laws", "materials", "fees", "steps", "results", "questions"):
        parts: tuple[Law | Material | Fee | Step | Result | Question, ...] = getattr(item, name)
        values[name] = tuple(kept.setdefault(part, part) for part in parts)
    extension: Extension = kept.setdefault(item.extension, item.extension)
    return replace(item, extension=extension, **values)


HELD: Versioned[Held] = Versioned(stamp=_stamp, load=_load)


def item(code: str, on: date | None) -> Item | None:
    day = on or timezone.localdate()
    return HELD.find(lambda held: held.on(code, day))


def items(codes: Iterable[str], on: date | None) -> dict[str, Item]:
    held, day = HELD.get(), on or timezone.localdate()
    return {code: found for code in codes if (found := held.on(code, day))}


def live(
    *, audience: str | None, combinable: bool | None, instant: bool | None, area: str | None, topic: str
) -> list[Item]:
    wanted = {PERSON} if audience == "person" else FIRMS if audience == "enterprise" else {audience}
    return [
        one
        for one in HELD.get().holding(timezone.localdate())
        if (audience is None or wanted & set(one.audience))
        and (combinable is None or one.combinable is combinable)
        and (instant is None or one.instant is instant)
        and (one.area == area if area is not None else not one.variant_of)
        and (not topic or topic in one.topics)
    ]


def variants(standard: str) -> list[Variants]:
    held = HELD.get()
    found: dict[str, list[Item]] = defaultdict(list)
    for one in held.holding(timezone.localdate()):
        if one.standard == standard:
            found[held.fingerprints[f"{one.code}:{one.version}"]].append(one)
    return [
        Variants(print_, tuple(one.code for one in alike), tuple(one.area for one in alike))
        for print_, alike in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def regional(code: str, areas: Iterable[str]) -> Item | None:
    """The implementation of the smallest of these areas; the item itself where none differs."""
    day = timezone.localdate()
    here = {one.area: one for one in HELD.get().holding(day) if one.variant_of == code}
    return next((here[area] for area in areas if area in here), None) or item(code, day)
