"""The outside register is asked behind the lock-out: whoever knows a name may not try numbers until one fits it."""

from collections.abc import Callable

from django.utils import timezone

from cdos.base.identity.contracts import CheckedDocument, IdentityRefused
from cdos.base.identity.logic import throttle

KNOWN = 14  # characters of an 18-digit number that area and date of birth tell; the others are guessed


def confirmed(*, account_id: int, document: CheckedDocument, ask: Callable[[], bool]) -> bool:
    """What the register answers; a no counts against the account and the document. IdentityRefused with how long to wait.

    The account's own counter locks early, whatever it asks about. That of the document counts for all accounts together,
    in the manner of a login's: many accounts share the tries, and none of them keeps the person named in it out.
    """
    now, own, about = timezone.now(), f"proof:{account_id}", f"document:{_guessable(document)}"
    for login, address, device in ((own, "", "register"), (about, own, "")):
        held = throttle.begin(login=login, address=address, device=device, now=now)
        if held.locked_until:
            words = throttle.wait_words(held.locked_until, now)
            raise IdentityRefused(words, code="locked", wait_s=throttle.wait_s(held.locked_until, now))
    found = ask()
    if found:
        throttle.forgive(login=own, address="", device="register")
        throttle.forgive(login=about, address=own)
    return found


def _guessable(document: CheckedDocument) -> str:
    """Numbers that only guesses tell apart are one."""
    return document.number[:KNOWN] if len(document.number) == 18 else document.number
