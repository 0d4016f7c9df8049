"""The only door to bundles. Everything is keyword-only; refusals are BundleRefused, MoveRefused, NotAllowed, LookupError."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.identity.contracts import Mandate
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.rules.contracts import Field
from cdos.hubs.registers.contracts import Source
from cdos.nets.services.applications.contracts import Foresight
from cdos.nets.services.forms.contracts import Filled
from cdos.nets.services.items.contracts import Item

from .adapters import registry
from .adapters.base import DepartmentSystem
from .contracts import Bundle, BundleVersion, Case, Composed, DeliveryRow, Progress, Request, Row, System
from .logic import (
    applying,
    book,
    checking,
    choosing,
    composing,
    filing,
    founding,
    own,
    samples,
    shape,
    supervising,
    switching,
    who,
)
from .logic import progress as progress_
from .logic import table as tables
from .logic.composing import Made

__all__ = ["DepartmentSystem", "Made"]

add_system = registry.add
remove_system = registry.remove


def bundle(code: str, *, on: date | None = None) -> Bundle | None:
    """As it holds on the day, by default today; None for a code nobody offers."""
    return book.live(code, on)


def bundles(*, audience: str = "") -> list[Bundle]:
    """What holds today, by code."""
    return [one for one in book.every() if not audience or one.audience == audience]


def compose(
    *, codes: Sequence[str], answers: Mapping[str, Any] | None = None, party_id: int | None = None
) -> Composed:
    """An own bundle of these items, for the wallet of a party or for nobody in particular. BundleRefused."""
    return composing.own(codes, held=composing.held_by(party_id)).composed


def make(
    *,
    code: str,
    chosen: Collection[str] | None = None,
    answers: Mapping[str, Any] | None = None,
    party_id: int | None = None,
) -> Made:
    """A bundle as it is done for these answers and chosen optional parts (None: all). BundleRefused."""
    return filing.made(code=code, chosen=chosen, answers=answers or {}, party_id=party_id)


def whole(*, bundle: Bundle) -> Composed:
    """With all its parts, whatever the conditions say. BundleRefused where an item is not offered today."""
    return composing.whole(bundle)


def questions(*, bundle: Bundle) -> list[Field]:
    """What the conditions of its parts ask about a person's situation."""
    return choosing.fields(bundle.parts)


def known_answers(*, actor: Actor, code: str, party_id: int, fields: Collection[str]) -> dict[str, Any]:
    """What registers may say about the situation without being asked by form; consents honoured."""
    return applying.known(actor, code, party_id, fields)


def for_whom(
    *, actor: Actor, audience: str, about: str = "self", founder: bool = False
) -> tuple[list[Mandate], int | None]:
    """Whom the actor may do it for, and whom the page proposes; `founder`: of a bundle that founds an enterprise."""
    found = who.choices(actor, audience, founder=founder)
    return found, who.first(found, about, actor.party_id)


def by_founder(*, bundle: Bundle) -> bool:
    """Whether it founds an enterprise: then a person sends it, and what comes after is done for the new one."""
    return founding.by_founder(bundle)


def acting_for(*, actor: Actor, party_id: int) -> Actor:
    """BundleRefused where the actor may not act for this party."""
    return who.acting_for(actor, party_id)


def filled(*, actor: Actor, made: Made, request: Request) -> tuple[dict[str, Any], tuple[Filled, ...]]:
    """Answers of the one form with what registers say put in, and where each of these is from."""
    acting = who.acting_for(actor, request.party_id)
    found = applying.filled(made.composed.form, request, acting)
    return applying.with_facts(made.composed.form, request.answers, found), found


def purpose(code: str) -> str:
    """Of consents and uses of licences."""
    return applying.purpose(code)


def foresee(*, actor: Actor, request: Request) -> list[tuple[Item, Foresight]]:
    """Of each part: what would be decided on what is known now. BundleRefused."""
    acting = who.acting_for(actor, request.party_id)
    made = filing.made_of(request)
    return [(item, applying.foresee(item, request, made, acting)) for item in made.items.values()]


def sources_to_ask(*, made: Made, party_id: int) -> tuple[Source, ...]:
    """Registers that need the person's consent before the one form can be filled."""
    return applying.sources(made, party_id)


def check(*, actor: Actor, request: Request) -> dict[str, str]:
    """Problems by field and paper before it is sent; none when it may be. BundleRefused."""
    return filing.problems(actor, request)


def submit(*, actor: Actor, request: Request) -> str:
    """Number of the bundle's matter; a repeated key gives the first. BundleRefused with problems by field."""
    return filing.submit(actor=actor, request=request)


def case(*, actor: Actor, number: str) -> tuple[Case, Actor]:
    """One view of a bundle under way, and as whom the actor sees it. NotAllowed, LookupError."""
    return progress_.case(actor=actor, number=number)


def progress(*, actor: Actor, number: str) -> list[Progress]:
    return list(case(actor=actor, number=number)[0].parts)


def under_way(*, actor: Actor, limit: int = 10) -> list[Case]:
    """The actor's own bundles, newest first."""
    return progress_.own(actor, limit)


def withdraw(*, actor: Actor, number: str, item: str = "", reason: str = "") -> Case:
    """One part, or all that has not ended. MoveRefused, NotAllowed."""
    seeing = case(actor=actor, number=number)[1]
    data = {"reason": reason, **({"item": item} if item else {})}
    matters.act(actor=seeing, number=number, move="withdraw_part" if item else "withdraw", data=data)
    return case(actor=seeing, number=number)[0]


def find(
    *, words: str, audience: str = "", without: Collection[str] = (), limit: int = own.SHOWN
) -> list[Item]:
    """Items that may be combined, best first."""
    return own.find(words, audience=audience, without=without, limit=limit)


def suggested(*, audience: str = "person", limit: int = 6) -> list[tuple[str, list[Item]]]:
    """Items that may be combined, by topic, for who has not searched yet."""
    return own.topics(audience)[:limit]


def audience_of(*, codes: Sequence[str]) -> str:
    """person or enterprise: whom these items are for. BundleRefused."""
    return composing.audience_of(composing.known_items(codes).values())


def table() -> list[Row]:
    """Every bundle that holds today with what it saves."""
    return tables.rows()


saved = tables.saved


def may_edit(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def may_switch(actor: Actor) -> bool:
    return actor.system or organisation.may(actor, Action.OPERATE)


def may_watch(actor: Actor) -> bool:
    """The deliveries: who has figures of the own reach, and who keeps the systems running."""
    return may_switch(actor) or organisation.may(actor, Action.FIGURES)


def versions(*, actor: Actor, code: str = "") -> list[BundleVersion]:
    """Of one bundle, newest first; without a code the newest of each. NotAllowed."""
    _check(may_edit(actor))
    return book.versions(code) if code else book.newest()


def draft(*, actor: Actor, body: Mapping[str, Any]) -> BundleVersion:
    """BundleRefused with problems by place, NotAllowed."""
    _check(may_edit(actor))
    return book.draft(actor=actor, body=body)


def ask_approval(*, actor: Actor, code: str) -> BundleVersion:
    _check(may_edit(actor))
    return book.submit(actor=actor, code=code)


def approve(*, actor: Actor, code: str, effective_from: date) -> BundleVersion:
    """By another person than the author. BundleRefused, NotAllowed."""
    _check(may_edit(actor))
    return book.approve(actor=actor, code=code, effective_from=effective_from)


def send_back(*, actor: Actor, code: str, reason: str) -> BundleVersion:
    _check(may_edit(actor))
    return book.send_back(actor=actor, code=code, reason=reason)


def hints(*, bundle: Bundle) -> list[str]:
    """What is allowed and may be a mistake, for the editor."""
    return checking.hints(bundle)


def body_of(bundle: Bundle) -> dict[str, Any]:
    """As in the data files and the editor."""
    return shape.write(bundle)


def read(body: Mapping[str, Any]) -> Bundle:
    """BundleRefused."""
    return shape.read(body)


@acted
def deliveries(
    *, actor: Actor, states: tuple[str, ...] = (), department: str = "", after: int | None = None
) -> list[DeliveryRow]:
    """Newest first, within the actor's reach. NotAllowed."""
    _check(may_watch(actor))
    return supervising.rows(states, department, after=after)


@acted
def delivery_counts(*, actor: Actor) -> dict[str, int]:
    _check(may_watch(actor))
    return supervising.counts()


@acted
def retry(*, actor: Actor, delivery_id: int) -> str:
    """Hand it over now. Number of the bundle. LookupError, MoveRefused, NotAllowed."""
    _check(may_watch(actor))
    return supervising.retry(actor, delivery_id)


def systems(*, actor: Actor) -> list[System]:
    """Each department's system: away until when, what waits, what it took in. NotAllowed."""
    _check(may_watch(actor))
    return supervising.systems()


def switch_off(*, actor: Actor, department: str, minutes: int = 60) -> None:
    """The demonstration's department system does not answer for a while. NotAllowed, BundleRefused."""
    _check(may_switch(actor))
    switching.switch_off(actor, department, minutes)


def switch_on(*, actor: Actor, department: str) -> int:
    """It answers again; what waited is handed over now. How many. NotAllowed."""
    _check(may_switch(actor))
    return switching.switch_on(actor, department)


def sample_bundles() -> list[dict[str, Any]]:
    """The bodies of the bundles that come with CDOS."""
    return samples.bodies()


def load(rows: Iterable[Mapping[str, Any]], *, effective_from: date) -> int:
    """Live at once; those that are there stay. How many are new."""
    return book.load(rows, effective_from=effective_from)


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("not_yours", _("This is for staff with another post."))
