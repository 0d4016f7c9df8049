"""What the city chose: from which confidence it dispatches without a person, below which two items are shown."""

from django.db import transaction
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor

from ..contracts import ChoiceInfo, UnderstandingRefused
from ..models import Choice
from . import recording

LEAST = 0.5


def now() -> ChoiceInfo:
    """The last row; the defaults where nobody chose: a person dispatches everything."""
    return next(iter(history(1)), ChoiceInfo())


def history(limit: int = 20) -> list[ChoiceInfo]:
    """Newest first."""
    return [
        ChoiceInfo(row.automatic_from, row.second_below, row.at, row.by_name, row.note)
        for row in Choice.objects.order_by("-id")[:limit]
    ]


def choose(actor: Actor, automatic_from: float | None, second_below: float, note: str) -> None:
    """UnderstandingRefused for a confidence that is none."""
    if automatic_from is not None and not LEAST <= automatic_from <= 1:
        raise UnderstandingRefused(_("Please give a confidence from 50 to 100 percent."))
    if not 0 <= second_below <= 1:
        raise UnderstandingRefused(_("Please give a confidence from 0 to 100 percent."))
    with transaction.atomic():
        Choice.objects.create(
            automatic_from=automatic_from,
            second_below=second_below,
            by_name=actor.name[:100],
            account_id=actor.account_id,
            note=note.strip()[:300],
        )
        recording.chosen(automatic_from, second_below, by=actor.account_id)
