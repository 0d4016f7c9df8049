"""Lock-out after failed sign-ins.

Three counters: of the pair (login, address), of the address, of the login. The pair locks early and long. The login as a whole
locks late and for a minute at most, so that a stranger elsewhere slows the owner down but never keeps them out.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from cdos.base.identity import models

FORGET_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Limit:
    free: int  # failures without any delay
    first: timedelta  # the first delay; each further failure doubles it
    longest: timedelta


PAIR = Limit(free=5, first=timedelta(seconds=30), longest=timedelta(hours=1))
ADDRESS = Limit(free=50, first=timedelta(seconds=30), longest=timedelta(minutes=15))
LOGIN = Limit(free=100, first=timedelta(seconds=15), longest=timedelta(minutes=1))

COUNT_UP = """
INSERT INTO identity_throttle AS t (key, failed, last_at) VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
  failed = CASE WHEN t.last_at < %(forget)s THEN 1 ELSE t.failed + 1 END, last_at = %(now)s
RETURNING failed
"""


def _key(*parts: str) -> str:
    return parts[0] + ":" + hashlib.sha256("\0".join(parts[1:]).encode()).hexdigest()


def _keys(login: str, address: str) -> dict[str, Limit]:
    return {
        _key("pair", login, address): PAIR,
        _key("address", address): ADDRESS,
        _key("login", login): LOGIN,
    }


def delay(limit: Limit, failed: int) -> timedelta:
    """Nothing up to `free` failures, then doubling up to `longest`."""
    over = failed - limit.free
    return min(limit.first * 2 ** min(over, 20), limit.longest) if over >= 0 else timedelta(0)


def locked_until(*, login: str, address: str, now: datetime) -> datetime | None:
    rows = models.Throttle.objects.filter(key__in=_keys(login, address), locked_until__gt=now)
    return max((row.locked_until for row in rows if row.locked_until), default=None)


def count_failure(*, login: str, address: str, now: datetime) -> datetime | None:
    """Answers until when the next attempt must wait; each counter is one atomic upsert, so parallel guesses all count."""
    ends: list[datetime] = []
    for key, limit in sorted(_keys(login, address).items()):
        with connection.cursor() as cursor:
            cursor.execute(COUNT_UP, {"key": key, "now": now, "forget": now - FORGET_AFTER})
            (failed,) = cursor.fetchone()
        wait = delay(limit, failed)
        if wait:
            ends.append(now + wait)
            models.Throttle.objects.filter(key=key).update(locked_until=now + wait)
    return max(ends, default=None)


def forgive(*, login: str, address: str) -> None:
    """After a success: the pair's and the login's failures are forgotten, the address's stay."""
    keys = [_key("pair", login, address), _key("login", login)]
    models.Throttle.objects.filter(key__in=keys).delete()


def unlock(*, login: str) -> None:
    """An operator's help for a person who is locked out as a whole."""
    models.Throttle.objects.filter(key=_key("login", login)).delete()


def forget_old(*, now: datetime) -> int:
    return models.Throttle.objects.filter(last_at__lt=now - FORGET_AFTER).delete()[0]
