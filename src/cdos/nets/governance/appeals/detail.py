"""What an appeal adds to the pages that show any matter: its own row, and the likeliest action with its reason."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cdos.base.files import api as files
from cdos.base.files.contracts import StoredFile
from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import Actor

from .contracts import Contact, DispatchInfo, DutyItemInfo, Outcome, RatingInfo
from .logic import contacts, duty, proposing, reading, sections
from .models import Appeal

OUTCOMES = {
    Outcome.SOLVED.value: _("Solved"),
    Outcome.EXPLAINED.value: _("Explained"),
    Outcome.NOT_POSSIBLE.value: _("Not possible"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """An appeal as staff read it on the workbench; the name of who wants none is left out."""

    text: str
    item: DutyItemInfo | None
    item_confidence: float
    anonymous: bool
    contact: Contact
    contact_allowed: bool
    outside: bool
    outcome: str
    reply: str
    evidence: str
    redo_count: int
    followers: int
    files: tuple[StoredFile, ...]
    ratings: tuple[RatingInfo, ...]
    dispatches: tuple[DispatchInfo, ...]


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for `appeals/detail.html`; the caller has checked that the actor may see the matter."""
    row = Appeal.objects.filter(matter_id=matter_id).first()
    if row is None:
        return {}
    clear = not row.anonymous and matters.may_see_clear(
        actor=actor, matter=matters.get(actor=actor, number=row.number)
    )
    return {
        "appeal": face(row),
        "sections": sections.of(row.number),
        "proposal": proposing.likeliest(row, actor),
        "purposes": contacts.PURPOSES if clear else {},
    }


def face(row: Appeal) -> Face:
    return Face(
        text=row.text,
        item=duty.item(row.item_code, row.list_version or None),
        item_confidence=row.item_confidence,
        anonymous=row.anonymous,
        contact=Contact() if row.anonymous else contacts.masked(contacts.of(row)),
        contact_allowed=row.contact_allowed,
        outside=row.outside,
        outcome=str(OUTCOMES.get(row.outcome, "")),
        reply=row.reply,
        evidence=row.evidence,
        redo_count=row.redo_count,
        followers=row.followers,
        files=tuple(files.by_tokens(row.files)) if row.files else (),
        ratings=reading.ratings(row) if row.replied_at else (),
        dispatches=reading.dispatches(row) if row.dispatched_at else (),
    )
