"""What the ledger keeps of licences: who looked, who used, who changed."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind, Named
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..contracts import Act
from ..models import Licence, Paper

VIEWED, FOUND, USED, STOPPED = "licence.viewed", "licence.found", "licence.used", "licence.stopped"
TYPE, PROPOSED, REFUSED, PAPER, EXPORTED = (
    "licence.type_changed",
    "licence.proposed",
    "licence.proposal_refused",
    "licence.paper",
    "licence.exported",
)
CHANGES = {
    Act.ISSUED: _("Issued a licence"),
    Act.CHANGED: _("Changed a licence"),
    Act.SUSPENDED: _("Suspended a licence"),
    Act.RESUMED: _("Put a suspended licence in force again"),
    Act.WITHDRAWN: _("Withdrew a licence"),
    Act.CANCELLED: _("Cancelled a licence"),
    Act.REVOKED: _("Revoked a licence"),
    Act.EXPIRED: _("A licence expired"),
    Act.MOVED_OUT: _("A licence moved out of the city"),
}


def register() -> None:
    ledger.register_acts(
        Kind.LOOK,
        {
            VIEWED: _("Opened a licence"),
            FOUND: _("Looked for licences"),
            USED: _("Used a licence"),
        },
    )
    ledger.register_acts(
        Kind.CHANGE,
        {
            STOPPED: _("Stopped a use of a licence"),
            PROPOSED: _("Proposed to take a licence away"),
            REFUSED: _("Refused to take a licence away"),
            PAPER: _("Gave a document"),
            EXPORTED: _("Exported a licence for a wallet"),
            **{f"licence.{act.value}": title for act, title in CHANGES.items()},
        },
    )
    ledger.register_acts(Kind.RULE, {TYPE: _("Changed a type of licence")})


def type_changed(actor: Actor, code: str) -> None:
    ledger.record(act=TYPE, by=actor.account_id, object=f"licence_type:{code}", details=_standing(actor))


def changed(actor: Actor, row: Licence, act: Act, reason: str) -> None:
    details = {**_standing(actor), "purpose": reason}
    ledger.record(
        act=f"licence.{act.value}",
        by=actor.account_id,
        about=row.holder_id,
        object=f"licence:{row.pk}",
        details=details,
    )


def done(actor: Actor, row: Licence, act: str, purpose: str = "") -> None:
    ledger.record(
        act=act,
        by=actor.account_id,
        about=row.holder_id,
        object=f"licence:{row.pk}",
        details={**_standing(actor), "purpose": purpose},
    )


def found(actor: Actor, rows: Iterable[Licence], purpose: str) -> None:
    details = {**_standing(actor), "purpose": purpose}
    ledger.record_many(
        [
            Fact(
                act=FOUND,
                by=actor.account_id,
                about=row.holder_id,
                object=f"licence:{row.pk}",
                details=details,
            )
            for row in rows
        ]
    )


def gave(paper: Paper) -> None:
    ledger.record(
        act=PAPER, about=paper.holder_id, object=f"paper:{paper.code}", details={"unit": paper.issuer}
    )


def _standing(actor: Actor) -> dict[str, str]:
    return organisation.standing(actor) if actor.is_staff else {}


def described(ids: Iterable[int]) -> dict[int, Named]:
    """For readers of the ledger's pages, as far as the present transaction shows them."""
    from . import kinds  # it records changes of types here

    names = {code: kind.name for code, kind in kinds.types().items()}
    rows = Licence.objects.filter(pk__in=list(ids)).values_list("pk", "type")
    return {pk: Named(names.get(kind, kind), reverse("licences:licence", args=[pk])) for pk, kind in rows}
