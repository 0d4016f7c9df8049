"""The form in which text is looked at: of the same length, so that places in it are places in the original."""

import re

_WIDE = {0xFF01 + step: chr(0x21 + step) for step in range(94)}
_DASHES = {ord(dash): "-" for dash in "‐‑‒–—―−﹣"}
_SPACES = {ord(space): " " for space in "\u00a0\u2002\u2003\u2009\u202f\u3000\t"}
_TABLE = {**_WIDE, **_DASHES, **_SPACES, ord("•"): "·", ord("・"): "·"}

# Nothing personal has none of these; most lines of a log end here.
PROMISING = re.compile("[0-9@０-９＠\u4e00-\u9fff]")


def plain(text: str) -> str:
    """Full-width letters, digits and marks narrow; every dash and space the same."""
    return text if text.isascii() else text.translate(_TABLE)


def before(text: str, at: int, length: int) -> str:
    return text[max(0, at - length) : at]
