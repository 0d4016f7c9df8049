"""Name, number and values of a licence in one seal; the number hashed beside it, so that staff find it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn

COLUMN = SealedColumn(
    table="licences_licence", sealed="sealed", name="licences_licence.sealed", blind="number_blind"
)


@dataclass(frozen=True, slots=True)
class Content:
    name: str
    number: str
    values: Mapping[str, object]


def packed(content: Content) -> str:
    values = {name: plain(value) for name, value in content.values.items() if value is not None}
    return json.dumps({"name": content.name, "number": content.number, "values": values}, ensure_ascii=False)


def plain(value: object) -> object:
    """As JSON can say it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


def sealed(content: Content) -> bytes:
    return crypto.seal(packed(content), column=COLUMN.name)


def sealer() -> Callable[[Content], bytes]:
    """For many in a row."""
    run = crypto.sealer(column=COLUMN.name)
    return lambda content: run(packed(content))


def blind(number: str) -> bytes:
    return crypto.blind(number.strip().upper(), column=COLUMN.name)


def opened(box: bytes | memoryview) -> Content:
    found = json.loads(crypto.unseal(box, column=COLUMN.name))
    return Content(str(found["name"]), str(found["number"]), dict(found["values"]))
