from collections.abc import Iterator

import pytest

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, AreaRow, HeldPost, Role, UnitLevel, UnitRow
from cdos.nets.services.forms.logic import book

CITY = "440300"
DESK = f"{CITY}-data"


def editor(account: int, name: str, role: Role = Role.EDITOR) -> Actor:
    return Actor(account_id=account, name=name, posts=(HeldPost(DESK, DESK, role, CITY),))


@pytest.fixture
def city(db: None) -> Iterator[None]:
    organisation.load_areas(
        [
            AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55),
            AreaRow("440391", "西区", AreaLevel.DISTRICT, CITY, 114.1, 22.55),
            AreaRow("440391001", "甲街道", AreaLevel.STREET, "440391", 114.1, 22.55),
        ]
    )
    organisation.load_units([UnitRow(DESK, "样例市政务服务局", UnitLevel.CITY, "data", CITY)])
    organisation.forget()
    book.forget()
    yield
    organisation.forget()
    book.forget()
