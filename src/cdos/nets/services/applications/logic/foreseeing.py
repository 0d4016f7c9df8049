"""What would be decided and why, before anything is sent; the same words explain a decision afterwards."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Finding, Truth
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.decisions.contracts import Outcome

from ..contracts import Foresight
from .gathering import Gathered


def foresee(found: Gathered) -> Foresight:
    if found.rule is None:
        return Foresight(Outcome.PERSON.value, _by_person(found), (), ())
    seen = decisions.foresee(rule=found.item.rule, facts=found.values)
    outcome = seen.outcome
    if outcome in (Outcome.GRANTED, Outcome.REFUSED) and doubtful(found):
        outcome = Outcome.PERSON
    at_once = found.item.instant and outcome in (Outcome.GRANTED, Outcome.REFUSED)
    return Foresight(
        outcome=outcome.value,
        sentence=_sentence(found, outcome, at_once),
        failing=tuple(map(why_not, seen.failing)),
        missing=titles(finding.leaf.field for finding in seen.unknown),
        met=tuple(words(one) for one in seen.trace if one.truth is Truth.YES),
        at_once=at_once,
    )


def no_other(words: str) -> Foresight:
    """They hold it already, and there may be no second one: whatever the rule says of the rest."""
    return Foresight(outcome=Outcome.REFUSED.value, sentence=words, failing=(), missing=())


def doubtful(found: Gathered) -> frozenset[str]:
    """Fields the rule would decide on that no register confirms."""
    return found.claimed & rules.fields_of(found.rule.node) if found.rule else frozenset()


def _sentence(found: Gathered, outcome: Outcome, at_once: bool) -> str:
    if outcome is Outcome.GRANTED:
        if at_once:
            return _("You meet every condition. It will be granted at once when you send it.")
        return _("You meet every condition that is known. %(then)s") % {"then": _by_person(found)}
    if outcome is Outcome.REFUSED:
        return _("On what is known now it would be refused. If something below is wrong, say so first.")
    if outcome is Outcome.ASK:
        return _("It cannot be said yet: something is not known.")
    if doubtful(found):
        names = "、".join(titles(doubtful(found)))
        return _("No register confirms what you wrote for %(names)s, so a person looks. %(then)s") % {
            "names": names,
            "then": _by_person(found),
        }
    return _by_person(found)


def _by_person(found: Gathered) -> str:
    item = found.item
    if item.promised_unit == "at_once" or not item.promised_days:
        return _("%(unit)s decides within one working day.") % {"unit": item.department_name}
    days = f"{item.promised_days:g}"
    if item.promised_unit == "working_days":
        return _("%(unit)s decides within %(days)s working days.") % {
            "unit": item.department_name,
            "days": days,
        }
    return _("%(unit)s decides within %(days)s days.") % {"unit": item.department_name, "days": days}


def titles(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(rules.title(name, language()) for name in dict.fromkeys(names))


def words(finding: Finding) -> str:
    """The condition as a person reads it."""
    return rules.leaf_in_words(finding.leaf, language())


def unmet(findings: Iterable[Finding]) -> str:
    """Why it is refused: a condition by itself reads as if it were met."""
    return "；".join(map(_unmet, findings))


def _unmet(finding: Finding) -> str:
    """What is met and must not be stands under a `not`."""
    named = {"condition": words(finding)}
    if finding.truth is Truth.YES:
        return _("This must not be the case: “%(condition)s”") % named
    return _("The condition “%(condition)s” is not met") % named


def why_not(finding: Finding) -> str:
    """Condition, what was found, clause."""
    return rules.finding_in_words(finding, language())


def language() -> str:
    return get_language() or "zh-hans"
