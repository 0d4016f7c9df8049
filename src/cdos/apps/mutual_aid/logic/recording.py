"""What the ledger keeps: the authorisation, every look, every tap, what a person decided."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..models import Claim

LOOKED, LISTED = "mutual.looked", "mutual.listed"
ALLOWED, ENDED, CONFIRMED, ANSWERED = "mutual.allowed", "mutual.ended", "mutual.confirmed", "mutual.answered"


def register() -> None:
    ledger.register_acts(
        Kind.LOOK,
        {
            LOOKED: _("Read hospitals' settlements for the mutual aid"),
            LISTED: _("Saw a claim of the mutual aid that waits for a person"),
        },
    )
    ledger.register_acts(
        Kind.CHANGE,
        {
            ALLOWED: _("Allowed settlements to be read for the mutual aid"),
            ENDED: _("Took the authorisation of the mutual aid back"),
            CONFIRMED: _("Confirmed a payout of the mutual aid"),
            ANSWERED: _("Decided a claim of the mutual aid"),
        },
    )


def looked(party_id: int, found: int) -> None:
    ledger.record(act=LOOKED, about=party_id, object=f"mutual_party:{party_id}", details={"found": found})


def authorisation(act: str, actor: Actor, party_id: int) -> None:
    ledger.record(act=act, by=actor.account_id, about=party_id, object=f"mutual_party:{party_id}")


def of_claim(act: str, actor: Actor, claim: Claim) -> None:
    ledger.record(
        act=act,
        by=actor.account_id,
        about=claim.member.party_id,
        object=f"mutual_claim:{claim.pk}",
        details={"fen": claim.fen},
    )


def listed(actor: Actor, claims: list[Claim]) -> None:
    """Names and stays on the union's desk."""
    details = organisation.standing(actor)
    ledger.record_many(
        Fact(LISTED, actor.account_id, one.member.party_id, f"mutual_claim:{one.pk}", details)
        for one in claims
    )
