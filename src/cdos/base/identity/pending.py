"""A sign-in that lacks its second factor. It is kept in the session for ten minutes and opens nothing but the next step."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from cdos.base.identity import models
from cdos.base.identity.contracts import Account, SignedInBy
from cdos.base.identity.logic.accounts import shown
from cdos.base.identity.logic.sign_in import usable

KEY = "sign_in_pending"
VALID_S = 600


@dataclass(frozen=True, slots=True)
class Pending:
    account: Account
    how: tuple[SignedInBy, ...]
    next_path: str
    every_factor: bool = False  # only the password is too old


def begin(
    request: HttpRequest,
    account: Account,
    *,
    how: tuple[SignedInBy, ...],
    next_path: str,
    every_factor: bool = False,
) -> None:
    epoch = models.Account.objects.values_list("epoch", flat=True).get(pk=account.id)
    request.session.cycle_key()
    request.session[KEY] = {
        "account": account.id,
        "epoch": epoch,
        "at": int(timezone.now().timestamp()),
        "how": list(how),
        "next": next_path,
        "every": every_factor,
    }


def of(request: HttpRequest) -> Pending | None:
    """None as well when the account was stopped meanwhile, or all its sessions were ended."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict) or timezone.now().timestamp() - kept["at"] > VALID_S:
        return None
    row = models.Account.objects.filter(pk=kept["account"], epoch=kept["epoch"]).first()
    if row is None or not usable(row):
        return None
    how = tuple(SignedInBy(word) for word in kept["how"])
    return Pending(shown(row), how, str(kept["next"]), bool(kept.get("every")))


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
