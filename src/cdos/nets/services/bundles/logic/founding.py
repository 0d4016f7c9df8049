"""Parts that are done for an enterprise which an earlier part founds: the founder sends the bundle, the new one has the rest."""

from collections.abc import Mapping
from typing import Any

from cdos.nets.services.applications import api as applications
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences.contracts import Licence

from ..contracts import OWN, Bundle
from ..models import Delivery
from . import graph
from .graph import After

PERSON, ENTERPRISE = "1", "enterprise"
GIVEN = ("uscc", "founded_on")  # nobody can write these before it is founded
OF_LICENCE = (*GIVEN, "enterprise_name")


def for_new(known: Mapping[str, Item], after: After, audience: str) -> frozenset[str]:
    """The parts that the new enterprise has: after the one that founds it, and such as an enterprise may have."""
    founding = [code for code, item in known.items() if applications.founds(item=item)]
    later = {code for one in founding for code in graph.below(after, one)}
    return frozenset(code for code in later if code in known and _goes(known[code], audience))


def _goes(item: Item, audience: str) -> bool:
    """What persons may have, too, is the founder's own where the bundle is for persons."""
    kinds = set(item.audience)
    return bool(kinds - {PERSON}) and (audience == ENTERPRISE or PERSON not in kinds)


def by_founder(of: Bundle) -> bool:
    """Whether a person sends it: it founds, and all that only an enterprise may have comes after that."""
    known = items.items(part.item for part in of.parts)
    new = for_new(known, graph.declared(of.parts), of.audience)
    return bool(new) and all(code in new or PERSON in item.audience for code, item in known.items())


def licence(row: Delivery) -> Licence | None:
    """Of the new enterprise for which this part is done; None where it is done for who sent the bundle."""
    item = items.item(row.item)
    if item is None or not _goes(item, _audience(row.run.code)):
        return None
    rows = list(Delivery.objects.filter(run_id=row.run_id))
    above = graph.above({one.item: tuple(one.after) for one in rows}, row.item)
    numbers = [one.application for one in rows if one.item in above and one.application]
    return next((one for number in numbers if (one := applications.founded(number=number))), None)


def _audience(code: str) -> str:
    from . import book

    found = book.live(code) if code != OWN else None
    return found.audience if found else ""


def said_of(new: Licence, form: Form | None) -> dict[str, Any]:
    """What the licence says of the new enterprise, for the fields that the form has."""
    names = {entry.name for entry in form.entries} if form else set()
    return {name: new.values[name] for name in OF_LICENCE if name in names and name in new.values}
