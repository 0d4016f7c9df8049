"""The city writes to who filed by mail or phone and has no account: the number, and later that there is an answer."""

from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.matters.contracts import MatterInfo
from cdos.base.notices import api as notices

from ..models import Appeal
from . import contacts, reading


def filed(number: str) -> None:
    """After an appeal came in by mail or by phone; once."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "We have your appeal {number}. Follow it, add to it and later rate the answer here: {address}"
        )
        _write(reading.row_of(number), text, f"appeal-filed:{number}")


def replied(matter: MatterInfo, entry: int) -> None:
    """Who has an account is told by the matter itself."""
    if matter.subject_id is not None:
        return
    with override(settings.LANGUAGE_CODE):
        text = _("Your appeal {number} was answered. Read the answer and tell us how it was: {address}")
        _write(reading.row_of(matter.number), text, f"appeal-replied:{entry}")


def _write(row: Appeal, text: str, key: str) -> None:
    """To the phone, else by mail; nothing to who wants no contact, or has no secret to come back with."""
    contact, secret = contacts.to_tell(row), contacts.secret_of(row)
    if not secret:
        return
    said = text.format(number=row.number, address=_address(f"/track/{row.number}?key={quote(secret)}"))
    if contact.phone:
        notices.sms(phone=contact.phone, text=said, key=key)
    elif contact.mail:  # the number in the subject: an answer to it is added to the appeal
        notices.mail(address=contact.mail, title=f"[{row.number}] {row.title}", body=said, key=key)


def _address(link: str) -> str:
    """With the city's own origin where it is set."""
    origins: list[str] = settings.CSRF_TRUSTED_ORIGINS
    return f"{origins[0].rstrip('/')}{link}" if origins else link
