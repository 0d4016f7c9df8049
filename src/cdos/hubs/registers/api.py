"""The only door to registers: facts with their sources, consents, corrections. RegisterRefused says one sentence."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import changing
from cdos.base.organisation.contracts import Actor
from cdos.base.rules.contracts import Value

from .adapters import lake, registry
from .adapters.base import Register, Together
from .contracts import Consent, Correction, Fact, NewRow, RegisterState, Source
from .logic import asking, consenting, correcting, fields, keeping, recording, values

__all__ = ["Register", "Together"]


def add_source(adapter: Register) -> None:
    """In the module's `apps.py`: its facts are asked for after those of the registers before it."""
    registry.add(adapter)


def sources(*, about: str = "") -> tuple[Source, ...]:
    """In the order in which they are asked, with the name of the unit that keeps each; `about` person | enterprise."""
    every = (named(one.source) for one in registry.every())
    return tuple(one for one in every if not about or one.about in (about, "any"))


def source(code: str) -> Source | None:
    found = registry.get(code)
    return named(found.source) if found else None


def named(one: Source) -> Source:
    unit = organisation.unit(one.unit)
    return replace(one, unit_name=unit.name) if unit else one


def sources_of(fields: Collection[str], *, about: str = "person") -> tuple[Source, ...]:
    """The registers that would be asked for these fields: the first that knows each. Their `needs_consent` says which to ask about."""
    known = [one for one in registry.every() if one.source.about in (about, "any")]
    first = (next((one for one in known if one.source.field(name)), None) for name in fields)
    codes = {one.source.code for one in first if one}
    return tuple(named(one.source) for one in known if one.source.code in codes)


def facts_of(*, party_id: int, fields: Collection[str], purpose: str, actor: Actor) -> dict[str, Fact]:
    """One fact for each field, found or not; consents honoured, each look recorded. RegisterRefused: who may not ask."""
    with fence.everything():
        return asking.facts(actor, party_id, fields, purpose)


def own(*, actor: Actor, source: str) -> dict[str, Value] | None:
    """What a register holds of who asks (or acts for); None: nothing. The look is recorded. RegisterAway, LookupError."""
    with fence.everything():
        return asking.own(actor, source)


def known(facts: dict[str, Fact]) -> dict[str, Value]:
    """What was found, as rules take it."""
    return {name: fact.value for name, fact in facts.items() if fact.found}


def extract_path(about: str) -> Path:
    """The lake's nightly extract, a Parquet file sorted by its column `party`; `about` person | enterprise. It may be missing."""
    return lake.path(about)


def extract_dates(about: str) -> tuple[str, ...]:
    """The columns of an extract that say when the values of each register were true."""
    return tuple(lake.dated(one.code) for one in fields.lake_sources() if one.about in (about, "any"))


def copy_extracts() -> int:
    """Of large extracts that are new, copies in which one party is found fast; how many were made."""
    return lake.copy_extracts()


def newer_rows(asked: Collection[str]) -> Iterator[tuple[int, dict[str, Value], datetime]]:
    """What registers beside the extracts hold of these fields: (party, values, when they were true), oldest first.

    Whoever matches the whole city lays it over the extract's columns in this order, and so sees each correction at once and
    what a look at one person sees. A few rows a city: corrections, and the demonstration's people.
    """
    with fence.everything():
        yield from keeping.newer(asked)


def in_words(field: str, value: Value) -> str:
    """A value as a person reads it: 已婚, 12,800 元."""
    return values.in_words(field, value)


def consents(party_id: int) -> list[Consent]:
    """Newest first, withdrawn ones too. Whether the reader may is for the caller."""
    with fence.everything():
        return consenting.of_party(party_id)


def consented(*, party_id: int, purpose: str) -> frozenset[str]:
    """Codes of the sources that may be used for this purpose now."""
    with fence.everything():
        return consenting.open_sources(party_id, purpose)


def consent(*, actor: Actor, party_id: int, source: str, purpose: str) -> Consent:
    """Let a source be used for a purpose, by the party or at a counter in its presence; repeated: the open one."""
    with fence.everything():
        return consenting.give(actor, party_id, source, purpose)


def withdraw(*, actor: Actor, consent_id: int) -> Consent:
    """At once: the next look is refused. LookupError: another's."""
    with fence.everything():
        return consenting.withdraw(actor, consent_id)


@changing
def correction(
    *,
    actor: Actor,
    party_id: int,
    source: str,
    field: str,
    claimed: str,
    reason: str,
    files: Sequence[str] = (),
) -> str:
    """ "This value is wrong": number of the matter at the source's unit. `claimed` as typed. RegisterRefused."""
    return correcting.ask(actor, party_id, source, field, claimed, reason, files)


def corrections(party_id: int) -> list[Correction]:
    """Newest first. Whether the reader may is for the caller."""
    with fence.everything():
        return correcting.of_party(party_id)


def withdraw_correction(*, actor: Actor, number: str) -> None:
    """By who asked. LookupError, MoveRefused."""
    matters.act(actor=actor, number=number, move="withdraw", data={})


def states() -> list[RegisterState]:
    """Whether each register answers now, for staff."""
    with fence.everything():
        return [
            RegisterState(named(one.source), asking.is_away(one), one.count()) for one in registry.every()
        ]


def register_purposes(kind: str, titles: Callable[[str], str], *, lawful: bool = False) -> None:
    """What purposes "KIND:code" are called, for pages and the ledger: `titles(code)`, "" when unknown.

    `lawful`: for these a law lets the city look without the person's consent (a benefit that is paid without being asked
    for); each look is recorded all the same, and the person sees it.
    """
    recording.purposes(kind, titles, lawful)


def purpose_words(purpose: str) -> str:
    return recording.purpose_words(purpose)


def load(rows: Iterable[NewRow]) -> int:
    """Rows of the demonstration registers; one that is there is replaced."""
    with fence.everything():
        return keeping.load(rows)
