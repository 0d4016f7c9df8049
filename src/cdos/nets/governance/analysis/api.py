"""The only door to analysis reports. Keyword-only; errors are named in each docstring."""

from datetime import date

from cdos.base.fence import api as fence
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Actor

from .contracts import ReportInfo, ReportView, SentenceInfo
from .logic import reports


@acted
def find(*, actor: Actor) -> list[ReportInfo]:
    """Issued reports, and drafts of the areas that the actor supervises. NotAllowed."""
    return reports.find(actor)


@acted
def report(*, actor: Actor, number: int) -> ReportView:
    """LookupError, NotAllowed."""
    return reports.view(actor, number)


@acted
def sentence(*, actor: Actor, number: int, sentence: int) -> SentenceInfo:
    """A sentence with the rows behind it. LookupError, NotAllowed."""
    return reports.sentence(actor, number, sentence)


def may_edit(*, actor: Actor, area: str) -> bool:
    return reports.may_edit(actor, area)


def last_week() -> date:
    """Monday of the last week that is over."""
    return reports.last_week()


def draft(*, actor: Actor, area: str, first: date) -> ReportInfo:
    """The report of a week and an area ("" is the city); one that is there already is given. NotAllowed, ReportRefused."""
    with fence.everything():
        return reports.info_of(reports.ask_draft(actor, area, first))


@changing
def change(*, actor: Actor, number: int, sentence: int, text: str, left_out: bool) -> None:
    """LookupError, NotAllowed, ReportRefused."""
    reports.change(actor, number, sentence, text, left_out=left_out)


@changing
def remark(*, actor: Actor, number: int, text: str) -> None:
    """LookupError, NotAllowed, ReportRefused."""
    reports.remark(actor, number, text)


@changing
def issue(*, actor: Actor, number: int) -> None:
    """LookupError, NotAllowed, ReportRefused."""
    reports.issue(actor, number)
