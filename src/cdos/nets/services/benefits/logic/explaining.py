"""Why, from which data, and what would change it: one programme for one party, as a resident in a hurry reads it."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Finding, Op, Ref, Truth, Verdict
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import Fact

from ..contracts import Datum, Explained, Line, Programme
from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from . import amounts, deciding, limits, shelf, steps

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
    blocked = ""
    if verdict.truth is Truth.YES and (row is None or row.state in (*limits.GONE, State.OFFERED.value)):
        blocked = limits.blocked(one, party_id, timezone.localdate().year)
    lines = tuple(line(found, verdict, facts) for found in verdict.trace)
    said = sentence(verdict.truth, fen, blocked)
    return Explained(one, verdict.truth, said, lines, fen, blocked, steps.info(row) if row else None)


def latest(one: Programme, party_id: int) -> Row | None:
    """Of this period; else the newest."""
    period = amounts.period_key(one.terms.period, timezone.localdate())
    rows = Row.objects.filter(programme=one.code, party_id=party_id)
    return rows.filter(period=period).first() or rows.order_by("-made_at").first()


def sentence(truth: Truth, fen: int | None, blocked: str = "") -> str:
    if truth is Truth.NO:
        return _(
            "By what the city knows you do not meet every condition. Below is which, and what would change it."
        )
    if blocked:
        return _("You meet every condition, and still cannot have it: %(why)s") % {"why": blocked}
    if truth is Truth.UNKNOWN or fen is None:
        return _("The city does not know enough yet to say. Below is what is missing.")
    return _("You meet every condition: %(sum)s.") % {"sum": money(fen)}


def _not_head(facts: Mapping[str, Fact]) -> str:
    head = facts.get(deciding.HEAD)
    if head is not None and head.value is False:
        return _("It is paid once a household, to its head.")
    return _("It is not in force at the moment.")


def money(fen: int) -> str:
    return rules.value_in_words(fen, field="income_month_fen", language=language())


def language() -> str:
    return get_language() or "zh-hans"


def line(found: Finding, verdict: Verdict, facts: Mapping[str, Fact]) -> Line:
    leaf = found.leaf
    stands = found in verdict.failing
    known = found.truth is not Truth.UNKNOWN
    said = rules.value_in_words(found.found, field=leaf.field, language=language()) if known else ""
    return Line(
        words=rules.leaf_in_words(leaf, language()),
        truth=found.truth,
        found=said or _("not known"),
        clause=rules.clause_in_words(leaf.clause) if leaf.clause.law else "",
        change=change(found, timezone.localdate()) if stands else "",
        datum=datum(leaf.field, facts.get(leaf.field), known),
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


def change(found: Finding, today: date) -> str:
    """What would make the condition hold; time alone where time alone does it."""
    leaf, title = found.leaf, rules.title(found.leaf.field, language())
    wanted = leaf.value
    if isinstance(wanted, Ref):
        return _("It would hold if this were otherwise: %(what)s.") % {
            "what": rules.leaf_in_words(leaf, language())
        }
    if leaf.op is Op.BETWEEN and isinstance(wanted, (list, tuple)):
        low, high = wanted
        below = isinstance(found.found, (int, float)) and isinstance(low, (int, float)) and found.found < low
        return _grown(leaf.field, low, found) if below else _over(title, high, leaf.field)
    if leaf.op in UP:
        return _grown(leaf.field, wanted, found)
    if leaf.op in (Op.LE, Op.LT):
        return _over(title, wanted, leaf.field)
    return _("It would hold with: %(what)s.") % {"what": rules.leaf_in_words(leaf, language())}


def _grown(name: str, wanted: object, found: Finding) -> str:
    have = found.found
    numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (wanted, have))
    if not numbers:
        return _("It would hold with: %(what)s.") % {"what": rules.leaf_in_words(found.leaf, language())}
    missing = wanted - have  # type: ignore[operator]
    if found.leaf.op is Op.GT and isinstance(missing, int):
        missing += 1
    words = rules.value_in_words(round(missing, 2), field=name, language=language())
    if name in GROWS:
        return _("%(missing)s are missing; the city looks again every night and tells you then.") % {
            "missing": words
        }
    return _("%(missing)s are missing.") % {"missing": words}


def _over(title: str, wanted: object, name: str) -> str:
    if name in GROWS:
        return _("It is for people below that; time does not change it back.")
    most = rules.value_in_words(wanted, field=name, language=language())  # type: ignore[arg-type]
    return _("It would hold with %(title)s of at most %(most)s.") % {"title": title, "most": most}
