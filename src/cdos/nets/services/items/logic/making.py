"""A catalogue of a large city's size, made of the sample's items: for benchmarks, never shown as real."""

import random
from dataclasses import replace

from ..contracts import Item, Material
from . import samples

PLACES = ("罗湖", "福田", "南山", "宝安", "龙岗", "盐田", "龙华", "坪山", "光明", "大鹏")
KINDS = ("首次申请", "变更", "延续", "注销", "补办", "信息查询", "年度报告", "备案")
WAYS = ("个人", "代办", "企业", "学校", "社区", "医院", "园区", "港澳居民", "外籍人士", "军人")


def generate(count: int, combinable: int, seed: int) -> list[Item]:
    """`count` items, the first ones the sample's, exactly `combinable` of them combinable. The same for the same seed."""
    dice = random.Random(seed)
    found = [one for one in samples.items() if not one.variant_of][:count]
    source = list(found)
    papers = sorted({m for one in source for m in one.materials}, key=lambda m: (m.code, m.name))
    while len(found) < count:
        found.append(_like(dice, source[len(found) % len(source)], len(found), papers))
    return _combinable(found, combinable, dice)


def _like(dice: random.Random, pattern: Item, number: int, papers: list[Material]) -> Item:
    kind, way, place = dice.choice(KINDS), dice.choice(WAYS), dice.choice(PLACES)
    code = f"{pattern.code}-g{number:05d}"
    more = {one.code: one for one in (*pattern.materials, *dice.sample(papers, min(3, len(papers))))}
    return replace(
        pattern,
        code=code,
        title=f"{pattern.title}（{place}{way}{kind}）",
        summary=f"{pattern.summary}适用于{way}{kind}。",
        words=(*pattern.words, f"{way}{kind}", place),
        materials=tuple(more.values()),
        national_code="",
        combinable=False,
        instant=False,
        handling="2",
        promised_days=max(1.0, pattern.promised_days),
    )


def _combinable(found: list[Item], wanted: int, dice: random.Random) -> list[Item]:
    there = [n for n, one in enumerate(found) if one.combinable]
    rest = [n for n, one in enumerate(found) if not one.combinable and one.form]
    chosen = set(there[:wanted]) | set(dice.sample(rest, max(0, min(wanted - len(there), len(rest)))))
    return [replace(one, combinable=n in chosen) for n, one in enumerate(found)]
