"""Where answers pass in and out of their seals."""

import json
from collections.abc import Mapping
from typing import Any

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn

from ..models import Application

APPLICATION = SealedColumn(
    table="applications_application", key="matter_id", sealed="sealed", name="applications_application.sealed"
)
DRAFT = SealedColumn(table="applications_draft", sealed="sealed", name="applications_draft.sealed")


def seal(values: Mapping[str, Any], column: SealedColumn) -> bytes:
    return crypto.seal(json.dumps(values, ensure_ascii=False, default=str), column=column.name)


def unseal(sealed: bytes | memoryview | None, column: SealedColumn) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(crypto.unseal(sealed, column=column.name)) if sealed else {}
    return found


def answers(row: Application) -> dict[str, Any]:
    found: dict[str, Any] = unseal(row.sealed, APPLICATION).get("answers", {})
    return found


def proof(row: Application) -> dict[str, str]:
    found: dict[str, str] = unseal(row.sealed, APPLICATION).get("proof", {})
    return found
