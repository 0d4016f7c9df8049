"""Whether a licence holds today: its state says so and its last day has not passed, whether or not the night's job ran."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from ..contracts import LicenceState
from ..models import LIVE
from ..models import Licence as Row


def over(valid_until: date | None) -> bool:
    """The day of expiry is still good."""
    return valid_until is not None and valid_until < timezone.localdate()


def state(row: Row) -> LicenceState:
    """As everybody reads it: what has run out reads so from the first minute after its last day."""
    if row.state in LIVE and over(row.valid_until):
        return LicenceState.EXPIRED
    return LicenceState(row.state)


def holds(row: Row) -> bool:
    return state(row) is LicenceState.VALID


def holding() -> Q:
    return Q(state=LicenceState.VALID.value) & (
        Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
    )


def not_holding() -> Q:
    return ~Q(state=LicenceState.VALID.value) | Q(valid_until__lt=timezone.localdate())
