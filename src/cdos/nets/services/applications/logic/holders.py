"""To whom a licence is given: to who applies; of an item for a child, to the child that the form names.

A licence that itself says which child it is about (出生医学证明) stays with who applied for it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Party, PartyKind
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import LicenceType

CHILD, BORN = "child_name", "child_birth_date"
# What the child's licence says under its own names; the applicant's other values are not the child's.
OF_CHILD = {"name": CHILD, "sex": "child_sex", "birth_date": BORN}
SHARED = frozenset({"residence_address", "residence_community", "bank_name"})


def for_child(kind: LicenceType, names: Mapping[str, Any]) -> bool:
    """Whether it is the child's own; `names` has what the item's form asks."""
    own = {name for name, _title in kind.fields}
    return CHILD in names and kind.holder == PartyKind.PERSON.value and CHILD not in own


def child(party: Party, answers: Mapping[str, Any]) -> Party | None:
    """The party itself, or one of its children whom the city knows."""
    name = " ".join(str(answers.get(CHILD) or "").split())
    return identity.named(party_id=party.id, name=name, born_on=_day(answers.get(BORN)))


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None


def holder(item: Item, party: Party | None, answers: Mapping[str, Any]) -> Party | None:
    """Of the licences that the item gives; None where it is a child whom nobody knows."""
    if party is None or not any(for_child(kind, answers) for kind in _kinds(item)):
        return party
    return child(party, answers)


def _kinds(item: Item) -> list[LicenceType]:
    known = licences.types()
    return [known[one.licence_type] for one in item.results if one.licence_type in known]


def values_of_child(found: Party, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on the child's licence."""
    said = {own: answers[asked] for own, asked in OF_CHILD.items() if answers.get(asked) not in (None, "")}
    shared = {name: value for name, value in answers.items() if name in SHARED}
    return shared | said | {"name": found.name}


def problem(item: Item, form: Form | None, party: Party, answers: Mapping[str, Any]) -> dict[str, str]:
    """That the child is to be chosen, by field, where the licence would be nobody's; empty where all is well."""
    if form is None or form.entry(CHILD) is None or not answers.get(CHILD):
        return {}
    return {} if holder(item, party, answers) else {CHILD: unknown(item)}


def unknown(item: Item) -> str:
    return _(
        "“%(item)s” is for the child: please choose the child to apply for. If it is not among those you act for, "
        "add it there first."
    ) % {"item": item.title}
