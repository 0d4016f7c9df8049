"""The browser session of an account: begun with a fresh key, ended when idle or too long, by its device's row, by the epoch."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone

from cdos.base import statements
from cdos.base.identity import models
from cdos.base.identity.addresses import client_address
from cdos.base.identity.contracts import Account, Party, SignedInBy
from cdos.base.identity.logic import devices, vault
from cdos.base.identity.logic.accounts import account_row, shown
from cdos.base.identity.logic.mandates import party_acted_for
from cdos.base.identity.logic.tokens import token_row

ACCOUNT, EPOCH, SEEN, ACTING, DEVICE, FRESH = "account", "epoch", "seen", "acting_for", "device", "fresh"
# The time of the last request is written this often and not at every request.
SEEN_STEP_S = 60
# How one signs in is changed within this time of having proved it; later one is asked once more.
FRESH_S = 15 * 60
POLL = "CDOS-Poll"  # a page that brings itself up to date sends it: nobody need be there


@dataclass(frozen=True, slots=True)
class Who:
    """What a request's credentials say; `ended` is "idle", "long" or "revoked" when a session has just stopped."""

    account: Account | None = None
    acting_for: Party | None = None
    ended: str = ""
    scopes: frozenset[str] | None = None  # of a bearer token


def begin(request: HttpRequest, account: Account, *, how: tuple[SignedInBy, ...], known: bool = True) -> int:
    """A new key and nothing of the former session but the anonymous visitor's own values (drafts); the device's row.

    Every factor must have been given. A browser that is not `known` is told to the owner (`identity.signed_in`).
    """
    if request.session.get(ACCOUNT) not in {None, account.id}:
        request.session.flush()
    request.session.cycle_key()
    rotate_token(request)
    now = timezone.now()
    with transaction.atomic():
        row = models.Account.objects.get(pk=account.id)
        device = devices.begin(
            account_id=account.id,
            user_agent=request.headers.get("User-Agent", ""),
            address=client_address(request),
            how=how,
            known=known,
            now=now,
        )
        models.Account.objects.filter(pk=account.id).update(last_seen_at=now)
    stamp = int(now.timestamp())
    mine = {ACCOUNT: account.id, EPOCH: row.epoch, SEEN: stamp, DEVICE: device, FRESH: stamp}
    request.session.update(mine)
    request.session.pop(ACTING, None)
    return device


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved a short while ago who they are."""
    return timezone.now().timestamp() - int(request.session.get(FRESH, 0)) < FRESH_S


def freshen(request: HttpRequest) -> None:
    request.session[FRESH] = int(timezone.now().timestamp())


def end(request: HttpRequest) -> None:
    account, device = request.session.get(ACCOUNT), device_of(request)
    if account and device:
        devices.end(account_id=account, device_id=device, why="signed out")
    request.session.flush()


def device_of(request: HttpRequest) -> int | None:
    """The id of this browser's sign-in."""
    found = request.session.get(DEVICE)
    return int(found) if found else None


def end_others(request: HttpRequest, account_id: int, *, why: str) -> int:
    """Keeps this one session, under a new key, and ends all others of the account; how many."""
    ended = devices.end_all(account_id=account_id, why=why, but=device_of(request))
    request.session.cycle_key()
    return ended


def act_for(request: HttpRequest, party_id: int | None) -> None:
    """Whether the party may be acted for is asked anew at every request."""
    if party_id is None:
        request.session.pop(ACTING, None)
    else:
        request.session[ACTING] = party_id


def of_bearer(token: str) -> Who:
    row = token_row(token)
    if row is None:
        return Who(scopes=frozenset())
    own = vault.shown(row.account.party) if row.account.party else None
    return Who(account=shown(row.account), acting_for=own, scopes=frozenset(row.scopes.split()))


def of_session(request: HttpRequest) -> Who:
    """Visitors without the session cookie cost no query; others one, for the device's row with its account."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or ACCOUNT not in request.session:
        return Who()
    now = timezone.now()
    device = statements.row(models.DeviceSession, "id = %s::bigint", [device_of(request) or 0])
    known = account_row(device.account_id) if device else None
    if device is not None and known is not None:
        device.account = known
    why = _over(request, device, now)
    if why or device is None:
        return _ended(request, device, why)
    row = device.account
    if not is_poll(request):
        _mark_seen(request, row, device.pk, now)
    return Who(account=shown(row), acting_for=_acting_for(request, row))


def is_poll(request: HttpRequest) -> bool:
    return request.method == "GET" and POLL in request.headers


def _over(request: HttpRequest, device: models.DeviceSession | None, now: datetime) -> str:
    """Why the session is over; empty while it goes on."""
    if device is None or device.ended_at or device.account_id != request.session[ACCOUNT]:
        return "revoked"
    row = device.account
    if not row.is_active or row.epoch != request.session.get(EPOCH) or (row.demo_role and not settings.DEMO):
        return "revoked"
    if now.timestamp() - int(request.session.get(SEEN, 0)) > idle_s(row.is_staff):
        return "idle"
    longest = settings.STAFF_SESSION_S if row.is_staff else settings.RESIDENT_SESSION_S
    return "long" if now - device.begun_at > timedelta(seconds=longest) else ""


def idle_s(is_staff: bool) -> int:
    """Seconds without a request after which a session ends."""
    return int(settings.STAFF_IDLE_S if is_staff else settings.RESIDENT_IDLE_S)


def _ended(request: HttpRequest, device: models.DeviceSession | None, why: str) -> Who:
    if device is not None:
        devices.end(account_id=device.account_id, device_id=device.pk, why=why)
    request.session.flush()
    return Who(ended=why or "revoked")


def _mark_seen(request: HttpRequest, row: models.Account, device_id: int, now: datetime) -> None:
    stamp = int(now.timestamp())
    if stamp - int(request.session.get(SEEN, 0)) >= SEEN_STEP_S:
        request.session[SEEN] = stamp
        # Notices go out in the language last chosen in the browser.
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        row.language = chosen if chosen in dict(settings.LANGUAGES) else row.language
        models.Account.objects.filter(pk=row.pk).update(last_seen_at=now, language=row.language)
        devices.seen(device_id=device_id, now=now)


def _acting_for(request: HttpRequest, row: models.Account) -> Party | None:
    if row.party is None:
        return None
    chosen = request.session.get(ACTING)
    if chosen is not None and chosen != row.party.pk:
        other = party_acted_for(own_party_id=row.party.pk, party_id=int(chosen))
        if other:
            return other
        request.session.pop(ACTING, None)
    return vault.shown(row.party)
