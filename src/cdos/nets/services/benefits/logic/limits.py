"""What nobody has twice: programmes that exclude each other, and groups that pay no more than so much a year."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.rules import api as rules

from ..contracts import EntitlementState as State
from ..contracts import Programme
from ..models import Entitlement as Row
from . import amounts, shelf

LOCK = 7_302_118
GONE = [one.value for one in (State.DECLINED, State.REFUSED, State.CANCELLED, State.EXPIRED, State.RECOVERED)]
TAKEN = [one.value for one in State if one.value not in (*GONE, State.OFFERED.value)]


def language() -> str:
    """Of who reads it."""
    return get_language() or settings.LANGUAGE_CODE


def lock(party_id: int) -> None:
    """One yes of a party at a time: what it excludes is looked at behind it."""
    assert connection.in_atomic_block
    statements.run("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(party_id)])


def blocked(one: Programme, party_id: int, year: int, *, period: str = "") -> str:
    """Why it cannot be had in that period (of today, where none is named) although its conditions are met; empty: it can."""
    other = excluding(one, party_id, period or amounts.period_key(one.terms.period, timezone.localdate()))
    if other:
        return _("You already have “%(title)s”; nobody has both.") % {"title": other}
    if one.terms.group and left(one, party_id, year) <= 0:
        most = rules.value_in_words(one.terms.group_most_fen, field="income_month_fen", language=language())
        return _(
            "Together with others of its kind it pays at most %(most)s a year, and you have had that."
        ) % {"most": most}
    return ""


def concerns(one: Programme) -> bool:
    """Whether anything that a party has could stand in the way of it."""
    return bool(
        one.terms.group
        or one.terms.excludes
        or any(one.code in other.terms.excludes for other in shelf.every())
    )


def excluding(one: Programme, party_id: int, period: str) -> str:
    """The title of what the party has taken in the same period and this excludes, or that excludes this."""
    rows = Row.objects.filter(party_id=party_id, state__in=TAKEN).exclude(programme=one.code)
    for row in rows:
        if not amounts.overlap(row.period, period):
            continue
        other = shelf.find(row.programme)
        if row.programme in one.terms.excludes or (other and one.code in other.terms.excludes):
            return row.title
    return ""


def left(one: Programme, party_id: int, year: int, *, apart: Iterable[int] = ()) -> int:
    """How much of its group's most is left this year, in fen."""
    rows = Row.objects.filter(party_id=party_id, group=one.terms.group, state__in=TAKEN, year=year)
    taken = rows.exclude(pk__in=list(apart)).aggregate(fen=Sum("fen"))["fen"] or 0
    return max(0, one.terms.group_most_fen - taken)
