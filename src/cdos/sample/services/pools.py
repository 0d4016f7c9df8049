"""The sample city's budget pools: one a city department and year, three a district; sized for those who are entitled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cdos.base.rules import api as rules
from cdos.hubs.registers import api as registers
from cdos.nets.services.benefits.contracts import About, Amount, Period, ProgrammeRow
from cdos.sample import data_files
from cdos.sample.services.themes import Theme

INDUSTRY = frozenset({"科技", "产业", "商贸", "绿色"})
WORK = frozenset({"就业", "人才", "稳岗", "创业"})
# Of each district: the pool's name, and who answers for it.
DISTRICT = {
    "life": ("民生保障专项资金", "civil"),
    "work": ("就业和人才专项资金", "labour"),
    "industry": ("产业发展专项资金", "industry"),
}
RESERVE = 1.4  # of what all who are entitled would get
SCARCE = {"440308-life": 0.02, "440310-work": 0.03, "city-culture": 0.02}  # soon used up
LEAST_FEN = 20_000_00


@dataclass(frozen=True, slots=True)
class PoolRow:
    code: str
    title: str
    unit: str
    year: int
    fen: int


def pool_of(theme: Theme, district: str, year: int) -> str:
    """Code of the pool that a programme is paid from."""
    if not district:
        return f"city-{theme.unit}-{year}"
    if theme.category in INDUSTRY and theme.about is About.ENTERPRISE:
        kind = "industry"
    else:
        kind = "work" if theme.category in WORK else "life"
    return f"{district}-{kind}-{year}"


def pools(rows: Iterable[ProgrammeRow], today: date) -> list[PoolRow]:
    """With money for all who are entitled today, and a reserve; three of them are scarce."""
    rows = list(rows)
    needed: dict[str, int] = {}
    found = entitled(rows, today)
    for row in rows:
        count = found.get(row.code, 0)
        times = 12 if row.terms.period is Period.MONTH else 1
        needed[row.terms.pool] = needed.get(row.terms.pool, 0) + count * times * typical(row.terms.amount)
    return [_pool(code, fen) for code, fen in sorted(needed.items())]


def _pool(code: str, needed: int) -> PoolRow:
    area, kind, year = code.split("-")
    share = SCARCE.get(f"{area}-{kind}", RESERVE)
    fen = max(LEAST_FEN, round(needed * share) // 1_000_00 * 1_000_00)
    if area == "city":
        department = {row["function"]: row["city_name"] for row in data_files.functions()}[kind]
        title, unit = f"{department}专项资金", f"440300-{kind}"
    else:
        words, function = DISTRICT[kind]
        title, unit = f"{data_files.area_names()[area]}{words}", f"{area}-{function}"
    return PoolRow(code, f"{title}（{year}年度）", unit, int(year), fen)


def typical(amount: Amount) -> int:
    """About what one gets, in fen."""
    if amount.tiers:
        return sum(fen for _end, fen in amount.tiers) // len(amount.tiers)
    return (amount.fen * 3 + amount.most_fen) // 4 if amount.permille else amount.fen


def entitled(rows: Iterable[ProgrammeRow], today: date) -> Mapping[str, int]:
    """How many the extracts say meet each programme's conditions."""
    counts: dict[str, int] = {}
    rows = list(rows)
    for about in ("person", "enterprise"):
        own = [row for row in rows if (row.terms.about is About.ENTERPRISE) == (about == "enterprise")]
        path = registers.extract_path(about)
        if not path.is_file() or not own:
            continue
        fields = frozenset[str]().union(*(rules.fields_of(row.node) for row in own))
        population = rules.read_extract(path, fields)
        for block in rules.sweep([row.node for row in own], population, on=today):
            for row, (yes, _unknown) in zip(own, block.found, strict=True):
                counts[row.code] = counts.get(row.code, 0) + rules.count(yes)
    return counts
