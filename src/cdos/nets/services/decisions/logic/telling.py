"""What a resident reads of a decision: a sentence, why, by which clause, and the way to object."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Finding, Truth

from ..contracts import Foreseen, Outcome, Reading, Reason, Receipt


def _language() -> str:
    return get_language() or "zh-hans"


def sentence(outcome: Outcome, title: str) -> str:
    if outcome is Outcome.GRANTED:
        return _("All conditions are met: granted by the rule “{title}”.").format(title=title)
    if outcome is Outcome.REFUSED:
        return _("Not granted: these conditions of “{title}” are not met.").format(title=title)
    if outcome is Outcome.ASK:
        return _("Not decided yet: some data is still missing.")
    return _("A person looks at this application and decides.")


def foreseen_sentence(outcome: Outcome) -> str:
    if outcome is Outcome.GRANTED:
        return _("On what is known now, all conditions are met.")
    if outcome is Outcome.REFUSED:
        return _("On what is known now, it would be refused.")
    return _("To say what would be decided, some data is still missing.")


def reason(finding: Finding) -> Reason:
    language = _language()
    leaf = finding.leaf
    words = rules.leaf_in_words(leaf, language)
    if finding.truth is Truth.YES:  # it is met, and must not be: it stands under a `not`
        words = _("This must not be the case: {words}").format(words=words)
    found = ""
    if finding.truth is not Truth.UNKNOWN:
        found = _("In your case: {value}").format(
            value=rules.value_in_words(finding.found, field=leaf.field, language=language)
        )
    return Reason(words, found, rules.clause_in_words(leaf.clause), leaf.clause.text, leaf.field)


def reading(receipt: Receipt) -> Reading:
    refused = receipt.outcome is Outcome.REFUSED
    ways = tuple(receipt.objection_words.split("\n")) if receipt.objection_words else ()
    return Reading(
        sentence(receipt.outcome, receipt.title),
        tuple(reason(one) for one in receipt.failing) if refused else (),
        tuple(reason(one) for one in receipt.unknown) if receipt.outcome is Outcome.ASK else (),
        ways,
        receipt.objection_until,
    )


def foreseen(found: Foreseen) -> Reading:
    refused = found.outcome is Outcome.REFUSED
    return Reading(
        foreseen_sentence(found.outcome),
        tuple(reason(one) for one in found.failing) if refused else (),
        tuple(reason(one) for one in found.unknown),
        (),
        None,
    )
