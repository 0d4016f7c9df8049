"""Needs no account: knows the titles of the sample city's services by heart, in all languages, and nothing else."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from cdos.base.languages.adapters.base import Translator

PHRASES = Path(__file__).resolve().parents[1] / "data" / "phrases.json"


@lru_cache
def phrases() -> dict[str, dict[str, str]]:
    """{Chinese: {language: text}}"""
    found: dict[str, dict[str, str]] = json.loads(PHRASES.read_text("utf-8"))
    return found


class DemoTranslator(Translator):
    instant = True

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        known = phrases() if source == "zh-hans" else {}
        return [known.get(text.strip(), {}).get(target, "") for text in texts]
