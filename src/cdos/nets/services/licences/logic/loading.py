"""Many licences at once, from another register or for the sample city."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils import timezone

from ..contracts import Act, LicenceRow, LicenceState, LicenceType
from ..models import LIVE, Event
from ..models import Licence as Row
from . import codes, keeping, kinds, second, vault

BATCH = 2000


def load(rows: Iterable[LicenceRow]) -> int:
    """How many; nobody is told, and the ledger keeps nothing of what was there before.

    What another register holds twice comes as it is: only the first is marked as the one beside which there is no other.
    """
    types, waiting, count = kinds.types(), iter(rows), 0
    taken: set[tuple[str, int]] = set()
    while batch := list(islice(waiting, BATCH)):
        held = Row.objects.filter(sole=True, state__in=LIVE, holder_id__in={row.holder_id for row in batch})
        taken.update(held.values_list("type", "holder_id"))
        made = list(_made(batch, types, taken))
        Row.objects.bulk_create(made)
        Event.objects.bulk_create(
            Event(licence=row, at=timezone.now(), act=Act.ISSUED.value, unit=row.issuer) for row in made
        )
        count += len(made)
    return count


def _made(
    rows: list[LicenceRow], types: dict[str, LicenceType], taken: set[tuple[str, int]]
) -> Iterator[Row]:
    seal, today = vault.sealer(), timezone.localdate()
    for pk, row in zip(keeping.next_ids(len(rows)), rows, strict=True):
        kind = types[row.type]
        until = row.valid_until or keeping.runs_out(row.issued_on, kind.valid_months)
        number = row.number or keeping.usual_number(row.type, row.values, row.issued_on, pk)
        state = LicenceState.EXPIRED if until is not None and until < today else LicenceState.VALID
        key = (kind.code, row.holder_id)
        sole = second.sole(kind) and state is LicenceState.VALID and key not in taken
        if sole:
            taken.add(key)
        content = vault.Content(row.holder_name, number, keeping.known_values(kind, row.values))
        yield Row(
            id=pk,
            identifier=keeping.identifier(kind, row.issuer, pk, 1),
            type=row.type,
            serial=pk,
            holder_id=row.holder_id,
            sealed=seal(content),
            number_blind=vault.blind(number),
            issuer=row.issuer,
            issued_on=row.issued_on,
            valid_until=until,
            state=state.value,
            sole=sole,
            verify_code=codes.new_code(codes.LICENCE),
        )
