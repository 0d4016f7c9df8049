"""For whom a bundle is done: the person, or a child, a parent, an enterprise that they may act for."""

from dataclasses import replace

from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Mandate, PartyKind, Relation
from cdos.base.organisation.contracts import Actor

from ..contracts import BundleRefused


def choices(actor: Actor, audience: str, *, founder: bool = False) -> list[Mandate]:
    """All parties of the right kind that the account may act for, itself first; who founds acts for themselves."""
    if actor.account_id is None:
        return []
    if founder:
        return [one for one in identity.mandates(actor.account_id) if one.relation is Relation.SELF]
    kind = PartyKind.ENTERPRISE if audience == "enterprise" else PartyKind.PERSON
    return [one for one in identity.mandates(actor.account_id) if one.party.kind is kind]


def first(found: list[Mandate], about: str, acted_for: int | None) -> int | None:
    """Whom the page proposes: the party acted for, else the kind of person that the bundle is usually about."""
    if any(one.party.id == acted_for and one.relation is not Relation.SELF for one in found):
        return acted_for
    children = [one.party.id for one in found if one.relation is Relation.CHILD]
    if about == "newborn" and children:
        return identity.youngest(children)
    return children[0] if about == "child" and children else next((one.party.id for one in found), None)


def acting_for(actor: Actor, party_id: int) -> Actor:
    """The same person, acting for this party. BundleRefused where they may not."""
    if actor.account_id is None or actor.own_party_id is None:
        raise BundleRefused(_("Please sign in first."))
    if actor.assurance < Assurance.REAL_NAME:
        raise BundleRefused(_("Please prove who you are first: real-name sign-in is needed for this."))
    own = actor.own_party_id
    if own != party_id and identity.party_acted_for(own_party_id=own, party_id=party_id) is None:
        raise BundleRefused(_("You may not act for this person or enterprise."))
    return replace(actor, party_id=party_id)


def seeing(actor: Actor) -> list[Actor]:
    """The actor, and the same person acting for each party they may act for: any of them may be the subject."""
    others = identity.mandates(actor.account_id) if actor.account_id is not None else []
    return [
        actor,
        *(replace(actor, party_id=one.party.id) for one in others if one.party.id != actor.party_id),
    ]
