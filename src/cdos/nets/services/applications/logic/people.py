"""For whom somebody may apply: themselves, who a mandate names, and at a counter anybody who is there."""

from dataclasses import replace

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import ApplicationRefused, Channel
from ..models import Application

BY_STAFF = frozenset({Channel.COUNTER, Channel.HOME, Channel.VIDEO, Channel.BANK, Channel.CROSS_BORDER})


def may_assist(actor: Actor) -> bool:
    """Who files for people who stand before them."""
    return organisation.may(actor, Action.FILE_FOR_OTHERS)


def acting_for(actor: Actor, party_id: int, channel: Channel) -> Actor:
    """The actor as they act for the party. ApplicationRefused says what is missing."""
    if actor.system:
        return actor
    if channel in BY_STAFF:
        if not may_assist(actor):
            raise ApplicationRefused(_("Only a clerk at a counter may file for somebody who is there."))
        return actor
    if actor.account_id is None:
        raise ApplicationRefused(_("Please sign in first."))
    if actor.assurance < Assurance.REAL_NAME:
        raise ApplicationRefused(_("Please prove your name first: an application stands on who you are."))
    found = as_party(actor, party_id)
    if found is None:
        raise ApplicationRefused(_("You may not act for this person or enterprise."))
    return found


def as_party(actor: Actor, party_id: int) -> Actor | None:
    """None where neither the party nor a mandate of today lets the actor."""
    if party_id in (actor.party_id, actor.own_party_id):
        return replace(actor, party_id=party_id)
    own = actor.own_party_id
    if own is not None and identity.party_acted_for(own_party_id=own, party_id=party_id):
        return replace(actor, party_id=party_id)
    return None


def reader(actor: Actor, number: str) -> Actor:
    """Who reads an application of a child, a parent or an enterprise reads it as theirs."""
    if actor.own_party_id is None:
        return actor
    with fence.everything():
        found = Application.objects.filter(number=number).values_list("party_id", flat=True).first()
    return (as_party(actor, found) if found is not None else None) or actor
