""" "My benefits": what a party has, may have, might have, and nearly has; and what a visitor may have, with nothing kept."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Op, Truth, Value

from ..contracts import About, Entitlement, Found, Mine, Period, Programme
from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from . import amounts, deciding, limits, offering, shelf, steps
from .explaining import GROWS

RUNNING = {
    one.value
    for one in (
        State.CONFIRMED, State.CHECKING, State.APPROVED, State.SENT, State.FAILED, State.RETURNED, State.RECOVERING,
    )
}  # fmt: skip
FIXED = {"graduation_year", "disability_level", "founded_year"}  # nobody changes these
REACHABLE = {Op.GE, Op.GT, Op.LE, Op.LT}


def mine(actor: Actor, party_id: int) -> Mine:
    found = deciding.everything(actor, party_id)
    rows = list(Row.objects.filter(party_id=party_id).order_by("-made_at", "-pk")[:300])
    today = timezone.localdate()
    now = {(row.programme, row.period): row for row in rows}

    def current(one: Found) -> Row | None:
        return now.get((one.programme.code, _period(one.programme, today)))

    free = [one for one in found if (row := current(one)) is None or row.state in limits.GONE]
    return Mine(
        offers=tuple(steps.info(row) for row in rows if row.state == State.OFFERED.value),
        claimable=_ranked(
            one for one in free if one.truth is Truth.YES and one.fen and not _refused(current(one))
        ),
        asking=_ranked(
            one for one in free if one.truth is Truth.UNKNOWN or (one.truth is Truth.YES and one.fen is None)
        ),
        nearly=_ranked(one for one in free if one.truth is Truth.NO and _near(one)),
        running=tuple(steps.info(row) for row in rows if row.state in RUNNING),
        ended=tuple(
            steps.info(row) for row in rows if row.state not in RUNNING and row.state != State.OFFERED.value
        ),
    )


def _near(one: Found) -> bool:
    """One condition short, and one that time, a step or a correction can change: not another district, sex or kind of person."""
    if len(one.failing) != 1 or one.unknown:
        return False
    leaf, found = one.failing[0].leaf, one.failing[0].found
    if (
        leaf.field not in FIXED
        and leaf.op in REACHABLE
        and isinstance(found, (int, float))
        and not isinstance(found, bool)
    ):
        return not (leaf.field in GROWS and leaf.op in (Op.LE, Op.LT))
    return False


def _refused(row: Row | None) -> bool:
    return row is not None and row.state == State.REFUSED.value


def _ranked(found: Iterable[Found]) -> tuple[Found, ...]:
    """The largest sum a year first; what is not known comes with its condition nearest to be known."""
    return tuple(sorted(found, key=lambda one: (len(one.unknown), -yearly(one), one.programme.terms.title)))


def yearly(one: Found) -> int:
    fen = (
        one.fen
        if one.fen is not None
        else one.programme.terms.amount.most_fen or one.programme.terms.amount.fen
    )
    return fen * (12 if one.programme.terms.period is Period.MONTH else 1)


def recheck(party_id: int) -> tuple[int, int]:
    """A life event: every programme over one party at once. (new offers, offers that ended)."""
    today = timezone.localdate()
    programmes = shelf.every(about=deciding.abouts(party_id))
    facts = deciding.facts_of(deciding.SYSTEM, party_id, programmes)
    offered = gone = 0
    rows = Row.objects.filter(party_id=party_id, state=State.OFFERED.value)
    rows.filter(tried=True).update(tried=False)  # an account may be known now
    open_ = {(row.programme, row.period): row.pk for row in rows}
    for one in deciding.over(programmes, facts):
        if one.truth is Truth.YES and (one.programme.code, _period(one.programme, today)) not in open_:
            hit = offering.Hit(party_id, one.fen or 0, deciding.district(one.programme, facts))
            offered += _offered(one.programme, hit, today)
        elif one.truth is Truth.NO:
            gone += offering.withdraw(pk for (code, _of), pk in open_.items() if code == one.programme.code)
    return offered, gone


def _period(one: Programme, day: date) -> str:
    return amounts.period_key(one.terms.period, day)


def _offered(one: Programme, hit: offering.Hit, today: date) -> int:
    if not one.terms.push or not hit.fen or limits.blocked(one, hit.party_id, today.year):
        return 0
    return offering.offer(one, [hit], today)


def calculate(answers: Mapping[str, Value], *, about: About = About.PERSON) -> list[Found]:
    """For a visitor: what the answers allow, what they leave open; nothing is stored and no register is asked."""
    kinds = (About.PERSON, About.HOUSEHOLD) if about is not About.ENTERPRISE else (About.ENTERPRISE,)
    found = []
    for one in shelf.every(about=kinds):
        node = shelf.node(one)
        if node is None:
            continue
        verdict = rules.decide(node, answers)
        if verdict.truth is not Truth.NO:
            fen = amounts.of(one.terms.amount, answers)
            found.append(Found(one, verdict.truth, fen, verdict.failing, verdict.unknown))
    return list(_ranked(found))


def waiting(party_id: int) -> list[Entitlement]:
    """Offers that wait for a yes, those that end first."""
    rows = Row.objects.filter(party_id=party_id, state=State.OFFERED.value).order_by("expires_on", "pk")
    return [steps.info(row) for row in rows[:100]]


def entitlements(party_id: int) -> list[Entitlement]:
    return [steps.info(row) for row in Row.objects.filter(party_id=party_id).order_by("-made_at")[:300]]
