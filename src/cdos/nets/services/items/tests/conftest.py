"""A city with its departments, two editors and a clerk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    Actor,
    AreaLevel,
    AreaRow,
    HeldPost,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.nets.services.items import api
from cdos.nets.services.items.contracts import Item

CITY, WEST = "440300", "440304"
DATA = f"{CITY}-data"


@dataclass(frozen=True)
class Staff:
    editor: Actor
    reviewer: Actor
    clerk: Actor
    resident: Actor


@pytest.fixture
def city(db: None) -> Iterator[None]:
    """All departments and districts that the sample's items name."""
    items, _standards = api.sample()
    areas = sorted({item.area for item in items} - {CITY})
    organisation.load_areas(
        [AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)]
        + [AreaRow(code, f"{code}区", AreaLevel.DISTRICT, CITY, 114.2, 22.55) for code in areas]
    )
    units = {item.department: item.area for item in items} | {DATA: CITY}
    organisation.load_units(
        UnitRow(
            code,
            f"{code}局",
            UnitLevel.CITY if area == CITY else UnitLevel.DISTRICT,
            code.split("-")[1],
            area,
        )
        for code, area in units.items()
    )
    organisation.forget()
    api.forget()
    yield
    organisation.forget()
    api.forget()


@pytest.fixture
def staff(city: None) -> Staff:
    def post(account: int, name: str, role: Role) -> Actor:
        return Actor(account_id=account, name=name, posts=(HeldPost(DATA, "数据局", role, CITY),))

    return Staff(
        post(9201, "吴静怡", Role.EDITOR),
        post(9202, "田雨桐", Role.EDITOR),
        post(9203, "周经办", Role.HANDLER),
        Actor(account_id=9204, name="居民"),
    )


@pytest.fixture
def sample(city: None) -> list[Item]:
    """The items that come with CDOS, in force."""
    items, standards = api.sample()
    api.load(items, standards=standards, effective_from=date(2025, 1, 1))
    return items
