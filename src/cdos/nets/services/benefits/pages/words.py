"""Sums, states and what comes next, as the pages say them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node, Truth

from .. import api
from ..contracts import About, Amount, Entitlement, Found, Line, Terms
from ..contracts import EntitlementState as State
from . import tiers

KINDS: Mapping[State, tuple[str, str]] = {  # colour and icon of a state's badge
    State.OFFERED: ("warm", "hand"),
    State.CONFIRMED: ("warm", "hourglass"),
    State.CHECKING: ("info", "eye"),
    State.APPROVED: ("info", "clock"),
    State.SENT: ("info", "send"),
    State.PAID: ("good", "check"),
    State.FAILED: ("bad", "alert"),
    State.RETURNED: ("bad", "alert"),
    State.DECLINED: ("", "close"),
    State.REFUSED: ("bad", "close"),
    State.CANCELLED: ("", "close"),
    State.EXPIRED: ("", "clock"),
    State.RECOVERING: ("warm", "return"),
    State.RECOVERED: ("", "check"),
}
NEXT: Mapping[State, str | Promise] = {
    State.OFFERED: gettext_lazy("Say yes, and it is paid to your account. Nothing has to be handed in."),
    State.CONFIRMED: gettext_lazy(
        "You said yes. The budget is used up at the moment; you are paid as soon as it has money again, in the order of yeses. You need do nothing."
    ),
    State.CHECKING: gettext_lazy(
        "A member of staff looks at it within 5 working days. You are told how it ends."
    ),
    State.APPROVED: gettext_lazy(
        "It is granted and goes to the bank with the next batch. You need do nothing."
    ),
    State.SENT: gettext_lazy("The bank is paying it. You are told when it has arrived."),
    State.PAID: gettext_lazy("The money is on your account."),
    State.FAILED: gettext_lazy("The money has not arrived; it is kept for you."),
    State.RETURNED: gettext_lazy("The money has not arrived; it is kept for you."),
    State.DECLINED: gettext_lazy("You said no. Should you want it after all, claim it below."),
    State.REFUSED: gettext_lazy(
        "If you do not agree, ask for administrative reconsideration within 60 days, or write to the unit below."
    ),
    State.CANCELLED: gettext_lazy("It was ended before it was paid, as the conditions are not met any more."),
    State.EXPIRED: gettext_lazy(
        "Nobody said yes in time. You may still claim it below while you are entitled."
    ),
    State.RECOVERING: gettext_lazy(
        "More was paid than is due. The unit below tells you how to give it back."
    ),
    State.RECOVERED: gettext_lazy("It has been given back; nothing is open."),
}
PROGRESS = (  # what a yes goes through, and in which states it has come there
    (gettext_lazy("You said yes"), (State.CONFIRMED,)),
    (pgettext_lazy("step", "Granted"), (State.CHECKING, State.APPROVED)),
    (gettext_lazy("At the bank"), (State.SENT, State.FAILED, State.RETURNED)),
    (pgettext_lazy("benefit", "Paid"), (State.PAID,)),
)
TRUTHS: Mapping[Truth, tuple[str | Promise, str, str]] = {  # word, colour, icon
    Truth.YES: (pgettext_lazy("benefit", "met"), "good", "check"),
    Truth.NO: (pgettext_lazy("benefit", "not met"), "bad", "close"),
    Truth.UNKNOWN: (pgettext_lazy("benefit", "not known"), "warm", "info"),
}
FOR: Mapping[About, str | Promise] = {
    About.PERSON: pgettext_lazy("benefit", "for a person"),
    About.HOUSEHOLD: pgettext_lazy("benefit", "for a household"),
    About.ENTERPRISE: pgettext_lazy("benefit", "for an enterprise"),
}


def money(fen: int) -> str:
    return rules.value_in_words(fen, field="income_month_fen", language=get_language() or "zh-hans")


def sum_of(terms: Terms, fen: int | None) -> str:
    """200 yuan a month; what is not known says so."""
    if fen is None:
        return _("sum not known yet")
    return api.per(terms.period, money(fen))


@dataclass(frozen=True, slots=True)
class Pays:
    """What a programme pays: one sum, or by what it goes and a sum for each span of it."""

    by: str
    lines: tuple[tuple[str, str], ...]  # span (empty where there is one sum only), sum
    language: str = ""  # of the spans, where it may be another than the reader's


def pays(terms: Terms, conditions: Node | None = None) -> Pays:
    """`conditions` say where the first tier begins."""
    one, language = terms.amount, get_language() or "zh-hans"
    if one.tiers:
        held = zip(tiers.spans(one, language, conditions), one.tiers, strict=True)
        lines = tuple((span, api.per(terms.period, money(fen))) for span, (_end, fen) in held)
        first, _fen = one.tiers[0]
        spoken = rules.value_language(first, field=one.field, language=language)
        return Pays(rules.title(one.field, language), lines, spoken)
    text = _share(one, language) if one.permille else money(one.fen)
    return Pays("", (("", api.per(terms.period, text)),))


def _share(one: Amount, language: str) -> str:
    text = _("%(share)s%% of: %(what)s") % {
        "share": f"{one.permille / 10:g}",
        "what": rules.title(one.field, language),
    }
    if one.fen:
        text += _(", at least %(least)s") % {"least": money(one.fen)}
    if one.most_fen:
        text += _(", at most %(most)s") % {"most": money(one.most_fen)}
    return text


def state(one: Entitlement) -> tuple[str, str, str]:
    """Words, colour, icon."""
    return api.state_words(one), *KINDS[one.state]


def progress(one: Entitlement) -> tuple[list[str], int] | None:
    """Titles and how far it has come, as the stepper counts; None: it has left this way."""
    for at, (_title, states) in enumerate(PROGRESS, 1):
        if one.state in states:
            done = one.state is State.PAID
            return [str(title) for title, _states in PROGRESS], at + 1 if done else at
    return None


def period(key: str) -> str:
    """For which year or month; once needs no words."""
    year, _dash, month = key.partition("-")
    if key == "once" or not year.isdigit():
        return ""
    if month:
        return pgettext("period", "%(year)s-%(month)s") % {"year": year, "month": month}
    return pgettext("period", "%(year)s") % {"year": year}


def truth(line: Line) -> tuple[str, str, str]:
    """Word, colour, icon of a condition; one that fails where another is enough is no obstacle."""
    word, kind, icon = TRUTHS[line.truth]
    if line.truth is not Truth.YES and not line.stands:
        return _("%(truth)s, and another one is enough") % {"truth": word}, "", icon
    return str(word), kind, icon


def found_row(one: Found) -> dict[str, object]:
    """A programme on a list: what it pays, and what is in the way."""
    return {
        "code": one.programme.code,
        "terms": one.programme.terms,
        "sum": sum_of(one.programme.terms, one.fen),
        "truth": one.truth.value,
        "way": api.in_the_way(one),
    }


def entitlement_row(one: Entitlement) -> dict[str, object]:
    text, kind, icon = state(one)
    return {
        "one": one,
        "sum": money(one.fen),
        "state": text,
        "kind": kind,
        "icon": icon,
        "period": period(one.period),
        "next": NEXT[one.state],
        "reason": said(one.reason),
    }


def said(reason: str) -> str:
    """A reason as it was written, or ours in the reader's language."""
    return _(reason) if reason else ""
