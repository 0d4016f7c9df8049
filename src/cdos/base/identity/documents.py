"""Identity numbers: what each form allows, check digits included. Pure functions, no tables.

Sources: GB 11643-1999 (citizen identity number, MOD 11-2 of ISO 7064), GB 32100-2015 (unified social credit code),
GB 11714-1997 (organisation code), ICAO Doc 9303 (passports). A number is refused only where it cannot be right:
the area code is a hint and never a reason to refuse, since areas are renamed, merged and made anew.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext

from cdos.base.identity.contracts import CheckedDocument, DocumentInvalid, DocumentKind
from cdos.base.identity.uscc import check_uscc

LONGEST = 64
OLDEST_YEARS = 130
ID_WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))
ID_CHECKS = "10X98765432"
ID_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
# GB/T 2260: the first two digits name a province; 71 and 81-83 are Taiwan, Hong Kong and Macao.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
RESIDENCE_PREFIXES = ("810000", "820000", "830000")
CHINESE_PASSPORT = re.compile(
    r"(?:E[A-HJ-NP-Z0-9][0-9]{7}|[DGPS][0-9]{7,8}|[DPS]E[0-9]{7}|1[45][0-9]{7}|[HKM][AJ0-9][0-9]{7})"
)


def normalise(number: str) -> str:
    """Full-width forms, digits of other scripts, lower case, blanks and separators made plain."""
    if len(number) > LONGEST * 4:
        raise DocumentInvalid(
            gettext("This is far too long for a number; enter the number only."), code="length"
        )
    text = unicodedata.normalize("NFKC", number)
    plain = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return "".join(c for c in plain if c.isalnum()).upper()[:LONGEST]


def id_check_digit(body: str) -> str:
    """The 18th character for 17 digits, by MOD 11-2."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True)) % 11]


def check_document(kind: DocumentKind | None, number: str, *, today: date | None = None) -> CheckedDocument:
    """Normalises and checks a number; with no kind given it is recognised by its form.

    Numbers of the 18-digit scheme are told apart by their first digits whatever kind was chosen, so a resident of Hong Kong
    who picks the wrong line in a list is not sent back. Raises DocumentInvalid with a sentence that says what to do.
    """
    clean = normalise(number)
    if not clean:
        raise DocumentInvalid(gettext("Enter the number of the document."), code="missing")
    day = today or date.today()
    return CHECKS[kind](clean, day) if kind else _recognise(clean, day)


def _recognise(number: str, today: date) -> CheckedDocument:
    if ID_FORM.fullmatch(number):
        return _id_or_uscc(number, today)
    if len(number) == 18:
        return check_uscc(number)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return _old_foreign_permanent(number)
    if re.fullmatch(r"[HM][0-9]{8}(?:[0-9]{2})?", number):
        return _hk_macao_permit(number, today)
    if re.fullmatch(r"[0-9]{8}", number):
        return _taiwan_permit(number, today)
    if len(number) in {15, 17} and number.isdecimal():
        return _citizen_id(number, today)
    return _passport(number, today)


def _id_or_uscc(number: str, today: date) -> CheckedDocument:
    """Some credit codes have digits only (91…); the check digit tells them from identity numbers."""
    try:
        return _eighteen(number, today)
    except DocumentInvalid:
        if number[0] not in "159" or number[1] not in "1239":
            raise
    try:
        return check_uscc(number)
    except DocumentInvalid:
        return _eighteen(number, today)


def _citizen_id(number: str, today: date) -> CheckedDocument:
    if len(number) == 15 and number.isdecimal():
        raise DocumentInvalid(
            gettext("15-digit numbers are no longer valid; enter the 18-digit number on the present card."),
            code="old",
        )
    if len(number) != 18:
        raise DocumentInvalid(
            gettext("The number has 18 characters; you entered %(count)d.") % {"count": len(number)},
            code="length",
        )
    if not ID_FORM.fullmatch(number):
        raise DocumentInvalid(
            gettext("The number has 17 digits, then a digit or an X; look for a letter in a wrong place."),
            code="form",
        )
    return _eighteen(number, today)


def _eighteen(number: str, today: date) -> CheckedDocument:
    born_on = _birth_date(number[6:14], today)
    if id_check_digit(number[:17]) != number[17]:
        raise DocumentInvalid(
            gettext("The last character does not fit the others: a digit is mistyped or two are swapped."),
            code="check-digit",
        )
    return CheckedDocument(
        kind=_family_kind(number),
        number=number,
        born_on=born_on,
        sex="m" if int(number[16]) % 2 else "f",
        notes=_area_notes(number),
    )


def _family_kind(number: str) -> DocumentKind:
    if number[0] == "9":
        return DocumentKind.FOREIGN_PERMANENT
    if number.startswith(RESIDENCE_PREFIXES):
        return DocumentKind.HK_MACAO_TW_RESIDENCE
    return DocumentKind.CITIZEN_ID


def _area_notes(number: str) -> tuple[str, ...]:
    province = number[1:3] if number[0] == "9" else number[:2]
    return () if province in PROVINCES else (gettext("The area code at the start is unknown."),)


def _birth_date(digits: str, today: date) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise DocumentInvalid(
            gettext("Digits 7 to 14 are the date of birth, and %(digits)s is no date.") % {"digits": digits},
            code="date",
        ) from error
    if born_on > today or born_on.year < today.year - OLDEST_YEARS:
        raise DocumentInvalid(
            gettext("Digits 7 to 14 are the date of birth, and %(digits)s cannot be one.")
            % {"digits": digits},
            code="date",
        )
    return born_on


def _foreign_permanent(number: str, today: date) -> CheckedDocument:
    if len(number) == 15:
        return _old_foreign_permanent(number)
    if number[0] != "9":
        raise DocumentInvalid(
            gettext(
                "The number on the card starts with 9 and has 18 digits; older cards have 3 letters and 12 digits."
            ),
            code="form",
        )
    return _citizen_id(number, today)


def _old_foreign_permanent(number: str) -> CheckedDocument:
    """15 characters: country, four digits of area, YYMMDD, two more. The century is not in it, so no date is told."""
    if not re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        raise DocumentInvalid(gettext("Older cards have 3 letters, then 12 digits."), code="form")
    try:
        date(2000, int(number[9:11]), int(number[11:13]))  # of a leap year, since the century is not told
    except ValueError as error:
        raise DocumentInvalid(
            gettext("Characters 8 to 13 are the date of birth, and %(digits)s is no date.")
            % {"digits": number[7:13]},
            code="date",
        ) from error
    return CheckedDocument(kind=DocumentKind.FOREIGN_PERMANENT, number=number)


def _hk_macao_permit(number: str, _today: date) -> CheckedDocument:
    match = re.fullmatch(r"([HM][0-9A-Z][0-9]{7})(?:[0-9]{2})?", number)
    if not match:
        raise DocumentInvalid(
            gettext("The permit has H or M, then 8 digits; the 2 digits of the renewal may follow."),
            code="form",
        )
    # The renewal count changes with every new card; the person's number does not.
    return CheckedDocument(kind=DocumentKind.HK_MACAO_PERMIT, number=match[1])


def _taiwan_permit(number: str, _today: date) -> CheckedDocument:
    if not re.fullmatch(r"[0-9]{8}", number):
        raise DocumentInvalid(
            gettext("The permit has 8 digits; leave the letters and renewal count out."), code="form"
        )
    return CheckedDocument(kind=DocumentKind.TAIWAN_PERMIT, number=number)


def _passport(number: str, _today: date) -> CheckedDocument:
    if not re.fullmatch(r"[A-Z0-9]{5,9}", number) or not any(c.isdecimal() for c in number):
        raise DocumentInvalid(
            gettext(
                "A passport number has 5 to 9 letters and digits; copy it from the page with the picture."
            ),
            code="form",
        )
    chinese = bool(CHINESE_PASSPORT.fullmatch(number))
    notes = (gettext("Has the form of a Chinese passport."),) if chinese else ()
    return CheckedDocument(kind=DocumentKind.PASSPORT, number=number, notes=notes)


CHECKS: dict[DocumentKind, Callable[[str, date], CheckedDocument]] = {
    DocumentKind.CITIZEN_ID: _citizen_id,
    DocumentKind.HK_MACAO_TW_RESIDENCE: _citizen_id,
    DocumentKind.FOREIGN_PERMANENT: _foreign_permanent,
    DocumentKind.HK_MACAO_PERMIT: _hk_macao_permit,
    DocumentKind.TAIWAN_PERMIT: _taiwan_permit,
    DocumentKind.PASSPORT: _passport,
    DocumentKind.USCC: lambda number, _today: check_uscc(number),
}
