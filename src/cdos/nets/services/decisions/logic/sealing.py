"""What people are is stored sealed: data used and traces of receipts, what changed since, what documents say."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn

RECEIPTS = SealedColumn(table="decisions_receipt", sealed="sealed", name="decisions_receipt.content")
DRIFTS = SealedColumn(table="decisions_drift", sealed="sealed", name="decisions_drift.changes")
READS = SealedColumn(table="decisions_documentread", sealed="sealed", name="decisions_documentread.content")
COLUMNS = (RECEIPTS, DRIFTS, READS)


def text(content: object) -> str:
    """Canonical: equal contents are equal texts."""
    return json.dumps(content, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(value)


def _revive(pair: dict[str, Any]) -> Any:
    if set(pair) == {"day"}:
        return date.fromisoformat(pair["day"])
    return datetime.fromisoformat(pair["at"]) if set(pair) == {"at"} else pair


def seal(content: str, column: SealedColumn) -> bytes:
    return crypto.seal(content, column=column.name)


def unseal(sealed: bytes | memoryview, column: SealedColumn) -> tuple[str, Any]:
    """The text as it was sealed, and what it says."""
    found = crypto.unseal(bytes(sealed), column=column.name)
    return found, json.loads(found, object_hook=_revive)


def digest(*parts: str) -> str:
    """sha256 over parts that are kept apart; the content has a salt of its own, so that nobody guesses it from this."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
