"""Names a group in plain words: where it is, and what is wrong there.

The place is the mention that most members share, grown to both sides as long as the texts agree. The problem is the
stretch of a title whose words most members share, weighed by how rare they are elsewhere.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ..contracts import Message
from . import places
from .text import CJK, normalised

READ = 60  # members that are read for the name
DETAIL = 600  # characters
TRIED = 40  # mentions that are tried as the name
AGREE = 0.6  # of the texts continue a name with the same character
SUPPORT = 1 / 3  # of the members name the place
AREA_SUPPORT = 1 / 4
LONGEST_PLACE, LONGEST_PROBLEM, SHORTEST_PROBLEM = 14, 18, 3
SHARED = 0.25  # words that fewer members use make a problem's name worse, those that more use better
WEIGHT = {
    places.SITE: 1.0,
    places.HOUSE: 0.8,
    places.VILLAGE: 0.9,
    places.ROAD: 0.7,
    places.WORKS: 0.4,
    places.TOWN: 0.4,
}
AREAS = (("市", " City"), ("区", "县", "旗", " District", " County"))

_tokens = re.compile(rf"[{CJK}]|[A-Za-z][\w'’-]*|\d+|.")
_LOOSE = "[的了在是和与及我你他她这那该本此从到把被对向由因为也都就附旁内里]"
_edges = re.compile(
    f"^(?:{'|'.join(places.NOT_NAMES)}|小区|居民区|区|{_LOOSE})+|(?:的?问题|{'|'.join(places.NOT_NAMES)}|{_LOOSE})+$"
)
Rarity = Callable[[str], float]  # of two Chinese characters or of a word


def name_of(messages: Sequence[Message], rarity: Rarity) -> tuple[str, str]:
    """(place, problem); the place is empty where too few members name one."""
    read = messages[:: len(messages) // READ + 1]
    titles = [normalised(message.title) for message in read]
    texts = [f"{title}\n{normalised(each.detail)[:DETAIL]}" for title, each in zip(titles, read, strict=True)]
    site = _site(titles, texts)
    areas = _areas(texts, site)
    place = (
        ", ".join([site, *reversed(areas)]).strip(", ") if site.isascii() and site else "".join(areas) + site
    )
    return place, _problem(titles, texts, [*_also(texts), site, site.removesuffix("小区"), *areas], rarity)


def _site(titles: list[str], texts: list[str]) -> str:
    found: Counter[tuple[str, int]] = Counter()
    for title, text in zip(titles, texts, strict=True):
        for mention in {*places.mentions(title), *places.mentions(text)}:
            if mention.kind != places.ADMIN:
                found[mention.text, mention.kind] += 1
    best, best_score = "", 0.0
    for (name, kind), _ in found.most_common(TRIED):
        named = sum(name in text for text in texts) + sum(name in title for title in titles)
        score = named * WEIGHT[kind] * (1 + 0.05 * len(name))
        if score > best_score and named >= SUPPORT * len(texts):
            best, best_score = name, score
    return best if best.isascii() else _grown(best, texts)


def _also(texts: list[str]) -> list[str]:
    """Other places that many members name: they are no part of the problem either. Longest first."""
    found = Counter(
        mention.text
        for text in texts
        for mention in set(places.mentions(text))
        if mention.kind in places.IN_TITLE
    )
    return sorted(
        (name for name, times in found.items() if times >= SUPPORT * len(texts)), key=len, reverse=True
    )


def _grown(name: str, texts: list[str]) -> str:
    """The name as far as the texts agree on what comes before and after it."""
    for before in (False, True):
        while len(name) < LONGEST_PLACE:
            beside = Counter(_beside(name, texts, before=before))
            ((sign, times),) = beside.most_common(1) or [("", 0)]
            if (
                not re.fullmatch(f"[{CJK}]", sign)
                or sign in places.PARTICLES
                or times < AGREE * beside.total()
            ):
                break
            name = sign + name if before else name + sign
    return name


def _beside(name: str, texts: list[str], *, before: bool) -> Iterator[str]:
    for text in texts:
        for found in re.finditer(re.escape(name), places.CODE.sub(" ", text)):
            at = found.start() - 1 if before else found.end()
            clean = places.CODE.sub(" ", text)
            yield clean[at] if 0 <= at < len(clean) else ""


def _areas(texts: list[str], site: str) -> list[str]:
    """The city and the district that the members name most."""
    found = Counter(
        mention.text
        for text in texts
        for mention in set(places.mentions(text))
        if mention.kind == places.ADMIN
    )
    areas = []
    for endings in AREAS:
        named = {
            area: sum(area.lower() in text.lower() for text in texts)
            for area, _ in found.most_common(TRIED)
            if area.endswith(endings) and area not in site
        }
        if named and max(named.values()) >= AREA_SUPPORT * len(texts):
            areas.append(max(named, key=lambda area: (named[area], -len(area))))
    return areas


def _problem(titles: list[str], texts: list[str], known: list[str], rarity: Rarity) -> str:
    lower = [text.lower() for text in texts]
    weights: dict[str, float] = {}

    def weight(words: str) -> float:
        if any(words in name.lower() for name in known):
            return -1.0
        if words not in weights:
            share = sum(words in text for text in lower) / len(lower)
            weights[words] = (share - SHARED) * rarity(words)
        return weights[words]

    best, best_score = "", 0.0
    for piece in {piece for title in titles for piece in _pieces(title, known)}:
        words, score = _best_stretch(piece, weight)
        if score > best_score:
            best, best_score = words, score
    return best or max(titles, key=len, default="")[:LONGEST_PROBLEM]


def _pieces(title: str, known: list[str]) -> list[str]:
    """A title cut at signs, and where it names the place."""
    cut = places.CODE.sub("\n", title)
    for name in known:
        cut = cut.replace(name, "\n") if name else cut
    return [piece.strip() for piece in re.split(rf"[^{CJK}\w '’%-]+", cut) if piece.strip()]


def _best_stretch(piece: str, weight: Callable[[str], float]) -> tuple[str, float]:
    tokens = [token for token in _tokens.findall(piece) if token.strip()]
    gains = [0.0, *(_gain(old, new, weight) for old, new in zip(tokens, tokens[1:], strict=False))]
    best, best_score = "", 0.0
    for start in range(len(tokens)):
        score = 0.0 if _chinese(tokens[start]) else weight(tokens[start].lower())
        for end in range(start + 1, min(len(tokens), start + LONGEST_PROBLEM)):
            score += gains[end]
            if score / (end - start + 1) ** 0.5 > best_score:
                words = _edges.sub("", _joined(tokens[start : end + 1])).strip()
                if len(words) >= SHORTEST_PROBLEM:
                    best, best_score = words, score / (end - start + 1) ** 0.5
    return best, best_score


def _gain(old: str, new: str, weight: Callable[[str], float]) -> float:
    if _chinese(new):
        return weight(old + new) if _chinese(old) else 0.0
    return weight(new.lower())


def _chinese(token: str) -> bool:
    return "\u3400" <= token <= "\u9fff"


def _joined(tokens: list[str]) -> str:
    """Words of other letters keep their spaces."""
    text = tokens[0]
    for old, new in zip(tokens, tokens[1:], strict=False):
        text += new if _chinese(old) or _chinese(new) else f" {new}"
    return text
