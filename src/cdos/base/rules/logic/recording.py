"""What goes into the ledger about the rule book."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..models import Version

SUBMITTED, APPROVED, REFUSED, TRIED = (
    "rule.submitted",
    "rule.approved",
    "rule.refused",
    "rule.tried_on_person",
)


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            SUBMITTED: _("Handed in a rule for approval"),
            APPROVED: _("Approved a rule"),
            REFUSED: _("Sent a rule back"),
        },
    )
    ledger.register_acts(Kind.LOOK, {TRIED: _("Tried a rule on a person's data")})


def entry(act: str, row: Version, *, by: int | None, more: Mapping[str, Any] | None = None) -> None:
    details = {"hash": row.hash, **(more or {})}
    ledger.record(act=act, by=by, object=f"rule:{row.code}:{row.version}", details=details)


def tried(row: Version, *, by: int | None, about: int, purpose: str) -> None:
    """Somebody's data was looked at to try a rule."""
    ledger.record(
        act=TRIED, by=by, about=about, object=f"rule:{row.code}:{row.version}", details={"purpose": purpose}
    )
