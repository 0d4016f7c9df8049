"""Ideas filed, read and voted for. What others read is masked; who proposed or voted is told to nobody."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Assurance, Self
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Erasing, Filing
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..contracts import KIND, MAX_TEXT, PUBLIC, IdeaRefused
from ..contracts import Idea as IdeaInfo
from ..models import Idea, Vote

_controls = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
PAGE = 20


def person(actor: Actor) -> int:
    """The party of a person whose name is proven. IdeaRefused for everybody else, and for who acts for another."""
    if actor.account_id is None or actor.is_staff or actor.own_party_id is None:
        raise IdeaRefused("person", _("Please sign in as a resident first."))
    if actor.assurance < Assurance.REAL_NAME:
        raise IdeaRefused("person", _("Please prove your name first: one person, one vote."))
    return actor.own_party_id


def file(actor: Actor, *, title: str, text: str, idempotency_key: str) -> str:
    party = person(actor)
    title = " ".join(_controls.sub("", title).split())[:200]
    text = _controls.sub("", text.replace("\r\n", "\n")).strip()
    if not title:
        raise IdeaRefused("title", _("Please give your idea a name."))
    if not text or len(text) > MAX_TEXT:
        raise IdeaRefused("text", _("Please say what should be done, in at most 5,000 characters."))
    desk = organisation.find_unit(function="hotline", area=settings.CITY_CODE)
    filing = Filing(
        kind=KIND,
        title=title,
        text=text,
        subject_id=party,
        holder_unit=desk.code if desk else "",
        idempotency_key=idempotency_key,
    )
    with matters.opening(actor=actor) as serial:
        filed = matters.file(actor=actor, filing=filing, serial=serial)
        if filed.created:
            matter = filed.matter
            Idea.objects.create(
                matter_id=matter.id,
                number=matter.number,
                title=title,
                text=text,
                state=matter.state,
                unit=matter.holder_unit,
                filed_at=matter.filed_at,
            )
    return filed.matter.number


def listed(actor: Actor, *, state: str, order: str, page: int) -> tuple[list[IdeaInfo], bool]:
    """What everybody may read, by votes or newest first."""
    with fence.everything():
        rows = Idea.objects.filter(state__in=(state,) if state in PUBLIC else PUBLIC)
        by = ("-filed_at",) if order == "new" else ("-votes", "-filed_at")
        begin = (page - 1) * PAGE
        found = list(rows.order_by(*by, "-pk")[begin : begin + PAGE + 1])
        voted = _voted(actor, found)
    return [shown(row, actor, row.pk in voted) for row in found[:PAGE]], len(found) > PAGE


def own(actor: Actor) -> list[IdeaInfo]:
    if actor.own_party_id is None:
        return []
    with fence.everything():
        ids = matters.ids_of_subject(party_id=actor.own_party_id)
        rows = list(Idea.objects.filter(pk__in=ids).order_by("-filed_at")[:50])
    return [shown(row, actor, False, own=True) for row in rows]


def one(actor: Actor, number: str) -> IdeaInfo:
    """LookupError for what is not shown and not the actor's own."""
    with fence.everything():
        row = Idea.objects.filter(number=number).first()
        mine = row is not None and actor.own_party_id is not None and row.pk in _own_ids(actor)
        if row is None or not (mine or row.state in PUBLIC):
            raise LookupError(number)
        return shown(row, actor, row.pk in _voted(actor, [row]), own=mine)


def _own_ids(actor: Actor) -> set[int]:
    assert actor.own_party_id is not None
    return set(matters.ids_of_subject(party_id=actor.own_party_id))


def _voted(actor: Actor, rows: list[Idea]) -> set[int]:
    if actor.own_party_id is None:
        return set()
    found = Vote.objects.filter(party_id=actor.own_party_id, idea__in=[row.pk for row in rows])
    return set(found.values_list("idea_id", flat=True))


def shown(row: Idea, actor: Actor, voted: bool, *, own: bool = False) -> IdeaInfo:
    unit = organisation.unit(row.unit) if row.unit else None
    return IdeaInfo(
        number=row.number,
        title=row.title if own else mask(row.title),
        text=row.text if own else mask(row.text),
        state=row.state,
        state_title=_(matters.flow(KIND).state(row.state).title),
        votes=row.votes,
        filed_at=row.filed_at,
        unit_name=unit.name if unit and row.state != "received" else "",
        answer=mask(row.answer),
        answered_at=row.answered_at,
        own=own,
        voted=voted,
    )


def vote(actor: Actor, number: str) -> None:
    """Once a person; a second time changes nothing."""
    party = person(actor)
    with fence.everything(), transaction.atomic():
        row = Idea.objects.select_for_update().filter(number=number).first()
        if row is None or row.state not in PUBLIC:
            raise LookupError(number)
        if row.state != "open":
            raise IdeaRefused("state", _("The vote on this idea is over."))
        try:
            with transaction.atomic():
                Vote.objects.create(idea=row, party_id=party)
        except IntegrityError:
            return
        Idea.objects.filter(pk=row.pk).update(votes=F("votes") + 1)


def take_back(actor: Actor, number: str) -> None:
    party = person(actor)
    with fence.everything(), transaction.atomic():
        row = Idea.objects.select_for_update().filter(number=number, state="open").first()
        if row is None:
            raise LookupError(number)
        gone, _by_table = Vote.objects.filter(idea=row, party_id=party).delete()
        if gone:
            Idea.objects.filter(pk=row.pk).update(votes=F("votes") - 1)


def detail(matter_id: int, actor: Actor) -> dict[str, object]:
    row = Idea.objects.filter(matter_id=matter_id).first()
    return {"idea": row} if row else {}


def erase(ids: Sequence[int], what: Erasing) -> None:
    rows = list(Idea.objects.filter(pk__in=list(ids)))
    for row in rows:
        for name in ("title", "text", "answer"):
            kept = mask(getattr(row, name)) if what is Erasing.ANONYMISE else ""
            setattr(row, name, kept or ("–" if name == "answer" and row.answer else kept))
    Idea.objects.bulk_update(rows, ("title", "text", "answer"), batch_size=200)
    Vote.objects.filter(idea__in=rows).delete()


def of_person(asked: Self) -> dict[str, object]:
    """What is kept: own ideas, and which ideas they voted for."""
    if asked.party_id is None:
        return {}
    with fence.everything():
        ids = matters.ids_of_subject(party_id=asked.party_id)
        names = ("number", "title", "text", "state", "votes", "filed_at", "answer")
        voted = Vote.objects.filter(party_id=asked.party_id).order_by("pk")
        return {
            "filed": list(Idea.objects.filter(pk__in=ids).order_by("pk").values(*names)),
            "voted_for": list(voted.values("idea__number", "at")),
        }
