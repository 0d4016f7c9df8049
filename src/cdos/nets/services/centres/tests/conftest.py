"""A district with a hall, who serves there, and residents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, NewAccount
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    Actor,
    AppointmentRow,
    AreaLevel,
    AreaRow,
    PostRow,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.nets.services.centres import api
from cdos.nets.services.centres.contracts import Centre, CentreLevel

CITY, WEST = "440300", "440391"
DATA, OTHER = f"{WEST}-data", f"{WEST}-water"
HALL = "west-hall"


@dataclass(frozen=True)
class Town:
    residents: tuple[Actor, ...]
    clerk: Actor
    stranger: Actor
    admin: Actor

    @property
    def one(self) -> Actor:
        return self.residents[0]


def _resident(number: int) -> Actor:
    body = f"44030419910314{72 + number:03d}"
    party = identity.register_person(
        name=f"居民{number}", document_number=body + identity.id_check_digit(body)
    )
    account = identity.create_account(
        login=f"t-resident{number}", name=f"居民{number}", party_id=party.id, assurance=Assurance.REAL_NAME
    )
    return organisation.actor_of_account(account.id)


def build(residents: int = 4) -> Town:
    settings.DATA_DIR.mkdir(exist_ok=True)
    organisation.load_areas(
        [
            AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55),
            AreaRow(WEST, "西区", AreaLevel.DISTRICT, CITY, 114.1, 22.55),
        ]
    )
    organisation.load_units(
        [
            UnitRow(DATA, "西区政务服务局", UnitLevel.DISTRICT, "data", WEST),
            UnitRow(OTHER, "西区水务局", UnitLevel.DISTRICT, "water", WEST),
        ]
    )
    organisation.forget()
    city = Centre(
        "city-hall", "样例市政务服务中心", CentreLevel.CITY, CITY, "乙路 1 号", 114.2, 22.55, "周一至周五"
    )
    hall = Centre(
        HALL,
        "西区政务服务中心",
        CentreLevel.DISTRICT,
        WEST,
        "甲路 1 号",
        114.1,
        22.55,
        "周一至周五",
        unit=DATA,
    )
    api.load([(city, 3, 0), (hall, 3, 2)])
    identity.load_accounts([NewAccount(login=f"t-{name}", name=name, is_staff=True) for name in POSTS])
    posts = organisation.load_posts(POSTS.values())
    staff = {}
    for name, post in zip(POSTS, posts, strict=True):
        account = identity.account_by_login(f"t-{name}")
        assert account is not None
        organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
        staff[name] = organisation.actor_of_account(account.id)
    return Town(tuple(_resident(number) for number in range(residents)), **staff)


POSTS = {
    "clerk": PostRow(DATA, Role.HANDLER),
    "stranger": PostRow(OTHER, Role.HANDLER),
    "admin": PostRow(DATA, Role.ADMIN),
}


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    yield build()
    organisation.forget()
