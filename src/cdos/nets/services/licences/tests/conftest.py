"""A small city with civil affairs and a market office; a resident, a neighbour, a firm, and who works there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

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
from cdos.nets.services.licences import api
from cdos.nets.services.licences.contracts import Licence

CITY = "440300"
CIVIL, MARKET = f"{CITY}-civil", f"{CITY}-market"
UNITS = [
    UnitRow(CIVIL, "样例市民政局", UnitLevel.CITY, "civil", CITY),
    UnitRow(MARKET, "样例市市场监管局", UnitLevel.CITY, "market", CITY),
]
STAFF = {
    "handler": PostRow(CIVIL, Role.HANDLER),
    "second": PostRow(CIVIL, Role.LEAD),
    "stranger": PostRow(MARKET, Role.HANDLER),
    "editor": PostRow(CIVIL, Role.EDITOR),
}
NUMBER = "440304199103140722"


@dataclass(frozen=True)
class Town:
    resident: Actor
    neighbour: Actor
    handler: Actor
    second: Actor
    stranger: Actor
    editor: Actor
    firm: int

    def card(self, **more: object) -> Licence:
        """An elder's card of the resident's."""
        assert self.resident.party_id is not None
        values = {
            "name": "陈小满",
            "sex": "f",
            "birth_date": date(1991, 3, 14),
            "id_number": NUMBER,
            "phone": "1",
        }
        return api.issue(type="elder-card", holder_id=self.resident.party_id, values=values, **more)  # type: ignore[arg-type]


def _resident(name: str, body: str) -> Actor:
    party = identity.register_person(name=name, document_number=body + identity.id_check_digit(body))
    account = identity.create_account(
        login=f"t-{name}", name=name, party_id=party.id, assurance=Assurance.REAL_NAME
    )
    return organisation.actor_of_account(account.id)


def _staff() -> dict[str, Actor]:
    identity.load_accounts([NewAccount(login=f"t-{name}", name=name, is_staff=True) for name in STAFF])
    posts = organisation.load_posts(STAFF.values())
    found = {}
    for name, post in zip(STAFF, posts, strict=True):
        account = identity.account_by_login(f"t-{name}")
        assert account is not None
        organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
        found[name] = organisation.actor_of_account(account.id)
    return found


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    organisation.load_units(UNITS)
    organisation.forget()
    code = "91440300MA5FRM007"
    firm = identity.register_enterprise(name="样例面包店", uscc=code + identity.uscc_check_symbol(code))
    yield Town(
        _resident("陈小满", NUMBER[:17]), _resident("林国栋", "44030419581102031"), firm=firm.id, **_staff()
    )
    organisation.forget()


@pytest.fixture
def today() -> date:
    return timezone.localdate()
