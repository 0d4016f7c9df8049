"""Identifiers of licences (GB/T 36904-2018), codes that people type, and their check characters."""

import hashlib
import secrets

from django.conf import settings

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation

ROOT = "1.2.156.3005.2"
# Crockford's base 32: no I, L, O, U, so that nothing read aloud or off a screen is mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("ILO", "110")
LENGTH = 16
LICENCE, PAPER = "C", "D"
_DRAWN = LENGTH - 2
_USCC_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 over the letters and digits of the text, as GB/T 17710 has it; points do not count."""
    rest = 36
    for character in text.upper():
        if character.isascii() and character.isalnum():
            rest = (rest + int(character, 36)) % 36 or 36
            rest = rest * 2 % 37
    value = (37 - rest) % 36
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[value]


def identifier(*, name_code: str, issuer_code: str, serial: int, version: int) -> str:
    """1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>."""
    body = f"{name_code}.{issuer_code}.{serial:09d}.{version:03d}"
    return f"{ROOT}.{body}.{check_character(body)}"


def is_identifier(text: str) -> bool:
    """Whether all segments are there and the last one fits the others."""
    parts = text.removeprefix(ROOT + ".").split(".")
    right = text.startswith(ROOT + ".") and len(parts) == 5 and len(parts[0]) == 21 and len(parts[1]) == 18
    return right and parts[4] == check_character(".".join(parts[:4]))


def unit_credit_code(unit: str) -> str:
    """The unified social credit code of a unit (an office: registering department 1, kind 1).

    Made from the unit's own code while the organisation keeps none: valid in form, the same at every call.
    """
    found = organisation.unit(unit)
    area = (found.area if found else settings.CITY_CODE)[:6].ljust(6, "0")
    number = int.from_bytes(hashlib.sha256(unit.encode()).digest()[:8], "big")
    own = ""
    for _place in range(8):
        number, rest = divmod(number, len(_USCC_DIGITS))
        own += _USCC_DIGITS[rest]
    body = f"11{area}{own}{identity.organisation_check_symbol(own)}"
    return body + identity.uscc_check_symbol(body)


def new_code(kind: str) -> str:
    """A code for /verify/: 70 random bits between the kind and a check character."""
    body = kind + "".join(secrets.choice(ALPHABET) for _ in range(_DRAWN))
    return body + _luhn(body)


def tidy(typed: str) -> str:
    """As somebody typed it, in the one form: no blanks or dashes, lookalikes put right."""
    kept = "".join(character for character in typed.upper() if character.isalnum())
    return kept.translate(LOOKALIKES)


def is_code(code: str) -> bool:
    """Whether a tidied code can be one of the city's; False for a slip of the finger."""
    known = len(code) == LENGTH and code[0] in {LICENCE, PAPER} and set(code) <= set(ALPHABET)
    return known and code[-1] == _luhn(code[:-1])


def spaced(code: str) -> str:
    """In groups of four, for the eye."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _luhn(body: str) -> str:
    """Luhn's sum over 32 characters: any one wrong, and almost any two swapped, are noticed."""
    size, total = len(ALPHABET), 0
    for place, character in enumerate(reversed(body)):
        product = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += product // size + product % size
    return ALPHABET[-total % size]
