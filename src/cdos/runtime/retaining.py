"""The rules of retention from the command line."""

from dataclasses import replace

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Erasing, Retained, RetentionRule
from cdos.runtime.tools import ToolFailed


def set_rule(words: str) -> None:
    """KIND:STATE:DAYS:WHAT; an empty STATE is any."""
    try:
        kind, state, days, what = words.split(":")
        matters.set_retention(rule=RetentionRule(kind, state, int(days), Erasing(what)))
    except ValueError:
        raise ToolFailed(
            f"{words!r} is not KIND:STATE:DAYS:WHAT, such as appeal:closed:1095:anonymise."
        ) from None


def due() -> list[Retained]:
    return matters.retention_due()


def carry_out() -> list[Retained]:
    return [_all(rule) for rule in matters.retention_rules()]


def _all(rule: RetentionRule) -> Retained:
    total = Retained(rule, 0)
    while (done := matters.carry_out_retention(rule=rule)).matters:
        total = replace(total, matters=total.matters + done.matters, files=total.files + done.files)
    return total
