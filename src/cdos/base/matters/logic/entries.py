"""The timeline: writing a line (with its files and its words in the search) and reading the lines one may read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.matters.contracts import EntryInfo, Visibility
from cdos.base.matters.logic import attaching, index, parts, recording, rows
from cdos.base.matters.logic.texts import token, translated
from cdos.base.matters.models import Entry, Matter
from cdos.base.organisation.contracts import SYSTEM, Actor

DEPUTY = "deputy_for"


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be written; `undo_s` with `before` makes it undoable."""

    title: str  # English msgid
    move: str = ""
    text: str = ""
    visibility: Visibility = Visibility.SUBJECT
    from_state: str = ""
    to_state: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    undo_s: int = 0
    before: dict[str, Any] | None = None


def write(*, matter: Matter, actor: Actor, line: Line, now: datetime) -> Entry:
    """In the caller's transaction."""
    post = parts.post_for(actor, rows.info_of(matter))
    data = line.data | ({DEPUTY: post.deputy_for} if post and post.deputy_for else {})
    entry = Entry(
        matter=matter,
        at=now,
        account_id=actor.account_id,
        actor_name=actor.name,
        actor_unit=post.unit if post else "",
        move=line.move,
        title=line.title,
        text=line.text,
        visibility=line.visibility.value,
        from_state=line.from_state,
        to_state=line.to_state,
        data=data,
        files=[token(one) for one in line.files],
        version=matter.version,
        undo_until=now + timedelta(seconds=line.undo_s) if line.undo_s else None,
        before=line.before,
    )
    statements.insert(entry)
    recording.written(actor, matter, entry, post)
    attaching.attach(tokens=entry.files, owner_id=matter.pk, visibility=line.visibility)
    index.index_entry(matter, entry)
    return entry


def read(*, matter: Matter, visibilities: Sequence[str], actor: Actor | None = None) -> list[EntryInfo]:
    """Oldest first. Without an actor names are left out: that is the view behind a shared link."""
    found = statements.rows(Entry, _OPEN_TO, [matter.pk, list(visibilities)])
    return [info(entry, actor) for entry in found]


_OPEN_TO = "matter_id = %s::bigint AND visibility = ANY(%s::text[]) ORDER BY at, id"


def latest(matter: Matter, visibilities: Sequence[str] | None = None) -> Entry | None:
    """The last line that stands, of all or of those one may read."""
    lines = Entry.objects.filter(matter=matter, undone=False)
    if visibilities is not None:
        lines = lines.filter(visibility__in=visibilities)
    return lines.order_by("-id").first()


def info(entry: Entry, actor: Actor | None) -> EntryInfo:
    now = timezone.now()
    own = actor is not None and actor.account_id is not None and actor.account_id == entry.account_id
    undoable = own and not entry.undone and entry.undo_until is not None and entry.undo_until > now
    return EntryInfo(
        id=entry.pk,
        at=entry.at,
        actor_name=name_of(entry) if actor is not None else "",
        actor_unit=rows.unit_name(entry.actor_unit),
        move=entry.move,
        title=translated(entry.title),
        text=entry.text,
        visibility=Visibility(entry.visibility),
        from_state=entry.from_state,
        to_state=entry.to_state,
        data=entry.data,
        files=tuple(entry.files),
        undo_until=entry.undo_until if undoable else None,
        undone=entry.undone,
    )


def name_of(entry: Entry) -> str:
    """A deputy acts under both names, as 张三代李四; what happens by itself has no person's name."""
    if entry.account_id is None and entry.actor_name == SYSTEM.name:
        return _("automatically")
    absent = entry.data.get(DEPUTY)
    return (
        _("%(deputy)s for %(holder)s") % {"deputy": entry.actor_name, "holder": absent}
        if absent
        else entry.actor_name
    )
