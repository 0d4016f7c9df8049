"""Two districts, a dispatch desk, a water office and their clerks, each with a signed-in browser."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.matters.contracts import Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    SYSTEM,
    Actor,
    AppointmentRow,
    AreaLevel,
    AreaRow,
    PostRow,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling

CITY, WEST, EAST = "440300", "440391", "440392"
WATER, DESK = f"{WEST}-water", f"{WEST}-hotline"
IN_WEST, IN_EAST = (114.05, 22.55), (114.3, 22.55)
LIST = """code,class,group,item,function,level,urgency,handling_amount,handling_unit,keywords,legal_basis,help
0101,水务,排水,污水井盖缺失松动,water,district,urgent,24,hours,井盖;污水井;下水道盖,排水条例,
0102,水务,供水,停水与水压不足,water,district,ordinary,3,working_days,停水;水压;没水,供水条例,
"""
COVER = "小区门口的污水井盖松动，车压过去很响"


def box(west: float, east: float) -> dict[str, object]:
    ring = [[west, 22.5], [east, 22.5], [east, 22.6], [west, 22.6], [west, 22.5]]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS = [
    AreaRow(WEST, "西区", AreaLevel.DISTRICT, CITY, 114.1, 22.55, box(114.0, 114.2)),
    AreaRow(EAST, "东区", AreaLevel.DISTRICT, CITY, 114.3, 22.55, box(114.2, 114.4)),
    AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55),
]
UNITS = [
    UnitRow(f"{CITY}-hotline", "样例市热线中心", UnitLevel.CITY, "hotline", CITY),
    UnitRow(DESK, "西区分拨中心", UnitLevel.DISTRICT, "hotline", WEST, backstop=True),
    UnitRow(f"{EAST}-hotline", "东区分拨中心", UnitLevel.DISTRICT, "hotline", EAST, backstop=True),
    UnitRow(WATER, "西区水务局", UnitLevel.DISTRICT, "water", WEST),
    UnitRow(f"{EAST}-water", "东区水务局", UnitLevel.DISTRICT, "water", EAST),
]
CLERKS = {
    "dispatcher": ("孙分拨", PostRow(DESK, Role.DISPATCHER)),
    "second": ("李分拨", PostRow(DESK, Role.DISPATCHER)),
    "east": ("钱东区", PostRow(f"{EAST}-hotline", Role.DISPATCHER)),
    "handler": ("周水务", PostRow(WATER, Role.HANDLER)),
    "lead": ("何负责", PostRow(WATER, Role.LEAD)),
    "supervisor": ("郑督办", PostRow(f"{CITY}-hotline", Role.SUPERVISOR)),
    "admin": ("王管理", PostRow(f"{CITY}-hotline", Role.ADMIN)),
}


@pytest.fixture
def city(db: None, tmp_path: Path) -> Iterator[None]:
    organisation.load_areas(AREAS)
    organisation.load_units(UNITS)
    organisation.forget()
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    appeals.import_duty_list(path=path, effective_on=date(2020, 1, 1))
    identity.load_accounts(
        [NewAccount(login=f"s-{key}", name=name, is_staff=True) for key, (name, _post) in CLERKS.items()]
        + [NewAccount(login="s-resident", name="赵居民")]
    )
    posts = organisation.load_posts([post for _name, post in CLERKS.values()])
    since = date(2020, 1, 1)
    organisation.load_appointments(
        [AppointmentRow(account_id(key), post, since) for key, post in zip(CLERKS, posts, strict=True)]
    )
    yield
    organisation.forget()


def account_id(key: str) -> int:
    found = identity.account_by_login(f"s-{key}")
    assert found is not None
    return found.id


def actor(key: str) -> Actor:
    return organisation.actor_of_account(account_id(key))


SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(city: None) -> SignIn:
    """A browser with the session that signing in leaves; English, so that words can be tested."""

    def enter(key: str) -> Client:
        client = signed_in(account_id(key))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return enter


def file(text: str = COVER, place: tuple[float, float] = IN_WEST) -> str:
    filing = AppealFiling(text=text, place=Place("甲路 1 号", *place))
    return appeals.file_appeal(actor=Actor(), filing=filing).number


def dispatched(text: str = COVER) -> str:
    number = file(text)
    appeals.dispatch(actor=SYSTEM, number=number)
    return number
