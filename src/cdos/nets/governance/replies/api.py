"""The only door to drafts of replies. Keyword-only; NotAllowed, LookupError, MoveRefused, TemplateRefused."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cdos.base.matters.contracts import MatterInfo, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.governance.appeals import api as appeals

from .contracts import Draft, Learned, TemplateInfo
from .logic import drafting, learning, templating


@acted
def draft(*, actor: Actor, number: str, language: str = "", picked: Sequence[str] | None = None) -> Draft:
    """A draft for the clerk to edit; `picked` are marks of pieces to make it of. NotAllowed, LookupError."""
    _check(organisation.may(actor, Action.HANDLE) or organisation.may(actor, Action.DISPATCH))
    return drafting.draft(actor=actor, number=number, language=language, picked=picked)


@changing
def send(
    *,
    actor: Actor,
    number: str,
    text: str,
    outcome: str,
    evidence: str = "",
    language: str = "",
    picked: Sequence[str] = (),
    version: int | None = None,
) -> MatterInfo:
    """The clerk's own words as the reply, and what they kept of the draft as a lesson. As `appeals.act`."""
    offered = draft(actor=actor, number=number, language=language, picked=picked)
    moves = {one.name for one in appeals.appeal(actor=actor, number=number).moves}
    move = "reply" if "reply" in moves else "answer"
    data = {"reply": text, "outcome": outcome, "evidence": evidence}
    matter = appeals.act(actor=actor, number=number, move=move, data=data, version=version)
    if offered.chosen:
        learning.record(
            matter_id=matter.id,
            account_id=actor.account_id,
            language=offered.language,
            offered=offered.text,
            sent=text,
            pieces=list(offered.chosen),
        )
    return matter


def may_edit(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def templates(*, actor: Actor) -> list[TemplateInfo]:
    """NotAllowed."""
    _check(actor.is_staff)
    return templating.every()


def save_template(
    *,
    actor: Actor,
    template_id: int | None,
    code: str,
    language: str,
    title: str,
    body: str,
    outcome: str,
    active: bool = True,
) -> None:
    """TemplateRefused, NotAllowed, LookupError."""
    _check(may_edit(actor))
    templating.save(
        template_id=template_id,
        code=code,
        language=language,
        title=title,
        body=body,
        outcome=outcome,
        active=active,
    )


@acted
def learned(*, actor: Actor) -> Learned:
    """What became of drafts, within the actor's reach. NotAllowed."""
    _check(actor.is_staff)
    return learning.learned()


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("not_yours", _("This is for staff with another post."))
