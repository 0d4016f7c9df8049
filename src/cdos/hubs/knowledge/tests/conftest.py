"""A city office that answers for entries, an editor, a clerk."""

from collections.abc import Iterator
from dataclasses import dataclass

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
from cdos.hubs.knowledge import api

CITY, FUND = "440300", "440300-fund"


@dataclass(frozen=True)
class Staff:
    editor: Actor
    clerk: Actor
    resident: Actor


@pytest.fixture
def staff(db: None) -> Iterator[Staff]:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units([UnitRow(FUND, "样例市公积金中心", UnitLevel.CITY, "fund", CITY)])
    organisation.forget()
    api.forget()

    def post(account: int, name: str, role: Role) -> Actor:
        return Actor(account_id=account, name=name, posts=(HeldPost(FUND, FUND, role, CITY),))

    yield Staff(
        post(9101, "冯清单", Role.EDITOR),
        post(9102, "周经办", Role.HANDLER),
        Actor(account_id=9103, name="居民"),
    )
    organisation.forget()
    api.forget()
