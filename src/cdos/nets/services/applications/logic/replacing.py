"""A licence that an item takes in and gives back changed (变更、换证): the new version stands in the old one's place."""

from collections.abc import Mapping
from typing import Any

from cdos.nets.services.items.contracts import Item
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import Licence, LicenceType

# What an enterprise wants changed is asked under a name of its own: the old value is in the form, too.
NEW = {
    "enterprise_name": "new_name",
    "enterprise_address": "new_address",
    "legal_representative": "new_legal",
    "registered_capital_fen": "new_capital_fen",
}


def replaced(item: Item, kind: LicenceType, holder_id: int, values: Mapping[str, Any]) -> Licence | None:
    """The holder's valid licence that the item changes; None where it gives another one."""
    if not gives_back(item, kind):
        return None
    held = licences.of_holder(holder_id, valid_only=True)
    return next((one for one in held if one.type.code == kind.code and _same(one, values)), None)


def gives_back(item: Item, kind: LicenceType) -> bool:
    """Whether a paper it asks for is the very one that it gives."""
    asked = {one.code for one in item.materials}
    return any(one.licence_type == kind.code and one.produces in asked for one in item.results)


def _same(one: Licence, values: Mapping[str, Any]) -> bool:
    """A licence that bears a number of its own (of a house, of a firm) is the same only under that number."""
    return all(
        str(values.get(name) or one.number) == one.number
        for name, value in one.values.items()
        if str(value) == one.number
    )


def changed(values: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are after the change."""
    new = {name: answers[asked] for name, asked in NEW.items() if answers.get(asked) not in (None, "")}
    return {**values, **new}
