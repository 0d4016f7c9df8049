"""Appeals as somebody may read them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.files.contracts import FileKind, StoredFile
from cdos.base.identity import api as identity
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import EntryInfo, MatterInfo, NotAllowed, Place, Question, State, Visibility
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import (
    KIND,
    AppealView,
    Brief,
    BriefPage,
    ChosenBy,
    Contact,
    DispatchInfo,
    Joined,
    Outcome,
    Rating,
    RatingInfo,
    Reader,
)
from ..models import Appeal, DispatchRecord, RatingRecord
from . import contacts, duty, joining
from .text import safe

EXCERPT = 120
SAID_TO_THE_PERSON = frozenset({"dispatched", "replied", "solved", "confirmed", "withdrawn", "merged"})


def state(name: str) -> State:
    return matters.flow(KIND).state(name)


def state_title(name: str) -> str:
    return _(state(name).title)


def sentence(matter: MatterInfo) -> str:
    """The present state as a sentence for the person."""
    holder = matter.holder_unit_name or _("The city")
    return _(state(matter.state).sentence).format(holder=holder)


def row_of(number: str) -> Appeal:
    """LookupError where there is no such appeal."""
    row = Appeal.objects.filter(number=safe(number).strip().upper()).first()
    if row is None:
        raise LookupError(number)
    return row


def is_subject(actor: Actor, matter: MatterInfo) -> bool:
    """The party acted for is the matter's; who has no post and may see it showed the secret."""
    return (actor.party_id is not None and actor.party_id == matter.subject_id) or not (
        actor.is_staff or actor.system
    )


def appeal(actor: Actor, number: str) -> AppealView:
    """LookupError, NotAllowed."""
    matter = matters.get(actor=actor, number=number)
    row = row_of(matter.number)
    reader = Reader.SUBJECT if is_subject(actor, matter) else Reader.STAFF
    hidden = row.anonymous and reader == Reader.STAFF
    timeline = matters.timeline(actor=actor, number=matter.number)
    if reader is Reader.STAFF:
        matters.looked(actor=actor, matter=matter)
    return _view(
        row,
        replace(matter, subject_id=None, filed_by=None) if hidden else matter,
        reader,
        text=row.text,
        contact=Contact() if hidden else _contact(row, matter, reader),
        timeline=[_nameless(entry) for entry in timeline] if hidden else timeline,
        actor=actor,
    )


def _contact(row: Appeal, matter: MatterInfo, reader: Reader) -> Contact:
    """As given in the form; staff who must call a signed-in person see what the account says instead of nothing."""
    given = contacts.of(row)
    if reader is not Reader.STAFF or matter.subject_id is None:
        return given
    party = identity.party(matter.subject_id)
    known = identity.contact(matter.subject_id) if row.contact_allowed else None
    return Contact(
        given.name or (party.name if party else ""), given.phone or (known.phone if known else ""), given.mail
    )


def clear_contact(actor: Actor, number: str, purpose: str, words: str) -> Contact:
    """The contact in clear, and a row of the ledger that it was shown. LookupError, NotAllowed, MoveRefused."""
    matter = matters.get(actor=actor, number=number)
    row = row_of(matter.number)
    if row.anonymous:
        return Contact()
    matters.show_clear(actor=actor, matter=matter, purpose=purpose, words=words)
    return _contact(row, matter, Reader.STAFF)


def public(number: str) -> AppealView:
    """The face without personal data, for whoever has the number. LookupError."""
    with fence.everything():
        return _public(number)


def _public(number: str) -> AppealView:
    row = row_of(number)
    matter = matters.get(actor=SYSTEM, number=row.number)
    item = duty.item(row.item_code, row.list_version or None)
    title = mask(row.title) if row.public else (item.name if item else _("Appeal"))
    shown = replace(matter, title=title, subject_id=None, filed_by=None, holder_account=None)
    place = replace(matter.place, address=mask(matter.place.address)) if row.public else Place()
    shown = replace(shown, place=place)
    timeline = [
        replace(_nameless(entry), actor_name="", text="", data={}, files=())
        for entry in matters.timeline(actor=SYSTEM, number=row.number)
        if entry.visibility != Visibility.STAFF and entry.move
    ]
    text = mask(row.text) if row.public else ""
    return _view(row, shown, Reader.PUBLIC, text=text, contact=Contact(), timeline=timeline, actor=None)


def _nameless(entry: EntryInfo) -> EntryInfo:
    return entry if entry.actor_unit else replace(entry, actor_name="")


def track(actor: Actor, number: str) -> AppealView:
    try:
        with organisation.acting(actor):
            return appeal(actor, number)
    except NotAllowed:
        return public(number)


def followed(actor: Actor, limit: int) -> list[str]:
    numbers = matters.followed(actor=actor, limit=limit)
    with fence.everything():  # numbers of what the person follows, somebody else's among them
        known = set(Appeal.objects.filter(number__in=numbers).values_list("number", flat=True))
    return [number for number in numbers if number in known]


def _view(
    row: Appeal,
    matter: MatterInfo,
    reader: Reader,
    *,
    text: str,
    contact: Contact,
    timeline: Sequence[EntryInfo],
    actor: Actor | None,
) -> AppealView:
    near = reader != Reader.PUBLIC
    reply = row.reply if near else (mask(row.reply) if row.public else "")
    return AppealView(
        reader=reader,
        matter=matter,
        state_title=state_title(matter.state),
        sentence=sentence(matter) if near or matter.state not in SAID_TO_THE_PERSON else "",
        text=text,
        item=duty.item(row.item_code, row.list_version or None),
        item_by=ChosenBy(row.item_by),
        item_confidence=row.item_confidence,
        item_reason=row.item_reason,
        anonymous=row.anonymous,
        public=row.public,
        contact_allowed=row.contact_allowed,
        contact=contact,
        outside=row.outside,
        outcome=Outcome(row.outcome) if row.outcome else None,
        reply=reply,
        evidence=row.evidence if near else "",
        dispatched_at=row.dispatched_at,
        contacted_at=row.contacted_at,
        replied_at=row.replied_at,
        solved_at=row.solved_at,
        confirmed_at=row.confirmed_at,
        redo_count=row.redo_count,
        followers=row.followers,
        votes_for=row.votes_for,
        votes_against=row.votes_against,
        merged_into=row.merged_into,
        appellants=appellants(row),
        files=tuple(_files(row, near)),
        ratings=ratings(row) if near else (),
        dispatches=dispatches(row) if reader == Reader.STAFF else (),
        timeline=tuple(timeline),
        clocks=tuple(matters.clocks(actor=actor, number=row.number)) if actor else (),
        moves=tuple(matters.offered(actor=actor, number=row.number)) if actor else (),
    )


def appellants(row: Appeal) -> int:
    """How many appeal together: a number, and nothing of who the others are."""
    with fence.everything():
        live = joining.live_of(row) or row
        return 1 + len(joining.members(live.number))


def joined(actor: Actor, number: str) -> list[Joined]:
    """Those in the actor's reach who go along with it, and those who were answered with it."""
    answered = Appeal.objects.filter(merged_into=number).exclude(state=joining.JOINED)
    rows = [*joining.members(number), *answered.order_by("filed_at")]
    found = matters.get_many(actor=actor, ids=[row.pk for row in rows])
    return [_joined(row, found[row.pk]) for row in rows if row.pk in found]


def _joined(row: Appeal, matter: MatterInfo) -> Joined:
    return Joined(
        number=row.number,
        title=row.title,
        text=row.text,
        state=row.state,
        state_title=state_title(row.state),
        filed_at=row.filed_at,
        due_at=matter.due_at,
        files=tuple(files.by_tokens(row.files)) if row.files else (),
        satisfied=row.satisfied,
    )


def _files(row: Appeal, near: bool) -> list[StoredFile]:
    """Strangers see pictures only, for a voice says who speaks."""
    if not row.files or not (near or row.public):
        return []
    found = files.by_tokens(row.files)
    return found if near else [stored for stored in found if stored.kind is FileKind.IMAGE]


def ratings(row: Appeal) -> tuple[RatingInfo, ...]:
    found = RatingRecord.objects.filter(appeal=row).order_by("round")
    return tuple(
        RatingInfo(
            one.at,
            one.round,
            Rating(one.satisfied, one.speed, one.effect, one.experience, one.reply_quality, one.text),
        )
        for one in found
    )


def dispatches(row: Appeal) -> tuple[DispatchInfo, ...]:
    """Newest first."""
    return tuple(_dispatch(one) for one in DispatchRecord.objects.filter(appeal=row).order_by("-id"))


def _dispatch(one: DispatchRecord) -> DispatchInfo:
    unit = organisation.unit(one.unit)
    return DispatchInfo(
        at=one.at,
        actor_name=one.actor_name,
        item=one.item_code,
        item_name=one.item_name,
        area=one.area,
        unit=one.unit,
        unit_name=unit.name if unit else one.unit,
        proposed_unit=one.proposed_unit,
        rule=one.rule,
        reason=one.reason,
        version=one.list_version,
        automatic=one.automatic,
    )


def find(actor: Actor, question: Question) -> BriefPage:
    page = matters.find(actor=actor, question=replace(question, kinds=(KIND,)))
    fields = ("matter_id", "text", "item_code", "list_version", "redo_count", "outcome")
    rows = Appeal.objects.only(*fields).in_bulk([matter.id for matter in page.rows])
    return BriefPage(
        tuple(_brief(matter, rows[matter.id]) for matter in page.rows if matter.id in rows), page.next
    )


def _brief(matter: MatterInfo, row: Appeal) -> Brief:
    item = duty.item(row.item_code, row.list_version or None)
    return Brief(
        matter=matter,
        state_title=state_title(matter.state),
        item_name=item.name if item else "",
        excerpt=row.text[:EXCERPT],
        redo_count=row.redo_count,
        outcome=row.outcome,
    )


def filed_between(after: tuple[datetime, int], until: datetime) -> QuerySet[Appeal]:
    """Oldest first; of one moment by id."""
    moment, last = after
    later = Q(filed_at__gt=moment) | Q(filed_at=moment, matter_id__gt=last)
    return Appeal.objects.filter(later, filed_at__gte=moment, filed_at__lt=until).order_by(
        "filed_at", "matter_id"
    )


def waiting(after: tuple[datetime, int], until: datetime, limit: int) -> list[tuple[datetime, int, str]]:
    """Moments, ids and numbers of appeals that wait for dispatch, oldest first."""
    rows = filed_between(after, until).filter(state="received")
    return list(rows.values_list("filed_at", "matter_id", "number")[:limit])
