"""What the ledger keeps of benefits: who wrote and approved programmes, what each night did, who was paid what on whose yes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind

from ..models import Entitlement, ProgrammeVersion

DRAFTED, SUBMITTED, APPROVED, REFUSED = (
    "programme.drafted",
    "programme.submitted",
    "programme.approved",
    "programme.sent_back",
)
MATCHED, CONFIRMED, DECLINED = "benefit.matched", "benefit.confirmed", "benefit.declined"
LISTED = "benefit.listed"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            DRAFTED: _("Wrote a version of a programme"),
            SUBMITTED: _("Asked for approval of a programme"),
            APPROVED: _("Approved a programme"),
            REFUSED: _("Sent a programme back to its author"),
            MATCHED: _("Matched the city with the programmes"),
            CONFIRMED: _("Said yes to a benefit"),
            DECLINED: _("Said no to a benefit"),
        },
    )
    ledger.register_acts(Kind.LOOK, {LISTED: _("Read the list of people to be told of a benefit on paper")})


def version(act: str, row: ProgrammeVersion, *, by: int | None) -> None:
    ledger.record(act=act, by=by, object=f"programme:{row.code}:{row.version}", details={"title": row.title})


def entitlement(act: str, row: Entitlement, *, by: int | None) -> None:
    ledger.record(act=act, by=by, object=f"benefit:{row.number}", details={"title": row.title})


def matched(about: str, details: dict[str, Any]) -> None:
    ledger.record(act=MATCHED, by=None, object=f"benefits:{about}", details=details)


def listed(by: int | None, found: "list[tuple[str, int]]") -> None:
    """(number, party) of everybody on a list that somebody has read: each of them may see who looked."""
    ledger.record_many(
        Fact(act=LISTED, by=by, about=party, object=f"benefit:{number}", details={})
        for number, party in found
    )
