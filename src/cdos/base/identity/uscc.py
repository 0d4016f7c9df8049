"""Unified social credit codes (GB 32100-2015) and the organisation code inside them (GB 11714-1997)."""

import re

from django.utils.translation import gettext

from cdos.base.identity.contracts import CheckedDocument, DocumentInvalid, DocumentKind

SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {symbol: value for value, symbol in enumerate(SYMBOLS)}
WEIGHTS = tuple(3**power % 31 for power in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# Registering departments: 1 staffing offices, 2 foreign affairs, 3 justice, 4 culture, 5 civil affairs, 6 tourism,
# 7 religion, 8 trade unions, 9 market supervision, A military, N agriculture, Y others.
DEPARTMENTS = "123456789ANY"


def uscc_check_symbol(body: str) -> str:
    """The 18th symbol for the first 17."""
    total = sum(VALUES[symbol] * weight for symbol, weight in zip(body, WEIGHTS, strict=True))
    return SYMBOLS[-total % 31]


def organisation_check_symbol(body: str) -> str:
    """The 9th symbol for the 8 of an organisation code; A counts 10, Z counts 35."""
    total = sum(int(symbol, 36) * weight for symbol, weight in zip(body, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def check_uscc(number: str) -> CheckedDocument:
    """Expects upper case without blanks. Raises DocumentInvalid with a sentence that says what to do."""
    if len(number) != 18:
        raise DocumentInvalid(
            gettext("A unified social credit code has 18 characters; you entered %(count)d.")
            % {"count": len(number)},
            code="length",
        )
    strange = sorted({symbol for symbol in number if symbol not in VALUES})
    if strange:
        raise DocumentInvalid(
            gettext(
                "A unified social credit code never has %(symbols)s; it may be 0 for O, 1 for I, 2 for Z, 5 for S."
            )
            % {"symbols": " ".join(strange)},
            code="symbols",
        )
    if uscc_check_symbol(number[:17]) != number[17]:
        raise DocumentInvalid(
            gettext(
                "The last character does not fit the others: a character is mistyped or two are swapped."
            ),
            code="check-digit",
        )
    return CheckedDocument(kind=DocumentKind.USCC, number=number, notes=_notes(number))


def _notes(number: str) -> tuple[str, ...]:
    """Things worth a look that are no reason to refuse: real codes exist that break them."""
    notes: list[str] = []
    if number[0] not in DEPARTMENTS:
        notes.append(gettext("The first character names no known registering department."))
    if not re.fullmatch(r"[0-9]{6}", number[2:8]):
        notes.append(gettext("Characters 3 to 8 are not an area code."))
    if organisation_check_symbol(number[8:16]) != number[16]:
        notes.append(gettext("The organisation code inside (characters 9 to 17) has a wrong check digit."))
    return tuple(notes)
