"""Somebody the registers know, the office, and a hospital that tells what it does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.utils import timezone

from cdos.apps.credit_care import api
from cdos.apps.credit_care.adapters import demo
from cdos.apps.credit_care.contracts import Message, Told, Visit
from cdos.apps.credit_care.models import DemoWish
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.jobs import api as jobs
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
from cdos.base.rules import api as rules
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.hubs.registers.logic import asking

CITY, OFFICE, SINCE = "440300", "440300-health", date(2020, 1, 1)
GOOD = {
    "credit": {"illegal_record": False, "credit_level": "A"},
    "social_security": {"social_security_months": 60},
}


@dataclass
class Clinic:
    """A hospital's system; each message is signed and heard as a call is."""

    key: str = "demo"
    versions: dict[str, int] = field(default_factory=dict)

    def tell(self, message: Message) -> str:
        raw = demo.body(message)
        number = api.called(hospital=self.key, raw=raw, headers={demo.SIGNATURE: demo.signed(raw)})
        return number

    def opens(self, code: str, stay: str = "Z1") -> str:
        return self.tell(Message(self.key, Told.OPENED, stay, code=code, title="门诊"))

    def settles(
        self, stay: str = "Z1", *, total: int, insurance: int = 0, version: int = 1, bill: str = ""
    ) -> str:
        own = total - insurance
        return self.tell(
            Message(self.key, Told.SETTLED, stay, "", "", bill or f"J{stay}", version, total, insurance, own)
        )

    def cancels(self, stay: str = "Z1", bill: str = "") -> str:
        return self.tell(Message(self.key, Told.CANCELLED, stay, settlement=bill))


def person(name: str, body: str) -> Actor:
    number = body + identity.id_check_digit(body)
    party = identity.register_person(name=name, document_number=number)
    account = identity.create_account(
        login=f"c-{body[-4:]}", name=name, party_id=party.id, assurance=Assurance.REAL_NAME
    )
    return organisation.actor_of_account(account.id)


def know(actor: Actor, **values: dict[str, object]) -> None:
    rows = {**GOOD, **values}
    registers.load(NewRow(source, actor.party_id, held, timezone.now()) for source, held in rows.items())


def build() -> None:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.05, 22.55)])
    organisation.load_units(
        UnitRow(f"{CITY}-{what}", f"样例市{what}", UnitLevel.CITY, what, CITY)
        for what in ("health", "labour", "development", "water")
    )
    organisation.forget()
    asking.forget_failures()
    api.load_rule(since=SINCE)
    rules.forget()
    api.put_into_reserve("start", 10_000_000)


def clerk(unit: str, role: Role = Role.HANDLER) -> Actor:
    account = identity.create_account(
        login=f"c-{unit}-{role.value}", name="经办人", assurance=Assurance.REAL_NAME, is_staff=True
    )
    (post,) = organisation.load_posts([PostRow(unit, role)])
    organisation.load_appointments([AppointmentRow(account.id, post, SINCE)])
    return organisation.actor_of_account(account.id)


def wish(number: str, what: str) -> None:
    DemoWish.objects.update_or_create(number=number, defaults={"wish": what})


def visit(actor: Actor, number: str) -> Visit:
    return api.visit(actor=actor, number=number)[0]


def signed(actor: Actor) -> Actor:
    api.allow(actor=actor)
    api.sign(actor=actor)
    return actor


def owing(actor: Actor, clinic: Clinic, fen: int = 30_000, stay: str = "Z1") -> str:
    """A visit whose own part the bank has paid."""
    number = clinic.opens(api.code(actor=actor).text, stay)
    clinic.settles(stay, total=fen + 50_000, insurance=50_000)
    jobs.drain()
    return number


@pytest.fixture
def town(db: None) -> Iterator[None]:
    build()
    yield
    organisation.forget()
    rules.forget()


@pytest.fixture
def patient(town: None) -> Actor:
    made = person("陈一", "44030419910314720")
    know(made)
    return made


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()
