"""What a bundle must be before it is live: its parts exist, hang together without a circle, and its lead is a unit."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences import api as licences

from ..contracts import OWN, Bundle, BundleRefused
from . import composing, graph

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAKEN = frozenset({OWN, "matters", "table", "new", "deliveries", "systems"})
MOST_PARTS = 30
LAST_PLACE = 999


def check(bundle: Bundle) -> None:
    """BundleRefused with the first problem as its sentence, all of them by place."""
    found = dict(problems(bundle))
    if found:
        raise BundleRefused(next(iter(found.values())), found)


def problems(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """(place, words)."""
    if not CODE.fullmatch(bundle.code) or bundle.code in TAKEN or len(bundle.code) > 60:
        yield "code", _("The code is made of small letters, digits and hyphens.")
    for name in ("title", "event", "summary"):
        if not getattr(bundle, name).strip():
            yield name, _("Please fill this in.")
    if organisation.unit(bundle.lead) is None:
        yield "lead", _("Please choose the unit that leads.")
    if not 0 <= bundle.place <= LAST_PLACE:
        yield "place", _("The place in the list is a number up to 999; leave it empty for the others.")
    codes = [part.item for part in bundle.parts]
    if not 2 <= len(set(codes)) <= MOST_PARTS or len(set(codes)) != len(codes):
        yield "parts", _("A bundle has two to thirty different items.")
    yield from _parts(bundle, set(codes))
    try:
        graph.waves(graph.declared(bundle.parts), lambda code: _title(code))
    except BundleRefused as circle:
        yield "parts", str(circle)


def _title(code: str) -> str:
    item = items.item(code)
    return item.title if item else code


def _parts(bundle: Bundle, codes: set[str]) -> Iterator[tuple[str, str]]:
    known = items.items(codes)
    for part in bundle.parts:
        place = f"part:{part.item}"
        if part.item not in known:
            yield place, _("There is no such item: %(code)s.") % {"code": part.item}
        elif bundle.audience not in composing.kinds(known[part.item]):
            yield (
                place,
                _("“%(item)s” is not for those whom the bundle is for.") % {"item": known[part.item].title},
            )
        if set(part.after) - codes:
            yield place, _("It waits for an item that is not in the bundle.")
        if part.when is not None:
            unknown = [name for name in rules.fields_of(part.when) if rules.field(name) is None]
            if unknown:
                yield (
                    place,
                    _("Its condition asks for a datum nobody knows: %(name)s.") % {"name": unknown[0]},
                )


def hints(bundle: Bundle) -> list[str]:
    """What is allowed and may be a mistake: an item asks for what another one gives and does not wait for it."""
    known = items.items(part.item for part in bundle.parts)
    after = graph.declared(bundle.parts)
    new = {code: _new_to_the_person(item) for code, item in known.items()}
    found = []
    for code, item in known.items():
        reached = graph.above(after, code) if code in after else frozenset()
        for other, giver in known.items():
            asks = any(graph.satisfied(one.code, one.licence_type, new[other]) for one in item.materials)
            if other != code and asks and other not in reached:
                found.append(
                    _("“%(item)s” asks for what “%(other)s” gives, and does not wait for it.")
                    % {"item": item.title, "other": giver.title}
                )
    return found


def _new_to_the_person(item: Item) -> frozenset[str]:
    """What nobody has before the item gives it: not a card that everybody holds, nor a paper that it only changes."""
    held = {code for code, kind in licences.types().items() if kind.everybody}
    return graph.gives(item) - held - {one.code for one in item.materials}
