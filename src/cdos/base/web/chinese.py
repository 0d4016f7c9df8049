"""Content written in simplified Chinese, shown in traditional Chinese (OpenCC) to who reads that; and back, for searching."""

from functools import lru_cache

from django.utils.translation import get_language
from opencc import OpenCC

TRADITIONAL = "zh-hant"
KEPT = 20_000  # texts; a page shows a few hundred, the same ones again and again


@lru_cache(maxsize=4)
def _converter(way: str) -> OpenCC:
    return OpenCC(way)


@lru_cache(maxsize=KEPT)
def traditional(text: str) -> str:
    """As Hong Kong writes it, like the messages of the shell."""
    return str(_converter("s2hk").convert(text)) if text else ""


@lru_cache(maxsize=KEPT)
def simplified(text: str) -> str:
    return str(_converter("t2s").convert(text)) if text else ""


def for_reader(text: object, language: str | None = None) -> str:
    """Chinese content in the script that the reader (of this request, when no language is said) reads."""
    words = str(text or "")
    return traditional(words) if (language or get_language() or "") == TRADITIONAL else words
