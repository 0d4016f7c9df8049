"""How states and sums are shown."""

import re

from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.nets.services.payments.api import in_words

from ..contracts import KIND, CareRefused, Visit, VisitState

BADGES = {
    VisitState.TREATING: "info",
    VisitState.ADVANCING: "info",
    VisitState.OWED: "warm",
    VisitState.OVERDUE: "bad",
    VisitState.DEFAULTED: "bad",
    VisitState.CLAIMED: "bad",
    VisitState.REPAID: "good",
    VisitState.COUNTER: "",
    VisitState.CANCELLED: "",
}
SUM = re.compile(r"\d{1,7}(\.\d{1,2})?")


def title(state: VisitState) -> str:
    return _(matters.flow(KIND).state(state.value).title)


def sentence(state: VisitState) -> str:
    return _(matters.flow(KIND).state(state.value).sentence)


def row(visit: Visit) -> dict[str, object]:
    return {
        "visit": visit,
        "state": title(visit.state),
        "kind": BADGES[visit.state],
        "owed": in_words(visit.owed_fen) if visit.owed_fen else "",
        "total": in_words(visit.total_fen) if visit.total_fen is not None else "",
        "own": in_words(visit.own_fen),
        "insurance": in_words(visit.insurance_fen),
        "credit": in_words(visit.credit_fen + visit.promised_fen),
        "repaid": in_words(visit.repaid_fen) if visit.repaid_fen else "",
        "counter": in_words(visit.counter_fen) if visit.counter_fen else "",
        "collecting": in_words(visit.collecting_fen) if visit.collecting_fen else "",
        "refunded": in_words(visit.refunded_fen) if visit.refunded_fen else "",
    }


def fen_of(text: str) -> int:
    """A sum as people type it, in yuan. CareRefused."""
    typed = text.strip().replace(",", "").replace("，", "")
    if not SUM.fullmatch(typed):
        raise CareRefused(_("Please give a sum in yuan, such as 120 or 120.50."))
    yuan, _dot, cents = typed.partition(".")
    return int(yuan) * 100 + int(cents.ljust(2, "0") or 0)


def typed(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}" if fen % 100 else str(fen // 100)
