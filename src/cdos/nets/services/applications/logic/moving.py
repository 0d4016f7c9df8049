"""What the moves of an application do beside changing its state."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import IdentityRefused
from cdos.base.matters.contracts import Effect, MatterInfo, MoveRefused, NotAllowed
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.licences import api as licences
from cdos.nets.services.licences.contracts import LicenceRefused

from ..models import Application
from . import deciding, fees, grading, recording, results

Values = dict[str, Any]


def _row(matter: MatterInfo) -> Application:
    return Application.objects.select_for_update().get(pk=matter.id)


def ask_supplement(matter: MatterInfo, actor: Actor, values: Values) -> None:
    row = _row(matter)
    row.asked, row.asked_in = values["reason"], matter.state
    row.save(update_fields=["asked", "asked_in"])


def supplement(matter: MatterInfo, actor: Actor, values: Values) -> Effect:
    """Back to where it was when it was asked for."""
    row = _row(matter)
    state = row.asked_in or "accepted"
    row.asked = row.asked_in = ""
    row.save(update_fields=["asked", "asked_in"])
    return Effect(state=state)


def grant(matter: MatterInfo, actor: Actor, values: Values) -> Effect:
    row = _row(matter)
    row.decided_at, row.decided_by = timezone.now(), actor.account_id
    row.reason, row.clauses, row.objection_until = "", [], None
    try:
        state = deciding.granted(row, identity.party(row.party_id))
    except (IdentityRefused, LicenceRefused) as refused:
        raise MoveRefused("result_refused", str(refused)) from refused
    row.save()
    recording.decided(row, by=actor.account_id)
    return Effect(state=state)


def refuse(matter: MatterInfo, actor: Actor, values: Values) -> None:
    row = _row(matter)
    row.decided_at, row.decided_by = timezone.now(), actor.account_id
    row.reason, row.clauses = values["reason"], [values["clause"]]
    deciding.refused(row)
    row.save()
    recording.decided(row, by=actor.account_id)


def decide(matter: MatterInfo, actor: Actor, values: Values) -> Effect:
    return deciding.carry_out()


def lapse(matter: MatterInfo, actor: Actor, values: Values) -> None:
    """Nobody withdrew it: what the unit had asked for, a paper or the fee, did not come. It can be objected to."""
    row = _row(matter)
    row.decided_at, row.decided_by = timezone.now(), actor.account_id
    row.objection_until = results.remedies(row)[0].until
    row.save(update_fields=["decided_at", "decided_by", "objection_until"])
    with override(settings.LANGUAGE_CODE):
        fees.give_back(row, _("Closed: what was asked for did not come"))


def withdraw(matter: MatterInfo, actor: Actor, values: Values) -> None:
    fees.give_back(_row(matter), _("Withdrawn by the applicant"))


def check_term(matter: MatterInfo, actor: Actor, values: Values) -> None:
    row = _row(matter)
    if row.objection_until is not None and timezone.localdate() > row.objection_until:
        raise MoveRefused("term_over", _("The time to object is over. The court can still be asked."))


def check_asked_by_person(matter: MatterInfo, actor: Actor, values: Values) -> None:
    """The person; or the clerk who filed it for them, who says by which document they know them today."""
    if actor.party_id is not None and actor.party_id == matter.subject_id:
        return
    if not str(values.get("proof") or "").strip():
        words = _("Please fill in: %(field)s.") % {"field": _("Which document was seen")}
        raise MoveRefused("proof_missing", words)


def check_objection(matter: MatterInfo, actor: Actor, values: Values) -> None:
    check_asked_by_person(matter, actor, values)
    check_term(matter, actor, values)


def check_other_person(matter: MatterInfo, actor: Actor, values: Values) -> None:
    row = _row(matter)
    if row.decided_by is not None and row.decided_by == actor.account_id:
        raise NotAllowed("own_decision", _("Somebody else must look at what you decided."))


def check_overturn(matter: MatterInfo, actor: Actor, values: Values) -> None:
    check_other_person(matter, actor, values)
    fees.check_back(_row(matter))


def uphold(matter: MatterInfo, actor: Actor, values: Values) -> Effect:
    row = _row(matter)
    row.reason = f"{row.reason}\n{values['reason']}"
    row.decided_at = timezone.now()
    row.objection_until = results.remedies(row)[0].until  # the terms run from this decision
    row.save(update_fields=["reason", "decided_at", "objection_until"])
    recording.decided(row, by=actor.account_id)
    return Effect(state="refused" if row.outcome else "lapsed")


def overturn(matter: MatterInfo, actor: Actor, values: Values) -> Effect:
    """The refusal is gone, or it is not closed any more; the unit decides anew, once a fee that was given back or dropped
    is paid.
    """
    row = _row(matter)
    state = "examined" if row.outcome else "accepted"
    if not row.outcome:
        row.decided_at = row.decided_by = None  # it was closed before anybody decided
    if row.document:
        with override(settings.LANGUAGE_CODE):
            licences.withdraw_document(
                code=row.document, why=_("An objection to it was right; it is decided anew.")
            )
    row.outcome, row.reason, row.clauses, row.objection_until = "", "", [], None
    row.at_once, row.document = False, ""
    row.save()
    if not fees.ask_again(row):
        return Effect(state=state)
    return Effect(state="paying", note=_("The fee that was given back is due again; then it goes on."))


check_grade, rate = grading.check, grading.rate
