"""The only door to benefits. Refusals are BenefitRefused with one sentence; what is not there, or another's, is LookupError.

A party's own verbs take an actor who acts for the party (`actor.party_id`): the person, a parent or guardian, an agent.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node, RuleVersion, Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Source
from cdos.nets.services.payouts.contracts import Payee

from .adapters import registry as engines
from .adapters.base import Engine, SqlEngine
from .contracts import (
    About,
    BenefitRefused,
    Entitlement,
    Explained,
    Found,
    Mine,
    Night,
    Period,
    Programme,
    ProgrammeRow,
    Published,
    Reach,
    Step,
    Terms,
)
from .logic import (
    amounts,
    columns,
    confirming,
    desk,
    editors,
    explaining,
    figures,
    finding,
    night,
    publishing,
    recording,
    shelf,
    steps,
    writing,
)
from .models import Entitlement as Row
from .models import ProgrammeVersion

__all__ = ["BenefitRefused", "Engine", "SqlEngine"]

add_engine = engines.add

# Programmes


def programmes(*, about: About | None = None, on: date | None = None) -> list[Programme]:
    """Those in force on the day; no query."""
    return shelf.every(on=on, about=(about,) if about else ())


def programme(code: str) -> Programme:
    """The one in force. LookupError."""
    return shelf.programme(code)


def conditions(one: Programme) -> Node | None:
    """Its rule in force; None while there is none."""
    return shelf.node(one)


# What a party has, may have, and does


def mine(*, actor: Actor) -> Mine:
    """For whom the actor acts. LookupError without a party."""
    with fence.everything():
        return finding.mine(actor, _party(actor))


def explain(*, actor: Actor, code: str) -> Explained:
    """Why, from which data, what would change it. LookupError."""
    with fence.everything():
        return explaining.explain(actor, _party(actor), code)


def waiting(*, actor: Actor) -> list[Entitlement]:
    """Offers that wait for a yes of whom the actor acts for; one look at the table. Empty without a party."""
    if actor.party_id is None:
        return []
    with fence.everything():
        return finding.waiting(actor.party_id)


def in_the_way(found: Found) -> list[tuple[str, str]]:
    """Of a programme on the list: each condition that fails or is not known, and what would change it."""
    return explaining.in_the_way(found)


def holders(*, actor: Actor, field: str) -> tuple[Source, ...]:
    """Registers at which a missing datum can be handed in."""
    party = identity.party(_party(actor))
    every = registers.sources(about=party.kind.value) if party else ()
    return tuple(one for one in every if one.field(field))


def entitlements(*, actor: Actor) -> list[Entitlement]:
    """Newest first."""
    with fence.everything():
        return finding.entitlements(_party(actor))


def history(*, actor: Actor, number: str) -> list[Step]:
    with fence.everything():
        return steps.of(confirming.own(actor, number))


def account(*, actor: Actor) -> Payee | None:
    """The account that the registers know of the party, whole: show its end only."""
    with fence.everything():
        return confirming.known_account(actor, _party(actor))


def typed_account(*, actor: Actor, bank: str, account: str) -> Payee:
    """In the party's own proven name; digits are checked. BenefitRefused."""
    with fence.everything():
        return confirming.typed_account(_party(actor), bank, account)


def confirm(*, actor: Actor, number: str, payee: Payee | None = None) -> Entitlement:
    """One tap; said again it stays one. Without payee the account that the registers know. BenefitRefused, LookupError."""
    with fence.everything():
        return steps.info(confirming.confirm(actor, number, payee))


def claim(*, actor: Actor, code: str, payee: Payee | None = None) -> Entitlement:
    """What was not offered by itself, or was declined before. BenefitRefused, LookupError."""
    with fence.everything():
        return steps.info(confirming.claim(actor, code, payee))


def decline(*, actor: Actor, number: str, reason: str = "") -> Entitlement:
    with fence.everything():
        return steps.info(confirming.decline(actor, number, reason))


def change_account(*, actor: Actor, number: str, payee: Payee) -> Entitlement:
    """After the bank could not pay. BenefitRefused, LookupError."""
    with fence.everything():
        return steps.info(confirming.change_account(actor, number, payee))


def object_to(*, actor: Actor, source: str, field: str, claimed: str, reason: str) -> str:
    """ "This value is wrong": the correction's number at the register that holds it. RegisterRefused."""
    return registers.correction(
        actor=actor, party_id=_party(actor), source=source, field=field, claimed=claimed, reason=reason
    )


def calculate(*, answers: Mapping[str, Value], about: About = About.PERSON) -> list[Found]:
    """For a visitor; nothing is stored and nobody is looked up."""
    return finding.calculate(answers, about=about)


def money(fen: int) -> str:
    """1,200 元, in the reader's language."""
    return explaining.money(fen)


def per(period: Period, text: str) -> str:
    """A sum with how often it is paid: 200 元/月; once needs no words."""
    return explaining.per(period, text)


def period_of(one: Entitlement) -> Period:
    """How often its programme pays."""
    return amounts.period_of(one.period)


def state_words(one: Entitlement) -> str:
    return steps.state_words(one.state)


def _party(actor: Actor) -> int:
    if actor.party_id is None:
        raise LookupError("no party")
    return actor.party_id


# Events


def recheck(*, party_id: int) -> tuple[int, int]:
    """A life event: new offers, and offers that ended."""
    with fence.everything():
        return finding.recheck(party_id)


def match_night(*, about: About, on: date | None = None, most: int = 100_000) -> Night:
    """The whole city; LookupError where there is no extract, NightRuns while another process is at it."""
    if not columns.there(about):
        raise LookupError(about.value)
    return night.match(about, on=on, most=most)


# Staff


def may_edit(actor: Actor) -> bool:
    return rules.may_edit(actor)


def may_write(actor: Actor, code: str) -> bool:
    """Whether the editor may write this programme: of the own unit, or any for who edits for the whole city."""
    return may_edit(actor) and editors.may_write(actor, code)


def may_write_conditions(actor: Actor, rule: str) -> bool:
    """The same, by the code of its rule."""
    return may_edit(actor) and editors.may_write_conditions(actor, rule)


def may_see_figures(actor: Actor) -> bool:
    return organisation.may(actor, Action.FIGURES)


def versions(code: str) -> list[Programme]:
    """Newest first; drafts too."""
    return [shelf.info(one) for one in ProgrammeVersion.objects.filter(code=code).order_by("-version")]


def shelves(*, words: str = "", state: str = "") -> list[Programme]:
    """For staff: the newest version of each, by code; `state` draft or waiting keeps those being written or waiting."""
    return figures.shelves(words, state)


def writers(code: str, version: int) -> list[int]:
    """Accounts that had a hand in it, or in the conditions that are written with it. LookupError."""
    return sorted(writing.writers(writing.row(code, version)))


def open_rule(code: str) -> RuleVersion | None:
    """The version of its conditions that is being written or waits for approval."""
    return writing.open_rule(code)


def draft(*, actor: Actor, code: str, terms: Terms, note: str = "", seen: str | None = None) -> Programme:
    """BenefitRefused; SavedMeanwhile where another state of the draft than the one with the mark `seen` (empty: none) is there."""
    return shelf.info(writing.draft(actor, code, terms, note, seen))


def draft_conditions(*, actor: Actor, code: str, node: Node) -> RuleVersion:
    """BenefitRefused, LookupError."""
    return writing.draft_node(actor, code, node)


def submit(*, actor: Actor, code: str, version: int) -> Programme:
    return shelf.info(writing.submit(actor, code, version))


def take_back(*, actor: Actor, code: str, version: int) -> Programme:
    return shelf.info(writing.take_back(actor, code, version))


def approve(*, actor: Actor, code: str, version: int) -> Programme:
    """By somebody who had no hand in it; terms and conditions live together."""
    return shelf.info(writing.approve(actor, code, version))


def send_back(*, actor: Actor, code: str, version: int, reason: str) -> Programme:
    return shelf.info(writing.send_back(actor, code, version, reason))


def discard(*, actor: Actor, code: str, version: int) -> None:
    """A draft, with the draft of its conditions."""
    writing.discard(actor, code, version)


def desk_shelves() -> list[desk.Shelf]:
    """Every programme for staff, by code: what is in force and what is being written."""
    return desk.shelves()


def standing(*, actor: Actor, code: str) -> list[desk.Standing]:
    """How many are in which state, within the actor's reach."""
    with fence.everything():
        return desk.standing(actor, code)


def last_night(one: Programme) -> tuple[str, int] | None:
    """The day of the last night that looked at it, and whom it found entitled."""
    return desk.last_night(one)


def versions_waiting(*, actor: Actor) -> int:
    """How many versions that the actor may write wait for a second person."""
    return desk.waiting(actor)


def preview(*, code: str) -> Reach | None:
    """Whom the open draft (or the one in force) would reach and cost; None: no extract, or nobody is named yet."""
    with fence.everything():
        return figures.preview(code)


def preview_stamp(code: str) -> tuple[object, ...]:
    """Changes whenever the preview may. LookupError."""
    return desk.preview_stamp(code)


def nights(*, limit: int = 14) -> list[Night]:
    """Newest first."""
    return figures.nights(limit)


def by_programme(*, actor: Actor, year: int) -> list[figures.Figures]:
    """Offered, confirmed, paid and failed by programme, within the actor's reach."""
    with fence.everything():
        return figures.by_programme(actor, year)


def by_district(*, actor: Actor, year: int) -> list[figures.Figures]:
    with fence.everything():
        return figures.by_district(actor, year)


def published(*, code: str, page: int = 1) -> list[figures.Line]:
    """公示: who was paid what, with masked names; newest first, 50 a page."""
    with fence.everything():
        return figures.published(code, page)


def published_programmes() -> list[Published]:
    """公示: the programmes that have paid, the newest payment first."""
    with fence.everything():
        return publishing.by_programme()


def letters(*, actor: Actor, limit: int = 500) -> list[figures.Letter]:
    """Offers to people without phone or account: to be told by post or by the community. BenefitRefused."""
    if not may_see_figures(actor):
        raise BenefitRefused("")
    with fence.everything():
        found = figures.letters(actor, limit)
        recording.listed(actor.account_id, [(one.number, one.party_id) for one in found])
    return found


def load(rows: Iterable[ProgrammeRow]) -> int:
    """Programmes in force from the start; how many are new."""
    with fence.everything():
        return writing.load(rows)


def held(number: str) -> Entitlement:
    """For tests and staff pages that have asked who may. LookupError."""
    with fence.everything():
        found = Row.objects.filter(number=number).first()
    if found is None:
        raise LookupError(number)
    return steps.info(found)
