"""A small city with a dispatch desk, two departments, a street office, and who works there; a duty list of six items."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cdos.base.identity.contracts import Assurance
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, AreaRow, HeldPost, Role, UnitLevel, UnitRow
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.logic import duty, publicfigures

CITY, WEST, EAST = "440300", "440391", "440392"
STREET, NORTH, SOUTH = "440391001", "440391001001", "440391001002"
WATER, OFFICE, DESK = f"{WEST}-water", f"{STREET}-office", f"{WEST}-hotline"
IN_NORTH = (114.05, 22.58)
OUTSIDE = (121.47, 31.23)

LIST = """code,class,group,item,function,level,urgency,handling_amount,handling_unit,keywords,legal_basis,help
0101,水务,排水,污水井盖缺失松动,water,district,urgent,24,hours,井盖;污水井;下水道盖,排水条例,井盖松动请写明位置
0102,水务,供水,停水与水压不足,water,district,ordinary,3,working_days,停水;水压;没水,供水条例,
0201,市容,环境卫生,垃圾清运不及时,office,street,ordinary,3,working_days,垃圾;清运;满溢,市容条例,
0202,市容,噪声,广场舞噪声扰民,office,street,ordinary,5,working_days,广场舞;噪音;音响,噪声法,
0301,教育,招生,学位申请咨询,education,city,ordinary,5,working_days,学位;入学;积分,教育条例,
0302,教育,校外培训,培训机构退费,education,city,ordinary,7,working_days,退费;培训班;跑路,教育条例,
"""


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
    UnitRow(WATER, "西区水务局", UnitLevel.DISTRICT, "water", WEST),
    UnitRow(f"{CITY}-water", "样例市水务局", UnitLevel.CITY, "water", CITY),
    UnitRow(f"{CITY}-hotline", "样例市热线中心", UnitLevel.CITY, "hotline", CITY),
    UnitRow(DESK, "西区分拨中心", UnitLevel.DISTRICT, "hotline", WEST),
    UnitRow(OFFICE, "甲街道办事处", UnitLevel.STREET, "office", STREET, backstop=True),
    UnitRow(f"{WEST}-supervision", "西区督办科", UnitLevel.DISTRICT, "supervision", WEST),
]


def staff(account: int, name: str, unit: str, role: Role, area: str) -> Actor:
    return Actor(account_id=account, name=name, posts=(HeldPost(unit, unit, role, area),))


@dataclass(frozen=True)
class People:
    resident: Actor
    neighbour: Actor
    dispatcher: Actor
    other_dispatcher: Actor
    water: Actor
    office: Actor
    supervisor: Actor
    operator: Actor
    editor: Actor


@pytest.fixture
def people(city: None) -> People:
    real = Assurance.REAL_NAME
    return People(
        resident=Actor(account_id=9001, name="赵居民", party_id=8001, own_party_id=8001, assurance=real),
        neighbour=Actor(account_id=9002, name="钱邻居", party_id=8002, own_party_id=8002, assurance=real),
        dispatcher=staff(9003, "孙分拨", DESK, Role.DISPATCHER, WEST),
        other_dispatcher=staff(9004, "李分拨", DESK, Role.DISPATCHER, WEST),
        water=staff(9005, "周水务", WATER, Role.HANDLER, WEST),
        office=staff(9006, "吴街道", OFFICE, Role.HANDLER, STREET),
        supervisor=staff(9007, "郑督办", f"{WEST}-supervision", Role.SUPERVISOR, WEST),
        operator=staff(9008, "王话务", f"{CITY}-hotline", Role.OPERATOR, CITY),
        editor=staff(9009, "冯清单", f"{CITY}-hotline", Role.EDITOR, CITY),
    )


def load_city() -> None:
    organisation.load_areas(AREAS)
    organisation.load_units(UNITS)
    organisation.forget()
    duty.MEMORY.forget()
    publicfigures.MEMORY.forget()


@pytest.fixture
def city(db: None, tmp_path: Path) -> Iterator[None]:
    load_city()
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    made = api.import_duty_list(path=path, effective_on=date(2020, 1, 1))
    assert made.list is not None, made.errors
    yield
    organisation.forget()
    duty.MEMORY.forget()
