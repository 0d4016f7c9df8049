"""What a message's own words say: danger and urgency, tone, place, tags, amounts and people. Proposals, each with its reason."""

import json
import re
from functools import cache
from importlib.resources import files

from cdos.base.masking import api as masking
from cdos.base.masking.contracts import Kind

from ..contracts import DangerMet, Mood, Signals, TagMet
from . import places, words

READ = 4000
AROUND = 12
NEGATED = re.compile("(?:没有?|并未|未曾?|无|不会|不是|并非|防止|预防|避免)(?:发生|出现|任何|过)?.{0,2}$")
HURRY = ("紧急", "十万火急", "救命", "马上要", "正在", "随时会", "随时可能", "现在就")
AMOUNT = re.compile(r"(?:人民币|￥|¥)?\d[\d,，.]*\s*(?:余|多)?\s*[十百千万亿]*\s*(?:元|块钱)")
SHOWN = 6


@cache
def _moods() -> dict[str, list[str]]:
    source = files("cdos.nets.governance.understanding") / "data" / "moods.json"
    found: dict[str, list[str]] = json.loads(source.read_text(encoding="utf-8"))
    return found


def read(text: str) -> Signals:
    """Signals of a title and body together."""
    said = text[:READ]
    dangers = met_dangers(said)
    hurry = tuple(word for word in HURRY if word in said)
    mood, mood_words = mood_of(said)
    return Signals(
        urgent=bool(dangers),
        urgent_why=tuple(one.word for one in dangers) + (hurry if dangers else ()),
        dangers=dangers,
        mood=mood,
        mood_words=mood_words,
        places=tuple(places.met(said)),
        tags=met_tags(said),
        amounts=tuple(dict.fromkeys(AMOUNT.findall(said)))[:SHOWN],
        people=_people(said),
    )


def met_dangers(said: str) -> tuple[DangerMet, ...]:
    """Danger words that the text does not deny; a longer word stands for the shorter inside it."""
    found: dict[str, DangerMet] = {}
    for one in sorted(words.active_dangers(), key=lambda each: -len(each.word)):
        at = said.find(one.word)
        while at >= 0 and NEGATED.search(said[max(0, at - 8) : at]):
            at = said.find(one.word, at + 1)
        if at >= 0 and not any(one.word in longer for longer in found):
            around = masking.mask(said[max(0, at - AROUND) : at + len(one.word) + AROUND])
            found[one.word] = DangerMet(one.word, one.kind, around.replace("\n", " "))
    return tuple(found.values())[:SHOWN]


def mood_of(said: str) -> tuple[Mood, tuple[str, ...]]:
    """Anger outweighs complaint, complaint outweighs thanks; nothing said is calm."""
    met = {Mood(name): [word for word in known if word in said] for name, known in _moods().items()}
    angry, upset, thankful = met[Mood.ANGRY], met[Mood.UPSET], met[Mood.THANKFUL]
    loud = said.count("！") + said.count("!") >= 3
    if angry or (loud and len(upset) >= 2):
        return Mood.ANGRY, tuple(angry + upset)[:SHOWN]
    if upset:
        return Mood.UPSET, tuple(upset)[:SHOWN]
    if thankful:
        return Mood.THANKFUL, tuple(thankful)[:SHOWN]
    return Mood.CALM, ()


def met_tags(said: str) -> tuple[TagMet, ...]:
    found = []
    for tag in words.active_tags():
        met = tuple(word for word in (*tag.words, tag.name) if word in said)
        if met:
            found.append(TagMet(tag, met[:3]))
    return tuple(sorted(found, key=lambda one: -len(one.words))[:SHOWN])


def _people(said: str) -> tuple[str, ...]:
    """Names as they may be shown: starred."""
    spans = [span for span in masking.find(said) if span.kind is Kind.NAME]
    return tuple(dict.fromkeys(masking.mask(said)[span.start : span.end] for span in spans))[:SHOWN]
