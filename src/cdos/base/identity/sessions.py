"""The browser session of an account: begun with a fresh key, ended when idle, revoked by the account's epoch."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, Party
from cdos.base.identity.logic import vault
from cdos.base.identity.logic.accounts import shown
from cdos.base.identity.logic.mandates import party_acted_for
from cdos.base.identity.logic.tokens import token_row

ACCOUNT, EPOCH, SEEN, ACTING = "account", "epoch", "seen", "acting_for"
# The time of the last request is written this often and not at every request.
SEEN_STEP_S = 60


@dataclass(frozen=True, slots=True)
class Who:
    """What a request's credentials say; `ended` is "idle" or "revoked" when a session has just stopped."""

    account: Account | None = None
    acting_for: Party | None = None
    ended: str = ""
    scopes: frozenset[str] | None = None  # of a bearer token


def begin(request: HttpRequest, account: Account) -> None:
    """A new key and nothing of the former session but the anonymous visitor's own values (drafts)."""
    epoch = models.Account.objects.values_list("epoch", flat=True).get(pk=account.id)
    if request.session.get(ACCOUNT) not in {None, account.id}:
        request.session.flush()
    request.session.cycle_key()
    now = timezone.now()
    request.session.update({ACCOUNT: account.id, EPOCH: epoch, SEEN: int(now.timestamp())})
    request.session.pop(ACTING, None)
    models.Account.objects.filter(pk=account.id).update(last_seen_at=now)


def end(request: HttpRequest) -> None:
    request.session.flush()


def renew_epoch(request: HttpRequest, account_id: int) -> None:
    """Keeps this one session when all others of the account have been ended."""
    request.session[EPOCH] = models.Account.objects.values_list("epoch", flat=True).get(pk=account_id)
    request.session.cycle_key()


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
    """Visitors without the session cookie cost no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or ACCOUNT not in request.session:
        return Who()
    row = models.Account.objects.select_related("party").filter(pk=request.session[ACCOUNT]).first()
    if row is None or not row.is_active or row.epoch != request.session.get(EPOCH):
        return _ended(request, "revoked")
    if row.demo_role and not settings.DEMO:
        return _ended(request, "revoked")
    idle_s = settings.STAFF_IDLE_S if row.is_staff else settings.RESIDENT_IDLE_S
    now = int(timezone.now().timestamp())
    if now - int(request.session.get(SEEN, 0)) > idle_s:
        return _ended(request, "idle")
    _mark_seen(request, row, now)
    return Who(account=shown(row), acting_for=_acting_for(request, row))


def _ended(request: HttpRequest, why: str) -> Who:
    request.session.flush()
    return Who(ended=why)


def _mark_seen(request: HttpRequest, row: models.Account, now: int) -> None:
    if now - int(request.session.get(SEEN, 0)) >= SEEN_STEP_S:
        request.session[SEEN] = now
        # Notices go out in the language last chosen in the browser.
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        row.language = chosen if chosen in dict(settings.LANGUAGES) else row.language
        models.Account.objects.filter(pk=row.pk).update(last_seen_at=timezone.now(), language=row.language)


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
