"""Terms of a programme in the words that staff read."""

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Clause, Value
from cdos.nets.services.payouts import api as payouts

from .. import api
from ..contracts import About, Amount, EntitlementState, Period, Programme, ProgrammeState, Risk, Terms
from . import tiers

ABOUTS = {
    About.PERSON: gettext_lazy("A person"),
    About.HOUSEHOLD: gettext_lazy("A household, paid to its head"),
    About.ENTERPRISE: gettext_lazy("An enterprise"),
}
RISKS = {
    Risk.DIRECT: gettext_lazy("Paid at once to the account that is known"),
    Risk.CONFIRM: gettext_lazy("Paid after one tap"),
    Risk.CHECK: gettext_lazy("Paid after a person of the unit has looked"),
}
PERIODS = {
    Period.ONCE: gettext_lazy("Once"),
    Period.YEAR: gettext_lazy("Once a year"),
    Period.MONTH: gettext_lazy("Every month"),
}
STATES = {
    ProgrammeState.DRAFT: (gettext_lazy("Draft"), "info"),
    ProgrammeState.WAITING: (gettext_lazy("Waits for a second person"), "warm"),
    ProgrammeState.LIVE: (gettext_lazy("In force"), "good"),
    ProgrammeState.ENDED: (gettext_lazy("No longer in force"), ""),
    ProgrammeState.REFUSED: (gettext_lazy("Sent back"), "bad"),
}
STANDING = {
    EntitlementState.OFFERED: pgettext_lazy("desk", "Not confirmed yet"),
    EntitlementState.CONFIRMED: pgettext_lazy("desk", "Confirmed, waits for account or money"),
    EntitlementState.CHECKING: pgettext_lazy("desk", "Being checked"),
    EntitlementState.APPROVED: pgettext_lazy("desk", "To be paid"),
    EntitlementState.SENT: pgettext_lazy("desk", "At the bank"),
    EntitlementState.PAID: pgettext_lazy("desk", "Paid"),
    EntitlementState.FAILED: pgettext_lazy("desk", "Failed at the bank"),
    EntitlementState.RETURNED: pgettext_lazy("desk", "Sent back by the bank"),
    EntitlementState.DECLINED: pgettext_lazy("desk", "Declined"),
    EntitlementState.REFUSED: pgettext_lazy("desk", "Not granted after the check"),
    EntitlementState.CANCELLED: pgettext_lazy("desk", "No longer entitled"),
    EntitlementState.EXPIRED: pgettext_lazy("desk", "Not confirmed in time"),
    EntitlementState.RECOVERING: pgettext_lazy("desk", "Asked back"),
    EntitlementState.RECOVERED: pgettext_lazy("desk", "Given back"),
}
TITLES = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In one sentence"),
    "about": gettext_lazy("Who is entitled"),
    "amount": gettext_lazy("What it pays"),
    "period": gettext_lazy("How often"),
    "risk": gettext_lazy("How it is paid"),
    "push": gettext_lazy("Offered by itself"),
    "confirm_days": gettext_lazy("An offer is open for"),
    "unit": gettext_lazy("Unit that answers for it"),
    "category": gettext_lazy("Category"),
    "pool": gettext_lazy("Budget pool"),
    "clause": gettext_lazy("Legal basis"),
    "opens_on": gettext_lazy("Claims from"),
    "closes_on": gettext_lazy("Claims until"),
    "excludes": gettext_lazy("Not together with"),
    "group": gettext_lazy("Stacking group"),
}


def language() -> str:
    return get_language() or "zh-hans"


def yuan(fen: int) -> str:
    """1,200 元."""
    return rules.value_in_words(fen, field="income_month_fen", language=language())


def number(count: int) -> str:
    """1,234,567."""
    return f"{count:,}"


def plain_yuan(fen: int) -> str:
    """As it stands in an input: 1200, 0.50."""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"


def state(one: Programme) -> tuple[str, str]:
    words, kind = STATES[one.state]
    return str(words), kind


def unit(code: str) -> str:
    found = organisation.unit(code)
    return found.name if found else code


def datum(name: str) -> str:
    return rules.title(name, language())


def value(one: Value, field: str) -> str:
    return rules.value_in_words(one, field=field, language=language())


def amount(one: Amount) -> list[str]:
    """What it pays, a line a tier."""
    if one.tiers:
        held = zip(tiers.spans(one, language()), one.tiers, strict=True)
        by = _("By {datum}:").format(datum=datum(one.field))
        return [by, *(_("{span}: {sum}").format(span=span, sum=yuan(fen)) for span, (_end, fen) in held)]
    if one.permille:
        lines = [_("{share}% of: {datum}").format(share=f"{one.permille / 10:g}", datum=datum(one.field))]
        lines += [_("at least {sum}").format(sum=yuan(one.fen))] if one.fen else []
        return lines + ([_("at most {sum}").format(sum=yuan(one.most_fen))] if one.most_fen else [])
    return [yuan(one.fen)]


def amount_in_short(one: Amount) -> str:
    """On one line of a list."""
    sums = sorted(fen for _end, fen in one.tiers)
    if not sums:
        return amount(one)[0]
    if sums[0] == sums[-1]:
        return yuan(sums[0])
    return _("{least} to {most}").format(least=yuan(sums[0]), most=yuan(sums[-1]))


def clause(one: Clause) -> str:
    return rules.clause_in_words(one)


def pool(code: str) -> str:
    try:
        return payouts.pool(code).title
    except LookupError:
        return code


def programme_title(code: str) -> str:
    try:
        return api.programme(code).terms.title
    except LookupError:
        return code


def said(terms: Terms, name: str) -> str:
    """One term, lines apart; empty where nothing is said."""
    plain = {
        "about": lambda: str(ABOUTS[terms.about]),
        "amount": lambda: "\n".join(amount(terms.amount)),
        "period": lambda: str(PERIODS[terms.period]),
        "risk": lambda: str(RISKS[terms.risk]),
        "push": lambda: _("Yes") if terms.push else _("No, whoever finds it claims it"),
        "confirm_days": lambda: _("{n} days").format(n=terms.confirm_days),
        "unit": lambda: unit(terms.unit),
        "pool": lambda: pool(terms.pool),
        "clause": lambda: "\n".join(one for one in (clause(terms.clause), terms.clause.text) if one),
        "opens_on": lambda: terms.opens_on.isoformat(),
        "closes_on": lambda: terms.closes_on.isoformat() if terms.closes_on else _("No end"),
        "excludes": lambda: "、".join(map(programme_title, terms.excludes)),
        "group": lambda: _group(terms),
    }
    return plain[name]() if name in plain else str(getattr(terms, name))


def _group(terms: Terms) -> str:
    if not terms.group:
        return ""
    return _("{group}: together at most {sum} a year").format(
        group=terms.group, sum=yuan(terms.group_most_fen)
    )


def facts(terms: Terms) -> list[tuple[str, str]]:
    """All that is said beside title and summary."""
    return [
        (str(title), words)
        for name, title in TITLES.items()
        if name not in ("title", "summary") and (words := said(terms, name))
    ]


def differing(before: Terms, after: Terms) -> list[tuple[str, str, str]]:
    """Title, before, after of what is not the same in words."""
    pairs = ((title, said(before, name), said(after, name)) for name, title in TITLES.items())
    return [(str(title), old, new) for title, old, new in pairs if old != new]
