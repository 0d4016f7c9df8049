"""What residents write: a core for each duty item, and what people put around it."""

import json
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

from cdos.sample import data_files
from cdos.sample.texts.scene import Scene

# One in eight is not careful with the keyboard.
SLIPS = (
    ("的", "得"),
    ("在", "再"),
    ("已经", "己经"),
    ("物业", "物页"),
    ("投诉", "投拆"),
    ("垃圾", "拉圾"),
    ("希望", "西望"),
    ("，", " "),
    ("。", "，"),
    ("了", "啦"),
    ("噪声", "噪音"),
    ("没有", "冇"),
    ("什么", "神马"),
    ("处理", "处里"),
    ("部门", "部们"),
    ("安全", "安权"),
    ("！", "！！！"),
    ("严重", "严中"),
    ("反映", "反应"),
    ("他们", "他门"),
    ("晚上", "晚丄"),
    ("。", "。。。"),
    ("麻烦", "麻繁"),
)
SLIP_SHARE = 0.12
LONGEST = 600


@cache
def phrases() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((data_files.FOLDER / "phrases.json").read_text(encoding="utf-8"))
    return data


@cache
def cores() -> dict[str, tuple[str, ...]]:
    """The first sentences by duty item code."""
    found: dict[str, list[str]] = {}
    for row in data_files.read_csv("voices.csv"):
        found.setdefault(row["code"], []).append(row["text"])
    return {code: tuple(texts) for code, texts in found.items()}


@cache
def item_weights() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Duty item codes, and how often each is appealed about."""
    weights = {row["code"]: float(row["weight"]) for row in data_files.read_csv("voices.csv")}
    return tuple(weights), tuple(weights.values())


def write(scene: Scene, item: str, class_name: str) -> tuple[str, str]:
    """A title and a text of 15 to 600 characters."""
    random = scene.random
    core = scene.fill(random.choice(cores()[item]))
    parts = _around(random, core, class_name)
    text = "".join(_ended(scene.fill(part)) for part in parts)[:LONGEST]
    return _title(scene, core), _slip(text, random)


def _bank(class_name: str) -> dict[str, Any]:
    """What one says of a street corner does not fit an unpaid wage: such classes have their own sentences."""
    bank = phrases()
    own = bank["abstract"]
    return {**bank, **own} if class_name in own["classes"] else bank


def _around(random: Random, core: str, class_name: str) -> list[str]:
    """From a hurried line to a long story; most people write three to five sentences."""
    bank = _bank(class_name)
    length = random.random()
    if length < 0.14:
        return [*_maybe(random, 0.3, bank["greetings"]), core, *_maybe(random, 0.6, bank["ask"])]
    middle = [core, *_middle(random, bank, class_name)]
    if length > 0.72:
        extra = 2 if length < 0.92 else random.randint(4, 7)
        middle += random.sample(bank["story"], extra) + random.sample(bank["details"], 2)
        middle += _maybe(random, 0.6, bank["effects"][class_name])
    who = 0.15 if bank is not phrases() else 0.45
    head = [*_maybe(random, 0.6, bank["greetings"]), *_maybe(random, who, bank["who"])]
    return [*head, *_shuffled_tail(random, middle), random.choice(bank["ask"]), random.choice(bank["bye"])]


def _middle(random: Random, bank: dict[str, Any], class_name: str) -> list[str]:
    chances = (("where", 0.45), ("when", 0.4), ("tried", 0.5), ("details", 0.4), ("angry", 0.16))
    said = [sentence for name, chance in chances for sentence in _maybe(random, chance, bank[name])]
    return [*said, random.choice(bank["effects"][class_name])]


def _shuffled_tail(random: Random, middle: list[str]) -> list[str]:
    """The core comes first; people tell the rest in any order."""
    tail = list(dict.fromkeys(middle[1:]))
    random.shuffle(tail)
    return [middle[0], *tail]


def _maybe(random: Random, chance: float, options: Sequence[str]) -> list[str]:
    return [random.choice(options)] if random.random() < chance else []


def _ended(sentence: str) -> str:
    return sentence if not sentence or sentence[-1] in "，。！？：" else sentence + "。"


def _title(scene: Scene, core: str) -> str:
    """The beginning of the core, with the place in front when it names none."""
    first = core.split("，")[0][:32]
    named = scene.estate.name in first or scene.road in first or scene.spot in first
    if named or scene.random.random() < 0.4:
        return first
    return f"{scene.spot}：{first}"[:40]


def _slip(text: str, random: Random) -> str:
    if random.random() > SLIP_SHARE:
        return text
    for _ in range(random.randint(1, 3)):
        right, wrong = random.choice(SLIPS)
        text = text.replace(right, wrong, 1)
    return text
