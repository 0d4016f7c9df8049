"""Chinese and Arabic numerals as replies write them."""

import re

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100}
NUMERAL = r"(?:\d{1,3}|[〇零一二两三四五六七八九十百]{1,5}|半)"
_ARABIC = re.compile(r"\d+")


def number(text: str) -> float | None:
    """The value of a numeral up to 999, 0.5 for half (半); None for what is none."""
    text = text.strip()
    if text == "半":
        return 0.5
    if _ARABIC.fullmatch(text):
        return int(text)
    total = current = 0
    for char in text:
        if char in DIGITS:
            current = DIGITS[char]
        elif char in UNITS:
            total += (current or 1) * UNITS[char]
            current = 0
        else:
            return None
    return total + current if text else None


def year(text: str) -> int | None:
    """2026, 二〇二六, or 26 with the century left out."""
    if _ARABIC.fullmatch(text):
        value = int(text)
        return value + 2000 if value < 100 else value
    if all(char in DIGITS for char in text) and len(text) == 4:
        return int("".join(str(DIGITS[char]) for char in text))
    return None
