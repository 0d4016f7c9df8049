"""Entries: proposed, changed, put in force, retired."""

import re
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor

from ..contracts import MAX_ANSWER, MAX_QUESTION, Audience, EntryRefused, EntryState, NewEntry, SourceLine
from ..contracts import Entry as EntryInfo
from ..models import Entry
from . import recording

_controls = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_code = re.compile(r"[0-9A-Za-z_.-]{1,40}")
LOCK = 7_204_411  # codes are given one at a time


def clean(text: str) -> str:
    return _controls.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def checked(new: NewEntry) -> dict[str, object]:
    """The columns of an entry. EntryRefused says what to change."""
    question, answer = " ".join(clean(new.question).split()), clean(new.answer)
    if not question or len(question) > MAX_QUESTION:
        raise EntryRefused("question", _("Please write the question, in at most 300 characters."))
    if not answer or len(answer) > MAX_ANSWER:
        raise EntryRefused("answer", _("Please write the answer, in at most 20,000 characters."))
    if new.language not in dict(settings.LANGUAGES):
        raise EntryRefused("language", _("Please choose a language of this city."))
    if new.code and not _code.fullmatch(new.code):
        raise EntryRefused("code", _("The code is letters, digits, points and hyphens."))
    if new.owner_unit and organisation.unit(new.owner_unit) is None:
        raise EntryRefused("owner_unit", _("Please choose the unit that answers for it from the list."))
    begin = new.valid_from or timezone.localdate()
    if new.valid_until and new.valid_until < begin:
        raise EntryRefused("valid_until", _("The last day lies before the first."))
    return {
        "question": question,
        "answer": answer,
        "language": new.language,
        "sources": [{"title": one.title, "url": one.url} for one in map(_source, new.sources) if one.title],
        "keywords": " ".join(clean(new.keywords).split())[:300],
        "audience": new.audience.value,
        "category": clean(new.category)[:60],
        "owner_unit": new.owner_unit,
        "valid_from": begin,
        "valid_until": new.valid_until,
    }


def _source(line: SourceLine) -> SourceLine:
    url = clean(line.url)
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise EntryRefused("sources", _("The address of a source begins with http:// or https://."))
    return SourceLine(" ".join(clean(line.title).split())[:200] or url[:200], url[:500])


def propose(new: NewEntry, *, by: str) -> Entry | None:
    """A proposal; None where one was made from the same matter before."""
    values = checked(new)
    if new.origin and Entry.objects.filter(origin=new.origin).exists():
        return None
    with transaction.atomic():
        code = new.code or next_code()
        return _created(values | {"code": code, "origin": new.origin[:40], "proposed_by": by[:100]})


def _created(values: dict[str, object]) -> Entry:
    try:
        with transaction.atomic():
            return Entry.objects.create(updated_at=timezone.now(), **values)
    except IntegrityError as there:
        raise EntryRefused("code", _("There is an entry with this code in this language already.")) from there


def next_code() -> str:
    statements.run("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = Entry.objects.filter(code__regex=r"^K[0-9]+$").values_list("code", flat=True)
    return f"K{max((int(code[1:]) for code in known), default=0) + 1:05d}"


def row(entry_id: int) -> Entry:
    """LookupError."""
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise LookupError(entry_id)
    return found


def change(entry_id: int, new: NewEntry, *, actor: Actor) -> Entry:
    found, values = row(entry_id), checked(new)
    if found.state == EntryState.LIVE.value and (not values["sources"] or not values["owner_unit"]):
        raise EntryRefused("sources", _("What is in force needs a source and the unit that answers for it."))
    with transaction.atomic():
        Entry.objects.filter(pk=entry_id).update(updated_at=timezone.now(), **values)
        if found.state == EntryState.LIVE.value:
            recording.entry(recording.CHANGED, found, by=actor.account_id)
    return row(entry_id)


def put(entry_id: int, state: EntryState, *, actor: Actor) -> Entry:
    """In force, or out of it. EntryRefused where a source or an owner is missing."""
    found = row(entry_id)
    if state is EntryState.LIVE and not (found.sources and found.owner_unit):
        raise EntryRefused(
            "sources", _("Before it is in force it needs a source and the unit that answers for it.")
        )
    with transaction.atomic():
        now = timezone.now()
        Entry.objects.filter(pk=entry_id).update(
            state=state.value, reviewed_by=actor.name[:100], reviewed_at=now, updated_at=now
        )
        act = recording.PUBLISHED if state is EntryState.LIVE else recording.RETIRED
        recording.entry(act, found, by=actor.account_id)
    return row(entry_id)


def info(found: Entry) -> EntryInfo:
    unit = organisation.unit(found.owner_unit) if found.owner_unit else None
    return EntryInfo(
        id=found.pk,
        code=found.code,
        language=found.language,
        question=found.question,
        answer=found.answer,
        sources=tuple(SourceLine(str(one["title"]), str(one.get("url", ""))) for one in found.sources),
        keywords=found.keywords,
        audience=Audience(found.audience),
        category=found.category,
        owner_unit=found.owner_unit,
        owner_name=unit.name if unit else "",
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        state=EntryState(found.state),
        origin=found.origin,
        proposed_by="" if found.proposed_by == SYSTEM.name else found.proposed_by,
        reviewed_by="" if found.reviewed_by == SYSTEM.name else found.reviewed_by,
        reviewed_at=found.reviewed_at,
        updated_at=found.updated_at,
        helped=found.helped,
        not_helped=found.not_helped,
    )


def day(words: str) -> date | None:
    """EntryRefused for what is no day."""
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise EntryRefused("valid_from", _("Please give days as year-month-day.")) from None
