"""The only door to applications: begin, foresee, submit, follow. Everything is keyword-only.

Refusals are ApplicationRefused (its `problems` name the fields), MoveRefused, NotAllowed; what is not there is LookupError.
Moves go through `matters.act`: accept, ask_supplement, supplement, examine, grant, refuse, deliver, withdraw, object,
uphold, overturn, rate.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import CheckedDocument, Party
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Action, Actor
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Source
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import Licence

from .contracts import (
    ApplicationInfo,
    ApplicationRefused,
    Channel,
    ChannelRule,
    Draft,
    Foresight,
    Graded,
    MaterialLine,
    Prepared,
    Receivable,
    Submission,
)
from .logic import (
    channels,
    counter,
    drafts,
    founding,
    gathering,
    grading,
    holders,
    once,
    people,
    preparing,
    reading,
    submitting,
)
from .models import Application

__all__ = ["CheckedDocument", "Source"]


def start(
    *,
    actor: Actor,
    party_id: int,
    item: str = "",
    bundle: str = "",
    channel: Channel = Channel.ONLINE,
    proof: Mapping[str, str] | None = None,
) -> Draft:
    """The draft in progress for this person and item (or bundle), else a new one. ApplicationRefused."""
    people.acting_for(actor, party_id, channel)
    given = channels.check_proof(channel, proof or {})
    with fence.everything(), transaction.atomic():
        return drafts.start(
            actor=actor, item=item, bundle=bundle, party_id=party_id, channel=channel, proof=given
        )


def draft(*, actor: Actor, draft_id: int) -> Draft:
    """LookupError for one of another account."""
    with fence.everything():
        return drafts.shown(drafts.row_of(actor, draft_id))


def save_draft(
    *,
    actor: Actor,
    draft_id: int,
    answers: Mapping[str, Any] | None = None,
    files: Mapping[str, str] | None = None,
    consents: tuple[str, ...] | None = None,
) -> Draft:
    """What is None stays as it was. LookupError."""
    with fence.everything(), transaction.atomic():
        row = drafts.row_of(actor, draft_id)
        return drafts.save(row, answers=answers, files=files, consents=consents)


def drop_draft(*, actor: Actor, draft_id: int) -> None:
    """It was sent, or thrown away; one that another tab sent is gone already."""
    with fence.everything(), transaction.atomic(), suppress(LookupError):
        drafts.drop(drafts.row_of(actor, draft_id))


def drafts_of(*, actor: Actor) -> list[Draft]:
    """What the account began and did not send, newest first."""
    if actor.account_id is None:
        return []
    with fence.everything():
        return drafts.of_account(actor.account_id)


def purpose(*, item: str) -> str:
    return f"item:{item}"


def sources_to_ask(*, item: str, party: Party) -> tuple[Source, ...]:
    """Registers that need the person's consent before this item's form can be filled. ApplicationRefused."""
    return gathering.sources_to_ask(gathering.item_of(item), about=party.kind.value)


def allow(*, actor: Actor, draft: Draft, consents: tuple[str, ...]) -> None:
    """The person lets these sources be used for this item, and for nothing else. ApplicationRefused."""
    acting = people.acting_for(actor, draft.party_id, Channel(draft.channel))
    with transaction.atomic():
        for source in consents:
            registers.consent(
                actor=acting, party_id=draft.party_id, source=source, purpose=purpose(item=draft.item)
            )


def may_see_ratings(actor: Actor) -> bool:
    return organisation.may(actor, Action.FIGURES)


def may_assist(actor: Actor) -> bool:
    """Who files for people who stand before them."""
    return people.may_assist(actor)


def channel_rules() -> tuple[ChannelRule, ...]:
    return tuple(channels.rules().values())


def receive(*, actor: Actor, receivable: Receivable) -> Party:
    """The person whose document a clerk has seen; registered where the city did not know them. The look is recorded.

    ApplicationRefused, DocumentInvalid, IdentityRefused.
    """
    if not people.may_assist(actor):
        raise ApplicationRefused("")
    with fence.everything(), transaction.atomic():
        return counter.receive(actor, receivable)


def prepare(*, actor: Actor, submission: Submission) -> Prepared:
    """Form, facts with sources, materials, foresight, problems: all that a page shows before sending. Files nothing."""
    acting = people.acting_for(actor, submission.party_id, Channel(submission.channel))
    with transaction.atomic(), organisation.acting(acting):
        return preparing.prepare(submission, acting)


def no_other(*, items: Iterable[str], party_id: int) -> dict[str, str]:
    """Item -> why it would give this party no second licence, for those of these items of which that is so."""
    return once.every(items, identity.party(party_id))


def foresee(*, actor: Actor, submission: Submission) -> Foresight:
    """What would be decided and why. ApplicationRefused."""
    return prepare(actor=actor, submission=submission).foresight


def submit(*, submission: Submission, actor: Actor) -> ApplicationInfo:
    """File it; where the item's rule may, it is decided with its licence in the same transaction.

    The same `idempotency_key` of the same actor gives the first one again. ApplicationRefused.
    """
    taken = submitting.submit(submission, actor)
    return reading.info(taken.row, taken.matter, created=taken.created)


def info(*, number: str, actor: Actor = SYSTEM) -> ApplicationInfo:
    """As the actor may see it; whoever a mandate names reads as the person. NotAllowed, LookupError."""
    acting = people.reader(actor, number)
    with transaction.atomic(), organisation.acting(acting):
        matter = matters.get(actor=acting, number=number)
        row = Application.objects.filter(pk=matter.id).first()
        if row is None:
            raise LookupError(number)
        return reading.info(row, matter)


def of_party(*, party_id: int, actor: Actor = SYSTEM, limit: int = 50) -> list[ApplicationInfo]:
    """Newest first, without answers; what the actor may not see is left out."""
    acting = people.as_party(actor, party_id) or actor
    with transaction.atomic(), organisation.acting(acting):
        rows = Application.objects.filter(party_id=party_id).order_by("-pk")[:limit]
        return reading.many(rows, acting)


def mine(*, actor: Actor, limit: int = 50) -> list[ApplicationInfo]:
    """Of the person and of everybody they may act for, newest first, without answers."""
    if actor.account_id is None:
        return []
    found: list[ApplicationInfo] = []
    for mandate in identity.mandates(actor.account_id):
        found += of_party(party_id=mandate.party.id, actor=actor, limit=limit)
    return sorted(found, key=lambda one: str(one.filed_at), reverse=True)[:limit]


def founds(*, item: Item) -> bool:
    """Whether it gives an enterprise that is founded by it its business licence."""
    return founding.gives_first(item)


def founded(*, number: str) -> Licence | None:
    """The business licence of the enterprise that this application founded; None where it founded none."""
    with fence.everything():
        party = Application.objects.filter(number=number).values_list("party_id", flat=True).first()
    given = [one for one in licences.of_matter(matter=number) if one.type.code == founding.LICENCE]
    return next((one for one in given if one.holder_id != party), None)


def nobody(*, item: Item, party_id: int, answers: Mapping[str, Any]) -> str:
    """Why the licence of an item for a child would be nobody's: the child is to be chosen first. Empty where all is well."""
    party = identity.party(party_id)
    found = holders.problem(item, gathering.form_of(item), party, answers) if party else {}
    return " ".join(found.values())


def of_parent(*, number: str) -> list[ApplicationInfo]:
    """The parts of a bundle that were filed, oldest first, without answers. Asks no permission."""
    with fence.everything():
        rows = Application.objects.filter(parent=number).order_by("pk")
        return reading.many(rows, SYSTEM)


def materials(*, number: str) -> tuple[MaterialLine, ...]:
    """Asks no permission. LookupError."""
    with fence.everything():
        row = Application.objects.filter(number=number).first()
        if row is None:
            raise LookupError(number)
        return reading.lines(row)


def entered(*, number: str, actor: Actor) -> list[tuple[str, str, str]]:
    """(title, value, source) of each answer, in words. NotAllowed, LookupError."""
    acting = people.reader(actor, number)
    with transaction.atomic(), organisation.acting(acting):
        matter = matters.get(actor=acting, number=number)
        return reading.entered(Application.objects.get(pk=matter.id))


def acting(*, number: str, actor: Actor) -> Actor:
    """The actor as they read this application: for themselves, or for whom a mandate names."""
    return people.reader(actor, number)


def graded(*, actor: Actor, days: int = 90) -> list[Graded]:
    """How people rated the units in the actor's reach (好差评)."""
    with transaction.atomic(), organisation.acting(actor):
        return grading.figures(days)
