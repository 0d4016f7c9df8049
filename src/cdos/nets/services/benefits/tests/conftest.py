"""A small town of real parties, its extract as Parquet, a pool of money, and programmes with their rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from django.utils import timezone, translation

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, DocumentKind, NewParty, PartyKind
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, AreaRow, HeldPost, Role, UnitLevel, UnitRow
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, Clause, Leaf, Node, Op
from cdos.hubs.registers.logic import asking
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Payee

from ..contracts import About, Amount, Period, ProgrammeRow, Risk, Terms
from ..logic import shelf

CITY, CIVIL = "440300", "440300-civil"
PEOPLE = 240
LAW = Clause("样例市高龄津贴办法（示例）", "", "第三条")
ELDERS = All((Leaf("age", "age", Op.GE, 80, LAW), Leaf("hukou", "hukou", Op.EQ, "sz", LAW)))
GOOD = "6222020000001234567"


def staff(account: int, name: str, role: Role) -> Actor:
    return Actor(account_id=account, name=name, posts=(HeldPost(CIVIL, CIVIL, role, CITY),))


EDITOR, REVIEWER = staff(9201, "编辑", Role.EDITOR), staff(9202, "复核", Role.EDITOR)
CLERK, LEAD = staff(9203, "经办", Role.HANDLER), staff(9204, "负责人", Role.LEAD)


@dataclass(frozen=True)
class Town:
    parties: list[int]
    facts: list[dict[str, object]]  # as the extract has them, in the order of the parties

    def actor(self, at: int) -> Actor:
        party = self.parties[at]
        return Actor(
            account_id=100_000 + at,
            name=f"居民{at}",
            party_id=party,
            own_party_id=party,
            assurance=Assurance.REAL_NAME,
        )

    def met(self, node: Node, on: date | None = None) -> set[int]:
        """Parties that meet it, one by one."""
        return {
            party
            for party, facts in zip(self.parties, self.facts, strict=True)
            if rules.decide(node, facts, on=on).truth == "yes"
        }


def terms(code: str, **more: object) -> Terms:
    base: dict[str, object] = {
        "title": f"高龄津贴{code}",
        "summary": "八十周岁以上户籍老人每月领取。",
        "about": About.PERSON,
        "unit": CIVIL,
        "category": "养老",
        "amount": Amount(20_000),
        "period": Period.MONTH,
        "pool": "elders",
        "push": True,
        "risk": Risk.CONFIRM,
        "clause": LAW,
        "opens_on": date(2020, 1, 1),
    }
    return Terms(**{**base, **more})  # type: ignore[arg-type]


def programme(code: str, node: Node = ELDERS, **more: object) -> ProgrammeRow:
    return ProgrammeRow(code, terms(code, **more), node)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def units(db: None) -> Iterator[None]:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units([UnitRow(CIVIL, "样例市民政局", UnitLevel.CITY, "civil", CITY)])
    organisation.forget()
    asking.forget_failures()
    shelf.forget()
    rules.forget()
    yield
    organisation.forget()
    asking.forget_failures()
    shelf.forget()
    rules.forget()


@pytest.fixture
def pool(units: None) -> None:
    payouts.open_pool(code="elders", title="高龄津贴资金", unit=CIVIL, year=2026, fen=10_000_000_00)


@pytest.fixture
def town(units: None, settings: object, tmp_path: Path) -> Town:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    parties = list(identity.load_parties(_party(at) for at in range(PEOPLE)))
    facts = [_facts(np.random.default_rng(at), 2026 - 1930 - at % 80) for at in range(PEOPLE)]
    write(tmp_path / "population.parquet", parties, facts)
    return Town(parties, facts)


def _party(at: int) -> NewParty:
    body = f"440304{1930 + at % 80}0101{at % 900 + 100:03d}"
    return NewParty(
        kind=PartyKind.PERSON,
        name=f"居民{at}",
        document_kind=DocumentKind.CITIZEN_ID.value,
        document_number=body + identity.id_check_digit(body),
        phone=f"139{at:08d}" if at % 5 else "",
        born_on=date(1930 + at % 80, 1, 1),
        sex="f" if at % 2 else "m",
    )


def _facts(chance: np.random.Generator, age: int) -> dict[str, object]:
    def maybe(value: object) -> object:
        return None if chance.random() < 0.08 else value

    return {
        "age": age,  # as the identity number says, which every register has from there
        "hukou": maybe(str(chance.choice(("sz", "other")))),
        "residence_years": maybe(int(chance.integers(0, 40))),
        "low_income": maybe(bool(chance.random() < 0.3)),
        "disability_level": maybe(int(chance.integers(0, 5))),
        "social_security_months": maybe(int(chance.integers(0, 200))),
        "income_month_fen": maybe(int(chance.integers(0, 2_000_000))),
    }


TYPES = {
    "age": "SMALLINT", "hukou": "VARCHAR", "residence_years": "SMALLINT", "low_income": "BOOLEAN",
    "disability_level": "TINYINT", "social_security_months": "SMALLINT", "income_month_fen": "INTEGER",
}  # fmt: skip


def write(path: Path, parties: list[int], facts: list[dict[str, object]]) -> None:
    """As the lake's nightly job puts it there: sorted by party."""
    with duckdb.connect() as lake:
        lake.execute(f"CREATE TABLE p (party BIGINT, {', '.join(f'{n} {k}' for n, k in TYPES.items())})")
        marks = ", ".join("?" * (len(TYPES) + 1))
        lake.executemany(
            f"INSERT INTO p VALUES ({marks})",
            [[party, *(one[name] for name in TYPES)] for party, one in zip(parties, facts, strict=True)],
        )
        lake.execute(
            f"COPY (SELECT *, DATE '2026-11-01' AS as_of_population FROM p ORDER BY party) TO '{path}' (FORMAT parquet)"
        )


def payee(tail: str = "67", name: str = "居民") -> Payee:
    return Payee(name, GOOD[:-2] + tail, "中国工商银行深圳分行")


def today() -> date:
    return timezone.localdate()


def tomorrow() -> date:
    return today() + timedelta(days=1)
