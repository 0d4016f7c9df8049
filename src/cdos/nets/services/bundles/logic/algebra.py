"""The algebra: materials merged, without what an earlier part or a licence gives; fees by department; the saving."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items.contracts import Burden, Fee, Item, Material

from ..contracts import Composed, Part
from . import graph
from .graph import After

STRICTEST = ("1", "3", "2")  # necessary, may follow later, not necessary
NEEDED = "1"
FORM = "application-form"  # the material that the one form itself is
ENDS = ("acceptance", "delivery")  # of a bundle there is one of each


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What is composed: parts with their items, the one form, and what the holder has."""

    parts: Sequence[Part]
    items: Mapping[str, Item]  # by code, in the order of the parts
    form: Form
    burdens: Mapping[str, Burden]  # of each item alone
    held: Mapping[str, str] | None = None  # licence type -> title of the licence; None: nobody in particular
    derive: bool = False  # the order follows from what the items give and ask for
    new: frozenset[str] = frozenset()  # parts for an enterprise founded first: it holds nothing yet


def waits(
    parts: Sequence[Part], items: Mapping[str, Item], held: Mapping[str, str] | None, *, derive: bool
) -> After:
    """Who waits for whom: as the bundle says it, or as it follows from what the items give."""
    return graph.derived(items, frozenset(held or ())) if derive else graph.declared(parts)


def compose(of: Ingredients) -> Composed:
    """BundleRefused for parts that wait for each other."""
    after = waits(of.parts, of.items, of.held, derive=of.derive)
    order = graph.waves(after, lambda code: of.items[code].title)
    asked, dropped, wanted_by, names = _materials(of, after)
    days, critical = graph.longest(order, after, lambda code: of.burdens[code].days)
    alone = replace(total(of.burdens.values()), papers=_papers_alone(of))
    together = Burden(
        steps=_steps(of, order, after),
        days=days,
        trips=sum(max((of.burdens[code].trips for code in wave), default=0) for wave in order),
        papers=sum(_is_paper(of, material) for material in asked),
        fields=forms.typed(of.form),
    )
    return Composed(
        items=tuple(of.items),
        order=order,
        materials=asked,
        dropped=dropped,
        form=of.form,
        fees=tuple(_fees(of.items.values())),
        alone=alone,
        together=together,
        after=after,
        wanted_by=wanted_by,
        names=names,
        critical=critical,
    )


def total(burdens: Iterable[Burden]) -> Burden:
    """One by one: each begins when the one before has ended."""
    held = list(burdens)
    return Burden(
        steps=sum(one.steps for one in held),
        days=sum(one.days for one in held),
        trips=sum(one.trips for one in held),
        papers=sum(one.papers for one in held),
        fields=sum(one.fields for one in held),
    )


def _papers_alone(of: Ingredients) -> int:
    """What a licence takes the place of is not asked by any item alone either: the saving is the bundle's own."""
    return sum(_is_paper(of, material) for item in of.items.values() for material in item.materials)


def _is_paper(of: Ingredients, material: Material) -> bool:
    """Needed, no e-licence in its place, not the form that is the page itself; nobody in particular has every licence."""
    if material.need != NEEDED or material.code == FORM:
        return False
    return not material.licence_type or (of.held is not None and material.licence_type not in of.held)


def to_hand_in(material: Material) -> bool:
    """What the person must add: what is left of the papers, and is not the form itself."""
    return material.need == NEEDED and material.code != FORM


def _steps(of: Ingredients, order: Sequence[Sequence[str]], after: After) -> int:
    """One acceptance, the longest chain of looking and deciding, one delivery; at once is one step."""

    def middle(code: str) -> int:
        item = of.items[code]
        ends = sum(step.kind in ENDS for step in item.steps)
        return 0 if item.instant else max(of.burdens[code].steps - ends, 0)

    kinds = {step.kind for item in of.items.values() if not item.instant for step in item.steps}
    longest, _chain = graph.longest(order, after, middle)
    return max(1, int(longest) + sum(end in kinds for end in ENDS))


def _fees(items: Iterable[Item]) -> Iterable[Fee]:
    for item in items:
        for fee in item.fees:
            if fee.fen:
                yield fee if fee.department else replace(fee, department=item.department)


def shares(fees: Iterable[Fee]) -> dict[str, int]:
    """Fen by department (分账)."""
    found: dict[str, int] = {}
    for fee in fees:
        found[fee.department] = found.get(fee.department, 0) + fee.fen
    return found


def _materials(
    of: Ingredients, after: After
) -> tuple[tuple[Material, ...], dict[str, str], dict[str, tuple[str, ...]], dict[str, str]]:
    wanted: dict[str, list[tuple[str, Material]]] = {}
    for code, item in of.items.items():
        for material in item.materials:
            wanted.setdefault(material.code, []).append((code, material))
    given = {code: _given_above(of.items, after, code) for code in of.items}
    asked: list[Material] = []
    dropped: dict[str, str] = {}
    for name, askers in wanted.items():
        why, left = _left(of, given, askers)
        if left:
            asked.append(merged(left))
        else:
            dropped[name] = why
    names = {name: askers[0][1].name for name, askers in wanted.items()}
    return tuple(asked), dropped, {k: tuple(c for c, _m in v) for k, v in wanted.items()}, names


def _given_above(items: Mapping[str, Item], after: After, code: str) -> dict[str, str]:
    """Material or licence type -> title of the earlier part that gives it."""
    found: dict[str, str] = {}
    for one in graph.above(after, code):
        for material in graph.gives(items[one]):
            found.setdefault(material, items[one].title)
    return found


def _left(
    of: Ingredients, given: Mapping[str, Mapping[str, str]], askers: Sequence[tuple[str, Material]]
) -> tuple[str, list[Material]]:
    """Those askers that nothing gives the paper to; and, when there are none, why it is not asked for."""
    why, left = "", []
    for code, material in askers:
        earlier = given[code].get(material.code) or given[code].get(material.licence_type)
        if of.held and code not in of.new and material.licence_type in of.held:
            why = _("Your e-licence “%(licence)s” takes its place.") % {
                "licence": of.held[material.licence_type]
            }
        elif earlier:
            why = why or _("“%(item)s” gives it.") % {"item": earlier}
        else:
            left.append(material)
    return why, left


def merged(same: Sequence[Material]) -> Material:
    """One paper for all who ask: the strictest need, as many copies as the one who wants most, what all accept."""
    first = same[0]
    if len(same) == 1:
        return first
    accepted = [kind for kind in first.accept if all(kind in one.accept for one in same)]
    return replace(
        first,
        need=min((one.need for one in same), key=STRICTEST.index),
        copies=max(one.copies for one in same),
        format="1" if any(one.format == "1" for one in same) else first.format,
        accept=tuple(accepted) or first.accept,
        licence_type=next((one.licence_type for one in same if one.licence_type), ""),
        explain=next((one.explain for one in same if one.explain), ""),
        issuer=next((one.issuer for one in same if one.issuer), ""),
    )
