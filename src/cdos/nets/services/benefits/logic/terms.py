"""The terms of a programme as JSON and back, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Clause, FieldType

from ..contracts import About, Amount, BenefitRefused, Period, Risk, Terms

NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.FEN})
MOST_FEN = 100_000_000_00  # a hundred million yuan: more is a slip of the pen


def dump(terms: Terms) -> dict[str, Any]:
    made = asdict(terms)
    for name in ("opens_on", "closes_on"):
        made[name] = made[name].isoformat() if made[name] else None
    return made


def parse(held: Mapping[str, Any]) -> Terms:
    amount = dict(held["amount"])
    amount["tiers"] = tuple((value, int(fen)) for value, fen in amount["tiers"])
    made = dict(held) | {
        "about": About(held["about"]),
        "period": Period(held["period"]),
        "risk": Risk(held["risk"]),
        "amount": Amount(**amount),
        "clause": Clause(**held["clause"]),
        "opens_on": date.fromisoformat(held["opens_on"]),
        "closes_on": date.fromisoformat(held["closes_on"]) if held["closes_on"] else None,
        "excludes": tuple(held["excludes"]),
    }
    return Terms(**{one.name: made[one.name] for one in fields(Terms) if one.name in made})


def check(terms: Terms, *, code: str) -> None:
    """BenefitRefused with one sentence that says what to change."""
    if not code.replace("-", "").isalnum() or not code.isascii() or len(code) > 40:
        raise BenefitRefused(_("The code of a programme is made of Latin letters, digits and hyphens."))
    if not terms.title.strip() or len(terms.title) > 120 or not terms.summary.strip():
        raise BenefitRefused(_("Please give the programme a title and one sentence about it."))
    if organisation.unit(terms.unit) is None:
        raise BenefitRefused(_("This unit is not known; please choose one from the list."))
    if terms.closes_on is not None and terms.closes_on < terms.opens_on:
        raise BenefitRefused(_("The last day lies before the first one."))
    if not terms.clause.law.strip():
        raise BenefitRefused(_("Please name the law or notice that it stands on."))
    if bool(terms.group) != (terms.group_most_fen > 0):
        raise BenefitRefused(_("A stacking group needs a name and the most that it pays a year."))
    if not 1 <= terms.confirm_days <= 366:
        raise BenefitRefused(_("An offer is open for 1 to 366 days."))
    _check_amount(terms.amount)


def _check_amount(amount: Amount) -> None:
    sums = [amount.fen, amount.most_fen, *(fen for _value, fen in amount.tiers)]
    if any(one < 0 or one > MOST_FEN for one in sums):
        raise BenefitRefused(_("A sum lies between 0 and 100 million yuan."))
    ends = [end for end, _fen in amount.tiers]
    if None in ends[:-1] or ends == [None]:
        raise BenefitRefused(_("Only the last of several tiers may be without an upper end."))
    known = rules.field(amount.field) if amount.field else None
    if (amount.tiers or amount.permille) and known is None:
        raise BenefitRefused(_("Please choose the datum that the amount depends on."))
    if amount.permille and (known is None or known.type not in NUMBERS):
        raise BenefitRefused(_("A share can be paid of a number only."))
    if not (amount.fen or amount.permille or any(fen for _value, fen in amount.tiers)):
        raise BenefitRefused(_("Please say what it pays."))
