"""A second rating of one answer, refused in words of its own: what came in between is the first one, by the same person."""

from django.utils.translation import gettext as _

from cdos.base.matters.contracts import MoveRefused

from ..models import Appeal, RatingRecord

ANSWERED = ("replied", "solved")
CODES = ("state", "conflict")


def check(refused: MoveRefused, number: str) -> None:
    """Refuses in the same way, in other words, where a rating was refused since there is one already."""
    if refused.code in CODES and _is_rated(number):
        raise type(refused)("rated_already", _("You have rated this answer already.")) from refused


def _is_rated(number: str) -> bool:
    """The last answer was rated, and there is no new one since."""
    row = Appeal.objects.filter(number=number.strip().upper()).exclude(state__in=ANSWERED).first()
    rounds = (row.redo_count, row.redo_count + 1) if row else ()
    return RatingRecord.objects.filter(appeal=row, round__in=rounds).exists()
