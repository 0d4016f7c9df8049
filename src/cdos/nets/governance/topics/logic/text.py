"""One writing for the same words: compatibility forms, traditional characters, spaces and dots inside a name."""

import re
import unicodedata
from functools import cache
from pathlib import Path

CJK = "\u3400-\u9fff"
DATA = Path(__file__).parent.parent / "data" / "simplified.txt"  # from OpenCC (Apache-2.0), single characters
_INSIDE = re.compile(f"(?<=[{CJK}])[\\s.·•・]+(?=[{CJK}])")
_SPACES = re.compile(r"\s+")


@cache
def _simplified() -> dict[int, str]:
    traditional, simplified = DATA.read_text(encoding="utf-8").split()
    return {ord(old): new for old, new in zip(traditional, simplified, strict=True)}


def normalised(text: str) -> str:
    """The text in simplified characters and ASCII forms; capitals stay, they mark names in English."""
    plain = unicodedata.normalize("NFKC", text).translate(_simplified())
    return _SPACES.sub(" ", _INSIDE.sub("", plain)).strip()
