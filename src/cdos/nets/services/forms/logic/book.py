"""The book of forms: drafts, the second pair of eyes, versions with their days; live ones are held in the process."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.versioned import Versioned

from ..contracts import Form, FormRefused, FormState, FormVersion
from ..models import FormRow
from . import checking, editing, linting, recording, wire

OPEN = (FormState.DRAFT.value, FormState.WAITING.value)
PUT = (FormState.LIVE.value, FormState.ENDED.value)
CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,78}")


def check_editor(actor: Actor) -> None:
    if not (actor.system or organisation.may(actor, Action.EDIT_LISTS)):
        raise FormRefused(_("Forms are written by editors; this is for staff with another post."))


def info(row: FormRow) -> FormVersion:
    return FormVersion(
        id=row.pk,
        form=wire.parse(row.body, version=row.version, state=FormState(row.state)),
        author=row.author,
        author_id=row.author_id,
        approver=row.approver,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        written_at=row.written_at,
        note=row.note,
    )


# Live forms, from memory


def _stamp() -> object:
    return tuple(
        FormRow.objects.filter(state__in=PUT).aggregate(Max("pk"), Count("pk"), Max("changes")).values()
    )


class Shelf:
    """The versions that have been put in force, parsed when first asked for."""

    def __init__(self) -> None:
        self.rows: dict[str, list[FormRow]] = {}
        self.parsed: dict[int, Form] = {}
        for row in FormRow.objects.filter(state__in=PUT).order_by("code", "-effective_from", "-version"):
            self.rows.setdefault(row.code, []).append(row)

    def form(self, code: str, on: date) -> Form | None:
        row = next((one for one in self.rows.get(code, ()) if holds(one, on)), None)
        if row is None:
            return None
        if row.pk not in self.parsed:
            self.parsed[row.pk] = info(row).form
        return self.parsed[row.pk]


def holds(row: FormRow, on: date) -> bool:
    begun = row.effective_from is not None and row.effective_from <= on
    return begun and (row.effective_until is None or on <= row.effective_until)


MEMORY: Versioned[Shelf] = Versioned(stamp=_stamp, load=Shelf)


def form(code: str, on: date | None, expected: bool = False) -> Form | None:
    day = on or timezone.localdate()
    if expected:
        return MEMORY.find(lambda shelf: shelf.form(code, day))
    return MEMORY.get().form(code, day)


def titles(code: str) -> str:
    found = form(code, None)
    return found.title if found else ""


def live() -> list[Form]:
    today, shelf = timezone.localdate(), MEMORY.get()
    found = (shelf.form(code, today) for code in shelf.rows)
    return [one for one in found if one is not None]


def forget() -> None:
    MEMORY.forget()


# Versions


def versions(code: str) -> list[FormVersion]:
    return [info(row) for row in FormRow.objects.filter(code=code).order_by("-version")]


def version(code: str, number: int) -> FormVersion:
    return info(row_of(code, number))


def row_of(code: str, number: int, *, lock: bool = False) -> FormRow:
    """LookupError."""
    rows = FormRow.objects.select_for_update() if lock else FormRow.objects
    found = rows.filter(code=code, version=number).first()
    if found is None:
        raise LookupError(f"{code} {number}")
    return found


def overview() -> list[FormRow]:
    """For the editors' list: of each form what is in work, else what is in force, else its last version."""
    rank = {FormState.DRAFT.value: 0, FormState.WAITING.value: 0, FormState.LIVE.value: 1}
    best: dict[str, FormRow] = {}
    for row in FormRow.objects.order_by("code", "-version"):
        there = best.get(row.code)
        if there is None or rank.get(row.state, 2) < rank.get(there.state, 2):
            best[row.code] = row
    return sorted(best.values(), key=lambda row: (row.state not in OPEN, row.title))


def draft(actor: Actor, body: Mapping[str, Any]) -> FormRow:
    """The open draft of the form, with this body; begun where there is none. Who writes in it cannot approve it."""
    check_editor(actor)
    code = str(body.get("code", ""))
    if not CODE.fullmatch(code):
        raise FormRefused(_("The code of a form is made of small Latin letters, digits and hyphens."))
    made = wire.parse(body)
    if why := checking.check_schema(made):
        raise FormRefused(why)
    with transaction.atomic():
        found = FormRow.objects.select_for_update().filter(code=code, state__in=OPEN).first()
        if found is not None and found.state == FormState.WAITING.value:
            raise FormRefused(
                _("A version of this form waits for approval; take it back before you change it.")
            )
        if found is None:
            last = FormRow.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0
            found = FormRow(code=code, version=last + 1, state=FormState.DRAFT.value)
        return _write(found, actor, made)


def _write(row: FormRow, actor: Actor, made: Form) -> FormRow:
    row.title, row.body = made.title[:200], wire.dump(made)
    row.author, row.author_id, row.written_at = actor.name[:200], actor.account_id, timezone.now()
    if actor.account_id is not None and actor.account_id not in row.written_by:
        row.written_by = [*row.written_by, actor.account_id]
    row.changes += 1
    row.note = ""
    row.save()
    return row


def begin(actor: Actor, code: str) -> FormRow:
    """The draft that is open, or a new one made of the version in force."""
    check_editor(actor)
    there = FormRow.objects.filter(code=code, state__in=OPEN).first()
    if there is not None:
        return there
    last = FormRow.objects.filter(code=code).order_by("-version").first()
    if last is None:
        raise LookupError(code)
    return draft(actor, last.body)


def change(actor: Actor, code: str, number: int, what: str, sent: Mapping[str, str]) -> FormRow:
    check_editor(actor)
    with transaction.atomic():
        row = _in_state(
            code, number, FormState.DRAFT, _("Only a draft is changed. Begin a new version first.")
        )
        return draft(actor, editing.change(info(row).form, what, sent))


def submit(actor: Actor, code: str, number: int, effective_from: date | None) -> FormRow:
    check_editor(actor)
    with transaction.atomic():
        row = _in_state(code, number, FormState.DRAFT, _("Only a draft is handed in."))
        grave = [one.words for one in linting.lint(info(row).form) if one.grave]
        if grave:
            raise FormRefused(grave[0])
        row.effective_from = max(effective_from or timezone.localdate(), timezone.localdate())
        row.state = FormState.WAITING.value
        row.save()
        recording.entry(recording.SUBMITTED, row, by=actor.account_id)
    return row


def approve(actor: Actor, code: str, number: int) -> FormRow:
    """In force from its first day; the version before it ends the day before. Never by who wrote it (四眼原则)."""
    check_editor(actor)
    with transaction.atomic():
        row = _in_state(code, number, FormState.WAITING, _("Only what waits for approval is approved."))
        if actor.account_id is not None and actor.account_id in row.written_by:
            raise FormRefused(_("Somebody else must approve it: you wrote in it."))
        row.effective_from = max(row.effective_from or timezone.localdate(), timezone.localdate())
        _end_before(row)
        row.state, row.approver, row.approver_id = FormState.LIVE.value, actor.name[:200], actor.account_id
        row.changes += 1
        row.save()
        recording.entry(recording.APPROVED, row, by=actor.account_id)
    forget()
    return row


def _end_before(row: FormRow) -> None:
    """One version holds on a day: what holds on the first day of `row` ends before it; what was to begin later never does."""
    assert row.effective_from is not None
    others = FormRow.objects.filter(code=row.code, state=FormState.LIVE.value)
    day_before = row.effective_from - timedelta(days=1)
    open_end = Q(effective_until__isnull=True) | Q(effective_until__gte=row.effective_from)
    for other in others.filter(open_end):
        other.effective_until = day_before
        other.changes += 1
        if other.effective_from is not None and day_before < timezone.localdate():
            other.state = FormState.ENDED.value
        other.save()


def give_back(actor: Actor, code: str, number: int, note: str) -> FormRow:
    """A draft again, with why; by the second pair of eyes, or by who wrote it, to change it."""
    check_editor(actor)
    if not note.strip():
        raise FormRefused(_("Please say what should be changed."))
    with transaction.atomic():
        row = _in_state(code, number, FormState.WAITING, _("Only what waits for approval is sent back."))
        row.state, row.note = FormState.DRAFT.value, note.strip()[:500]
        row.save()
        recording.entry(recording.GIVEN_BACK, row, by=actor.account_id, note=row.note)
    return row


def discard(actor: Actor, code: str, number: int) -> None:
    check_editor(actor)
    with transaction.atomic():
        row = _in_state(code, number, FormState.DRAFT, _("Only a draft is discarded."))
        recording.entry(recording.DISCARDED, row, by=actor.account_id)
        row.delete()


def _in_state(code: str, number: int, state: FormState, refusal: str) -> FormRow:
    row = row_of(code, number, lock=True)
    if row.state != state.value:
        raise FormRefused(refusal)
    return row


def load(bodies: Iterable[Mapping[str, Any]], *, effective_from: date) -> int:
    """Forms put in force as they are, for the sample city; a code that is there already is left as it is."""
    known = set(FormRow.objects.values_list("code", flat=True))
    made = [wire.parse(body) for body in bodies if body["code"] not in known]
    FormRow.objects.bulk_create(
        FormRow(
            code=one.code,
            version=1,
            title=one.title[:200],
            body=wire.dump(one),
            state=FormState.LIVE.value,
            author="样例",
            effective_from=effective_from,
            written_at=timezone.now(),
        )
        for one in made
    )
    forget()
    return len(made)
