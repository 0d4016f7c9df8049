"""A town with the city's departments, items, forms, rules and bundles, and a newcomer whom the registers know."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files as files_of
from io import BytesIO
from typing import Any

from django.utils import timezone
from tests.support.journey import photo

from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Relation
from cdos.base.jobs import api as jobs
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import (
    Actor,
    AppointmentRow,
    AreaLevel,
    AreaRow,
    HeldPost,
    PostRow,
    Role,
    UnitLevel,
    UnitRow,
)
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleRow
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.services.applications import api as applications
from cdos.nets.services.bundles import api
from cdos.nets.services.bundles.contracts import BundleRefused, Case, Progress, Request
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Form
from cdos.nets.services.items import api as items
from cdos.nets.services.licences import api as licences
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Heard, Notice

CITY, DISTRICT, STREET, COMMUNITY = "440300", "440304", "440304008", "440304008014"
AREAS = [
    AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.05, 22.55),
    AreaRow(DISTRICT, "西区", AreaLevel.DISTRICT, CITY, 114.05, 22.55),
    AreaRow(STREET, "莲花街道", AreaLevel.STREET, DISTRICT, 114.05, 22.55),
    AreaRow(COMMUNITY, "景田社区", AreaLevel.COMMUNITY, STREET, 114.05, 22.55),
]
SINCE = date(2020, 1, 1)
USCC = "91440304M4U3GQCG8L"
# What the registers know of the newcomer, whatever the bundle.
KNOWN: dict[str, dict[str, Any]] = {
    "household": {"hukou": "other", "nationality": "cn", "children_count": 1, "sex": "m"},
    "residence": {
        "residence_address": "莲花街道景田北一街 1 号",
        "residence_community": COMMUNITY,
        "residence_years": 6,
        "residence_permit": True,
    },
    "marriage": {"marital_status": "single"},
    "social_security": {
        "social_security_months": 60,
        "pension_months": 60,
        "employment": "employed",
        "employer_name": "深圳市样例科技有限公司",
        "bank_account": "6222020200112233445",
        "bank_name": "样例银行",
    },
    "education": {"education": "master", "degree_name": "样例大学 工学硕士", "talent_type": "academic"},
    "civil": {"disability_level": 2, "low_income": True, "veteran": False},
    "credit": {"illegal_record": False, "credit_level": "A"},
    "estate": {"mortgage": False, "estate_owner": True, "estate_number": "粤2020深圳市不动产权第0000001号"},
}
FIRM: dict[str, dict[str, Any]] = {
    "enterprise": {"enterprise_name": "深圳市样例烘焙有限公司", "enterprise_type": "limited"},
    "firm_security": {"staff_count": 9},
    "firm_tax": {"tax_arrears": False},
    "credit": {"illegal_record": False, "credit_level": "A"},
}


@dataclass(slots=True)
class Town:
    """The newcomer, their child, father and firm (party ids), and the newcomer as an actor."""

    person: int
    child: int
    father: int
    firm: int
    actor: Actor

    def request(self, code: str, *, party: int | None = None, key: str = "", **answers: Any) -> Request:
        """With every optional part and everything the form and the papers ask for."""
        who = party or self.person
        bundle = api.bundle(code)
        assert bundle is not None
        chosen = tuple(part.item for part in bundle.parts if part.optional)
        made = api.make(code=code, chosen=chosen, answers=answers, party_id=who)
        return self._filled(code, who, chosen, answers, made, key)

    def own(self, *codes: str, **answers: Any) -> Request:
        made = api.make(code="own", chosen=codes, party_id=self.person)
        return self._filled("own", self.person, codes, answers, made, "")

    def _filled(
        self, code: str, who: int, chosen: tuple[str, ...], answers: dict[str, Any], made: api.Made, key: str
    ) -> Request:
        consents = tuple(one.code for one in api.sources_to_ask(made=made, party_id=who))
        self.consent(who, code, consents)
        asked = Request(code, who, chosen, answers, {})
        given, _sources = api.filled(actor=self.actor, made=made, request=asked)
        filled_in(made.composed.form, given)
        return Request(
            code=code,
            party_id=who,
            items=chosen,
            answers={**given, **answers},
            files={one.code: paper() for one in made.composed.materials if one.code != "application-form"},
            consents=consents,
            idempotency_key=key,
        )

    def consent(self, party: int, code: str, sources: tuple[str, ...]) -> None:
        acting = api.acting_for(actor=self.actor, party_id=party)
        for source in sources:
            registers.consent(actor=acting, party_id=party, source=source, purpose=api.purpose(code))

    def send(self, code: str, *, party: int | None = None, **answers: Any) -> str:
        try:
            number = api.submit(actor=self.actor, request=self.request(code, party=party, **answers))
        except BundleRefused as refused:
            raise AssertionError(f"{refused} {refused.problems}") from refused
        jobs.drain()
        return number

    def case(self, number: str) -> Case:
        return api.case(actor=self.actor, number=number)[0]

    def part(self, number: str, item: str) -> Progress:
        return next(part for part in self.case(number).parts if part.item == item)

    def states(self, number: str) -> dict[str, str]:
        return {part.item: part.state.value for part in self.case(number).parts}


def filled_in(form: Form, given: dict[str, Any]) -> None:
    """As a person does: what is shown and must be answered, nothing else."""
    for _round in range(6):
        shown = forms.shown(form, given, facts={})
        for entry in form.entries:
            if entry.name in shown and entry.required and given.get(entry.name) in (None, "", []):
                given[entry.name] = value_for(form.schema["properties"][entry.name], entry.widget, entry.name)


def paper() -> str:
    """Token of a fresh picture."""
    return files.store(stream=BytesIO(PICTURE), name="paper.jpg", uploaded_by=None, uploader="").token


PICTURE = photo()
TYPED: dict[str, Any] = {
    "id_number": "430104199403147253",
    "phone": "13800138000",
    "child_birth_date": "2026-01-05",
    "birth_date": "1994-03-14",
    "deed_date": "2026-01-05",
    "mortgage": False,
    "residence_community": COMMUNITY,
    "uscc": USCC,
}


def value_for(schema: dict[str, Any], widget: str, name: str) -> Any:
    """Something that the field takes."""
    if name in TYPED:
        return TYPED[name]
    if widget == "choices":
        return [schema["items"]["oneOf"][0]["const"]]
    if "oneOf" in schema:
        return schema["oneOf"][0]["const"]
    if widget == "date":
        future = schema.get("format") == "future-date"
        return (timezone.localdate() + timedelta(days=30)).isoformat() if future else "2026-01-05"
    least = schema.get("minimum", 3)
    kinds: dict[str, Any] = {
        "number": max(least, 3),
        "money": 500_000_00,
        "yes_no": True,
        "phone": "13800138000",
        "document": TYPED["id_number"],
        "uscc": TYPED["uscc"],
        "area": COMMUNITY,
    }
    return kinds.get(widget, "样例")


def build() -> Town:
    organisation.load_areas(AREAS)
    every, standards = items.sample()
    held = [one for one in every if not one.variant_of]
    sources = [source.unit for source in registers.sources()]
    codes = {one.department for one in held} | set(sources) | {"440300-water"}
    organisation.load_units(
        UnitRow(code, f"样例市{code.rpartition('-')[2]}局", UnitLevel.CITY, code.rpartition("-")[2], CITY)
        for code in sorted(codes)
    )
    organisation.forget()
    department = {one.code: one.department for one in held}
    items.load(held, standards=standards, effective_from=SINCE)
    items.forget()
    source = files_of("cdos.nets.services.forms") / "data" / "forms.json"
    forms.load(json.loads(source.read_text(encoding="utf-8")), effective_from=SINCE)
    rules.load(
        RuleRow(row["code"], row["title"], rules.parse(row["node"]), SINCE, department[row["code"]])
        for row in items.sample_rules()
        if row["code"] in department
    )
    rules.forget()
    api.load(api.sample_bundles(), effective_from=SINCE)
    return people()


def person(name: str, body: str, phone: str = "") -> int:
    number = body + identity.id_check_digit(body)
    return identity.register_person(name=name, document_number=number, phone=phone, community=COMMUNITY).id


def people() -> Town:
    party = person("周一鸣", "43010419940314725", "13800138000")
    child = person("周小满", "44030420260105101")
    father = person("周国平", "43010419580314725", "13800138002")
    firm = identity.register_enterprise(
        name="深圳市样例烘焙有限公司",
        uscc=USCC,
        phone="13800138001",
        community=COMMUNITY,
    ).id
    identity.grant_mandate(holder_id=party, party_id=child, relation=Relation.CHILD, valid_from=SINCE)
    identity.grant_mandate(holder_id=party, party_id=father, relation=Relation.PARENT, valid_from=SINCE)
    identity.grant_mandate(holder_id=party, party_id=firm, relation=Relation.AGENT, valid_from=SINCE)
    account = identity.create_account(
        login="b-newcomer", name="周一鸣", party_id=party, assurance=Assurance.REAL_NAME
    )
    know(party, KNOWN)
    know(
        child,
        {
            "household": {"hukou": "sz", "nationality": "cn"},
            "civil": {"disability_level": 2, "low_income": True},
        },
    )
    know(
        father,
        KNOWN
        | {
            "social_security": {"pension_months": 400, "social_security_months": 400, "employment": "retired"}
        },
    )
    know(firm, FIRM | {"enterprise": {**FIRM["enterprise"], "uscc": USCC}})
    return Town(party, child, father, firm, organisation.actor_of_account(account.id))


def know(party: int, values: dict[str, dict[str, Any]], *, as_of: datetime | None = None) -> None:
    registers.load(NewRow(source, party, given, as_of or timezone.now()) for source, given in values.items())


def clerk(unit: str, role: Role = Role.HANDLER) -> Actor:
    """Somebody on a post of this unit."""
    account = identity.create_account(
        login=f"b-{unit}-{role.value}", name="经办人", assurance=Assurance.REAL_NAME, is_staff=True
    )
    (post,) = organisation.load_posts([PostRow(unit, role)])
    organisation.load_appointments([AppointmentRow(account.id, post, SINCE)])
    found = organisation.actor_of_account(account.id)
    assert any(isinstance(held, HeldPost) for held in found.posts)
    return found


def decide(number: str, *, grant: bool = True, unit: str = "") -> None:
    """The clerk of the application's unit grants or refuses it; the jobs that follow are run."""
    info = applications.info(number=number)
    actor = clerk_of(unit or info.unit)
    if info.state == "submitted":
        matters.act(actor=actor, number=number, move="accept")
    if grant:
        matters.act(actor=actor, number=number, move="grant")
    else:
        data = {"reason": "材料与登记信息不一致。", "clause": "《样例规定》第三条"}
        matters.act(actor=actor, number=number, move="refuse", data=data)
    jobs.drain()


_clerks: dict[str, Actor] = {}


def clerk_of(unit: str) -> Actor:
    if unit not in _clerks or identity.account(_clerks[unit].account_id or 0) is None:
        _clerks[unit] = clerk(unit)
    return _clerks[unit]


def grant_all(town: Town, number: str, *, most: int = 30) -> None:
    """Clerks grant whatever waits for a person until nothing does."""
    for _round in range(most):
        waiting = [part for part in town.case(number).parts if part.state.value == "delivered"]
        if not waiting:
            return
        for part in waiting:
            decide(part.number)


def wallet(party: int) -> set[str]:
    return {one.type.code for one in licences.of_holder(party)}


def forget() -> None:
    _clerks.clear()


def pay(number: str) -> None:
    """As the provider says it; the jobs that follow are run."""
    payment = payments.of_matter(matter=number)
    assert payment is not None
    payments.begin(reference=payment.reference)
    charge = f"{payment.reference}-1"
    payments.paid(provider="demo", notice=Notice(f"note-{charge}", charge, Heard.PAID, payment.fen))
    jobs.drain()


def why(town: Town, number: str) -> list[tuple[str, str, str]]:
    """How each application of a bundle stands and why."""
    return [(one.item, one.state, one.sentence) for one in applications.of_parent(number=number)]
