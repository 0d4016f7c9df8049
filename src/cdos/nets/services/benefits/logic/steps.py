"""Moves of an entitlement: its state, what is written down of it, and who is told."""

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Channel, Telling

from ..contracts import Entitlement, EntitlementState
from ..contracts import EntitlementState as State
from ..contracts import Step as StepInfo
from ..models import Entitlement as Row
from ..models import Step
from . import limits, shelf

STATES = {
    State.OFFERED: gettext_lazy("Waits for your yes"),
    State.CONFIRMED: gettext_lazy("Waits for money of the budget"),
    State.CHECKING: gettext_lazy("Being checked"),
    State.APPROVED: gettext_lazy("Will be paid"),
    State.SENT: gettext_lazy("At the bank"),
    State.PAID: pgettext_lazy("benefit", "Paid"),
    State.FAILED: gettext_lazy("The bank could not pay"),
    State.RETURNED: gettext_lazy("Sent back by the bank"),
    State.DECLINED: pgettext_lazy("benefit", "Declined"),
    State.REFUSED: gettext_lazy("Not granted"),
    State.CANCELLED: gettext_lazy("No longer entitled"),
    State.EXPIRED: gettext_lazy("Expired"),
    State.RECOVERING: gettext_lazy("Asked back"),
    State.RECOVERED: gettext_lazy("Given back"),
}
ACTS = {
    "offered": gettext_lazy("Found by itself: you meet every condition."),
    "claimed": gettext_lazy("Claimed."),
    "reminded": gettext_lazy("Reminded."),
    "confirmed": gettext_lazy("You said yes."),
    "account": gettext_lazy("Another account was named."),
    "checking": gettext_lazy("A member of staff looks at it."),
    "waiting": gettext_lazy("The budget has no money left at the moment; it is paid as soon as it has."),
    "approved": gettext_lazy("Granted; it goes to the bank with the next batch."),
    "sent": gettext_lazy("Handed to the bank."),
    "paid": gettext_lazy("The bank has paid it."),
    "failed": gettext_lazy("The bank could not pay: %(why)s"),
    "returned": gettext_lazy("The bank sent it back: %(why)s"),
    "declined": gettext_lazy("You said no: %(why)s"),
    "refused": gettext_lazy("Not granted: %(why)s"),
    "cancelled": gettext_lazy("Cancelled: %(why)s"),
    "expired": gettext_lazy("Nobody said yes in time."),
    "recovering": gettext_lazy("Paid too much, asked back: %(why)s"),
    "recovered": gettext_lazy("Given back."),
}
TOLD = {
    State.OFFERED, State.CHECKING, State.PAID, State.FAILED, State.RETURNED, State.REFUSED, State.CANCELLED,
    State.RECOVERING,
}  # fmt: skip


def info(row: Row) -> Entitlement:
    return Entitlement(
        id=row.pk,
        number=row.number,
        programme=row.programme,
        title=row.title,
        party_id=row.party_id,
        period=row.period,
        fen=_fen(row),
        state=EntitlementState(row.state),
        made_at=row.made_at,
        expires_on=row.expires_on,
        reason=row.reason,
        account_tail=row.account_tail,
        paid_at=row.paid_at,
    )


def _fen(row: Row) -> int:
    """Of an offer what a yes of today would pay: no more than is left of its group."""
    one = shelf.find(row.programme) if row.group and row.state == State.OFFERED.value else None
    if one is None or not one.terms.group:
        return row.fen
    return min(row.fen, limits.left(one, row.party_id, row.year))


def note(row: Row, act: str, *, why: str = "", by: str = "") -> None:
    Step.objects.create(entitlement=row, act=act, words=why[:300], by=by[:100], at=timezone.now())


def move(row: Row, state: State, act: str, *, why: str = "", by: str = "", tell: bool = True) -> None:
    """In the caller's transaction; what it was decided on is forgotten once nothing is left to do."""
    row.state, row.reason = state.value, why[:300]
    row.save()
    note(row, act, why=why, by=by)
    if tell and state in TOLD:
        notices.tell_many([telling(row, act, why)])


def telling(row: Row, act: str, why: str = "") -> Telling:
    phone = State(row.state) in (State.OFFERED, State.FAILED, State.RETURNED)
    return Telling(
        title=row.title,
        body=sentence(act, why),
        party_id=row.party_id,
        link=f"/benefits/{row.programme}/",
        channels=(Channel.APP, Channel.SMS) if phone else (Channel.APP,),
        key=f"benefit:{row.number}:{act}:{Step.objects.filter(entitlement=row).count() if act != 'offered' else 0}",
    )


def sentence(act: str, why: str = "") -> str:
    text = str(ACTS.get(act, act))
    if "%(why)s" not in text:
        return text
    return text % {"why": gettext(why) if why else ""}  # a reason of ours is kept as it stands in the sources


def of(row: Row) -> list[StepInfo]:
    return [StepInfo(one.at, sentence(one.act, one.words), one.by) for one in row.steps.order_by("at", "pk")]


def state_words(state: State) -> str:
    return str(STATES[state])
