"""Weeks after “solved” the person is asked again; what they say counts, and opens the matter again where it is not fixed."""

from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Channel
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.closure.contracts import ClosureRefused, Reason, StillFixed
from cdos.nets.governance.closure.logic import signs
from cdos.nets.governance.closure.models import Answer, FollowUp

SALT = "closure.still-fixed"
VALID = timedelta(days=90)
ASKABLE = ("replied", "solved", "confirmed", "closed")
OVER = ("withdrawn", "merged")
AT_ONCE = 500


def plan(answer: Answer, *, of: MatterInfo | None = None) -> None:
    """After a reply that says solved; a later one moves the day, and what was said before is open again.

    `of`: somebody who was joined and got the same answer, and is asked for themselves.
    """
    due = timezone.localdate(answer.at) + timedelta(days=settings.ASK_AGAIN_DAYS)
    again = {"asked_at": None, "told": "", "answered_at": None, "fixed": None}
    FollowUp.objects.update_or_create(
        matter_id=of.id if of else answer.matter_id,
        defaults={"answer": answer, "number": of.number if of else answer.number, "due_on": due, **again},
    )


def ask_due(today: date) -> tuple[int, bool]:
    """Ask those whose day has come; how many were asked, and whether more may wait."""
    rows = FollowUp.objects.select_for_update(skip_locked=True)
    due = list(rows.filter(asked_at__isnull=True, due_on__lte=today).order_by("due_on")[:AT_ONCE])
    known = matters.get_many(actor=SYSTEM, ids=[row.matter_id for row in due])
    asked = 0
    for row in due:
        matter = known.get(row.matter_id)
        if matter is None or matter.state in OVER or matter.history:
            row.delete()
        elif matter.state in ASKABLE:
            _ask(row, matter)
            asked += 1
        else:  # in hand again: the next answer plans anew
            row.delete()
    return asked, len(due) == AT_ONCE


def _ask(row: FollowUp, matter: MatterInfo) -> None:
    title = _("Is it still fixed?")
    body = _(
        "Some weeks ago you were told that this is solved: {title}. Is it still? One tap is enough."
    ).format(title=mask(matter.title))
    link = path(row)
    row.asked_at = timezone.now()
    if matter.subject_id is not None:
        row.told = Channel.APP.value
        notices.tell(
            party_id=matter.subject_id,
            title=title,
            body=f"{body} {address(link)}",
            link=link,
            channels=(Channel.APP, Channel.SMS),
            key=f"still-fixed:{row.pk}:{row.due_on}",
        )
    elif phone := appeals.contact_to_tell(number=row.number).phone:
        row.told = Channel.SMS.value
        text = f"{title} {row.number}: {address(link)}"
        notices.sms(phone=phone, text=text, key=f"still-fixed:{row.pk}:{row.due_on}")
    else:
        row.told = "page"  # only who has the secret of the appeal sees the question
    row.save(update_fields=["asked_at", "told"])


def path(row: FollowUp) -> str:
    return f"/still-fixed/{signing.dumps([row.pk, row.matter_id], salt=SALT)}"


def address(link: str) -> str:
    """With the city's own origin where it is set."""
    origins: list[str] = settings.CSRF_TRUSTED_ORIGINS
    return f"{origins[0].rstrip('/')}{link}" if origins else link


def row_of(token: str, *, lock: bool = False) -> FollowUp:
    """LookupError for a token that is made up, too old, or of a question that is no more."""
    try:
        key, matter_id = signing.loads(token, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        raise LookupError(token) from None
    rows = FollowUp.objects.select_for_update() if lock else FollowUp.objects
    row = rows.filter(pk=key, matter_id=matter_id, asked_at__isnull=False).first()
    if row is None:
        raise LookupError(token)
    return row


def question(token: str) -> StillFixed:
    return shown(row_of(token))


def shown(row: FollowUp) -> StillFixed:
    matter = matters.get(actor=SYSTEM, number=row.number)
    unit = organisation.unit(row.answer.unit)
    return StillFixed(
        number=row.number,
        title=mask(matter.title),
        unit_name=unit.name if unit else "",
        solved_on=timezone.localdate(row.answer.at),
        answered=row.answered_at is not None,
        fixed=row.fixed,
        token=path(row).rsplit("/", 1)[1],
    )


def open_of(matter_id: int) -> FollowUp | None:
    """The question that waits for an answer on the page of the appeal."""
    return FollowUp.objects.filter(
        matter_id=matter_id, asked_at__isnull=False, answered_at__isnull=True
    ).first()


def answer(token: str, *, fixed: bool, words: str = "") -> StillFixed:
    """Counts once. “No” opens the matter again at its unit and speaks against the answer. ClosureRefused, LookupError."""
    row = row_of(token, lock=True)
    if row.answered_at is not None:
        raise ClosureRefused(_("You have answered already. Thank you."))
    row.fixed, row.answered_at = fixed, timezone.now()
    row.save(update_fields=["fixed", "answered_at"])
    if not fixed:
        signs.add(row.answer_id, Reason("not_fixed", signs.WEIGHTS["not_fixed"], f"{timezone.localdate()}"))
        _open_again(row, words.strip()[:1000])
    return shown(row)


def _open_again(row: FollowUp, words: str) -> None:
    if matters.get(actor=SYSTEM, number=row.number).state not in ASKABLE:
        return
    reason = _("Asked again, the person says: it is not fixed.")
    data = {"reason": f"{reason} {words}".strip()}
    appeals.act(actor=SYSTEM, number=row.number, move="reopen", data=data)
