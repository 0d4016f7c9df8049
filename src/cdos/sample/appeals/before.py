"""What stands beside appeals in a city that is alive: answers of the knowledge base, and leads of patrol staff."""

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.hubs.knowledge import api as knowledge
from cdos.nets.governance.leads import api as leads
from cdos.nets.governance.leads.contracts import Report
from cdos.sample.data_files import FOLDER

HOME = "440304"
SEEN = (
    ("路口污水井盖松动，车压过去会翘起", "莲花街道景田北街", "0.0006", True),
    ("人行道上的路灯两盏不亮", "莲花街道景田路", "-0.0008", False),
    ("店铺把货物堆到盲道上", "莲花街道红荔路", "0.0011", False),
)


def answers() -> int:
    """The knowledge base of the sample city, in force; how many entries."""
    report = knowledge.bring_in(actor=SYSTEM, raw=(FOLDER / "knowledge.csv").read_bytes(), live=True)
    if report.errors:
        raise ValueError("; ".join(report.errors[:5]))
    return report.stored


def _actor(login: str) -> Actor:
    account = identity.account_by_login(login)
    if account is None:
        raise LookupError(login)
    return organisation.actor_of_account(account.id)


def found_by_patrol(*, lon: float, lat: float) -> int:
    """Three leads: one solved before anyone complained, one to judge, one in hand; how many."""
    patrol, desk = _actor("office-handler"), _actor("futian-dispatcher")
    numbers = [
        leads.report(
            actor=patrol, report=Report(text=text, place=Place(where, lon + float(off), lat), urgent=urgent)
        ).number
        for text, where, off, urgent in SEEN
    ]
    for number, unit in ((numbers[0], f"{HOME}-water"), (numbers[2], f"{HOME}-urban")):
        matters.act(actor=desk, number=number, move="accept", data={"unit": unit})
    evidence = {"evidence": "已更换井盖并加装防沉降圈，来回碾压无响动。"}
    matters.act(actor=_actor("water-handler"), number=numbers[0], move="solve", data=evidence)
    return len(numbers)
