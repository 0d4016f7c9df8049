"""Proposes an answer for the knowledge base from a reply that its person confirmed and marked well."""

from cdos.base.masking.api import mask
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM
from cdos.hubs.knowledge import api as knowledge
from cdos.hubs.knowledge.contracts import Audience, Entry, EntryRefused, NewEntry, SourceLine
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealView, Outcome

GOOD = 4.0  # mean of the four marks
SHORTEST = 30  # characters: less answers nothing
LANGUAGE = "zh-hans"


def propose(number: str) -> Entry | None:
    """None where the reply is no answer to learn from, or the knowledge base has one. LookupError."""
    view = appeals.appeal(actor=SYSTEM, number=number)
    if not is_good(view):
        return None
    title = mask(view.matter.title)
    known = knowledge.ask(question=title, language=LANGUAGE, audience=Audience.ENTERPRISE)
    if known.known:
        return None
    try:
        return knowledge.propose(actor=SYSTEM, new=_entry(view, title))
    except EntryRefused:
        return None


def is_good(view: AppealView) -> bool:
    """An explanation that the person confirmed; what was mended at one place answers nobody else."""
    if view.outcome is not Outcome.EXPLAINED or view.confirmed_at is None or len(view.reply) < SHORTEST:
        return False
    last = view.ratings[-1].rating if view.ratings else None
    if last is None or not last.satisfied:
        return False
    return (last.speed + last.effect + last.experience + last.reply_quality) / 4 >= GOOD


def _entry(view: AppealView, title: str) -> NewEntry:
    unit = organisation.unit(view.matter.holder_unit)
    item = view.item
    sources = (SourceLine(item.legal_basis),) if item and item.legal_basis else ()
    return NewEntry(
        question=title,
        answer=mask(view.reply),
        sources=sources,
        language=LANGUAGE,
        keywords=" ".join((item.name, *item.keywords)) if item else "",
        category=item.class_name if item else "",
        owner_unit=unit.code if unit else "",
        origin=view.matter.number,
    )
