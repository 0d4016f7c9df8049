"""What an entitlement was decided on and where its money goes, in and out of its seal."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn
from cdos.nets.services.payouts.contracts import Payee

from ..models import Entitlement

SEALED = SealedColumn(table="benefits_entitlement", sealed="sealed", name="benefits_entitlement.sealed")


@dataclass(frozen=True, slots=True)
class Held:
    facts: Mapping[str, Any] = field(default_factory=dict)
    payee: Payee | None = None


def seal(held: Held) -> bytes:
    kept = {"facts": dict(held.facts), "payee": asdict(held.payee) if held.payee else None}
    return crypto.seal(json.dumps(kept, ensure_ascii=False, default=str), column=SEALED.name)


def unseal(row: Entitlement) -> Held:
    """Nothing, once it was forgotten."""
    if not row.sealed:
        return Held()
    kept = json.loads(crypto.unseal(row.sealed, column=SEALED.name))
    return Held(kept["facts"], Payee(**kept["payee"]) if kept["payee"] else None)
