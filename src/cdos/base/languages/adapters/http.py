"""A translation service that speaks LibreTranslate's protocol, which a city can run itself (`CDOS_TRANSLATOR_URL`).

POST {"q": [text, …], "source", "target", "format": "text", "api_key"} answers {"translatedText": [text, …]}.
"""

from collections.abc import Sequence

import requests

from cdos.base.languages.adapters.base import Translator

TIMEOUT_S = 60
NAMES = {"zh-hans": "zh", "zh-hant": "zt"}


class HttpTranslator(Translator):
    def __init__(self, *, url: str, key: str) -> None:
        self._url, self._key = url, key

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        asked = {
            "q": list(texts),
            "source": NAMES.get(source, source),
            "target": NAMES.get(target, target),
            "format": "text",
            "api_key": self._key,
        }
        answer = requests.post(self._url, json=asked, timeout=TIMEOUT_S, allow_redirects=False)
        answer.raise_for_status()
        said = answer.json()["translatedText"]
        if not isinstance(said, list) or len(said) != len(texts):
            raise ValueError("the translator answered another number of texts than it was asked")
        return [str(text) for text in said]
