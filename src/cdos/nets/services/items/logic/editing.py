"""Versions: written by one, looked at by another, live from their day on. A live version never changes."""

import re
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.organisation.contracts import Actor

from ..contracts import Item, ItemRefused, ItemState, Problem, Severity
from ..models import Item as Row
from ..models import Version
from . import catalogue, linting, recording, shape

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OPEN = (ItemState.DRAFT.value, ItemState.WAITING.value)
LONGEST_CODE = 60  # as applications, licences and rules keep it
LOCK = 7_204_517  # versions of the catalogue are numbered one at a time


def version(code: str, number: int) -> Version:
    """LookupError."""
    found = Version.objects.select_related("item").filter(item__code=code, version=number).first()
    if found is None:
        raise LookupError(f"{code} {number}")
    return found


def newest(code: str) -> Version | None:
    return Version.objects.select_related("item").filter(item__code=code).order_by("-version").first()


@transaction.atomic
def draft(item: Item, *, actor: Actor, note: str = "", revision: int = 0) -> Version:
    """Write the open version of this item, or begin one. `revision`: the one the writer saw, 0 for a new version."""
    if not CODE.fullmatch(item.code) or len(item.code) > LONGEST_CODE:
        raise ItemRefused(
            _("The code is made of small letters, digits and hyphens, such as “household-move-in”.")
        )
    statements.run("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    row, _made = Row.objects.get_or_create(code=item.code, defaults={"created_at": timezone.now()})
    there = Version.objects.filter(item=row, state__in=OPEN).first()
    if there is None:
        return _begin(row, item, actor, note)
    if there.state == ItemState.WAITING.value:
        raise ItemRefused(_("This version waits for approval. Take it back before you change it."))
    if revision != there.revision:
        raise ItemRefused(
            _("Somebody else saved this draft meanwhile. Open it again and look at the changes.")
        )
    _write(there, item, actor, note)
    return there


def _begin(row: Row, item: Item, actor: Actor, note: str) -> Version:
    last = Version.objects.filter(item=row).aggregate(n=Max("version"))["n"] or 0
    found = Version(item=row, version=last + 1, state=ItemState.DRAFT.value, revision=0)
    _write(found, item, actor, note)
    return found


def _write(row: Version, item: Item, actor: Actor, note: str) -> None:
    fill(row, item)
    hands = {*row.hands, *((actor.account_id,) if actor.account_id is not None else ())}
    row.hands, row.author, row.note = sorted(hands), actor.name[:100], note[:500]
    row.revision, row.written_at = row.revision + 1, timezone.now()
    row.save()


def fill(row: Version, item: Item) -> None:
    """The columns that are made of the elements."""
    row.title, row.department, row.area = item.title[:200], item.department[:60], item.area[:12]
    row.variant_of, row.standard = item.variant_of[:80], item.standard[:12]
    row.instant, row.combinable = item.instant, item.combinable
    row.elements, row.fingerprint, row.sought = (
        shape.elements(item),
        shape.fingerprint(item),
        shape.sought(item),
    )
    row.effective_from, row.effective_until = item.effective_from, item.effective_until


@transaction.atomic
def submit(code: str, number: int, *, actor: Actor, effective_from: date | None = None) -> Version:
    """To the second pair of eyes. ItemRefused with the linter's errors."""
    row = _locked(code, number, ItemState.DRAFT)
    today = timezone.localdate()
    row.effective_from = effective_from or max(row.effective_from or today, today)
    if row.effective_from < today:
        raise ItemRefused(_("A version counts from today at the earliest."))
    wrong = tuple(one for one in linting.lint(shape.of_row(row)) if one.severity is Severity.ERROR)
    if wrong:
        raise ItemRefused(said(wrong), wrong)
    row.state, row.submitted_by, row.submitted_at = ItemState.WAITING.value, actor.name[:100], timezone.now()
    row.returned = ""
    if actor.account_id is not None:
        row.hands = sorted({*row.hands, actor.account_id})
    row.save()
    recording.record(recording.SUBMITTED, code, number, by=actor.account_id)
    return row


def said(problems: tuple[Problem, ...]) -> str:
    first = "; ".join(one.words for one in problems[:3])
    more = len(problems) - 3
    return f"{first} (+{more})" if more > 0 else first


@transaction.atomic
def approve(code: str, number: int, *, actor: Actor) -> Version:
    """By somebody who had no hand in it. The version before ends on the day before."""
    row = _locked(code, number, ItemState.WAITING)
    if actor.account_id is not None and actor.account_id in row.hands:
        raise ItemRefused(_("Somebody else has to look at it: you wrote or submitted this version."))
    today = timezone.localdate()
    begins = max(row.effective_from or today, today)
    _end_before(row, begins)
    row.state, row.effective_from = ItemState.LIVE.value, begins
    row.approver, row.approver_id, row.decided_at = actor.name[:100], actor.account_id, timezone.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as wrong:
        raise ItemRefused(_("The version cannot hold on these days.")) from wrong
    recording.record(recording.PUBLISHED, code, number, by=actor.account_id)
    transaction.on_commit(catalogue.HELD.forget)
    catalogue.HELD.forget()
    return row


def _end_before(row: Version, begins: date) -> None:
    """Versions that hold until further notice end where the new one begins; one that never held keeps no day."""
    for other in Version.objects.filter(item=row.item, state=ItemState.LIVE.value).exclude(pk=row.pk):
        if other.effective_from and other.effective_from >= begins:
            other.state = ItemState.ENDED.value
        elif other.effective_until is None or other.effective_until >= begins:
            other.effective_until = begins - timedelta(days=1)
        other.save(update_fields=["state", "effective_until"])


@transaction.atomic
def send_back(code: str, number: int, *, actor: Actor, reason: str) -> Version:
    """To its author, with a reason; the author may take it back without one."""
    row = _locked(code, number, ItemState.WAITING)
    own = actor.account_id is not None and actor.account_id in row.hands
    if not reason.strip() and not own:
        raise ItemRefused(_("Please say what has to change."))
    row.state, row.returned = ItemState.DRAFT.value, "" if own else reason.strip()[:500]
    row.revision += 1
    row.save()
    recording.record(recording.RETURNED, code, number, by=actor.account_id)
    return row


@transaction.atomic
def discard(code: str, number: int) -> None:
    """A draft goes; an item that never had another version goes with it."""
    row = _locked(code, number, ItemState.DRAFT)
    owner = row.item
    row.delete()
    if not owner.versions.exists():
        owner.delete()


@transaction.atomic
def end(code: str, *, actor: Actor, last_on: date) -> None:
    """The item is no longer offered after this day."""
    row = (
        Version.objects.select_for_update().filter(item__code=code, state="live").order_by("-version").first()
    )
    if row is None:
        raise LookupError(code)
    if last_on < timezone.localdate() or (row.effective_from and last_on < row.effective_from):
        raise ItemRefused(_("The last day is today at the earliest."))
    row.effective_until, row.decided_at = last_on, timezone.now()
    row.save(update_fields=["effective_until", "decided_at"])
    recording.record(recording.ENDED, code, row.version, by=actor.account_id)
    transaction.on_commit(catalogue.HELD.forget)
    catalogue.HELD.forget()


def _locked(code: str, number: int, state: ItemState) -> Version:
    row = (
        Version.objects.select_for_update(of=("self",))
        .select_related("item")
        .filter(item__code=code, version=number)
        .first()
    )
    if row is None:
        raise LookupError(f"{code} {number}")
    if row.state != state.value:
        raise ItemRefused(_("This version is no longer in that state. Open it again."))
    return row
