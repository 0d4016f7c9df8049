"""What the ledger keeps of sign-ins: who came in and how, who was refused, which session ended and why.

The network of an address and the kind of device only, as the owner sees them; nothing that was typed.
"""

from django.utils.translation import gettext_lazy as _

from cdos.base.identity import models
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

SIGNED_IN, REFUSED, ENDED = "identity.signed_in", "identity.sign_in_refused", "identity.session_ended"
CHANGED, STOPPED, RESUMED = "identity.means_changed", "identity.account_stopped", "identity.account_resumed"
TOKEN_MADE, TOKEN_ENDED = "identity.token_made", "identity.token_ended"
MANDATE_GRANTED, MANDATE_ENDED = "identity.mandate_granted", "identity.mandate_ended"
UNLOCKED, CREATED = "identity.unlocked", "identity.account_created"
CLOSED, ERASED = "account.closed", "account.erased"
CORRECTED, RECOGNISED = "identity.corrected", "identity.recognised_elsewhere"
PASSWORD_RESET, FACTORS_RESET = "identity.password_reset", "identity.factors_reset"


def register() -> None:
    ledger.register_acts(
        Kind.ENTRY,
        {
            SIGNED_IN: _("Signed in"),
            REFUSED: _("A sign-in was refused"),
            ENDED: _("A session ended"),
            CHANGED: _("Changed the password or a second factor"),
            TOKEN_MADE: _("Made a token for a program"),
            TOKEN_ENDED: _("Removed a token of a program"),
            CLOSED: _("Closed the account"),
            RECOGNISED: _("Used the account to sign in elsewhere"),
        },
    )
    ledger.register_acts(Kind.CHANGE, {CORRECTED: _("Corrected what is known about them")})
    ledger.register_acts(
        Kind.RULE,
        {
            STOPPED: _("Stopped an account"),
            RESUMED: _("Let an account sign in again"),
            UNLOCKED: _("Lifted a lock-out"),
            CREATED: _("Created an account of staff"),
            PASSWORD_RESET: _("Ended a password, for its owner to set anew"),
            FACTORS_RESET: _("Removed the second factors of an account"),
            ERASED: _("Erased who the person of a closed account was"),
            MANDATE_GRANTED: _("Gave a right to act for somebody"),
            MANDATE_ENDED: _("Ended a right to act for somebody"),
        },
    )


def entered(act: str, account_id: int, *, by: int | None = None, **details: object) -> None:
    """An act of the account itself, about its own person; `by` where an administrator did it."""
    ledger.record(
        act=act,
        by=by or account_id,
        about=_party(account_id),
        object=f"account:{account_id}",
        details=details,
    )


def refused(account_id: int | None, **details: object) -> None:
    """By whom is unknown; of an unknown login nothing is kept but where it was tried from."""
    if account_id is None:
        ledger.record(act=REFUSED, details=details)
    else:
        ledger.record(act=REFUSED, about=_party(account_id), object=f"account:{account_id}", details=details)


def ruled(
    act: str,
    *,
    account_id: int | None = None,
    about: int | None = None,
    by: int | None = None,
    **details: object,
) -> None:
    """`by`: the administrator, where it is known."""
    about = _party(account_id) if about is None and account_id else about
    object_ = f"account:{account_id}" if account_id else ""
    ledger.record(act=act, by=by, about=about, object=object_, details=details)


def _party(account_id: int) -> int | None:
    return models.Account.objects.filter(pk=account_id).values_list("party_id", flat=True).first()
