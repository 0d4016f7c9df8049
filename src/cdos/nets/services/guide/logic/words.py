"""What people type, made plain: one script, no small words, and what everyday words mean in the city's own."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cdos.base.web import api as web

EVERYDAY = Path(__file__).parent.parent / "data" / "everyday.json"
RUNS = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
# Said around what is meant; the longest first, so that a part of a longer one is not left over.
SMALL = (
    "请问一下|请问|需要哪些材料|需要什么材料|要什么材料|需要什么手续|要什么手续|要带什么|怎么样才能|怎么办理|如何办理"
    "|怎么申请|如何申请|在哪里办理|在哪里办|去哪里办|在哪办|去哪办|在哪里|去哪里|怎么弄|怎么办|怎么搞|怎样办|如何办"
    "|多少钱|多长时间|要多久|办理流程|流程|手续|我想要|我想|我要|想要|我们|我的|帮我|给我|一下|怎么|怎样|如何|哪里|需要"
    "|办理|申办|可以|能不能|吗|呢|吧|的|了|我|想|要"
)
FILLER = re.compile(SMALL)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Simplified, half width, small letters; everything but letters and figures becomes one space."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return " ".join(RUNS.findall(web.simplified(folded)))


def wanted(text: str) -> str:
    """What of a question is left to look for; all of it where nothing would be left."""
    whole = plain(text)
    left = " ".join(FILLER.sub(" ", whole).split())
    left = left[1:] if len(left) > 2 and left.startswith("办") else left
    return left or whole


@dataclass(frozen=True, slots=True)
class Everyday:
    """One thing in the words people use for it, and in the words of the catalogue."""

    say: tuple[str, ...]
    means: tuple[str, ...]


@cache
def everyday() -> tuple[Everyday, ...]:
    rows = json.loads(EVERYDAY.read_text("utf-8"))
    return tuple(
        Everyday(tuple(plain(word) for word in row["say"]), tuple(plain(word) for word in row["means"]))
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a question, how sure that is, and the everyday word it was read by."""

    words: str
    weight: float
    by: str = ""


MOST = 7


def readings(asked: str) -> list[Reading]:
    """As typed; and with the longest everyday words in it put into the catalogue's."""
    found = [(word, entry) for entry in everyday() for word in entry.say if word in asked]
    found.sort(key=lambda pair: -len(pair[0]))
    kept = [
        (word, entry)
        for at, (word, entry) in enumerate(found)
        if not any(word in longer and word != longer for longer, _ in found[:at])
    ]
    made = [Reading(asked, 1.0)]
    for word, entry in kept[:3]:
        rest = asked.replace(word, " ").split()
        share = len(word) / max(1, len(asked.replace(" ", "")))
        for place, meaning in enumerate(entry.means):
            made.append(Reading(" ".join([meaning, *rest]), (0.86 + 0.12 * share) * 0.985**place, word))
    return made[:MOST]
