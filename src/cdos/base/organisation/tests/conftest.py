"""A small city: two districts side by side, a street with two communities, five units, three members of staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.organisation import api
from cdos.base.organisation.contracts import (
    AppointmentRow,
    AreaLevel,
    AreaRow,
    PostRow,
    Role,
    UnitLevel,
    UnitRow,
)

CITY, WEST, EAST = "440300", "440391", "440392"
STREET, NORTH, SOUTH = "440391001", "440391001001", "440391001002"


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS = [
    AreaRow(NORTH, "北社区", AreaLevel.COMMUNITY, STREET, 114.05, 22.58, box(114.0, 22.55, 114.1, 22.6)),
    AreaRow(SOUTH, "南社区", AreaLevel.COMMUNITY, STREET, 114.05, 22.52, box(114.0, 22.5, 114.1, 22.55)),
    AreaRow(STREET, "甲街道", AreaLevel.STREET, WEST, 114.05, 22.55, box(114.0, 22.5, 114.1, 22.6)),
    AreaRow(WEST, "西区", AreaLevel.DISTRICT, CITY, 114.1, 22.55, box(114.0, 22.5, 114.2, 22.6)),
    AreaRow(EAST, "东区", AreaLevel.DISTRICT, CITY, 114.3, 22.55, box(114.2, 22.5, 114.4, 22.6)),
    AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55),
]
UNITS = [
    UnitRow(f"{WEST}-water", "西区水务局", UnitLevel.DISTRICT, "water", WEST, f"{CITY}-water"),
    UnitRow(f"{CITY}-water", "样例市水务局", UnitLevel.CITY, "water", CITY),
    UnitRow(f"{CITY}-hotline", "样例市热线中心", UnitLevel.CITY, "hotline", CITY, phone="12345"),
    UnitRow(f"{STREET}-office", "甲街道办事处", UnitLevel.STREET, "office", STREET, backstop=True),
    UnitRow(f"{WEST}-hotline", "西区分拨中心", UnitLevel.DISTRICT, "hotline", WEST, backstop=True),
]


@dataclass(frozen=True)
class Staff:
    zhang: int
    li: int
    admin: int
    resident: int
    handler_appointment: int


@pytest.fixture
def city(db: None) -> Iterator[None]:
    api.load_areas(AREAS)
    api.load_units(UNITS)
    yield
    api.forget()


@pytest.fixture
def staff(city: None) -> Staff:
    people = [
        ("zhang", "张三", True),
        ("li", "李四", True),
        ("admin", "王管理", True),
        ("res", "赵居民", False),
    ]
    identity.load_accounts(
        [NewAccount(login=f"o-{login}", name=name, is_staff=s) for login, name, s in people]
    )
    zhang, li, admin, resident = (account_id(f"o-{login}") for login, *_ in people)
    handler, lead, root = api.load_posts(
        [
            PostRow(f"{WEST}-water", Role.HANDLER),
            PostRow(f"{CITY}-water", Role.LEAD),
            PostRow(f"{CITY}-hotline", Role.ADMIN),
        ]
    )
    since = date(2020, 1, 1)
    api.load_appointments(
        [
            AppointmentRow(zhang, handler, since),
            AppointmentRow(li, lead, since),
            AppointmentRow(admin, root, since),
        ]
    )
    held = api.appointments(account_id=zhang)[0]
    return Staff(zhang, li, admin, resident, held.id)


def account_id(login: str) -> int:
    found = identity.account_by_login(login)
    assert found is not None
    return found.id
