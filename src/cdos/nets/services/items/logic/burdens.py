"""What an item costs a person, counted from its elements; what a reform saved, against what it was before."""

from collections.abc import Iterable
from dataclasses import replace

from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Form

from ..contracts import Burden, Fee, Item, Material, Saving, Step, TermUnit

HANDS_IN_FORM = "2"  # a material that is a form: filled in on the page where the item has one
NEEDED = "1"


def papers(materials: Iterable[Material], *, form: bool) -> int:
    """Those to be handed in: needed, no e-licence in their place, not the form that is the page itself."""
    return sum(
        1
        for one in materials
        if one.need == NEEDED and not one.licence_type and not (form and one.type == HANDS_IN_FORM)
    )


def working_days(days: float, unit: TermUnit) -> float:
    """Comparable days: five working days are seven days."""
    if unit is TermUnit.AT_ONCE:
        return 0.0
    return round(days * 5 / 7, 1) if unit is TermUnit.DAYS else float(days)


def steps(item: Item) -> int:
    """What happens one after the other until it is done; an instant item is one step, filing it."""
    return 1 if item.instant else max(1, len(_passed(item.steps)))


def _passed(found: tuple[Step, ...]) -> list[Step]:
    return [step for step in found if step.kind]


def form_of(item: Item) -> Form | None:
    """An item without a form asks nothing."""
    return forms.form(item.form or item.code)


def burden(item: Item) -> Burden:
    """Without the fields of its form, which the linter does not look at."""
    return Burden(
        steps=steps(item),
        days=0.0 if item.instant else working_days(item.promised_days, item.promised_unit),
        trips=item.trips,
        papers=papers(item.materials, form=bool(item.form)),
    )


def whole(item: Item) -> Burden:
    """With the fields that a person must type."""
    form = form_of(item)
    return replace(burden(item), fields=forms.typed(form) if form else 0)


def before(item: Item) -> Burden:
    """As the reform found it; where nobody wrote that down, what the law alone would ask.

    No register filled a form then: where the fields of the old one were not counted, all of today's had to be written.
    """
    form = form_of(item)
    fields = forms.written(form) if form else 0
    if item.before is not None:
        return replace(item.before, fields=item.before.fields or fields)
    needed = [one for one in item.materials if one.need == NEEDED]
    days = working_days(item.legal_days, item.legal_unit) or working_days(
        item.promised_days, item.promised_unit
    )
    return Burden(
        steps=max(1, len(item.steps)), days=days, trips=max(1, item.trips), papers=len(needed), fields=fields
    )


def saving(item: Item) -> Saving:
    return Saving(item.code, item.title, before(item), whole(item))


def total(burdens: Iterable[Burden]) -> Burden:
    """One by one: everything is added up."""
    found = list(burdens)
    return Burden(
        steps=sum(one.steps for one in found),
        days=round(sum(one.days for one in found), 1),
        trips=sum(one.trips for one in found),
        papers=sum(one.papers for one in found),
        fields=sum(one.fields for one in found),
    )


def fee_fen(fees: Iterable[Fee]) -> int:
    return sum(fee.fen for fee in fees)
