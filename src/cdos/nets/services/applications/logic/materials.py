"""Materials: what an e-licence, the form or another part of a bundle stands for is not asked again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.hubs.registers import api as registers
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Material
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import Licence

from ..contracts import Handed, MaterialLine

if TYPE_CHECKING:
    from .gathering import Wanted

FORM = "application-form"
SEEN = "seen"
USED_FOR = timedelta(days=180)


def lines(wanted: "Wanted", held: Mapping[str, Licence]) -> tuple[MaterialLine, ...]:
    """One line for each material of the item, in its order; `held` from `wallet`."""
    return tuple(_line(one, wanted, held) for one in wanted.item.materials)


def wallet(wanted: "Wanted") -> dict[str, Licence]:
    """Material code -> a valid licence of the person that stands for it, where they let the city use them."""
    if not any(one.licence_type for one in wanted.item.materials):
        return {}
    allowed = registers.consented(party_id=wanted.party_id, purpose=wanted.purpose)
    if "licences" not in allowed:
        return {}
    return licences.replaced_by_licence(materials=wanted.item.materials, party_id=wanted.party_id)


def _line(one: Material, wanted: "Wanted", held: Mapping[str, Licence]) -> MaterialLine:
    if one.code == FORM:
        return MaterialLine(one.code, one.name, Handed.FORM, _("This form is it"))
    if one.code in wanted.supplied:
        return MaterialLine(one.code, one.name, Handed.NONE, _("Another part of the bundle gives it"))
    licence = held.get(one.code)
    if licence is not None:
        words = _("Not needed: %(licence)s stands for it") % {"licence": licence.type.name}
        return MaterialLine(one.code, one.name, Handed.LICENCE, words, licence=licence.identifier)
    return _handed_in(one, wanted)


def _handed_in(one: Material, wanted: "Wanted") -> MaterialLine:
    token = wanted.files.get(one.code, "")
    if token == SEEN and wanted.assisted:
        return MaterialLine(one.code, one.name, Handed.SEEN, _("A clerk saw the original"))
    if token and token != SEEN:
        return MaterialLine(one.code, one.name, Handed.FILE, _("Handed in"), token=token)
    if one.need == "3":
        return MaterialLine(one.code, one.name, Handed.LATER, _("May be handed in later"))
    if one.need == "2":
        return MaterialLine(one.code, one.name, Handed.NONE, _("Not needed"))
    return MaterialLine(one.code, one.name, Handed.MISSING, _("Still needed"))


def problems(found: tuple[MaterialLine, ...], form: Form | None) -> dict[str, str]:
    """Those that no field of the form asks for; a field says itself that it is empty."""
    asked = {entry.material for entry in form.entries} if form else set()
    return {
        f"material-{one.code}": _("Please hand in: %(material)s.") % {"material": one.name}
        for one in found
        if one.handed is Handed.MISSING and one.code not in asked
    }


def without_needless(
    found: dict[str, str], form: Form | None, lines: tuple[MaterialLine, ...]
) -> dict[str, str]:
    """A file that a licence stands for, or that a clerk saw, is not missing."""
    there = {one.code for one in lines if one.handed is not Handed.MISSING}
    needless = {one.name for one in form.entries if one.material in there} if form else set()
    return {name: words for name, words in found.items() if name not in needless}


def seen(item: str, proof: Mapping[str, str]) -> dict[str, str]:
    """Materials that are the very document a clerk said to have seen before the form was opened."""
    found = items.item(item) if item else None
    document = proof.get("document", "")
    return {one.code: SEEN for one in found.materials if one.name == document} if found else {}


def use(found: tuple[MaterialLine, ...], *, purpose: str, by: str, unit: str) -> None:
    """Each licence that stands for a material leaves a trace its holder sees."""
    until = timezone.now() + USED_FOR
    for identifier in dict.fromkeys(one.licence for one in found if one.licence):
        licences.use(licence=identifier, purpose=purpose, ground="consent", by=by, until=until, unit=unit)
