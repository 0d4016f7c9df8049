"""States, causes and differences as staff read them, and sums."""

from django.utils.translation import gettext_lazy as _

from ..contracts import BatchState, Failure, Mismatch, Payee, PayoutState

# words, kind of the badge
PAYOUT = {
    PayoutState.RESERVED: (_("waits to be approved"), "warm"),
    PayoutState.APPROVED: (_("waits for a batch"), "info"),
    PayoutState.BATCHED: (_("in a batch"), "info"),
    PayoutState.SENT: (_("at the bank"), "info"),
    PayoutState.PAID: (_("has arrived"), "good"),
    PayoutState.FAILED: (_("not paid"), "bad"),
    PayoutState.RETURNED: (_("came back"), "bad"),
    PayoutState.CANCELLED: (_("dropped"), ""),
    PayoutState.RECOVERING: (_("asked back"), "warm"),
    PayoutState.RECOVERED: (_("recovered"), "good"),
}
BATCH = {
    BatchState.MADE: (_("waits for a second person"), "warm"),
    BatchState.SENDING: (_("being handed to the bank"), "info"),
    BatchState.SENT: (_("at the bank"), "info"),
    BatchState.DONE: (_("done"), "good"),
    BatchState.REFUSED: (_("sent back"), ""),
}
ASKED = _("The payee was told and can name another account; ask where none comes.")
# why, and what is to be done
FAILURE = {
    Failure.NO_ACCOUNT: (_("There is no such account"), ASKED),
    Failure.NAME_MISMATCH: (
        _("The account has another name"),
        _("Check the name, or ask for another account."),
    ),
    Failure.CLOSED: (_("The account is closed"), ASKED),
    Failure.FROZEN: (_("The account is frozen"), ASKED),
    Failure.LIMIT: (
        _("Over what the account may receive"),
        _("Ask for an account of the highest class (I)."),
    ),
    Failure.BANK: (_("A fault of the bank"), _("Send it again as it is.")),
    Failure.RETURNED: (_("Came back after it was paid"), ASKED),
}
MISMATCH = {
    Mismatch.MISSING: (_("Not on the statement"), _("We have it as paid. Ask the bank for the receipt.")),
    Mismatch.STRANGE: (_("Nobody ordered it"), _("Ask the bank what it is.")),
    Mismatch.AMOUNT: (_("Another sum"), _("The bank has it with another sum than we ordered.")),
    Mismatch.TWICE: (_("Paid twice"), _("The bank must take the second payment back.")),
    Mismatch.LATE: (_("Paid after all"), _("We had it as not paid; it was taken over from the bank.")),
}


def money(fen: int) -> str:
    """As on a bank's paper: 1,234.50, with the sign in front."""
    return f"{fen / 100:,.2f}" if abs(fen) < 10**15 else str(fen)


def account(payee: Payee | None) -> str:
    """Enough to tell two people apart, and no more: 王** *5688."""
    if payee is None:
        return ""
    return f"{payee.name[:1]}{'*' * min(3, max(1, len(payee.name) - 1))} *{payee.account[-4:]}"
