"""Text that comes from outside, made storable; and msgids, made readable."""

import re
import unicodedata

from django.utils.translation import gettext

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """PostgreSQL stores no NUL and UTF-8 no lone surrogate; everything else is kept as it was said."""
    return UNSTORABLE.sub("", text)


def token(said: str) -> str:
    """Of a file, no longer than a column holds; one that was cut names none."""
    return storable(said)[:64]


def one_line(text: str) -> str:
    return " ".join(storable(text).split())


def is_blank(text: str) -> bool:
    """Whether nothing can be seen: white space, zero-width and control characters only."""
    return all(char.isspace() or unicodedata.category(char) in {"Cf", "Cc", "Mn", "Zs"} for char in text)


def translated(msgid: str) -> str:
    """`gettext("")` would answer with the catalogue's header."""
    return gettext(msgid) if msgid else ""
