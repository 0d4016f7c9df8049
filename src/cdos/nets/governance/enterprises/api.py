"""The only door to enterprises' affairs. Keyword-only; EnterpriseRefused, AppealRefused, MoveRefused, LookupError."""

from datetime import date

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Action, Actor
from cdos.nets.governance.appeals.contracts import Filed

from .contracts import Category, EnterpriseFigures, Firm, Question
from .logic import asking, figures
from .logic import categories as categories_
from .models import Asked


def categories() -> tuple[Category, ...]:
    return categories_.CATEGORIES


def category_title(code: str) -> str:
    return categories_.title(code)


def firm(*, actor: Actor) -> Firm | None:
    """The enterprise acted for now."""
    return asking.firm_of(actor)


def firms(*, actor: Actor) -> list[Firm]:
    """Those the actor may act for."""
    return asking.firms(actor)


@changing
def ask(*, actor: Actor, category: str, text: str, urgent: bool = False) -> int:
    """Id of the question. EnterpriseRefused for who acts for no enterprise, an empty text, an unknown category."""
    return asking.ask(actor, category=category, text=text, urgent=urgent).pk


@acted
def question(*, actor: Actor, question_id: int) -> Question:
    """With what the knowledge base answers. EnterpriseRefused, LookupError."""
    return asking.question(asking.row_of(actor, question_id))


@acted
def questions(*, actor: Actor, limit: int = 10) -> list[Question]:
    """The enterprise's own, newest first, without answers looked up; none for who acts for a person."""
    found = asking.firm_of(actor)
    if found is None:
        return []
    rows = Asked.objects.filter(party_id=found.party_id).order_by("-asked_at")[:limit]
    return [asking.bare(row) for row in rows]


@changing
def settled(*, actor: Actor, question_id: int) -> None:
    """The answer settles it: counted as answered at once. EnterpriseRefused, LookupError."""
    asking.answered(asking.row_of(actor, question_id))


@changing
def file(
    *,
    actor: Actor,
    question_id: int,
    text: str = "",
    address: str = "",
    phone: str = "",
    urgent: bool = False,
    idempotency_key: str = "",
) -> Filed:
    """The question becomes an appeal, also one that was settled before; an urgent one goes to the backstop unit."""
    row = asking.row_of(actor, question_id)
    return asking.file(
        actor, row, text=text, address=address, phone=phone, urgent=urgent, idempotency_key=idempotency_key
    )


def statistics(*, actor: Actor, start: date, end: date) -> list[EnterpriseFigures]:
    """The whole city first, then by category: numbers only. NotAllowed."""
    if not organisation.may(actor, Action.FIGURES):
        raise NotAllowed("no_figures", _("These figures are for staff who dispatch, handle or supervise."))
    with fence.everything():
        return figures.figures(start, end)
