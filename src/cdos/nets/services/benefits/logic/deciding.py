"""What the programmes say of one party: every rule over one set of facts, about 2 ms for 723."""

from collections.abc import Iterable, Mapping
from datetime import date

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import PartyKind
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Facts, Truth, Verdict
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Fact

from ..contracts import About, Found, Programme
from . import amounts, columns, shelf

SYSTEM = Actor(system=True)
HEAD = shelf.HEAD
BANK = ("bank_name", "bank_account")
ALL = "programme:all"


def abouts(party_id: int) -> tuple[About, ...]:
    party = identity.party(party_id)
    if party is None:
        return ()
    return (About.PERSON, About.HOUSEHOLD) if party.kind is PartyKind.PERSON else (About.ENTERPRISE,)


def fields_of(programmes: Iterable[Programme], *, on: date | None = None) -> set[str]:
    """What must be known to decide these and to say what they pay."""
    wanted: set[str] = set()
    for one in programmes:
        if (node := shelf.node(one, on=on)) is not None:
            wanted |= rules.fields_of(node)
        if one.terms.amount.field:
            wanted.add(one.terms.amount.field)
        if one.terms.about is About.HOUSEHOLD:
            wanted.add(HEAD)
    return wanted


def facts_of(
    actor: Actor, party_id: int, programmes: Iterable[Programme], *, purpose: str = ALL
) -> dict[str, Fact]:
    """And where the party lives or sits, by which what is paid is counted."""
    every = list(programmes)
    wanted = fields_of(every) | {columns.DISTRICT[_file(one)] for one in every}
    return registers.facts_of(party_id=party_id, fields=sorted(wanted), purpose=purpose, actor=actor)


def _file(one: Programme) -> About:
    return About.ENTERPRISE if one.terms.about is About.ENTERPRISE else About.PERSON


def district(one: Programme, facts: Mapping[str, Fact]) -> str:
    """Code of the district; empty: not known."""
    held = facts.get(columns.DISTRICT[_file(one)])
    return str(held.value or "") if held is not None and held.found else ""


def decide(
    one: Programme, facts: Mapping[str, Fact], *, on: date | None = None
) -> tuple[Verdict, int | None] | None:
    """The verdict and what it pays; None: its rule is not in force, or another member of the household is its head."""
    return _decided(one, registers.known(dict(facts)), on)


def _decided(one: Programme, known: Facts, on: date | None = None) -> tuple[Verdict, int | None] | None:
    node = shelf.node(one, on=on)
    if node is None or (one.terms.about is About.HOUSEHOLD and known.get(HEAD) is False):
        return None
    return rules.decide(node, known, on=on), amounts.of(one.terms.amount, known)


def refused(one: Programme, party_id: int) -> bool:
    """By what the registers say now it is not met, or another of the household is its head; what is not known refuses nobody."""
    facts = facts_of(SYSTEM, party_id, [one], purpose=f"programme:{one.code}")
    if one.terms.about is About.HOUSEHOLD and registers.known(facts).get(HEAD) is False:
        return True
    decided = decide(one, facts)
    return decided is not None and decided[0].truth is Truth.NO


def everything(actor: Actor, party_id: int) -> list[Found]:
    """All programmes that are for this kind of party, decided on what the registers say now."""
    programmes = shelf.every(about=abouts(party_id))
    facts = facts_of(actor, party_id, programmes)
    return over(programmes, facts)


def over(programmes: Iterable[Programme], facts: Mapping[str, Fact]) -> list[Found]:
    known, found = registers.known(dict(facts)), []
    for one in programmes:
        decided = _decided(one, known)
        if decided is not None:
            verdict, fen = decided
            found.append(Found(one, verdict.truth, fen, verdict.failing, verdict.unknown))
    return found
