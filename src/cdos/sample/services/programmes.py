"""The sample city's 723 programmes: the city's own, and those of districts, which add conditions and sums of their own.

Titles and conditions are a demonstration. Laws and notices of the state are named as they are called; what a city or a district
would have decided says 示例. No two programmes ask for the same in the same shape, but under the same article.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import combinations
from zlib import crc32

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import AnyOf, Clause, Leaf, Node, Op
from cdos.nets.services.benefits.contracts import About, Amount, ProgrammeRow, Terms
from cdos.sample import data_files
from cdos.sample.services.conditions import joined, read, shape
from cdos.sample.services.pools import pool_of
from cdos.sample.services.themes import Theme, themes

COUNT, PUSHED = 723, 169
MOST_LEAVES = 7  # where there is a choice
HOME = "440304"  # where the demonstration's people live: first to take part
LARGE = ("440307", "440306", "440309", "440303", "440305")
SMALL = ("440311", "440310", "440308")
PINYIN = {
    "440303": "luohu",
    "440304": "futian",
    "440305": "nanshan",
    "440306": "baoan",
    "440307": "longgang",
    "440308": "yantian",
    "440309": "longhua",
    "440310": "pingshan",
    "440311": "guangming",
}
SHARES = (3, 4, 5, 6, 8)  # tenths of the city's sum that a district adds
SUPPLEMENT = frozenset({"养老", "医疗", "残疾人", "退役军人", "救助", "育儿", "教育", "住房"})
# Nobody has both in one period.
EXCLUDES = {
    "new-citizen-rent": ("public-rent",),
    "talent-rent": ("public-rent", "new-citizen-rent"),
    "waiting-home": ("public-rent", "talent-rent"),
    "family-rent": ("public-rent", "waiting-home"),
    "elder-care": ("disability-nursing",),
    "hard-employment": ("unemployment-aid",),
    "startup-first": ("youth-startup",),
    "loan-cost": ("startup-loan",),
    "grassroots": ("skilled-worker",),
}
# What all of one stacking group pay together at most, in yuan a year.
MOST = {
    "elder": 20_000,
    "care": 40_000,
    "medical": 100_000,
    "student": 16_000,
    "child": 120_000,
    "disabled": 24_000,
    "veteran": 15_000,
    "talent": 700_000,
    "rent": 24_000,
    "skill": 9_000,
    "jobless": 30_000,
    "graduate": 18_000,
    "relief": 40_000,
    "honour": 1_500,
    "tech": 3_000_000,
    "industry": 6_000_000,
    "trade": 1_000_000,
    "startup": 80_000,
    "loan": 150_000,
    "green": 400_000,
    "shop": 12_000,
}
LATER = frozenset({"clean-air-longhua", "fitness-yantian", "culture-card-pingshan"})  # from next year on


@lru_cache(maxsize=4)
def programmes(today: date) -> tuple[ProgrammeRow, ...]:
    """The same for every day of a year; the city's first within each theme."""
    seen: set[object] = set()
    rows = [row for at, theme in enumerate(themes()) for row in _of_theme(theme, at, today.year, seen)]
    pushed = _pushed()
    return tuple(
        replace(row, terms=replace(row.terms, push=True)) if row.code in pushed else row for row in rows
    )


def _districts(theme: Theme, at: int) -> list[str]:
    """Of those who take part: home first, then large ones, in another order for each theme."""
    turn, small = at % len(LARGE), at % len(SMALL)
    every = [HOME, *LARGE[turn:], *LARGE[:turn], *SMALL[small:], *SMALL[:small]]
    return every[: theme.spread]


def _code(theme: Theme, district: str) -> str:
    return f"{theme.code}-{PINYIN[district]}" if district else theme.code


def _pushed() -> frozenset[str]:
    """The city's programmes that need no asking come first, then home's, then one more district of each in turn."""
    turns = [
        (turn, at, theme)
        for at, theme in enumerate(themes())
        if theme.push
        for turn in range(theme.spread + 1)
    ]
    turns.sort(key=lambda one: one[:2])
    codes = (_code(theme, ["", *_districts(theme, at)][turn]) for turn, at, theme in turns)
    return frozenset(code for code, _rank in zip(codes, range(PUSHED), strict=False))


def _of_theme(theme: Theme, at: int, year: int, seen: set[object]) -> Iterator[ProgrammeRow]:
    for variant, district in enumerate(["", *_districts(theme, at)]):
        terms = _terms(theme, district, variant, year)
        fresh = [
            node for node in _structures(theme, terms, district, variant, year) if shape(node) not in seen
        ]
        node = next((one for one in fresh if len(rules.leaves(one)) <= MOST_LEAVES), fresh[0])
        seen.add(shape(node))
        yield ProgrammeRow(_code(theme, district), terms, node)


def _structures(theme: Theme, terms: Terms, district: str, variant: int, year: int) -> Iterator[Node]:
    """Everything this programme might ask for, the likeliest first."""
    base = read(theme.rule, clause=Clause(*_law(theme)), year=year, variant=variant)
    if not district:
        yield joined([base])
    about = "enterprise_district" if theme.about is About.ENTERPRISE else "residence_district"
    own = replace(terms.clause, article=f"第{'四五六七'[variant % 4]}条") if district else terms.clause
    place = [Leaf("c", about, Op.EQ, district, own)] if district else []
    for more in _additions(theme, own, variant, year):
        yield joined([base, *place, *more])


def _additions(theme: Theme, clause: Clause, variant: int, year: int) -> Iterator[list[Node]]:
    """One more condition, or one of two, or two: each district begins at another."""
    extras = [read(one, clause=clause, year=year, variant=variant) for one in theme.extras]
    pairs = list(combinations(extras, 2))
    ones: list[list[Node]] = [[one] for one in extras]
    either: list[list[Node]] = [[AnyOf(_flat(pair))] for pair in pairs]
    both: list[list[Node]] = [list(pair) for pair in pairs]
    mixed = [found for trio in zip(either, ones + either, strict=False) for found in trio]
    start = crc32(f"{theme.code}{variant}".encode()) % max(1, len(mixed))
    yield from mixed[start:] + mixed[:start]
    yield from ones + both


def _flat(pair: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(inner for one in pair for inner in (one.of if isinstance(one, AnyOf) else (one,)))


def _law(theme: Theme) -> tuple[str, str, str]:
    """Name, number, article: 《…》（国发〔2015〕52号）."""
    name, bracket, number = theme.law.partition("》（")
    return (
        (name + "》", number.removesuffix("）"), theme.article) if bracket else (theme.law, "", theme.article)
    )


def _terms(theme: Theme, district: str, variant: int, year: int) -> Terms:
    code, name = _code(theme, district), data_files.area_names().get(district, "")
    standing = theme.about is not About.ENTERPRISE or variant % 3 == 0
    return Terms(
        title=_title(theme, name),
        summary=_summary(theme, name),
        about=theme.about,
        unit=f"{district or '440300'}-{theme.unit}",
        category=theme.category,
        amount=_share(theme.amount, SHARES[crc32(code.encode()) % len(SHARES)]) if district else theme.amount,
        period=theme.period,
        pool=pool_of(theme, district, year),
        push=False,
        risk=theme.risk,
        clause=_clause(theme, name),
        opens_on=date(year + 1, 1, 1) if code in LATER else date(year - 1 if standing else year, 1, 1),
        closes_on=None if standing or code in LATER else date(year, 12, 31),
        excludes=_excludes(theme, district),
        group=theme.group,
        group_most_fen=MOST.get(theme.group, 0) * 100,
    )


def _title(theme: Theme, district: str) -> str:
    if not district:
        return theme.title
    tail = "（区级配套）" if theme.about is About.ENTERPRISE else "（区级补充）"
    return f"{district}{theme.title}{tail if tail == '（区级配套）' or theme.category in SUPPLEMENT else ''}"


def _summary(theme: Theme, district: str) -> str:
    if not district:
        return theme.summary
    whom = f"注册在{district}的企业" if theme.about is About.ENTERPRISE else f"{district}居民"
    return f"{theme.summary.removesuffix('。')}；{whom}按区级标准另行发放。"


def _clause(theme: Theme, district: str) -> Clause:
    if not district:
        return Clause(*_law(theme))
    return Clause(f"《{district}{theme.title}实施细则（示例）》", "", "第三条")


def _share(whole: Amount, tenths: int) -> Amount:
    """A district's part, in whole tens of yuan where it can."""

    def part(fen: int) -> int:
        return max(1000, fen * tenths // 10 // 1000 * 1000) if fen else 0

    tiers = tuple((end, part(fen)) for end, fen in whole.tiers)
    permille = max(1, whole.permille * tenths // 10) if whole.permille else 0
    return replace(whole, fen=part(whole.fen), tiers=tiers, permille=permille, most_fen=part(whole.most_fen))


def _excludes(theme: Theme, district: str) -> tuple[str, ...]:
    """Those of the same area that there are."""
    places = {one.code: _districts(one, at) for at, one in enumerate(themes())}
    return tuple(
        f"{code}-{PINYIN[district]}" if district else code
        for code in EXCLUDES.get(theme.code, ())
        if not district or district in places[code]
    )
