"""What the ledger keeps of rulings: they say which unit must do what, from now on."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.matters.contracts import MatterInfo

from ..models import PrecedentRow, Ruling

DECIDED, DROPPED, WITHDRAWN = "ruling.decided", "ruling.dropped", "precedent.withdrawn"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            DECIDED: _("Ruled whose duty it is"),
            DROPPED: _("Ended a dispute of duty without a ruling"),
            WITHDRAWN: _("Withdrew a precedent"),
        },
    )


def decided(row: Ruling, matter: MatterInfo, made: PrecedentRow | None, *, by: int | None) -> None:
    ledger.record(
        act=DECIDED,
        by=by,
        object=f"matter:{matter.id}",
        details={"appeal": row.appeal, "unit": row.unit, "precedent": made.pk if made else None},
    )


def dropped(matter: MatterInfo, *, by: int | None) -> None:
    ledger.record(act=DROPPED, by=by, object=f"matter:{matter.id}")


def withdrawn(row: PrecedentRow, *, by: int | None) -> None:
    ledger.record(
        act=WITHDRAWN,
        by=by,
        object=f"precedent:{row.pk}",
        details={"ruling": row.number, "reason": row.why_withdrawn},
    )
