"""The demonstration registers: rows of one table, and what the city's own sign-in knows. They can be told to be away."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from cdos.base import statements
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import PartyKind
from cdos.base.rules.contracts import Value

from ..contracts import SEXES, Reading, RegisterAway, Source
from ..logic import values as values_
from ..models import RegisterRow
from .base import Register, Together


def away(code: str) -> bool:
    """Whether CDOS_REGISTERS_AWAY names it, to see what a city does without it."""
    return code in settings.REGISTERS_AWAY


class DemoRegister(Together):
    """One of the demonstration's: one query reads a party's rows of all of them."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @classmethod
    def read_together(cls, registers: Sequence[Together], party_id: int) -> dict[str, Reading | None]:
        codes = [one.source.code for one in registers if not away(one.source.code)]
        found: dict[str, Reading | None] = dict.fromkeys(codes)
        for row in statements.rows(RegisterRow, _HELD, [party_id, codes]):
            held = values_.unseal(row.sealed, values_.ROWS)
            found[row.source] = Reading(held, row.as_of, str(row.version))
        return found

    def correct(self, party_id: int, values: Mapping[str, Value]) -> None:
        row = RegisterRow.objects.select_for_update().get(party_id=party_id, source=self.source.code)
        held = values_.unseal(row.sealed, values_.ROWS) | dict(values)
        RegisterRow.objects.filter(pk=row.pk).update(
            sealed=values_.seal(held, values_.ROWS), as_of=timezone.now(), version=F("version") + 1
        )

    def count(self) -> int | None:
        return RegisterRow.objects.filter(source=self.source.code).count()


_HELD = "party_id = %s::bigint AND source = ANY(%s::text[])"


class SignIn(Register):
    """What the person's own proven name says: name, and what the identity number tells."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def read(self, party_id: int) -> Reading | None:
        if away(self.source.code):
            raise RegisterAway(self.source.code)
        own = identity.proven(party_id)
        if own is None or own.kind is not PartyKind.PERSON:
            return None
        held: dict[str, Value] = {
            "name": own.name,
            "id_number": own.document_number,
            "phone": own.phone,
            "birth_date": own.born_on,
            "sex": SEXES.get(own.sex),
        }
        return Reading({name: value for name, value in held.items() if value}, None, "")
