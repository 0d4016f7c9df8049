"""The door of the catalogue: items as they hold on a day, their versions, the linter, what they cost a person.

ItemRefused says what to do; NotAllowed who may not; LookupError what is not there.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from .contracts import (
    Burden,
    Change,
    Imported,
    Item,
    ItemPage,
    Problem,
    Saving,
    Sought,
    Standard,
    Variants,
    Version,
)
from .logic import burdens, catalogue, editing, files, linting, loading, making, reading, samples, shape
from .logic.values import VALUES
from .models import Version as VersionRow

PAGE = reading.PAGE


def item(code: str, *, on: date | None = None) -> Item | None:
    """As it holds on the day, by default today; from memory. None where it does not hold or is not known."""
    return catalogue.item(code, on)


def items(codes: Iterable[str], *, on: date | None = None) -> dict[str, Item]:
    """By code, those that hold."""
    return catalogue.items(codes, on)


def live_items(
    *,
    audience: str | None = None,
    combinable: bool | None = None,
    instant: bool | None = None,
    area: str | None = None,
) -> list[Item]:
    """What holds today, by code. `audience`: person, enterprise or a national code; `area` gives that area's own
    implementations, regional ones too, which are left out otherwise."""
    return catalogue.live(audience=audience, combinable=combinable, instant=instant, area=area, topic="")


def find_by_topic(topic: str, *, audience: str | None = None) -> list[Item]:
    return catalogue.live(audience=audience, combinable=None, instant=None, area=None, topic=topic)


def topics() -> dict[str, int]:
    """Topics of what holds today, with how many items each."""
    found: dict[str, int] = {}
    for one in live_items():
        for topic in one.topics:
            found[topic] = found.get(topic, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def regional(code: str, *, area: str) -> Item | None:
    """The implementation that holds in this area: its own, that of the area around it, or the city's."""
    around = [one.code for one in reversed(organisation.area_path(area))]
    return catalogue.regional(code, around)


def variants(standard: str) -> list[Variants]:
    """Implementations of a catalogue entry, those with equal content together."""
    return catalogue.variants(standard)


def standard(code: str) -> Standard | None:
    return loading.standards([code]).get(code)


def standards() -> dict[str, Standard]:
    return loading.standards()


def lint(item: Item) -> list[Problem]:
    """Errors first; an item with an error is not published."""
    found = linting.lint(item, standard(item.standard) if item.standard else None)
    return [*found, *linting.beside_the_rule_book(item)]


def lint_all(items: Iterable[Item] | None = None) -> dict[str, list[Problem]]:
    """By code, only items with problems; by default everything that holds today, and how it fits together."""
    chosen = list(catalogue.HELD.get().holding(timezone.localdate())) if items is None else list(items)
    return linting.lint_all(chosen, loading.standards())


def lint_rules() -> dict[str, tuple[str, str, str]]:
    """Id -> words, basis, severity."""
    return {one.id: (str(one.words), one.basis, one.severity.value) for one in linting.rules().values()}


def burden(item: Item) -> Burden:
    """Counted from its elements; `fields` from its form: those that a person must type."""
    return burdens.whole(item)


def burden_before(item: Item) -> Burden:
    """Before the reform; where nobody wrote it down, what the law alone would ask."""
    return burdens.before(item)


def savings() -> list[Saving]:
    """Every item that holds today, by code."""
    return [burdens.saving(one) for one in live_items()]


def total(found: Iterable[Burden]) -> Burden:
    """One after the other: added up."""
    return burdens.total(found)


def choices() -> Mapping[str, tuple[tuple[str, Any], ...]]:
    """National code values with their names."""
    return VALUES


def may_edit(actor: Actor) -> bool:
    return actor.system or organisation.may(actor, Action.EDIT_LISTS)


def page(*, actor: Actor, sought: Sought) -> ItemPage:
    """The newest version of each item, newest change first. NotAllowed."""
    _check(actor.system or actor.is_staff)
    return reading.page(sought)


def version(*, actor: Actor, code: str, number: int | None = None) -> Version:
    """One version, by default the newest. NotAllowed, LookupError."""
    _check(actor.system or actor.is_staff)
    row = editing.newest(code) if number is None else editing.version(code, number)
    if row is None:
        raise LookupError(code)
    return reading.info(row, actor)


def versions(*, actor: Actor, code: str) -> list[Version]:
    """Newest first. NotAllowed."""
    _check(actor.system or actor.is_staff)
    rows = VersionRow.objects.select_related("item").filter(item__code=code).order_by("-version")
    return [reading.info(row, actor) for row in rows]


def changes(before: Item, after: Item) -> tuple[Change, ...]:
    """Elements that differ."""
    return reading.changes(before, after)


def make(raw: Mapping[str, Any]) -> Item:
    """An item from JSON-like values. ItemRefused names what does not fit."""
    return shape.make(raw)


def draft(*, actor: Actor, item: Item, note: str = "", revision: int = 0) -> Version:
    """Write the open version, or begin one. `revision`: the one the writer saw; 0 for a new version."""
    _check(may_edit(actor))
    return reading.info(editing.draft(item, actor=actor, note=note, revision=revision), actor)


def submit(*, actor: Actor, code: str, number: int, effective_from: date | None = None) -> Version:
    """To the second pair of eyes; ItemRefused carries the linter's errors."""
    _check(may_edit(actor))
    return reading.info(editing.submit(code, number, actor=actor, effective_from=effective_from), actor)


def approve(*, actor: Actor, code: str, number: int) -> Version:
    """Live from its day; ItemRefused for who had a hand in it."""
    _check(may_edit(actor))
    return reading.info(editing.approve(code, number, actor=actor), actor)


def send_back(*, actor: Actor, code: str, number: int, reason: str = "") -> Version:
    """Back to its author; without a reason only by its author."""
    _check(may_edit(actor))
    return reading.info(editing.send_back(code, number, actor=actor, reason=reason), actor)


def discard(*, actor: Actor, code: str, number: int) -> None:
    """A draft goes."""
    _check(may_edit(actor))
    editing.discard(code, number)


def end(*, actor: Actor, code: str, last_on: date) -> None:
    """No longer offered after this day."""
    _check(may_edit(actor))
    editing.end(code, actor=actor, last_on=last_on)


def export(*, actor: Actor, kind: str) -> bytes:
    """The newest version of every item, as "csv" or "json". NotAllowed."""
    _check(actor.system or actor.is_staff)
    return files.write(files.everything(), kind)


def write(items: Iterable[Item], kind: str) -> bytes:
    """These items as "csv" or "json"."""
    return files.write(items, kind)


def read(raw: bytes) -> list[tuple[int, Item | str]]:
    """Of a CSV or JSON file: line and item, or line and why it is none."""
    return files.read(raw)


def bring_in(*, actor: Actor, raw: bytes, live: bool = False) -> Imported:
    """Good rows are drafts, or with `live` (an operator's) in force at once; refused ones are named with reasons."""
    _check(actor.system or (may_edit(actor) and not live))
    return files.bring_in(raw, actor=actor, live=live)


def load(
    rows: Iterable[Item | Mapping[str, Any]],
    *,
    standards: Iterable[Standard] = (),
    effective_from: date | None = None,
) -> int:
    """Live at once, for a sample or a first list; codes that are there are left alone. How many are new."""
    loading.load_standards(standards)
    return loading.load(rows, effective_from=effective_from or timezone.localdate())


def sample() -> tuple[list[Item], list[Standard]]:
    """The items that come with CDOS."""
    return samples.items(), samples.standards()


def sample_forms() -> list[dict[str, Any]]:
    """Their forms, in the JSON of `forms`."""
    return samples.forms()


def sample_rules() -> list[dict[str, Any]]:
    """Their rules, in the JSON of `rules`: {"code", "title", "node"}."""
    return samples.rules()


def generate(*, count: int = 8600, combinable: int = 1345, seed: int = 4403) -> list[Item]:
    """A catalogue of a large city's size, made of the sample's: for benchmarks."""
    return making.generate(count, combinable, seed)


def forget() -> None:
    """What this process holds, where a test changed the tables behind it."""
    catalogue.HELD.forget()


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("not_yours", _("This is for staff with another post."))
