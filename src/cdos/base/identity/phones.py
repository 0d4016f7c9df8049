"""Phone numbers: normalised to 11 digits for the mainland, to +country form for others."""

import re
import unicodedata

from django.utils.translation import gettext

from cdos.base.identity.contracts import IdentityRefused

MAINLAND = re.compile(r"1[3-9][0-9]{9}")
ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")


def check_phone(phone: str) -> str:
    """Raises IdentityRefused with what to do."""
    text = unicodedata.normalize("NFKC", phone[:64])
    clean = "".join(c for c in text if c.isascii() and (c.isalnum() or c == "+"))
    for prefix in ("+86", "0086"):
        clean = clean.removeprefix(prefix)
    if clean.startswith("00"):
        clean = "+" + clean[2:]
    if MAINLAND.fullmatch(clean) or ABROAD.fullmatch(clean):
        return clean
    raise IdentityRefused(
        gettext("Enter an 11-digit mobile number, or a number from elsewhere with + and the country code."),
        code="phone",
    )
