"""Two editors, a clerk, and a unit that answers for rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.utils import translation

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, AreaRow, HeldPost, Role, UnitLevel, UnitRow

CITY, HR = "440300", "440300-hr"


@dataclass(frozen=True)
class Staff:
    first: Actor
    second: Actor
    clerk: Actor


@pytest.fixture
def staff(db: None) -> Iterator[Staff]:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units([UnitRow(HR, "样例市人力资源局", UnitLevel.CITY, "hr", CITY)])
    organisation.forget()

    def post(account: int, name: str, role: Role) -> Actor:
        return Actor(account_id=account, name=name, posts=(HeldPost(HR, HR, role, CITY),))

    with translation.override("en"):
        yield _staff(post)
    organisation.forget()


def _staff(post: Callable[[int, str, Role], Actor]) -> Staff:
    return Staff(
        post(9201, "冯清单", Role.EDITOR),
        post(9202, "许复核", Role.EDITOR),
        post(9203, "周经办", Role.HANDLER),
    )
