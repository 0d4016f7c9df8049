"""The city's extracts as its lake would put them there each night: everybody's data, and every enterprise's, as Parquet files.

Written for those who were loaded, so that whoever is matched in bulk and whoever looks at one person see the same. The
demonstration's people and firm are in them with what their registers say.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from cdos.base.identity.contracts import NewParty
from cdos.base.rules.contracts import Value
from cdos.hubs.registers import api as registers
from cdos.sample import names
from cdos.sample.data_files import FOLDER
from cdos.sample.people.documents import FIRST_DAY, Ints
from cdos.sample.people.residents import CHILD, People

Columns = dict[str, npt.NDArray[Any]]
FIRM = ("party", "owner", "district", "industry", "individual")
ELDER_FROM, SCHOOL = 60, (6, 18)
# Divisions of GB/T 4754 by what a firm's name says it does.
TRADES = dict(
    zip(names.FIRM_TRADES, ["75", "39", "51", "54", "62", "47", "50", "65", "73", "87", "83", "72", "35", "18", "21", "29", "33", "54", "77", "35", "38", "39", "72", "70", "81"], strict=True)
)  # fmt: skip
SHOPS = {"food": "62", "fun": "90", "shop": "52", "work": "33"}


@dataclass(slots=True)
class Known:
    """Who has been loaded so far, in the order of their numbers."""

    parts: list[Columns] = field(default_factory=list)
    firms: dict[str, "array[int]"] = field(default_factory=lambda: {name: array("q") for name in FIRM})
    homes: int = 0

    def people(self, part: People, ids: Sequence[int]) -> None:
        home = part.household + self.homes
        self.homes = int(home[-1]) + 1
        self.parts.append(
            {
                "party": np.asarray(ids, np.int64),
                "born": part.born.astype(np.int32),
                "male": part.male,
                "role": part.role.astype(np.int8),
                "home": home.astype(np.int32),
                "district": np.full(len(ids), int(part.rows[0].community[:6]), np.int32),
            }
        )

    def firm(self, party: int, owner: int, row: NewParty) -> None:
        individual = row.document_number[1] == "2"
        values = (party, owner, int(row.community[:6]), int(_industry(row.name)), individual)
        for column, value in zip(self.firms.values(), values, strict=True):
            column.append(value)


def _industry(name: str) -> str:
    if name.endswith("（个体工商户）"):
        stem = name.removesuffix("（个体工商户）")
        found = (code for group, code in SHOPS.items() if any(map(stem.endswith, names.SHOP_TAILS[group])))
        return next(found, "52")
    stem = name.removesuffix("有限公司").removesuffix("股份")
    return next((code for trade, code in TRADES.items() if stem.endswith(trade)), "72")


@dataclass(frozen=True, slots=True)
class Told:
    """A person or a firm of the demonstration, and what is said of them in place of what would be drawn."""

    party: int
    born: date | None
    male: bool
    values: Mapping[str, Value]


def write(known: Known, told: Sequence[Told], *, people: Path, firms: Path, today: date) -> None:
    """Both files, each put in place whole: a reader has the old one until then."""
    people.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as lake:
        lake.execute((FOLDER / "draws.sql").read_text(encoding="utf-8"))
        base = _joined(known.parts)
        base |= _households(base, _firms(known)["owner"], today)
        own = [one for one in told if one.born]
        _write(lake, "people.sql", base, _own_people(own, today), own, people, today)
        named = f"'{_quoted(people)}'"
        shops = [one for one in told if not one.born]
        _write(lake, "enterprises.sql", _firms(known), _own_firms(shops), shops, firms, today, named)


def _joined(parts: Sequence[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _households(base: Columns, owners: Ints, today: date) -> Columns:
    """What the household says of everybody in it."""
    home, role = base["home"], base["role"]
    age = ages(base["born"], today)
    child = role == CHILD
    young = np.where(child, age, 99)
    starts = np.flatnonzero(np.diff(home, prepend=-1))

    def per_home(values: npt.NDArray[Any]) -> npt.NDArray[np.int16]:
        counted = np.bincount(home, weights=values).astype(np.int16)[home]
        return np.asarray(counted)

    return {
        "i": np.arange(len(home)),
        "age": age,
        "size": per_home(np.ones(len(home))),
        "kids": per_home(child & (age < SCHOOL[1])),
        "under_3": per_home(child & (age < 3)),
        "at_school": per_home(child & (age >= SCHOOL[0]) & (age < SCHOOL[1])),
        "elders": per_home(age >= ELDER_FROM),
        "youngest": np.minimum.reduceat(young, starts)[home],
        "owner": np.isin(base["party"], owners),
    }


def ages(born: Ints, today: date) -> Ints:
    """Completed years of life, of days since FIRST_DAY."""
    days = (np.datetime64(FIRST_DAY) + born.astype("timedelta64[D]")).astype("datetime64[D]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    later = (month * 32 + day) > (today.month * 32 + today.day)
    found: Ints = today.year - year - later
    return found


def _own_people(told: Sequence[Told], today: date) -> Columns:
    """They stand before everybody else, each in a household of their own."""
    born = np.array([(one.born - FIRST_DAY).days for one in told if one.born], np.int64)
    count = len(told)
    zeros, numbers = np.zeros(count, np.int64), -1 - np.arange(count)
    rows: Columns = dict.fromkeys(("role", "kids", "under_3", "at_school", "elders", "youngest"), zeros)
    return rows | {
        "party": np.array([one.party for one in told], np.int64),
        "born": born,
        "male": np.array([one.male for one in told], np.bool_),
        "home": numbers,
        "district": np.full(count, 440304),
        "i": numbers,
        "age": ages(born, today),
        "size": zeros + 1,
        "owner": np.zeros(count, np.bool_),
    }


def _firms(known: Known) -> Columns:
    made: Columns = {name: np.frombuffer(column, np.int64) for name, column in known.firms.items()}
    return made | {"i": np.arange(len(made["party"])), "individual": made["individual"].astype(np.bool_)}


def _own_firms(told: Sequence[Told]) -> Columns:
    count = len(told)
    return {
        "i": -1 - np.arange(count),
        "party": np.array([one.party for one in told], np.int64),
        "owner": np.zeros(count, np.int64),
        "district": np.full(count, 440304),
        "industry": np.full(count, 62),
        "individual": np.zeros(count, np.bool_),
    }


def _write(
    lake: duckdb.DuckDBPyConnection,
    name: str,
    base: Columns,
    own: Columns,
    told: Sequence[Told],
    path: Path,
    today: date,
    people: str = "",
) -> None:
    query = (FOLDER / name).read_text(encoding="utf-8")
    day = f"DATE '{today.isoformat()}'"
    dates = _dates(registers.extract_dates("enterprise" if people else "person"))
    query = query.format(today=day, as_of=dates.format(today=day), people=people)
    lake.register("base", own)
    lake.execute(f"CREATE OR REPLACE TABLE told AS {query}")
    for one in told:
        _tell(lake, one)
    lake.register("base", base)
    new = path.with_name(path.name + ".new")
    lake.execute(
        f"COPY (SELECT * FROM told UNION ALL SELECT * FROM ({query})) TO '{_quoted(new)}' "
        f"(FORMAT parquet, ROW_GROUP_SIZE {_group_size(len(base['party']))})"
    )
    new.replace(path)


VECTOR, GROUPS = 2048, 20  # a look at one party reads one group, and the layout of all of them


def _group_size(count: int) -> int:
    return max(2, count // GROUPS // VECTOR) * VECTOR


def _dates(columns: Sequence[str]) -> str:
    """Registers hand over on days of their own, district by district."""
    days = "{today} - CAST(1 + (%d * 5 + CAST(district AS INTEGER)) %% 23 AS INTEGER) AS %s"
    return ",\n  ".join(days % (at, column) for at, column in enumerate(columns))


def _tell(lake: duckdb.DuckDBPyConnection, one: Told) -> None:
    there = {row[0] for row in lake.execute("DESCRIBE told").fetchall()}
    values = {name: value for name, value in one.values.items() if name in there}
    setting = ", ".join(f'"{name}" = ?' for name in values)
    lake.execute(f"UPDATE told SET {setting} WHERE party = ?", [*values.values(), one.party])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
