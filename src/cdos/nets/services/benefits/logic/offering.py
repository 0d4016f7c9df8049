"""Offers: who meets every condition is told; nobody has to know that the programme exists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from cdos.base.fence import api as fence
from cdos.base.notices import api as notices

from ..contracts import EntitlementState as State
from ..contracts import Programme
from ..models import Entitlement as Row
from ..models import Step
from . import amounts, shelf, steps

AT_ONCE = 2_000
REMIND_BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who is entitled, and to how much."""

    party_id: int
    fen: int
    district: str = ""


def rows_of(one: Programme, hits: Iterable[Hit], on: date) -> list[Row]:
    """Rows that are not in the database yet; each has its number already."""
    wanted = [hit for hit in hits if hit.fen > 0]
    now, period = timezone.now(), amounts.period_key(one.terms.period, on)
    made = []
    for pk, hit in zip(_numbers(len(wanted)), wanted, strict=True):
        made.append(
            Row(
                pk=pk,
                number=f"{settings.CITY_PREFIX}BT{on:%Y}{pk:09d}",
                programme=one.code,
                version=one.version,
                title=one.terms.title,
                unit=one.terms.unit,
                party_id=hit.party_id,
                period=period,
                year=on.year,
                fen=hit.fen,
                group=one.terms.group,
                state=State.OFFERED.value,
                district=hit.district,
                made_at=now,
                expires_on=last_day(one, on),
            )
        )
    return made


def last_day(one: Programme, on: date) -> date:
    """Of an offer made on that day: no later than the programme's own."""
    ends = on + timedelta(days=one.terms.confirm_days)
    return min(ends, one.terms.closes_on) if one.terms.closes_on else ends


def stamp(row: Row, one: Programme) -> None:
    """What is taken from a version is taken as a whole: its group's limit counts under the group that it names."""
    row.version, row.title, row.unit, row.group = (
        one.version,
        one.terms.title,
        one.terms.unit,
        one.terms.group,
    )


def _numbers(count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('benefits_entitlement', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def offer(one: Programme, hits: Sequence[Hit], on: date, *, tell: bool = True) -> int:
    """Each once in a period, whatever runs beside it; how many are new."""
    count = 0
    for start in range(0, len(hits), AT_ONCE):
        with fence.everything(), transaction.atomic():
            count += _offer(one, rows_of(one, hits[start : start + AT_ONCE], on), tell)
    return count


def _offer(one: Programme, made: list[Row], tell: bool) -> int:
    Row.objects.bulk_create(made, ignore_conflicts=True)
    there = set(Row.objects.filter(pk__in=[row.pk for row in made]).values_list("pk", flat=True))
    fresh = [row for row in made if row.pk in there]
    fresh += _again(one, [row for row in made if row.pk not in there])
    now = timezone.now()
    Step.objects.bulk_create(Step(entitlement_id=row.pk, act="offered", at=now) for row in fresh)
    if tell:
        notices.tell_many([steps.telling(row, "offered") for row in fresh])
    return len(fresh)


def _again(one: Programme, made: list[Row]) -> list[Row]:
    """Those whose offer ended because their data had changed, and are entitled again."""
    if not made:
        return []
    wanted = {row.party_id: row for row in made}
    ended = Row.objects.select_for_update().filter(
        programme=made[0].programme,
        period=made[0].period,
        party_id__in=list(wanted),
        state=State.CANCELLED.value,
        account_tail="",  # nobody ever said yes to it
    )
    found = list(ended.order_by("pk"))
    for row in found:
        fresh = wanted[row.party_id]
        stamp(row, one)
        row.state, row.reason, row.fen = State.OFFERED.value, "", fresh.fen
        row.expires_on, row.reminded, row.tried = fresh.expires_on, False, False
        row.district = fresh.district or row.district
        row.save()
    return found


def held_by(one: Programme, on: date) -> set[int]:
    """Parties that have a row of it in the period of that day, but offers that ended because their data had changed."""
    period = amounts.period_key(one.terms.period, on)
    rows = Row.objects.filter(programme=one.code, period=period)
    return set(rows.exclude(state=State.CANCELLED.value, account_tail="").values_list("party_id", flat=True))


def withdraw(pks: Iterable[int], *, tell: bool = True) -> int:
    """Offers that nobody took up, to parties that are no longer entitled; a yes that came meanwhile stands."""
    count = 0
    for pk in pks:
        row = Row.objects.select_for_update().filter(pk=pk, state=State.OFFERED.value).first()
        if row is not None:
            steps.move(
                row, State.CANCELLED, "cancelled", why=gettext_noop("your data have changed"), tell=tell
            )
            count += 1
    return count


def expire(today: date, *, most: int = 5_000) -> int:
    """Offers whose last day, or that of their programme, has passed, so many at once; how many."""
    with fence.everything(), transaction.atomic():
        due = Row.objects.select_for_update(skip_locked=True).filter(
            Q(expires_on__lt=today) | Q(programme__in=shelf.closed(on=today)), state=State.OFFERED.value
        )[:most]
        for row in due:
            steps.move(row, State.EXPIRED, "expired")
        return len(due)


def remind(today: date, *, most: int = 5_000) -> int:
    """Once, a week before an offer ends, so many at once; how many."""
    with fence.everything(), transaction.atomic():
        due = Row.objects.select_for_update(skip_locked=True).filter(
            state=State.OFFERED.value, reminded=False, expires_on__lte=today + REMIND_BEFORE
        )[:most]
        for row in due:
            row.reminded = True
            row.save(update_fields=["reminded"])
            steps.note(row, "reminded")
            notices.tell_many([steps.telling(row, "reminded")])
        return len(due)
