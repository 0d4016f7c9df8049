"""What the ledger keeps of the duty list: it says which unit must do what, by when."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

from ..contracts import DutyListState
from ..models import DutyList

IMPORTED, PUBLISHED, RETIRED = "duty_list.imported", "duty_list.published", "duty_list.retired"
EDITED, DISCARDED = "duty_list.edited", "duty_list.discarded"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            IMPORTED: _("Brought in a version of the duty list"),
            PUBLISHED: _("Put a version of the duty list in force"),
            RETIRED: _("Retired a version of the duty list"),
            EDITED: _("Changed a draft of the duty list"),
            DISCARDED: _("Discarded a draft of the duty list"),
        },
    )


def imported(row: DutyList, *, by: int | None) -> None:
    ledger.record(
        act=IMPORTED,
        by=by,
        object=f"duty_list:{row.version}",
        details={
            "file": row.source_name,
            "sha256": row.sha256,
            "effective_on": row.effective_on.isoformat(),
            "state": row.state,
        },
    )


def changed(row: DutyList, *, by: int | None) -> None:
    act = PUBLISHED if row.state == DutyListState.LIVE.value else RETIRED
    ledger.record(act=act, by=by, object=f"duty_list:{row.version}")


def edited(row: DutyList, what: str, *, by: int | None) -> None:
    """`what`: the item's code, or how many a batch had."""
    ledger.record(act=EDITED, by=by, object=f"duty_list:{row.version}", details={"what": what})


def discarded(row: DutyList, *, by: int | None) -> None:
    ledger.record(act=DISCARDED, by=by, object=f"duty_list:{row.version}")
