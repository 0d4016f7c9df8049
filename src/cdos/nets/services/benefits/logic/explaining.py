"""Why, from which data, and what would change it: one programme for one party, as a resident in a hurry reads it."""

from collections.abc import Mapping
from itertools import count

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import AnyOf, Finding, Leaf, Node, Not, Op, Ref, Truth, Verdict
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Fact

from ..contracts import Datum, Explained, Found, Line, Period, Programme
from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from . import amounts, deciding, limits, shelf, steps
from .limits import language

# Whole numbers that grow by themselves, so much a year.
GROWS = {"age": 1, "residence_years": 1, "social_security_months": 12, "pension_months": 12}
UP = {Op.GE, Op.GT}


def explain(actor: Actor, party_id: int, code: str) -> Explained:
    """LookupError: no such programme, or it is not for this kind of party."""
    one = shelf.programme(code)
    if one.terms.about not in deciding.abouts(party_id):
        raise LookupError(code)
    facts = deciding.facts_of(actor, party_id, [one], purpose=f"programme:{code}")
    decided = deciding.decide(one, facts)
    row = latest(one, party_id)
    if decided is None:
        return Explained(one, Truth.NO, _not_head(facts), (), None, "", steps.info(row) if row else None)
    verdict, fen = decided
    current = row if row is not None and row.period == _period(one) else None
    blocked = ""
    if verdict.truth is Truth.YES and (current is None or current.state in OPEN):
        blocked = limits.blocked(one, party_id, timezone.localdate().year)
        fen = at_most(one, party_id, fen)
    placed = places(shelf.node(one))
    lines = [line(found, verdict, facts, placed, push=one.terms.push) for found in verdict.trace]
    if verdict.truth is Truth.YES and fen is None:
        lines.append(_amount_line(one, facts))
    return Explained(
        programme=one,
        truth=verdict.truth,
        sentence=sentence(verdict.truth, fen, blocked),
        lines=tuple(lines),
        fen=fen,
        blocked=blocked,
        entitlement=steps.info(row) if row else None,
        may_claim=_may_claim(one, verdict.truth, fen, blocked, current),
    )


OPEN = (*limits.GONE, State.OFFERED.value)
AGAIN = (State.DECLINED.value, State.EXPIRED.value, State.CANCELLED.value)


def at_most(one: Programme, party_id: int, fen: int | None) -> int | None:
    """What a yes of today would pay: no more than is left of the programme's group."""
    if not fen or not one.terms.group:
        return fen
    return min(fen, limits.left(one, party_id, timezone.localdate().year))


def _may_claim(one: Programme, truth: Truth, fen: int | None, blocked: str, current: Row | None) -> bool:
    if truth is not Truth.YES or not fen or blocked:
        return False
    free = current is None or current.state in AGAIN
    return free and one in shelf.every(on=timezone.localdate(), about=(one.terms.about,))


def _amount_line(one: Programme, facts: Mapping[str, Fact]) -> Line:
    """The one datum that is missing to say what it pays."""
    name = one.terms.amount.field
    return Line(
        words=_("What it pays depends on this: %(what)s") % {"what": rules.title(name, language())},
        truth=Truth.UNKNOWN,
        found=_("not known"),
        clause="",
        datum=datum(name, facts.get(name), known=False),
        stands=True,
    )


def _period(one: Programme) -> str:
    return amounts.period_key(one.terms.period, timezone.localdate())


def latest(one: Programme, party_id: int) -> Row | None:
    """Of this period; else the newest."""
    rows = Row.objects.filter(programme=one.code, party_id=party_id)
    return rows.filter(period=_period(one)).first() or rows.order_by("-made_at").first()


def sentence(truth: Truth, fen: int | None, blocked: str = "") -> str:
    if truth is Truth.NO:
        return _(
            "By what the city knows you do not meet every condition. Below is which, and what would change it."
        )
    if blocked:
        return _("You meet every condition, and still cannot have it: %(why)s") % {"why": blocked}
    if truth is Truth.UNKNOWN or fen is None:
        return _("The city does not know enough yet to say. Below is what is missing.")
    if not fen:
        return _("You meet every condition, and by your data it would pay nothing.")
    return _("You meet every condition: %(sum)s.") % {"sum": money(fen)}


def _not_head(facts: Mapping[str, Fact]) -> str:
    head = facts.get(deciding.HEAD)
    if head is not None and head.value is False:
        return _("It is paid once a household, to its head.")
    return _("It is not in force at the moment.")


def money(fen: int) -> str:
    return rules.value_in_words(fen, field="income_month_fen", language=language())


def per(period: Period, text: str) -> str:
    """What comes again says how often: 200 元/月."""
    if period is Period.MONTH:
        return _("%(sum)s a month") % {"sum": text}
    return _("%(sum)s a year") % {"sum": text} if period is Period.YEAR else text


Places = Mapping[
    str, tuple[bool, int]
]  # leaf's id -> whether it must not hold, and the group of which one is enough


def places(node: Node | None) -> Places:
    """Where each condition stands in its rule: what reads as "must not" and what is one of several."""
    found: dict[str, tuple[bool, int]] = {}
    groups = count(1)

    def walk(one: Node, turned: bool, group: int) -> None:
        if isinstance(one, Leaf):
            found[one.id] = (turned, group)
        elif isinstance(one, Not):
            walk(one.of, not turned, group)
        else:
            choice = isinstance(one, AnyOf) != turned and len(one.of) > 1
            inner = group or (next(groups) if choice else 0)
            for part in one.of:
                walk(part, turned, inner)

    if node is not None:
        walk(node, turned=False, group=0)
    return found


TURNED = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}


def line(found: Finding, verdict: Verdict, facts: Mapping[str, Fact], placed: Places, *, push: bool) -> Line:
    leaf = found.leaf
    turned, group = placed.get(leaf.id, (False, 0))
    fails = found in verdict.failing
    known = found.truth is not Truth.UNKNOWN
    said = rules.value_in_words(found.found, field=leaf.field, language=language()) if known else ""
    words = rules.leaf_in_words(leaf, language())
    return Line(
        words=_("Must not be: %(what)s") % {"what": words} if turned else words,
        truth=TURNED[found.truth] if turned else found.truth,
        found=said or _("not known"),
        found_language=rules.value_language(found.found, field=leaf.field, language=language())
        if said
        else "",
        clause=rules.clause_in_words(leaf.clause) if leaf.clause.law else "",
        change=change(found, turned=turned, push=push) if fails else "",
        datum=datum(leaf.field, facts.get(leaf.field), known),
        stands=fails or found in verdict.unknown,
        one_of=group,
    )


def datum(name: str, fact: Fact | None, known: bool) -> Datum:
    source = registers.source(fact.source) if fact is not None and fact.source else None
    return Datum(
        field=name,
        title=rules.title(name, language()),
        words=registers.in_words(name, fact.value) if known and fact is not None else "",
        source=source.code if source else "",
        source_words=source.words if source else "",
        as_of=fact.as_of if fact is not None else None,
        correctable=source is not None,
    )


def change(found: Finding, *, turned: bool = False, push: bool = False) -> str:
    """What would make the condition hold; time alone where time alone does it, and the city tells it where it tells of offers."""
    leaf, title = found.leaf, rules.title(found.leaf.field, language())
    wanted = leaf.value
    if turned or isinstance(wanted, Ref):
        return _("It would hold if this were otherwise: %(what)s.") % {
            "what": rules.leaf_in_words(leaf, language())
        }
    if leaf.op is Op.BETWEEN and isinstance(wanted, (list, tuple)):
        low, high = wanted
        if not _number(found.found) or not _number(low):
            return _with(leaf)
        below = found.found < low
        return _grown(leaf.field, low, found, push) if below else _over(title, high, leaf)
    if leaf.op in UP:
        return _grown(leaf.field, wanted, found, push)
    return _over(title, wanted, leaf) if leaf.op in (Op.LE, Op.LT) else _with(leaf)


def _with(leaf: Leaf) -> str:
    return _("It would hold with: %(what)s.") % {"what": rules.leaf_in_words(leaf, language())}


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _grown(name: str, wanted: object, found: Finding, push: bool) -> str:
    have = found.found
    if not _number(wanted) or not _number(have):
        return _with(found.leaf)
    missing = wanted - have  # type: ignore[operator]
    if found.leaf.op is Op.GT:
        if not isinstance(missing, int):
            return _with(found.leaf)
        missing += 1
    counted_as = "residence_years" if name == "age" else name  # 45 年 are missing, not 45 周岁
    words = rules.value_in_words(round(missing, 2), field=counted_as, language=language())
    if name in GROWS and push:
        return _("%(missing)s are missing; the city looks again every night and tells you then.") % {
            "missing": words
        }
    return _("%(missing)s are missing.") % {"missing": words}


def _over(title: str, wanted: object, leaf: Leaf) -> str:
    if leaf.field in GROWS:
        return _("It is for people below that; time does not change it back.")
    if leaf.op is Op.LT:
        return _with(leaf)
    most = rules.value_in_words(wanted, field=leaf.field, language=language())  # type: ignore[arg-type]
    return _("It would hold with %(title)s of at most %(most)s.") % {"title": title, "most": most}


def in_the_way(found: Found) -> list[tuple[str, str]]:
    """Each condition that fails or is not known, in words, and what would change it."""
    placed = places(shelf.node(found.programme))
    made = []
    for one in (*found.failing, *found.unknown):
        turned = placed.get(one.leaf.id, (False, 0))[0]
        fails = one.truth is not Truth.UNKNOWN
        words = (
            rules.leaf_in_words(one.leaf, language()) if fails else rules.title(one.leaf.field, language())
        )
        hint = change(one, turned=turned, push=found.programme.terms.push) if fails else ""
        made.append((_("Must not be: %(what)s") % {"what": words} if turned and fails else words, hint))
    return list(dict.fromkeys(made))
