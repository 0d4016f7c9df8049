"""A small city hall for tests of the desk: two editors, a clerk, a pool, one programme in force, and a few people in the lake."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    Actor,
    AppointmentRow,
    AreaLevel,
    AreaRow,
    HeldPost,
    PostRow,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.base.rules.contracts import All, Clause, Leaf, Op
from cdos.nets.services.benefits import api
from cdos.nets.services.benefits.contracts import About, Amount, Period, ProgrammeRow, Risk, Terms
from cdos.nets.services.payouts import api as payouts

CITY, WEST = "440300", "440304"
CIVIL = f"{CITY}-civil"
CODE, POOL = "elder-allowance", "civil-2026"
AGE = Leaf("age", "age", Op.GE, 80, Clause("老年人权益保障条例", "", "第十条"))
TERMS = Terms(
    title="高龄津贴",
    summary="八十周岁以上老人每年领取津贴。",
    about=About.PERSON,
    unit=CIVIL,
    category="养老",
    amount=Amount(120_000),
    period=Period.YEAR,
    pool=POOL,
    push=True,
    risk=Risk.CONFIRM,
    clause=Clause("老年人权益保障条例", "", "第十条"),
    opens_on=date(2020, 1, 1),
)


def city_hall() -> None:
    organisation.load_areas(
        [
            AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55),
            AreaRow(WEST, "西区", AreaLevel.DISTRICT, CITY, 114.1, 22.55),
        ]
    )
    organisation.load_units([UnitRow(CIVIL, "样例市民政局", UnitLevel.CITY, "civil", CITY)])
    organisation.forget()
    payouts.open_pool(code=POOL, title="民政资金池", unit=CIVIL, year=2026, fen=1_000_000, by="test")
    api.load([ProgrammeRow(CODE, TERMS, All((AGE,)))])


def actor(account: int, role: Role = Role.EDITOR) -> Actor:
    return Actor(account_id=account, name=f"员工{account}", posts=(HeldPost(CIVIL, CIVIL, role, CITY),))


def browsers() -> dict[str, Client]:
    """Signed in, in Chinese: two editors, and a supervisor of the unit who sees figures."""
    roles = {"first": Role.EDITOR, "second": Role.EDITOR, "lead": Role.LEAD}
    return {name: browser(name, role, CIVIL) for name, role in roles.items()}


def browser(name: str, role: Role, unit: str) -> Client:
    identity.load_accounts([NewAccount(login=f"b-{name}", name=name, is_staff=True)])
    account = identity.account_by_login(f"b-{name}")
    assert account is not None
    (post,) = organisation.load_posts([PostRow(unit, role, title=name)])
    organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
    found = signed_in(account.id)
    found.cookies["django_language"] = "zh-hans"
    return found


def lake(path: Path, people: list[Mapping[str, Any]]) -> None:
    """The nightly extract with these people; what a row lacks is not known."""
    columns = {
        "party": "BIGINT",
        "age": "INTEGER",
        "income_month_fen": "BIGINT",
        "residence_district": "VARCHAR",
    }
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE people ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
        db.executemany(
            f"INSERT INTO people VALUES ({', '.join('?' for _ in columns)})",
            [[one.get(name) for name in columns] for one in people],
        )
        db.execute(f"COPY people TO '{path}' (FORMAT parquet)")
