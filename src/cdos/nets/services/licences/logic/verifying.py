"""What the city says of a code or a file that somebody was shown."""

import hashlib
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from ..contracts import LicenceRefused, LicenceState, Verification
from ..models import Licence as Row
from ..models import Paper
from . import codes, kinds, pdf, reading, validity, vault, wording

LARGEST = 20 * 1024 * 1024
_CODE = re.compile(re.escape(pdf.MARK).encode() + rb"([0-9A-Z]{16})")


def verify(typed: str) -> Verification:
    """By the code on a licence or a document."""
    code = codes.tidy(typed)
    if not codes.is_code(code):
        return _not_genuine(
            _("This is no code of this city. Please compare each character; it has 16."), code
        )
    if code.startswith(codes.LICENCE):
        row = Row.objects.select_related("before", "after").filter(verify_code=code).first()
        return licence(row) if row else _unknown(code)
    paper = Paper.objects.select_related("use__licence").filter(code=code).first()
    return _paper(paper) if paper else _unknown(code)


def verify_file(data: bytes) -> Verification:
    """By the file itself: genuine only when it is, byte for byte, what the city gave. LicenceRefused for no PDF."""
    if len(data) > LARGEST or not data.startswith(b"%PDF-"):
        raise LicenceRefused(_("Please choose the PDF file as you received it, at most 20 MB."))
    paper = (
        Paper.objects.select_related("use__licence").filter(sha256=hashlib.sha256(data).hexdigest()).first()
    )
    if paper is not None:
        return _paper(paper)
    claimed = _CODE.search(data)
    code = claimed.group(1).decode() if claimed else ""
    if code and Paper.objects.filter(code=code).exists():
        words = _(
            "This file is not what the city gave under this code: it was altered, or saved anew by another program."
            " Do not rely on it; ask for the original file."
        )
        return Verification(False, False, words, code=code, altered=True)
    return _not_genuine(_("The city has not given this document. Do not rely on it."), code)


def _unknown(code: str) -> Verification:
    return _not_genuine(_("The city has given nothing under this code. Do not rely on it."), code)


def _not_genuine(words: str, code: str) -> Verification:
    return Verification(False, False, words, code=code)


def licence(row: Row) -> Verification:
    kind = kinds.types().get(row.type, reading.NOWHERE)
    return Verification(
        genuine=True,
        valid=validity.holds(row),
        sentence=state_sentence(row),
        what=kind.name,
        issuer=reading.unit_name(row.issuer),
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        holder=wording.masked_name(vault.opened(row.sealed).name),
        code=row.verify_code,
    )


def state_sentence(row: Row) -> str:
    """Of a genuine licence."""
    if getattr(row, "after", None) is not None:
        return _("This licence is genuine, but a newer version has taken its place. Ask for that one.")
    return {
        LicenceState.VALID: _("This licence is genuine and valid."),
        LicenceState.SUSPENDED: _("This licence is genuine, but suspended: it may not be used now."),
        LicenceState.WITHDRAWN: _(
            "This licence was withdrawn: it should not have been given and is not valid."
        ),
        LicenceState.CANCELLED: _("This licence was cancelled and is not valid any more."),
        LicenceState.EXPIRED: _("This licence is genuine, but its validity has ended."),
        LicenceState.MOVED_OUT: _("This licence has moved to another city, which answers for it now."),
        LicenceState.REVOKED: _("This licence was revoked as a penalty and is not valid."),
    }[validity.state(row)]


def _paper(row: Paper) -> Verification:
    reason = _why_not(row)
    return Verification(
        genuine=True,
        valid=not reason,
        sentence=reason or _("This document is genuine and holds."),
        what=row.title,
        issuer=reading.unit_name(row.issuer),
        issued_on=row.issued_on,
        valid_until=timezone.localtime(row.expires_at).date() if row.expires_at else None,
        holder=wording.masked_name(vault.opened(row.use.licence.sealed).name) if row.use else "",
        code=row.code,
    )


def _why_not(row: Paper) -> str:
    if row.withdrawn_at is not None:
        return _("This document is genuine, but the city has taken it back: %(why)s") % {
            "why": row.withdrawn_why
        }
    if row.expires_at is not None and row.expires_at <= timezone.now():
        return _("This copy is genuine, but the time it was given for is over.")
    if row.use is not None and row.use.stopped_at is not None:
        return _("This copy is genuine, but the holder has ended its use.")
    if row.use is not None and not validity.holds(row.use.licence):
        return _("This copy is genuine, but the licence it shows is not valid any more.")
    return ""
