"""The only door to the knowledge base. Keyword-only; EntryRefused says what to change, NotAllowed who may not, LookupError."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from .contracts import Audience, Entry, EntryPage, EntryState, Found, Imported, NewEntry
from .logic import asking, csvfile, keeping
from .models import Entry as Row

PAGE = 50


def ask(
    *, question: str, language: str, audience: Audience = Audience.EVERYONE, portal: str = "", limit: int = 3
) -> Found:
    """What is in force today and covers the question; `known` False where nothing does. Counted by portal, never kept."""
    found = asking.ask(question, language=language, audience=audience, limit=limit)
    if portal:
        asking.count(portal, found.known)
    return found


def rate(*, entry_id: int, helped: bool) -> None:
    """That an answer helped, or did not."""
    asking.rate(entry_id, helped)


def may_edit(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def entries(*, actor: Actor, state: str = "", words: str = "", page: int = 1) -> EntryPage:
    """For staff: those of a state, newest change first. NotAllowed."""
    _check(actor.is_staff)
    with fence.everything():
        counts = dict(Row.objects.values_list("state").annotate(n=Count("id")))
        rows = Row.objects.order_by("-updated_at", "-id")
        if state in set(EntryState):
            rows = rows.filter(state=state)
        for word in words.split()[:6]:
            rows = rows.filter(
                Q(question__icontains=word)
                | Q(answer__icontains=word)
                | Q(code__iexact=word)
                | Q(keywords__icontains=word)
            )
        begin = (max(1, page) - 1) * PAGE
        found = tuple(keeping.info(row) for row in rows[begin : begin + PAGE])
        return EntryPage(found, rows.count(), counts)


def entry(*, actor: Actor, entry_id: int) -> Entry:
    """NotAllowed, LookupError."""
    _check(actor.is_staff)
    with fence.everything():
        return keeping.info(keeping.row(entry_id))


def live_entry(*, entry_id: int) -> Entry:
    """In force, for everybody. LookupError."""
    with fence.everything():
        found = keeping.info(keeping.row(entry_id))
    if found.state is not EntryState.LIVE:
        raise LookupError(entry_id)
    return found


def propose(*, actor: Actor, new: NewEntry) -> Entry | None:
    """By staff or the system; None where the same matter gave one before. EntryRefused, NotAllowed."""
    _check(actor.system or organisation.may(actor, Action.ADD) or may_edit(actor))
    with fence.everything():
        row = keeping.propose(new, by=actor.name)
        return keeping.info(row) if row else None


def change(*, actor: Actor, entry_id: int, new: NewEntry) -> Entry:
    """EntryRefused, NotAllowed, LookupError."""
    _check(may_edit(actor))
    with fence.everything():
        return keeping.info(keeping.change(entry_id, new, actor=actor))


def put_in_force(*, actor: Actor, entry_id: int) -> Entry:
    """An editor takes it. EntryRefused without a source or an owner, NotAllowed, LookupError."""
    return _put(actor, entry_id, EntryState.LIVE)


def retire(*, actor: Actor, entry_id: int) -> Entry:
    """NotAllowed, LookupError."""
    return _put(actor, entry_id, EntryState.RETIRED)


def _put(actor: Actor, entry_id: int, state: EntryState) -> Entry:
    _check(may_edit(actor))
    with fence.everything():
        return keeping.info(keeping.put(entry_id, state, actor=actor))


def export(*, actor: Actor) -> str:
    """All entries as CSV. NotAllowed."""
    _check(actor.is_staff)
    with fence.everything():
        return csvfile.write(keeping.info(row) for row in Row.objects.order_by("code", "language"))


def bring_in(*, actor: Actor, raw: bytes, live: bool = False) -> Imported:
    """All of a CSV file, or nothing and the errors by line. NotAllowed."""
    _check(actor.system or may_edit(actor))
    with transaction.atomic(), fence.everything():
        return csvfile.read(raw, actor=actor, live=live)


def forget() -> None:
    """The index of this process, where a test changed the table behind it."""
    asking.MEMORY.forget()


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("not_yours", _("This is for staff with another post."))
