"""What the item would give and the applicant holds already: told before sending, refused where there may be no other."""

from collections.abc import Iterable

from cdos.base.identity.contracts import Party, PartyKind
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import Second

from ..contracts import ApplicationRefused
from . import replacing


def seconds(item: Item, party: Party | None) -> list[Second]:
    """Of the licences that the item gives to this party: those that they have, and may have no other beside."""
    known = licences.types()
    holder = "enterprise" if party and party.kind is PartyKind.ENTERPRISE else "person"
    given = [known[one.licence_type] for one in item.results if one.licence_type in known]
    wanted = [kind.code for kind in given if kind.holder == holder and not replacing.gives_back(item, kind)]
    if party is None or not wanted:
        return []
    return list(licences.second(holder_id=party.id, types=wanted).values())


def refused(item: Item, party: Party | None) -> str:
    """Why nothing would come of it, in a sentence; empty where something would."""
    return next((one.refused for one in seconds(item, party) if one.refused), "")


def every(codes: Iterable[str], party: Party | None) -> dict[str, str]:
    """By item, for those of which nothing would come."""
    found = ((code, refused(item, party)) for code, item in items.items(codes).items())
    return {code: words for code, words in found if words}


def check(item: Item, party: Party | None) -> None:
    """Of who would hold the licence. ApplicationRefused before anything is filed or paid."""
    if words := refused(item, party):
        raise ApplicationRefused(words)
