"""A town for tests of the whole: two districts, their offices, residents and clerks of every role, one appeal with secrets."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.support.signing_in import signed_in

from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, DocumentKind, NewAccount, Relation
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Place, Visibility
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
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleRow
from cdos.base.vitals import api as vitals
from cdos.nets.governance.analysis import api as analysis
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling, Contact
from cdos.nets.governance.cases import api as cases
from cdos.nets.governance.closure import api as closure
from cdos.nets.governance.risks import api as risks
from cdos.nets.governance.risks.contracts import SentinelWish
from cdos.nets.services.applications import api as applications
from cdos.nets.services.applications.contracts import Submission
from cdos.nets.services.centres import api as centres
from cdos.nets.services.centres.contracts import Centre, CentreLevel
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.forms import api as forms
from cdos.nets.services.items import api as items
from cdos.nets.services.licences import api as licences
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import Payee

CITY, WEST, EAST = "440300", "440391", "440392"
WATER, EAST_WATER, DESK = f"{WEST}-water", f"{EAST}-water", f"{WEST}-hotline"
IN_WEST = (114.05, 22.55)
LIST = """code,class,group,item,function,level,urgency,handling_amount,handling_unit,keywords,legal_basis,help
0101,水务,排水,污水井盖缺失松动,water,district,ordinary,3,working_days,井盖;污水井,排水条例,
"""
SAID, NOTED = "门牌暗记甲乙丙丁", "内部暗记戊己庚辛"  # what only some may read
PHONE = "15412345678"
TOWN_FORM = {"code": "town-form", "title": "试", "sections": [{"title": "人", "entries": ["name", "phone"]}]}


def box(west: float, east: float) -> dict[str, object]:
    ring = [[west, 22.5], [east, 22.5], [east, 22.6], [west, 22.6], [west, 22.5]]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS = [
    AreaRow(CITY, "样例市", AreaLevel.CITY, "", 114.2, 22.55),
    AreaRow(WEST, "西区", AreaLevel.DISTRICT, CITY, 114.1, 22.55, box(114.0, 114.2)),
    AreaRow(EAST, "东区", AreaLevel.DISTRICT, CITY, 114.3, 22.55, box(114.2, 114.4)),
]
UNITS = [
    UnitRow(f"{CITY}-hotline", "样例市热线中心", UnitLevel.CITY, "hotline", CITY),
    UnitRow(DESK, "西区分拨中心", UnitLevel.DISTRICT, "hotline", WEST, backstop=True),
    UnitRow(WATER, "西区水务局", UnitLevel.DISTRICT, "water", WEST),
    UnitRow(EAST_WATER, "东区水务局", UnitLevel.DISTRICT, "water", EAST),
]
CLERKS = {
    "clerk": PostRow(WATER, Role.HANDLER),
    "stranger": PostRow(EAST_WATER, Role.HANDLER),
    "lead": PostRow(WATER, Role.LEAD),
    "dispatcher": PostRow(DESK, Role.DISPATCHER),
    "supervisor": PostRow(f"{CITY}-hotline", Role.SUPERVISOR),
    "operator": PostRow(f"{CITY}-hotline", Role.OPERATOR),
    "editor": PostRow(f"{CITY}-hotline", Role.EDITOR),
    "guardian": PostRow(DESK, Role.GUARDIAN, area=WEST),
    "admin": PostRow(f"{CITY}-hotline", Role.ADMIN),
    "security": PostRow(f"{CITY}-hotline", Role.SECURITY),
    "audit": PostRow(f"{CITY}-hotline", Role.AUDIT),
}
RESIDENTS = ("resident", "neighbour", "agent")


@dataclass(slots=True)
class Town:
    """Who lives here (account and party by name), and the number and file of the resident's appeal."""

    accounts: dict[str, int] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)
    number: str = ""
    matter: int = 0
    topic: int = 0  # of the resident's and the visitor's appeal
    campaign: str = ""  # about it, led by the water office of the west
    measure: int = 0
    sentinel: int = 0  # over the west, and what it raised
    risk: str = ""
    report: int = 0  # a draft about the whole city, and its first sentence
    sentence: int = 0
    key: str = ""  # of a visitor's anonymous appeal, `anonymous`
    anonymous: str = ""
    answer: int = 0  # a reply to another appeal of the resident's, as scored
    promise: int = 0  # in that reply
    visit: int = 0  # to look at that answer, for the neighbour, who is an experience officer
    licence: int = 0  # an elder's card of the resident's, given by the water office of the west, used once
    licence_use: int = 0
    licence_code: str = ""
    application: str = ""  # the resident's, with a fee at the water office of the west
    payment: str = ""  # its secret address
    draft: int = 0  # of another
    payout_batch: int = 0  # made by the clerk out of a pool of the water office of the west
    ticket: str = ""  # a number of the neighbour's in the hall that the water office serves: its key
    ticket_id: int = 0
    appointment: int = 0  # of the resident's there
    file: str = ""
    staff_file: str = ""
    receipt: int = 0  # of a decision by rule about the resident's appeal

    def browser(self, who: str) -> Client:
        """With the session that a complete sign-in leaves; visitors have none. English, so that words can be tested."""
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        if who == "visitor":
            return client
        signed_in(self.accounts[who], client)
        if who == "agent":
            session = client.session
            session["acting_for"] = self.parties["firm"]
            session.save()
        return client


def build(folder: Path) -> Town:
    organisation.load_areas(AREAS)
    organisation.load_units(UNITS)
    organisation.forget()
    path = folder / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    appeals.import_duty_list(path=path, effective_on=date(2020, 1, 1))
    town = Town()
    _people(town)
    _clerks(town)
    _appeal(town)
    _campaign(town)
    _risk(town)
    _report(town)
    _licence(town)
    forms.load([TOWN_FORM], effective_from=date(2020, 1, 1))
    _application(town)
    _hall(town)
    _decision(town)
    _payout(town)
    vitals.mark("deep")  # as the worker does each minute
    return town


def _people(town: Town) -> None:
    for number, name in enumerate(RESIDENTS):
        body = f"44030419910314{72 + number:03d}"
        party = identity.register_person(
            name=f"居民{number}",
            document_kind=DocumentKind.CITIZEN_ID,
            document_number=body + identity.id_check_digit(body),
            phone=f"1541234567{8 - number}",
        )
        town.parties[name] = party.id
        town.accounts[name] = identity.create_account(
            login=f"t-{name}", name=f"居民{number}", party_id=party.id, assurance=Assurance.REAL_NAME
        ).id
    code = "91440300MA5FRM007"
    firm = identity.register_enterprise(name="样例面包店", uscc=code + identity.uscc_check_symbol(code))
    town.parties["firm"] = firm.id
    identity.grant_mandate(
        holder_id=town.parties["agent"],
        party_id=firm.id,
        relation=Relation.AGENT,
        valid_from=date(2020, 1, 1),
    )


def _clerks(town: Town) -> None:
    identity.load_accounts([NewAccount(login=f"t-{name}", name=name, is_staff=True) for name in CLERKS])
    posts = organisation.load_posts(CLERKS.values())
    for name, post in zip(CLERKS, posts, strict=True):
        found = identity.account_by_login(f"t-{name}")
        assert found is not None
        town.accounts[name] = found.id
        organisation.load_appointments([AppointmentRow(found.id, post, date(2020, 1, 1))])


def _application(town: Town) -> None:
    pruning = {
        "code": "tree-pruning",
        "title": "树木修剪许可",
        "department": WATER,
        "area": WEST,
        "audience": ["1"],
        "fees": [{"name": "工本费", "fen": 1000, "department": WATER}],
    }
    items.load([pruning], effective_from=date(2020, 1, 1))
    items.forget()
    resident = organisation.actor_of_account(town.accounts["resident"])
    asked = Submission("tree-pruning", town.parties["resident"], {}, {})
    town.application = applications.submit(actor=resident, submission=asked).number
    fee = payments.of_matter(matter=town.application)
    town.payment = fee.reference if fee else ""
    town.draft = applications.start(actor=resident, party_id=town.parties["resident"], item="tree-pruning").id


def _payout(town: Town) -> None:
    payouts.open_pool(code="town-pool", title="节水补贴", unit=WATER, year=2026, fen=100_000)
    payouts.reserve(
        key="town:1",
        pool="town-pool",
        party_id=town.parties["resident"],
        title="节水补贴",
        fen=5_000,
        payee=Payee("居民0", "6217000010012345699", "样例银行"),
    )
    clerk = organisation.actor_of_account(town.accounts["clerk"])
    town.payout_batch = payouts.make_batch(actor=clerk).id


def _licence(town: Town) -> None:
    resident = organisation.actor_of_account(town.accounts["resident"])
    made = licences.issue(
        type="elder-card", holder_id=town.parties["resident"], values={"name": "居民0"}, issuer=WATER
    )
    used = licences.use(
        licence=made,
        purpose="领补贴",
        ground="consent",
        by="西区水务局",
        until=timezone.now() + timedelta(days=1),
        actor=resident,
    )
    town.licence, town.licence_use, town.licence_code = made.id, used.id, made.verify_code


def _hall(town: Town) -> None:
    hall = Centre(
        "town-hall", "西区大厅", CentreLevel.DISTRICT, WEST, "甲路 1 号", *IN_WEST, "周一至周五", unit=WATER
    )
    centres.load([(hall, 5, 1)])
    resident, neighbour = (
        organisation.actor_of_account(town.accounts[name]) for name in ("resident", "neighbour")
    )
    centres.switch(actor=SYSTEM, centre=hall.code, open=True)
    number = centres.take(actor=neighbour, centre=hall.code)
    town.ticket, town.ticket_id = number.key, number.id
    day = centres.days()[-1]
    free = centres.slots(centre=hall.code, on=day)[0]
    at = centres.at(day, free.at)
    town.appointment = centres.book(actor=resident, centre=hall.code, at=at, what="咨询").id


def photo(folder: Path) -> Path:
    path = folder / "photo.jpg"
    Image.new("RGB", (64, 48), (120, 150, 120)).save(path)
    return path


def _store(folder: Path, account: int) -> str:
    with photo(folder).open("rb") as stream:
        return files.store(stream=stream, name="photo.jpg", uploaded_by=account).token


def _answered(resident: Actor, dispatcher: Actor, clerk: Actor) -> tuple[int, int]:
    """An appeal of the resident's with a reply that says nothing; the numbers of its answer and its promise."""
    far = Place(
        "丙路 2 号", IN_WEST[0] + 0.02, IN_WEST[1]
    )  # from the other appeal, so that neither shows the other
    filing = AppealFiling(text="路灯不亮三天了", title="路灯不亮", place=far)
    number = appeals.file_appeal(actor=resident, filing=filing).number
    appeals.dispatch(actor=dispatcher, number=number, unit=WATER, item="0101")
    said = {"reply": "您反映的问题已收悉，已转相关部门，将在10个工作日内处理。", "outcome": "explained"}
    appeals.act(actor=clerk, number=number, move="reply", data=said)
    jobs.drain()
    promised = closure.promises_of(actor=clerk, number=number)[0].promise
    return closure.answers_of(actor=clerk, number=number)[0].id, promised.id


def _campaign(town: Town) -> None:
    cases.bring_up_to_date()
    supervisor = organisation.actor_of_account(town.accounts["supervisor"])
    town.topic = cases.case_of(matter_id=town.matter) or 0
    begun = cases.begin_campaign(actor=supervisor, number=town.topic, unit=WATER, aim="井盖不再松动")
    town.campaign = begun.number
    cases.add_measure(actor=supervisor, number=begun.number, text="全部检查一遍", due_on=date(2030, 1, 1))
    town.measure = cases.campaign(actor=supervisor, number=begun.number).measures[0].id


def _risk(town: Town) -> None:
    supervisor = organisation.actor_of_account(town.accounts["supervisor"])
    wish = SentinelWish("井盖", ("井盖", "匿名"), WEST, people=2, days=3)
    town.sentinel = risks.set_sentinel(actor=supervisor, wish=wish)
    risks.look()
    town.risk = risks.find(actor=supervisor)[0].matter.number


def _report(town: Town) -> None:
    supervisor = organisation.actor_of_account(town.accounts["supervisor"])
    town.report = analysis.draft(actor=supervisor, area="", first=analysis.last_week()).id
    view = analysis.report(actor=supervisor, number=town.report)
    town.sentence = view.sections[0].sentences[0].id


def _appeal(town: Town) -> None:
    folder = Path(settings.DATA_DIR)
    resident = organisation.actor_of_account(town.accounts["resident"])
    clerk = organisation.actor_of_account(town.accounts["clerk"])
    dispatcher = organisation.actor_of_account(town.accounts["dispatcher"])
    town.answer, town.promise = _answered(resident, dispatcher, clerk)
    supervisor = organisation.actor_of_account(town.accounts["supervisor"])
    closure.enrol_officer(actor=supervisor, login="t-neighbour", kind="volunteer", district=WEST)
    closure.send_to_look(actor=supervisor, answer_id=town.answer)
    town.visit = closure.visits(actor=supervisor)[0].id
    town.file = _store(folder, town.accounts["resident"])
    filing = AppealFiling(
        text=f"污水井盖松动，{SAID}",
        title=f"井盖 {SAID}",
        place=Place("甲路 1 号", *IN_WEST),
        contact=Contact(name="居民0", phone=PHONE),
        files=(town.file,),
    )
    filed = appeals.file_appeal(actor=resident, filing=filing)
    town.number, town.matter = filed.number, filed.matter.id
    appeals.dispatch(actor=dispatcher, number=town.number, unit=WATER, item="0101")
    town.staff_file = _store(folder, town.accounts["clerk"])
    matters.comment(
        actor=clerk,
        number=town.number,
        text=NOTED,
        visibility=Visibility.STAFF,
        files=[town.staff_file],
    )
    secret = appeals.file_appeal(
        actor=organisation.actor_of_account(0), filing=AppealFiling(text=f"匿名 {SAID}", place=filing.place)
    )
    town.anonymous, town.key = secret.number, secret.key
    ledger.seal()
    jobs.drain(until=timezone.now() + timedelta(minutes=1))  # notices wait while a move may be taken back


def _decision(town: Town) -> None:
    node = rules.parse({"id": "age", "field": "age", "op": "le", "value": 45})
    rules.load([RuleRow("town-rule", "样例规则", node, date(2020, 1, 1))])
    resident = organisation.actor_of_account(town.accounts["resident"])
    with organisation.acting(actor=resident):
        matter = matters.get(actor=resident, number=town.number)
        made = decisions.decide(matter=matter, rule="town-rule", facts={"age": 50}, actor=resident)
    town.receipt = made.id
