"""A small town for the pages: a grandmother, her granddaughter who acts for her and for a firm, six programmes, a pool."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, AreaRow, UnitLevel, UnitRow
from cdos.base.rules.contracts import All, AnyOf, Clause, Leaf, Node, Not, Op
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.benefits import api
from cdos.nets.services.benefits.contracts import About, Amount, Period, ProgrammeRow, Risk, Terms
from cdos.nets.services.payouts import api as payouts

CITY, CIVIL = "440300", "440300-civil"
POOL, DRY = "pages", "pages-dry"
SINCE = date(2020, 1, 1)
LAW = Clause("样例市惠民补贴办法", "样府规〔2026〕1号", "第三条")
ACCOUNT = "6222020200112233445"


@dataclass(frozen=True, slots=True)
class Residents:
    grandmother: int
    granddaughter: int
    firm: int
    account: int  # of the granddaughter

    def browser(self, party: int | None = None) -> Client:
        """Of the granddaughter, who acts for this party."""
        client = signed_in(self.account)
        if party is not None and party != self.granddaughter:
            answer = client.post("/accounts/me/acting-for/", {"party": str(party), "next": "/benefits/"})
            assert answer.status_code == 302
        return client

    def actor(self, party: int | None = None) -> Actor:
        return Actor(
            account_id=self.account,
            name="陈一",
            party_id=party or self.granddaughter,
            own_party_id=self.granddaughter,
            assurance=Assurance.REAL_NAME,
        )


def leaf(name: str, op: Op, value: Any, *, id: str = "") -> Leaf:
    return Leaf(id or f"{name}-{op.value}".replace("_", "-"), name, op, value, LAW)


def terms(title: str, **changed: Any) -> Terms:
    known: dict[str, Any] = {
        "title": title,
        "summary": f"{title}：符合条件即可领取。",
        "about": About.PERSON,
        "unit": CIVIL,
        "category": "养老",
        "amount": Amount(fen=20_000),
        "period": Period.ONCE,
        "pool": POOL,
        "push": True,
        "risk": Risk.CONFIRM,
        "clause": LAW,
        "opens_on": SINCE,
    }
    return Terms(**known | changed)


OLD = leaf("age", Op.GE, 80)
HERE = leaf("hukou", Op.EQ, "sz")
RULES: dict[str, tuple[Terms, Node]] = {
    "elder": (terms("高龄津贴", period=Period.MONTH), All((OLD, HERE))),
    "study": (
        terms("学历补贴", push=False, amount=Amount(field="education", tiers=(("bachelor", 150_000), ("master", 250_000)))),
        All(
            (
                leaf("age", Op.LE, 45),
                AnyOf((leaf("education", Op.IN, ("bachelor", "master")), leaf("skill_level", Op.LE, 2))),
                Not(leaf("employment", Op.EQ, "student")),
            )
        ),
    ),
    "rent": (
        terms("租房补贴", push=False, amount=Amount(permille=100, field="income_month_fen", most_fen=60_000)),
        All((leaf("residence_years", Op.GE, 1), leaf("estate_owner", Op.EQ, value=False))),
    ),
    "looked-at": (terms("困难帮扶", push=False, risk=Risk.CHECK), leaf("low_income", Op.EQ, value=True)),
    "dry": (terms("用完的补贴", push=False, pool=DRY), leaf("veteran", Op.EQ, value=True)),
    "firm-jobs": (
        terms("稳岗返还", about=About.ENTERPRISE, push=False, category="稳岗"),
        All((leaf("staff_count", Op.LE, 30), leaf("tax_arrears", Op.EQ, value=False))),
    ),
}  # fmt: skip


def build() -> Residents:
    organisation.load_areas([AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55)])
    units = {CIVIL} | {one.unit for one in registers.sources()}
    organisation.load_units(
        UnitRow(code, f"样例市{code.rpartition('-')[2]}局", UnitLevel.CITY, code.rpartition("-")[2], CITY)
        for code in sorted(units)
    )
    organisation.forget()
    payouts.open_pool(code=POOL, title="样例资金池", unit=CIVIL, year=2026, fen=100_000_000)
    payouts.open_pool(code=DRY, title="用完的资金池", unit=CIVIL, year=2026, fen=100)
    api.load([ProgrammeRow(code, written, node) for code, (written, node) in RULES.items()])
    grandmother, granddaughter = person("陈阿婆", "44030419400314724"), person("陈一", "44030419970314720")
    code = "91440300MA5FRM007"
    firm = identity.register_enterprise(name="样例面包店", uscc=code + identity.uscc_check_symbol(code)).id
    for party, relation in ((grandmother, Relation.PARENT), (firm, Relation.AGENT)):
        identity.grant_mandate(holder_id=granddaughter, party_id=party, relation=relation, valid_from=SINCE)
    account = identity.create_account(
        login="b-pages", name="陈一", party_id=granddaughter, assurance=Assurance.REAL_NAME
    )
    return Residents(grandmother, granddaughter, firm, account.id)


def person(name: str, body: str) -> int:
    number = body + identity.id_check_digit(body)
    return identity.register_person(name=name, document_number=number, phone="").id


def know(party: int, values: dict[str, dict[str, Any]]) -> None:
    registers.load(NewRow(source, party, given, timezone.now()) for source, given in values.items())


GRANDMOTHER: dict[str, dict[str, Any]] = {
    "household": {"hukou": "sz", "age": 86},
    "social_security": {"bank_account": ACCOUNT, "bank_name": "样例银行", "employment": "retired"},
}
GRANDDAUGHTER: dict[str, dict[str, Any]] = {
    "household": {"hukou": "sz", "age": 29},
    "residence": {"residence_years": 4},
    "social_security": {
        "bank_account": "6222020200998877601",
        "bank_name": "样例银行",
        "employment": "employed",
    },
    "education": {"education": "master"},
    "civil": {"low_income": True, "veteran": True, "disability_level": 0},
    "estate": {"estate_owner": False},
}
FIRM: dict[str, dict[str, Any]] = {"firm_security": {"staff_count": 9}, "firm_tax": {"tax_arrears": False}}


def settled() -> Residents:
    """Everybody known, offers made."""
    made = build()
    for party, known in (
        (made.grandmother, GRANDMOTHER),
        (made.granddaughter, GRANDDAUGHTER),
        (made.firm, FIRM),
    ):
        know(party, known)
        api.recheck(party_id=party)
    return made
