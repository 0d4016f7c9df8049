"""Applications in every state, so that residents have something to follow and clerks something to decide."""

from collections.abc import Iterable, Iterator, Sequence

import structlog

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.services.applications import api as applications
from cdos.nets.services.applications.contracts import ApplicationRefused, Channel, Submission
from cdos.nets.services.forms import api as forms
from cdos.nets.services.forms.contracts import Entry, Form
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Heard, Notice
from cdos.sample.people.demonstration import COMMUNITY, Residents

log = structlog.get_logger()

ADDRESS = "深圳市福田区莲花街道景田社区景田东路 8 号"
ANSWERS: dict[str, object] = {
    "estate_owner": False,
    "phone": "15400000001",
    "residence_address": ADDRESS,
    "residence_community": COMMUNITY,
    "emergency_contact": "家人 15400000009",
    "children_count": 1,
    "employment": "unemployed",
    "income_month_fen": 120000,
    "marital_status": "single",
    "bank_account": "6222020000000000000",
    "bank_name": "样例银行",
}
WHATEVER: dict[str, object] = {
    "text": "无",
    "long_text": "无",
    "number": 1,
    "money": 100_000,
    "yes_no": True,
    "phone": "15400000001",
    "address": ADDRESS,
    "area": COMMUNITY,
    "date": "2020-06-01",
}
BORN_BEFORE = 2000
CONSENTS = ("licences", "household", "residence", "marriage", "social_security", "tax", "civil")
SEEN = dict.fromkeys(
    ("id-card", "household-book", "medical-report", "income-proof", "photo", "no-marriage-statement"), "seen"
)
# (item, what the civil affairs clerk did since)
AT_THE_DESK: tuple[tuple[str, tuple[tuple[str, dict[str, object]], ...]], ...] = (
    ("disability-card", ()),
    ("low-income", ()),
    ("low-income", (("accept", {}),)),
    (
        "disability-card",
        (("accept", {}), ("ask_supplement", {"reason": "请补交近三个月的检查报告原件照片。"})),
    ),
    ("low-income", (("accept", {}), ("examine", {"opinion": "入户核查，人均月收入约 1,200 元。"}))),
    (
        "disability-card",
        (("accept", {}), ("examine", {"opinion": "评定机构结论：肢体四级。"}), ("grant", {})),
    ),
    (
        "low-income",
        (
            ("accept", {}),
            (
                "refuse",
                {
                    "reason": "家庭人均月收入 2,600 元，高于低保标准。",
                    "clause": "《最低生活保障审核确认办法》第四条：人均收入低于当地低保标准。",
                },
            ),
        ),
    ),
)


def load(residents: Residents, others: Sequence[int]) -> int:
    """How many were taken in."""
    made = [
        _apply("library-card", residents.first),
        _apply("elder-card", residents.second),
        _apply("home-adaptation", residents.second),
        _apply("passport", residents.first),
    ]
    _rated(made[1])
    clerk = _clerk("civil-handler")
    for (item, moves), party in zip(AT_THE_DESK, _grown_up(others), strict=False):
        made.append(_at_counter(item, party, moves, clerk))
    _paid(_apply("passport", residents.second))
    return len([one for one in made if one]) + 1


def _grown_up(parties: Iterable[int]) -> Iterator[int]:
    for party in parties:
        known = identity.proven(party)
        if known is not None and known.born_on is not None and known.born_on.year < BORN_BEFORE:
            yield party


def _apply(item: str, party: int, **changes: object) -> str:
    """Its number; empty where the city of this sample does not offer it."""
    given: dict[str, object] = {
        "item": item,
        "party_id": party,
        "answers": _answers(item),
        "files": {},
        "consents": CONSENTS,
    }
    try:
        return applications.submit(actor=SYSTEM, submission=Submission(**given | changes)).number  # type: ignore[arg-type]
    except ApplicationRefused as refused:
        log.warning("sample.not_applied", item=item, why=str(refused), problems=refused.problems)
        return ""


def _answers(item: str) -> dict[str, object]:
    """What somebody would write; of choices the first."""
    form = forms.form(item)
    asked = [one for one in form.entries if one.required] if form else []
    return {
        one.name: _answer(form, one)
        for one in asked
        if form and (not one.source or one.name in ANSWERS)  # the rest the registers say
    }


def _answer(form: Form, entry: Entry) -> object:
    if entry.name in ANSWERS:
        return ANSWERS[entry.name]
    schema = form.schema["properties"][entry.name]
    options = [one["const"] for one in schema.get("oneOf", ())] or list(schema.get("enum", ()))
    return options[0] if options else WHATEVER.get(entry.widget, "")


def _at_counter(item: str, party: int, moves: tuple[tuple[str, dict[str, object]], ...], clerk: Actor) -> str:
    number = _apply(item, party, files=SEEN, channel=Channel.COUNTER, proof={"document": "居民身份证"})
    for move, data in moves if number else ():
        matters.act(actor=clerk, number=number, move=move, data=dict(data))
    return number


def _clerk(login: str) -> Actor:
    found = identity.account_by_login(login)
    return organisation.actor_of_account(found.id) if found else SYSTEM


def _rated(number: str) -> None:
    """Some automatic decisions are drawn for a person: such a one is not decided, so not rated yet."""
    owner = applications.info(number=number) if number else None
    if owner is not None and owner.outcome:
        matters.act(
            actor=Actor(name="", party_id=owner.party_id, own_party_id=owner.party_id),
            number=number,
            move="rate",
            data={"grade": 5, "text": "没想到当场就办好了。"},
        )


def _paid(number: str) -> None:
    """One fee that has come in, so that the departments' page is not empty."""
    payment = payments.of_matter(matter=number) if number else None
    if payment is not None:
        charge = payments.begin(reference=payment.reference).rsplit("/", 1)[1]
        payments.paid(provider="demo", notice=Notice(f"{charge}:paid", charge, Heard.PAID, payment.fen))
