"""A supervisor's verdict on an answer; a hollow one goes back to the unit by the appeal's own moves."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.closure.contracts import ClosureRefused, Standing
from cdos.nets.governance.closure.logic import reading, recording
from cdos.nets.governance.closure.models import Answer

LONGEST_NOTE = 500
ANSWERED, DONE = ("replied", "solved"), ("confirmed", "closed")


def check_supervises(actor: Actor) -> None:
    if not (actor.system or organisation.may(actor, Action.SUPERVISE)):
        raise NotAllowed("supervisors_only", _("Only supervisors do this."))


def judge(actor: Actor, answer_id: int, *, hollow: bool, note: str) -> None:
    """Kept with who and why; hollow needs words that the unit is told. ClosureRefused, LookupError, MoveRefused."""
    check_supervises(actor)
    row = reading.row_of(answer_id)
    words = note.strip()[:LONGEST_NOTE]
    if hollow and not words:
        raise ClosureRefused(_("Please say what is missing: the unit is told so."))
    row.standing = (Standing.HOLLOW if hollow else Standing.SOUND).value
    row.note, row.judged_by = words, actor.name[:100]
    row.judged_account, row.judged_at = actor.account_id, timezone.now()
    row.save(update_fields=["standing", "note", "judged_by", "judged_account", "judged_at"])
    recording.judged(actor, row.matter_id, row.standing)
    if hollow:
        send_back(actor, row, words)


def send_back(actor: Actor, row: Answer, words: str) -> bool:
    """To the unit that answered, when the matter still stands where that answer left it."""
    if Answer.objects.filter(matter_id=row.matter_id, id__gt=row.pk).exists():
        return False
    state = appeals.appeal(actor=actor, number=row.number).matter.state
    reason = _("The answer is hollow: {words}").format(words=words)
    if state in ANSWERED:
        appeals.act(actor=actor, number=row.number, move="supervise", data={"reason": reason})
        appeals.act(actor=actor, number=row.number, move="send_back", data={"reason": reason})
        return True
    if state in DONE:
        appeals.act(actor=actor, number=row.number, move="reopen", data={"reason": reason})
        return True
    return False
