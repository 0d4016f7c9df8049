"""Lock-out after failed attempts, made so that nobody can lock another person out.

Three counters: of the pair (login, network), of the network, of the login. The pair locks early and long. When the login as
a whole had too many failures, a network that never failed on it still has one try, so its owner comes in from anywhere;
others wait. A browser that has signed in to the account before (`known.py`) has a counter of its own and is touched by
nobody else's failures.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import LockState
from cdos.base.identity.logic import recording

FORGET_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Limit:
    free: int  # failures without any delay
    first: timedelta  # the first delay; each further failure doubles it
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """Until when nothing is tried; or, an attempt having been counted, until when the next one waits."""

    locked_until: datetime | None = None
    next_at: datetime | None = None


PAIR = Limit(free=5, first=timedelta(seconds=30), longest=timedelta(hours=1))
ADDRESS = Limit(free=50, first=timedelta(seconds=30), longest=timedelta(minutes=15))
LOGIN = Limit(free=100, first=timedelta(seconds=15), longest=timedelta(minutes=1))

COUNT_UP = """
INSERT INTO identity_throttle AS t (key, failed, last_at) VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
  failed = CASE WHEN t.last_at < %(forget)s THEN 1 ELSE t.failed + 1 END, last_at = %(now)s
RETURNING failed
"""


def _hashed(text: str) -> str:
    """Keyed: logins are phone numbers, and those are few enough to try them all."""
    return salted_hmac("cdos.identity.throttle", text, algorithm="sha256").hexdigest()[:32]


def _key(kind: str, *parts: str) -> str:
    """At most 80 characters; of a pair and of a device the login comes first, so that all of a login are found."""
    return ":".join([kind, *map(_hashed, parts)])


def network(address: str) -> str:
    """One household has a whole /64 of IPv6 addresses; of IPv4 each address counts."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address


def _keys(login: str, address: str, device: str) -> dict[str, Limit]:
    if device:
        return {_key("device", login, device): PAIR}
    where = network(address)
    return {
        _key("pair", login, where): PAIR,
        _key("address", where): ADDRESS,
        _key("login", login): LOGIN,
    }


def delay(limit: Limit, failed: int) -> timedelta:
    """Nothing up to `free` failures, then doubling up to `longest`."""
    over = failed - limit.free
    return min(limit.first * 2 ** min(over, 20), limit.longest) if over >= 0 else timedelta(0)


def begin(*, login: str, address: str, device: str = "", now: datetime) -> Held:
    """Counts the attempt as failed before it is tried, so that parallel guesses cannot outrun the lock-out."""
    keys = _keys(login, address, device)
    rows = {row.key: row for row in models.Throttle.objects.filter(key__in=keys)}
    whole, pair = _key("login", login), _key("pair", login, network(address))
    locks = {
        key: row.locked_until for key, row in rows.items() if row.locked_until and row.locked_until > now
    }
    fresh = pair not in rows or rows[pair].last_at < now - FORGET_AFTER
    held = [until for key, until in locks.items() if key != whole or not fresh]
    if held:
        return Held(locked_until=max(held))
    failed = {key: _count(key, now) for key in sorted(keys)}
    if whole in locks and failed[pair] > 1:  # two at once from a fresh network: only the first is tried
        return Held(locked_until=locks[whole])
    return Held(next_at=_lock(keys, failed, now))


def _count(key: str, now: datetime) -> int:
    """One atomic upsert, so parallel guesses all count."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_UP, {"key": key, "now": now, "forget": now - FORGET_AFTER})
        (failed,) = cursor.fetchone()
    return int(failed)


def _lock(keys: dict[str, Limit], failed: dict[str, int], now: datetime) -> datetime | None:
    ends = {key: now + wait for key, limit in keys.items() if (wait := delay(limit, failed[key]))}
    for key, until in ends.items():
        models.Throttle.objects.filter(key=key).update(locked_until=until)
    return max(ends.values(), default=None)


def wait_s(until: datetime, now: datetime) -> int:
    return max(1, int((until - now).total_seconds()) + 1)


def wait_words(until: datetime, now: datetime) -> str:
    seconds = wait_s(until, now)
    if seconds <= 90:
        return gettext("Too many attempts. Wait %(count)d seconds, then try again.") % {"count": seconds}
    minutes = -(-seconds // 60)
    return gettext("Too many attempts. Wait %(count)d minutes, then try again.") % {"count": minutes}


def forgive(*, login: str, address: str, device: str = "") -> None:
    """After a success: what the person failed themselves is forgotten; of the network only this attempt."""
    if device:
        models.Throttle.objects.filter(key=_key("device", login, device)).delete()
        return
    where = network(address)
    models.Throttle.objects.filter(key__in=[_key("pair", login, where), _key("login", login)]).delete()
    one = models.Throttle.objects.filter(key=_key("address", where), failed__gt=0)
    one.update(failed=F("failed") - 1, locked_until=None)  # a lock that holds now is this attempt's own


def _of_login(login: str) -> QuerySet[models.Throttle]:
    mine = _hashed(login)
    ours = Q(key=f"login:{mine}") | Q(key__startswith=f"pair:{mine}:") | Q(key__startswith=f"device:{mine}:")
    return models.Throttle.objects.filter(ours)


def state(*, login: str) -> LockState:
    rows = list(_of_login(login).filter(last_at__gt=timezone.now() - FORGET_AFTER))
    whole = next((row for row in rows if row.key.startswith("login:")), None)
    waiting = [row for row in rows if row.locked_until and row.locked_until > timezone.now()]
    return LockState(
        failed=whole.failed if whole else 0,
        until=whole.locked_until if whole in waiting and whole else None,
        networks=sum(row is not whole for row in waiting),
    )


def unlock(*, login: str, by: int | None = None) -> None:
    """An administrator's help: all failures on this login are forgotten, wherever they came from."""
    with transaction.atomic():
        _of_login(login).delete()
        account = models.Account.objects.filter(login=login).values_list("pk", flat=True).first()
        if account:
            recording.ruled(recording.UNLOCKED, account_id=account, by=by)


def forget_old(*, now: datetime) -> int:
    return models.Throttle.objects.filter(last_at__lt=now - FORGET_AFTER).delete()[0]
