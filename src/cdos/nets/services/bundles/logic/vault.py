"""What a person gave once, in and out of its seal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn

from ..models import Run

SEALED = SealedColumn(table="bundles_run", key="matter_id", sealed="sealed", name="bundles_run.sealed")


@dataclass(frozen=True, slots=True)
class Given:
    """Answers of the one form, the one set of papers (material code -> file token), and what each item gets of the answers."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def seal(given: Given) -> bytes:
    kept = {"answers": given.answers, "files": given.files, "shares": given.shares}
    return crypto.seal(json.dumps(kept, ensure_ascii=False, default=str), column=SEALED.name)


def unseal(run: Run) -> Given:
    """Nothing, once it was forgotten."""
    if not run.sealed:
        return Given()
    return Given(**json.loads(crypto.unseal(run.sealed, column=SEALED.name)))


def forget(run: Run) -> None:
    """Every department has its part: the bundle itself need not know any more."""
    run.sealed = None
    run.save(update_fields=["sealed"])
