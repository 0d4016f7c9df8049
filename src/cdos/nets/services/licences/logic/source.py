"""Licences as one of the registers: what a holder's valid licences say fills forms and feeds rules, with consent."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count

from cdos.base.fence import api as fence
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, FieldType, Value
from cdos.hubs.registers.api import Register
from cdos.hubs.registers.contracts import Reading, Source

from ..contracts import SOURCE
from ..models import Licence as Row
from . import kinds, validity, vault

CHOICES = {"sex", "child_sex", "hukou", "education", "marital_status", "talent_type", "disability_level"}
KEEPER = "440300-data"
HELD = "licences_held"


def _type(name: str) -> FieldType:
    if name.endswith("_fen"):
        return FieldType.FEN
    if name.endswith(("_date", "_on")):
        return FieldType.DATE
    if name.endswith(("_months", "_m2")) or name == "age":
        return FieldType.NUMBER
    return FieldType.CHOICE if name in CHOICES else FieldType.TEXT


def _fields() -> Iterator[Field]:
    seen: set[str] = set()
    for plan in kinds.shipped().values():
        for name, title in plan.fields:
            if name not in seen:
                seen.add(name)
                yield Field(name, title, _type(name))


class LicenceRegister(Register):
    """The city's own; asked after the registers that keep a datum themselves. Which licences are held it knows before the
    lake's next extract."""

    def __init__(self) -> None:
        self.source = Source(
            code=SOURCE,
            title="电子证照",
            unit=KEEPER,
            fields=(*_fields(), rules.fields()[HELD]),
            about="any",
            needs_consent=True,
        )

    def read(self, party_id: int) -> Reading | None:
        """Of each datum what the newest valid licence says."""
        with fence.everything():
            rows = Row.objects.filter(validity.holding(), holder_id=party_id).order_by("id")
            found = list(rows.values_list("id", "type", "sealed"))
        values: dict[str, Value] = {}
        for _pk, _code, sealed in found:
            for name, value in vault.opened(sealed).values.items():
                values[name] = _value(name, value)
        if not found:
            return None
        held = {code for _pk, code, _sealed in found}
        named = rules.fields()[HELD].choices
        if listed := [code for code, _title in named if code in held]:
            values[HELD] = listed
        return Reading(values, None, ".".join(str(pk) for pk, _code, _sealed in found))

    def count(self) -> int | None:
        with fence.everything():
            valid = Row.objects.filter(validity.holding())
            return int(valid.aggregate(holders=Count("holder_id", distinct=True))["holders"])


def _value(name: str, value: object) -> Value:
    """As registers give it: days as days."""
    if _type(name) is FieldType.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, str | int | float | bool):
        return value
    return None if value is None else str(value)
