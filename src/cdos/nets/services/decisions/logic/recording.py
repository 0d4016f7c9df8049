"""What goes into the ledger about decisions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

DECIDED, LOOKED, CONFIRMED, DRIFT = (
    "decision.made",
    "decision.looked",
    "decision.read_confirmed",
    "decision.drift",
)


def register() -> None:
    ledger.register_acts(
        Kind.CHANGE,
        {
            DECIDED: _("Decided by rule"),
            CONFIRMED: _("Confirmed what a document says"),
            DRIFT: _("Looked at a decision that no longer fits"),
        },
    )
    ledger.register_acts(Kind.LOOK, {LOOKED: _("Looked at the receipt of a decision")})


def entry(
    act: str, *, by: int | None, about: int | None, object: str, details: Mapping[str, Any] | None = None
) -> None:
    ledger.record(act=act, by=by, about=about, object=object, details=details or {})
