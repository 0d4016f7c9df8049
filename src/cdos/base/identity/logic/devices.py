"""Where an account is signed in: one row a sign-in, listed to its owner, ended at once."""

import ipaddress
import re
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from cdos.base.identity import models
from cdos.base.identity.contracts import Device, SignedInBy
from cdos.base.identity.logic import recording
from cdos.base.jobs import api as jobs

MOST_LISTED = 30
KEPT = timedelta(days=90)
# The first that fits: what claims to be Chrome is often somebody else.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("HuaweiBrowser", "Huawei Browser"), ("Edg", "Edge"),
    ("OPR", "Opera"), ("QQBrowser", "QQ Browser"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"), ("python", "Python"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS|OpenHarmony", "HarmonyOS"), ("Android", "Android"),
    ("Windows", "Windows"), ("Mac OS X|Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def words(user_agent: str) -> str:
    """ "Chrome · Windows"; empty where nothing is recognised. Not the string itself, which tells more than is needed."""
    found = (
        next((name for pattern, name in known if re.search(pattern, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, found))


def prefix(address: str) -> str:
    """The network of an address, /24 or /48: enough to recognise a place, too little to follow a person."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((known, 24 if known.version == 4 else 48), strict=False))


def begin(
    *, account_id: int, user_agent: str, address: str, how: tuple[SignedInBy, ...], known: bool, now: datetime
) -> int:
    """The id of the device's row. Who signed in before elsewhere is told of a browser that is not `known`."""
    first = not models.DeviceSession.objects.filter(account_id=account_id).exists()
    device, network = words(user_agent), prefix(address)
    made = models.DeviceSession.objects.create(
        account_id=account_id,
        device=device,
        address=network,
        how="+".join(how),
        begun_at=now,
        seen_at=now,
    )
    recording.entered(recording.SIGNED_IN, account_id, device=made.device, network=network, how=made.how)
    if not (known or first):
        said = {"account": account_id, "device": device, "address": network, "at": now.isoformat()}
        jobs.announce("identity.signed_in", **said)
    return made.pk


def seen(*, device_id: int, now: datetime) -> None:
    models.DeviceSession.objects.filter(pk=device_id).update(seen_at=now)


def living(account_id: int) -> QuerySet[models.DeviceSession]:
    return models.DeviceSession.objects.filter(account_id=account_id, ended_at=None)


def devices(account_id: int, *, idle: timedelta) -> list[Device]:
    """Those that may still be used, the last used first."""
    rows = living(account_id).filter(seen_at__gt=timezone.now() - idle).order_by("-seen_at", "-id")
    return [
        Device(
            id=row.pk,
            device=row.device,
            address=row.address,
            how=tuple(SignedInBy(word) for word in row.how.split("+") if word),
            begun_at=row.begun_at,
            seen_at=row.seen_at,
        )
        for row in rows[:MOST_LISTED]
    ]


def end(*, account_id: int, device_id: int, why: str = "ended", by: int | None = None) -> bool:
    """Whether it was this account's and still going on."""
    with transaction.atomic():
        ended = living(account_id).filter(pk=device_id).update(ended_at=timezone.now(), ended_why=why) == 1
        if ended:
            recording.entered(recording.ENDED, account_id, by=by, why=why)
    return ended


def end_all(*, account_id: int, why: str, but: int | None = None, by: int | None = None) -> int:
    """How many ended; `but` goes on. The epoch ends sessions that have no row, and tells the others apart from these."""
    rows = living(account_id).exclude(pk=but) if but else living(account_id)
    with transaction.atomic():
        ended = rows.update(ended_at=timezone.now(), ended_why=why)
        if but is None:
            models.Account.objects.filter(pk=account_id).update(epoch=F("epoch") + 1)
        if ended:
            recording.entered(recording.ENDED, account_id, by=by, why=why, sessions=ended)
    return ended


def end_sessions(*, account_id: int) -> None:
    """Every session of the account ends at its next request."""
    end_all(account_id=account_id, why="ended")


def forget_old() -> int:
    return models.DeviceSession.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()[0]
