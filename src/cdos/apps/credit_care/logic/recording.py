"""What the ledger keeps: agreements signed and ended, what the office granted."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..models import Agreement, Enquiry

SIGNED, ENDED, ANSWERED = "care.signed", "care.ended", "care.answered"
LISTED = "care.listed"


def register() -> None:
    ledger.register_acts(
        Kind.CHANGE,
        {
            SIGNED: _("Agreed to be treated on credit"),
            ENDED: _("Ended the agreement on treatment on credit"),
            ANSWERED: _("Decided who may be treated on credit"),
        },
    )
    ledger.register_acts(Kind.LOOK, {LISTED: _("Saw who asks to be treated on credit")})


def record(act: str, actor: Actor, row: Agreement) -> None:
    details = {"limit_fen": row.limit_fen}
    ledger.record(
        act=act, by=actor.account_id, about=row.party_id, object=f"care_agreement:{row.pk}", details=details
    )


def answered(actor: Actor, row: Enquiry) -> None:
    details = {"granted": row.granted}
    ledger.record(
        act=ANSWERED,
        by=actor.account_id,
        about=row.party_id,
        object=f"care_enquiry:{row.pk}",
        details=details,
    )


def listed(actor: Actor, rows: list[Enquiry]) -> None:
    """Names on the office's desk."""
    details = organisation.standing(actor)
    ledger.record_many(
        Fact(LISTED, actor.account_id, row.party_id, f"care_enquiry:{row.pk}", details) for row in rows
    )
