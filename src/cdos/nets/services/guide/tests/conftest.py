"""A small city that offers what comes with CDOS, a resident, an agent of a firm."""

from collections.abc import Iterator
from datetime import date

import pytest

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Account, Assurance, Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AreaLevel, AreaRow, UnitLevel, UnitRow
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleRow
from cdos.nets.services.forms import api as forms
from cdos.nets.services.guide import api
from cdos.nets.services.items import api as items

SINCE = date(2020, 1, 1)
ORGANISATION = "MA5EYP3K"


FEW = ["library-card", "dog-licence", "residence-permit", "marriage-registration", "company-change"] + [
    "social-security-card",
    "newborn-birth-certificate",
    "company-social-security",
    "company-register",
]


def load_few() -> None:
    """A handful of services with their forms and rules: a whole catalogue takes seconds to load."""
    every, standards = items.sample()
    held = [one for one in every if one.code in FEW]
    items.load(
        held,
        standards=[one for one in standards if one.code in {h.standard for h in held}],
        effective_from=SINCE,
    )
    forms.load([one for one in items.sample_forms() if one["code"] in FEW], effective_from=SINCE)
    department = {one.code: one.department for one in held}
    rules.load(
        RuleRow(row["code"], row["title"], rules.parse(row["node"]), SINCE, department[row["code"]])
        for row in items.sample_rules()
        if row["code"] in department
    )
    api.load_links(rows=api.sample_links())


def forget() -> None:
    organisation.forget()
    items.forget()
    rules.forget()
    api.forget()


@pytest.fixture
def catalogue(db: None) -> Iterator[None]:
    organisation.load_areas([AreaRow("440300", "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    departments = {one.department for one in items.sample()[0] if one.code in FEW}
    organisation.load_units(
        UnitRow(code, f"样例市{code}", UnitLevel.CITY, code.partition("-")[2], "440300")
        for code in departments
    )
    organisation.forget()
    load_few()
    forget()
    yield
    forget()


def person(name: str, order: int) -> int:
    body = f"44030419940314{order:03}"
    number = body + identity.id_check_digit(body)
    return identity.register_person(name=name, document_number=number, phone=f"1541234{order:04}").id


@pytest.fixture
def resident(catalogue: None) -> Account:
    return identity.create_account(
        login="resident", name="周一鸣", party_id=person("周一鸣", 725), assurance=Assurance.REAL_NAME
    )


@pytest.fixture
def firm(resident: Account) -> int:
    """The resident acts for it, confirmed by the register."""
    body = "91440300" + ORGANISATION + identity.organisation_check_symbol(ORGANISATION)
    code = body + identity.uscc_check_symbol(body)
    made = identity.register_enterprise(name="深圳市样例烘焙有限公司", uscc=code, community="440305007003")
    assert resident.party_id is not None
    identity.grant_mandate(holder_id=resident.party_id, party_id=made.id, relation=Relation.AGENT)
    return made.id
