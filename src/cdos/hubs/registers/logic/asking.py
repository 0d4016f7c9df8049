"""Facts of a party: as few registers as will do, only where consent or a law allows, each look recorded."""

import time
from collections.abc import Collection, Iterable
from datetime import date

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import FieldType, Scalar, Value

from ..adapters import registry
from ..adapters.base import Register, Together
from ..contracts import Availability, Fact, Reading, RegisterAway, RegisterRefused
from . import consenting, recording

log = structlog.get_logger()
AGE, BORN = "age", "birth_date"
REST_S = 15.0  # a register that failed is not asked again before
_failed: dict[str, float] = {}


def check_may_ask(actor: Actor, party_id: int) -> None:
    """The party itself or who acts for it, staff who handle or file for others, and the system."""
    if actor.system or (actor.party_id is not None and actor.party_id == party_id):
        return
    if not any(organisation.may(actor, one) for one in (Action.HANDLE, Action.FILE_FOR_OTHERS)):
        raise RegisterRefused(_("You may not look into the registers for this person."))


def facts(actor: Actor, party_id: int, fields: Collection[str], purpose: str) -> dict[str, Fact]:
    check_may_ask(actor, party_id)
    run = Run(party_id, purpose)
    run.ask(list(dict.fromkeys(fields)))
    if run.seen:
        consenting.count(party_id, purpose, run.seen)
        recording.looked(actor, party_id, run.seen, purpose)
    return {name: run.found.get(name) or Fact(name, None, "", None, _missing(run, name)) for name in fields}


def _missing(run: "Run", name: str) -> Availability:
    """Why nothing is known of a field: one that may be asked and is away, before one that may not be asked."""
    said = run.missing.get(name, set())
    ranked = (Availability.AWAY, Availability.NO_CONSENT)
    return next((one for one in ranked if one in said), Availability.UNKNOWN)


class Run:
    """One question: rounds, until every field is found or nobody is left to be asked."""

    def __init__(self, party_id: int, purpose: str) -> None:
        self.party_id = party_id
        self.found: dict[str, Fact] = {}
        self.missing: dict[str, set[Availability]] = {}
        self.seen: dict[str, list[str]] = {}
        self.readings: dict[str, Reading | None] = {}
        party = identity.party(party_id)
        about = {party.kind.value, "any"} if party else set()
        self.sources = [
            one for one in registry.every() if one.source.about in about and one.source.serves(purpose)
        ]
        self.lawful = recording.lawful(purpose)
        self.allowed = consenting.open_sources(party_id, purpose)

    def ask(self, fields: list[str]) -> None:
        left = {name: self._candidates(name) for name in fields}
        while left:
            first = {name: queue[0] for name, queue in left.items() if queue}
            if not first:
                break
            self._read({one.source.code: one for one in first.values()})
            for name, adapter in first.items():
                self._take(name, adapter)
                left[name] = left[name][1:]
            left = {name: queue for name, queue in left.items() if queue and self._asks_on(name)}
        for name in filter(_is_list, fields):
            if Availability.AWAY in self.missing.get(name, ()):  # a part of a list would refuse the rest
                self.found.pop(name, None)

    def _asks_on(self, name: str) -> bool:
        """Of a list each register may know a part."""
        return name not in self.found or _is_list(name)

    def _candidates(self, name: str) -> list[Register]:
        knowing = [one for one in self.sources if one.source.field(name)]
        barred = [one for one in knowing if self._needs_consent(one) and one.source.code not in self.allowed]
        if barred:
            self.missing.setdefault(name, set()).add(Availability.NO_CONSENT)
        return [one for one in knowing if one not in barred]

    def _needs_consent(self, one: Register) -> bool:
        return one.source.needs_consent and not self.lawful

    def _read(self, wanted: dict[str, Register]) -> None:
        fresh = [one for code, one in wanted.items() if code not in self.readings]
        self.readings |= read(fresh, self.party_id)

    def _take(self, name: str, adapter: Register) -> None:
        code = adapter.source.code
        if code not in self.readings:
            self.missing.setdefault(name, set()).add(Availability.AWAY)
            return
        reading = self.readings[code]
        value = value_of(reading, name) if reading else None
        if reading is None or value is None:
            return
        self.seen.setdefault(code, []).append(name)
        if (known := self.found.get(name)) is not None:
            more = [one for one in _listed(value) if one not in _listed(known.value)]
            if not more:
                return
            value = [*_listed(known.value), *more]
        self.found[name] = Fact(name, value, code, reading.as_of, version=reading.version)


def _is_list(name: str) -> bool:
    known = rules.field(name)
    return known is not None and known.type is FieldType.CHOICES


def _listed(value: Value) -> list[Scalar]:
    if isinstance(value, str):
        return [value]
    return list(value) if isinstance(value, (list, tuple)) else []


OWN = "own"  # the purpose of a person who looks at what is held of them


def own(actor: Actor, source: str) -> dict[str, Value] | None:
    """All that a register holds of who asks, or of whom they act for; None: it does not know them. RegisterAway."""
    adapter = registry.get(source)
    if actor.party_id is None or adapter is None:
        raise LookupError(source)
    found = read([adapter], actor.party_id)
    if source not in found:
        raise RegisterAway(source)
    reading = found[source]
    if reading is None:
        return None
    held = {field.name: value_of(reading, field.name) for field in adapter.source.fields}
    held = {name: value for name, value in held.items() if value is not None}
    recording.looked(actor, actor.party_id, {source: list(held)}, OWN)
    return held


def value_of(reading: Reading, name: str) -> Value:
    value = reading.values.get(name)
    born = reading.values.get(BORN)
    if name == AGE and value is None and isinstance(born, date):
        return years(born, timezone.localdate())
    return value


def years(born: date, today: date) -> int:
    """Completed years of life (周岁)."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def read(registers: Iterable[Register], party_id: int) -> dict[str, Reading | None]:
    """What each holds; a register that does not answer is missing from the answer."""
    found: dict[str, Reading | None] = {}
    together: dict[type[Together], list[Together]] = {}
    for one in registers:
        if time.monotonic() - _failed.get(one.source.code, -REST_S) < REST_S:
            continue
        if isinstance(one, Together):
            together.setdefault(type(one), []).append(one)
        else:
            _guarded(found, [one], party_id)
    for group in together.values():
        _guarded(found, group, party_id)
    return found


def _guarded(found: dict[str, Reading | None], group: list[Register] | list[Together], party_id: int) -> None:
    """Whatever an adapter raises is a register that is away: the person goes on without it."""
    first = group[0]
    try:
        if isinstance(first, Together):
            found |= first.read_together([one for one in group if isinstance(one, Together)], party_id)
        else:
            found[first.source.code] = first.read(party_id)
    except RegisterAway:
        return
    except Exception:
        codes = [one.source.code for one in group]
        log.exception("registers failed", registers=codes)
        _failed.update(dict.fromkeys(codes, time.monotonic()))


def is_away(adapter: Register) -> bool:
    """Asked for nobody: whether it would answer now."""
    return adapter.source.code not in read([adapter], 0)


def forget_failures() -> None:
    _failed.clear()
