"""How claims, their parts and failures are shown."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cdos.nets.services.payments.api import in_words
from cdos.nets.services.payouts.contracts import Failure

from ..contracts import Claim, ClaimState, Part

STATES = {
    ClaimState.READY: (gettext_lazy("Ready"), "good"),
    ClaimState.ASKING: (gettext_lazy("A person looks at it"), "info"),
    ClaimState.NOTHING: (gettext_lazy("Not covered"), ""),
    ClaimState.CONFIRMED: (gettext_lazy("On its way to you"), "info"),
    ClaimState.FAILED: (gettext_lazy("The bank could not pay it"), "bad"),
    ClaimState.PAID: (gettext_lazy("On your account"), "good"),
    ClaimState.BACK: (gettext_lazy("A part is asked back"), "warm"),
    ClaimState.CANCELLED: (gettext_lazy("Taken back by the hospital"), ""),
}
FAILURES = {
    Failure.NO_ACCOUNT.value: gettext_lazy("There is no such account."),
    Failure.NAME_MISMATCH.value: gettext_lazy("The account is in another name."),
    Failure.CLOSED.value: gettext_lazy("The account is closed."),
    Failure.FROZEN.value: gettext_lazy("The account is frozen."),
    Failure.LIMIT.value: gettext_lazy("The account may not receive so much."),
    Failure.BANK.value: gettext_lazy("The bank had a fault; it is sent again."),
    Failure.RETURNED.value: gettext_lazy("The bank sent it back."),
}
WHY = {
    "given": gettext_lazy("when you allowed it"),
    "night": gettext_lazy("every night"),
    "asked": gettext_lazy("when you asked for it"),
}


def row(claim: Claim) -> dict[str, object]:
    title, kind = STATES[claim.state]
    return {
        "claim": claim,
        "sum": in_words(claim.fen),
        "own": in_words(claim.own_fen),
        "back": in_words(claim.back_fen) if claim.back_fen else "",
        "state": title,
        "kind": kind,
        "parts": list(_parts(claim.parts)),
        "failure": FAILURES.get(claim.failure, ""),
    }


def _parts(parts: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if part.what == "share":
            yield _("A share of your own part above the threshold"), in_words(part.fen)
        elif part.what == "days":
            words = ngettext("Daily allowance for %(n)s day", "Daily allowance for %(n)s days", part.count)
            yield words % {"n": part.count}, in_words(part.fen)
        else:
            yield _("Above this year's limit"), f"−{in_words(-part.fen)}"
