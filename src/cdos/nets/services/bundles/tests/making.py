"""Small items and forms for tests of the algebra: nothing but what the algebra looks at."""

from cdos.nets.services.bundles.contracts import Part
from cdos.nets.services.bundles.logic import algebra
from cdos.nets.services.bundles.logic.algebra import Ingredients
from cdos.nets.services.forms.contracts import Entry, Form, Section
from cdos.nets.services.items.contracts import (
    Burden,
    Fee,
    Item,
    ItemState,
    Material,
    Result,
    Step,
    TermUnit,
)


def item(
    code: str,
    *,
    asks: tuple[str | Material, ...] = (),
    gives: tuple[str, ...] = (),
    days: float = 3,
    trips: int = 0,
    fen: int = 0,
    department: str = "440300-police",
    instant: bool = False,
    steps: int = 3,
) -> Item:
    materials = tuple(one if isinstance(one, Material) else Material(one, one.upper()) for one in asks)
    middle = [Step("investigate", f"look {n}") for n in range(max(0, steps - 2))]
    return Item(
        code=code,
        version=1,
        title=code.title(),
        standard="",
        department=department,
        department_name=department,
        area="440300",
        state=ItemState.LIVE,
        promised_days=days,
        promised_unit=TermUnit.WORKING_DAYS,
        trips=trips,
        materials=materials,
        fees=(Fee("fee", fen),) if fen else (),
        steps=(Step("acceptance", "take in"), *middle, Step("delivery", "hand out")),
        results=tuple(Result(one, produces=one) for one in gives),
        instant=instant,
        combinable=True,
    )


def form(*names: str) -> Form:
    entries = tuple(Entry(name, name.title()) for name in names)
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    return Form("one", 1, "One", schema, (Section("All", entries),))


def burden(one: Item) -> Burden:
    """As the catalogue counts it."""
    papers = sum(m.need == "1" and not m.licence_type for m in one.materials)
    if one.instant:
        return Burden(1, 0, one.trips, papers)
    return Burden(len(one.steps), one.promised_days, one.trips, papers)


def ingredients(
    *held: Item,
    after: dict[str, tuple[str, ...]] | None = None,
    wallet: dict[str, str] | None = None,
    derive: bool = False,
    fields: tuple[str, ...] = ("name",),
) -> Ingredients:
    waits = after or {}
    return Ingredients(
        parts=tuple(Part(one.code, waits.get(one.code, ())) for one in held),
        items={one.code: one for one in held},
        form=form(*fields),
        burdens={one.code: burden(one) for one in held},
        held=wallet,
        derive=derive,
    )


compose = algebra.compose
