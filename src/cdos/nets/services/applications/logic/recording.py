"""What the ledger keeps: who filed for whom at a counter, and who decided."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..models import Application

LOOKED_UP, FILED_FOR = "application.looked_up", "application.filed_for"
DECIDED, GRADED = "application.decided", "application.graded"


def register() -> None:
    ledger.register_acts(Kind.LOOK, {LOOKED_UP: _("Looked up a person by their document at a counter")})
    ledger.register_acts(
        Kind.CHANGE,
        {
            FILED_FOR: _("Filed an application for a person who was there"),
            DECIDED: _("Decided an application"),
            GRADED: _("Rated the handling of an application"),
        },
    )


def looked_up(actor: Actor, party_id: int, channel: str) -> None:
    details = {**organisation.standing(actor), "channel": channel}
    ledger.record(act=LOOKED_UP, by=actor.account_id, about=party_id, details=details)


def filed_for(actor: Actor, row: Application) -> None:
    details = {**organisation.standing(actor), "channel": row.channel, "item": row.item}
    ledger.record(
        act=FILED_FOR,
        by=actor.account_id,
        about=row.party_id,
        object=f"matter:{row.pk}",
        details=details,
    )


def decided(row: Application, *, by: int | None) -> None:
    ledger.record(
        act=DECIDED,
        by=by,
        about=row.party_id,
        object=f"matter:{row.pk}",
        details={"outcome": row.outcome, "item": row.item, "receipt": row.receipt_id},
    )


def graded(row: Application, *, by: int | None) -> None:
    ledger.record(
        act=GRADED,
        by=by,
        about=row.party_id,
        object=f"matter:{row.pk}",
        details={"grade": row.grade},
    )
