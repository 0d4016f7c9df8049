"""Types of licences: those that come with the program, and the city's own."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.versioned import Versioned

from ..contracts import Again, LicenceRefused, LicenceType
from ..models import Type
from . import codes, recording

MOST_FIELDS = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """A type before the city's units are asked."""

    code: str
    name: str
    unit: str  # function of the definer
    ordinal: int
    holder: str
    valid_months: int | None
    material: str
    fields: tuple[tuple[str, str], ...]
    again: Again
    everybody: bool


@lru_cache(maxsize=1)
def shipped() -> dict[str, Plan]:
    """Those of the program."""
    text = (files("cdos.nets.services.licences") / "data" / "types.json").read_text(encoding="utf-8")
    return {row["code"]: _plan(row) for row in json.loads(text)}


def _plan(row: dict[str, Any]) -> Plan:
    fields = tuple((str(name), str(title)) for name, title in row["fields"])
    months = row["valid_months"]
    return Plan(
        code=row["code"],
        name=row["name"],
        unit=row["unit"],
        ordinal=row["ordinal"],
        holder=row["holder"],
        valid_months=months,
        material=row["material"],
        fields=fields,
        again=Again(row["again"]),
        everybody=row.get("everybody", False),
    )


def _own(row: Type) -> Plan:
    fields = tuple((str(name), str(title)) for name, title in row.fields)
    return Plan(
        code=row.code,
        name=row.name,
        unit=row.unit_function,
        ordinal=row.ordinal,
        holder=row.holder,
        valid_months=row.valid_months,
        material=row.material,
        fields=fields,
        again=Again(row.again),
        everybody=row.everybody,
    )


def types() -> dict[str, LicenceType]:
    """All by code, from memory; the city's own stand before the shipped ones of the same code."""
    return HELD.get()


def _plans() -> dict[str, Plan]:
    return shipped() | {row.code: _own(row) for row in Type.objects.all()}


def _load() -> dict[str, LicenceType]:
    return {code: _made(plan) for code, plan in _plans().items()}


def _stamp() -> object:
    """The city's own types, and the units that define types: either may change."""
    plans = _plans()
    units = {function: unit_code(function) for function in {plan.unit for plan in plans.values()}}
    return plans, {code: organisation.unit(code) for code in units.values()}


HELD: Versioned[dict[str, LicenceType]] = Versioned(stamp=_stamp, load=_load)


def needed(code: str) -> LicenceType:
    """LicenceRefused for a type that nobody defined."""
    found = types().get(code)
    if found is None:
        raise LicenceRefused(_("There is no licence of this type: %(code)s.") % {"code": code})
    return found


def unit_code(function: str) -> str:
    """The city's unit of this function, which defines and by default issues the type."""
    found = organisation.find_unit(function=function, area=settings.CITY_CODE)
    return found.code if found else f"{settings.CITY_CODE}-{function}"


def definer(code: str) -> str:
    """Unit code of who defines a type."""
    row = Type.objects.filter(pk=code).first()
    plan = _own(row) if row else shipped().get(code)
    return unit_code(plan.unit) if plan else ""


def _made(plan: Plan) -> LicenceType:
    code = unit_code(plan.unit)
    unit = organisation.unit(code)
    return LicenceType(
        code=plan.code,
        name=plan.name,
        definer=unit.name if unit else code,
        fields=plan.fields,
        holder=plan.holder,
        valid_months=plan.valid_months,
        material=plan.material,
        name_code=f"{codes.unit_credit_code(code)}{plan.ordinal:03d}",
        again=plan.again,
        everybody=plan.everybody,
    )


def of_material(material: str) -> str:
    """Code of the type that replaces this material; empty where none does."""
    own = Type.objects.filter(material=material).values_list("code", flat=True).first()
    found = (plan.code for plan in shipped().values() if plan.material == material)
    return own or next(found, "")


def save(actor: Actor, wish: LicenceType, function: str) -> LicenceType:
    """Add or change a type of the city's own; LicenceRefused says what is missing."""
    if not organisation.may(actor, Action.EDIT_LISTS):
        raise LicenceRefused(_("Types of licences are kept by who keeps the city's lists."))
    _check(wish, function)
    known = Type.objects.filter(pk=wish.code).first()
    plan = shipped().get(wish.code)
    ordinal = known.ordinal if known else plan.ordinal if plan else _next_ordinal(function)
    Type.objects.update_or_create(
        code=wish.code,
        defaults={
            "name": wish.name.strip(),
            "unit_function": known.unit_function if known else plan.unit if plan else function,
            "ordinal": ordinal,
            "holder": wish.holder,
            "valid_months": wish.valid_months,
            "material": wish.material,
            "fields": [list(pair) for pair in wish.fields],
            "again": wish.again.value,
            "everybody": wish.everybody,
        },
    )
    HELD.forget()
    recording.type_changed(actor, wish.code)
    return needed(wish.code)


def _check(wish: LicenceType, function: str) -> None:
    plain = wish.code.replace("-", "")
    if not plain.isascii() or not plain.isalnum() or wish.code != wish.code.lower() or len(wish.code) > 40:
        raise LicenceRefused(_("The code has small letters, digits and hyphens, such as: fishing-permit."))
    if not wish.name.strip():
        raise LicenceRefused(_("Please enter the name of the licence."))
    if not 0 < len(wish.fields) <= MOST_FIELDS or not all(name and title for name, title in wish.fields):
        raise LicenceRefused(_("A licence has between 1 and 30 fields, each with a name and a title."))
    if wish.holder not in {"person", "enterprise"}:
        raise LicenceRefused(_("A licence belongs to a person or an enterprise."))
    if organisation.unit(unit_code(function)) is None and wish.code not in shipped():
        raise LicenceRefused(_("Please choose the department that defines it."))


def _next_ordinal(function: str) -> int:
    known = [plan.ordinal for plan in shipped().values() if plan.unit == function]
    own = Type.objects.filter(unit_function=function).values_list("ordinal", flat=True)
    return max([*known, *own], default=0) + 1
