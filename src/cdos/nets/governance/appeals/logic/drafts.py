"""Drafts of the duty list: a changed copy of the list in force, edited item by item or in a batch, until it is put in force."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor

from ..contracts import DraftRefused, DutyItemInfo, DutyListState, Finding, ListDiff
from ..models import DutyItem, DutyList
from . import duty, dutychecks, dutydiff, recording

COPIED = (
    *("code", "class_name", "group", "name", "function", "level", "urgency"),
    *("handling_amount", "handling_unit", "keywords", "legal_basis", "help"),
)


def row_of(item: DutyItemInfo) -> DutyItem:
    return DutyItem(
        code=item.code,
        class_name=item.class_name,
        group=item.group,
        name=item.name,
        function=item.function,
        level=item.level.value,
        urgency=item.urgency.value,
        handling_amount=item.handling.amount,
        handling_unit=item.handling.unit.value,
        keywords=list(item.keywords),
        legal_basis=item.legal_basis,
        help=item.help,
    )


def newest(on: date | None = None) -> int | None:
    """The version that a draft should stand on: the live one with the latest day, be it to come."""
    rows = DutyList.objects.filter(state=DutyListState.LIVE.value)
    if on is not None:
        rows = rows.filter(effective_on__lte=on)
    return rows.order_by("-effective_on", "-version").values_list("version", flat=True).first()


def begin(actor: Actor, effective_on: date, note: str) -> int:
    """A copy of the newest list as a draft; its version. DraftRefused: there is none to copy, or the day is over."""
    if effective_on < timezone.localdate():
        raise DraftRefused(_("The day from which it counts is over. Please choose today or later."))
    base = newest()
    if base is None:
        raise DraftRefused(
            _("There is no list in force to begin with. Bring in a first one from a CSV file.")
        )
    with transaction.atomic():
        row = _new_list(actor, effective_on, note, base)
        _fill(row, DutyItem.objects.filter(list__version=base).order_by("code"))
        recording.imported(row, by=actor.account_id)
    return row.version


def _new_list(actor: Actor, effective_on: date, note: str, base: int) -> DutyList:
    latest = DutyList.objects.aggregate(latest=Max("version"))["latest"] or 0
    return DutyList.objects.create(
        version=latest + 1,
        state=DutyListState.DRAFT.value,
        effective_on=effective_on,
        source_name=_("from version {n}").format(n=base),
        created_by=actor.name[:100],
        base_version=base,
        note=note.strip()[:300],
        changed_at=timezone.now(),
    )


def _fill(row: DutyList, items: Iterable[DutyItem]) -> None:
    made = [DutyItem(list=row, **{name: getattr(item, name) for name in COPIED}) for item in items]
    DutyItem.objects.bulk_create(made, batch_size=1000)


def draft_row(version: int) -> DutyList:
    """The draft, locked. LookupError; DraftRefused where it is no draft any more."""
    row = DutyList.objects.select_for_update().filter(version=version).first()
    if row is None:
        raise LookupError(version)
    if row.state != DutyListState.DRAFT.value:
        raise DraftRefused(_("This version is no draft any more. Begin a new draft to change it."))
    return row


def _touched(row: DutyList) -> None:
    row.changed_at = timezone.now()
    row.save(update_fields=["changed_at"])


def save_item(actor: Actor, version: int, code: str, item: DutyItem) -> None:
    """Add (`code` empty) or change an item. LookupError, DraftRefused."""
    with transaction.atomic():
        row = draft_row(version)
        there = row.items.filter(code=code).first() if code else None
        if code and there is None:
            raise LookupError(code)
        if item.code != code and row.items.filter(code=item.code).exists():
            raise DraftRefused(_("The code %(code)s is there already.") % {"code": item.code})
        item.list, item.pk = row, there.pk if there else None
        item.save(force_update=there is not None, force_insert=there is None)
        _touched(row)
        recording.edited(row, item.code, by=actor.account_id)


def remove_item(actor: Actor, version: int, code: str) -> None:
    """LookupError, DraftRefused."""
    with transaction.atomic():
        row = draft_row(version)
        if not row.items.filter(code=code).delete()[0]:
            raise LookupError(code)
        _touched(row)
        recording.edited(row, code, by=actor.account_id)


def apply_batch(actor: Actor, version: int, items: Iterable[DutyItem], gone: Iterable[str]) -> int:
    """Put many items in (by code, new or instead of what is there) and take many out; how many lines counted."""
    with transaction.atomic():
        row = draft_row(version)
        given = {item.code: item for item in items}
        removed = set(gone)
        row.items.filter(code__in=[*given, *removed]).delete()
        for item in given.values():
            item.list, item.pk = row, None
        DutyItem.objects.bulk_create(given.values(), batch_size=1000)
        _touched(row)
        recording.edited(row, f"{len(given)}+{len(removed)}", by=actor.account_id)
    return len(given) + len(removed)


def discard(actor: Actor, version: int) -> None:
    """A draft that nobody wants; what was in force is never deleted. LookupError, DraftRefused."""
    with transaction.atomic():
        row = draft_row(version)
        recording.discarded(row, by=actor.account_id)
        row.delete()


def set_day(actor: Actor, version: int, effective_on: date, note: str) -> None:
    """LookupError, DraftRefused."""
    if effective_on < timezone.localdate():
        raise DraftRefused(_("The day from which it counts is over. Please choose today or later."))
    with transaction.atomic():
        row = draft_row(version)
        row.effective_on, row.note = effective_on, note.strip()[:300]
        row.save(update_fields=["effective_on", "note"])
        _touched(row)


def follows(row_version: int) -> int | None:
    """The version that this draft would follow."""
    held = duty.held(row_version)
    return newest(held.info.effective_on) if held else None


def changes(version: int, against: int | None = None) -> ListDiff:
    """What differs from another version; without one from the list it would follow. LookupError."""
    held = duty.held(version)
    if held is None:
        raise LookupError(version)
    other = duty.held(against if against is not None else follows(version) or -1)
    return dutydiff.diff(other.by_code if other else {}, held.by_code)


def check(version: int, called: Callable[[str], str] = str) -> tuple[list[Finding], list[Finding]]:
    """What the draft brings, the grave first, and what the list before it has, too. LookupError."""
    held = duty.held(version)
    if held is None:
        raise LookupError(version)
    after = duty.held(follows(version) or -1)
    base = after.by_code if after else {}
    found = dutychecks.findings(held.items, base, held.info.effective_on, called)
    before = set(dutychecks.findings(after.items, base, timezone.localdate(), called)) if after else set()
    if overtaken(version):
        words = _("Version %(n)d came after this draft was begun. Take its changes in before this counts.")
        found.insert(0, Finding(True, words % {"n": newest()}))
    return [one for one in found if one not in before], [one for one in found if one in before]


def overtaken(version: int) -> bool:
    """Whether a newer list than the draft's base is in force or will be."""
    held = duty.held(version)
    return bool(held and held.info.base_version and newest() not in (None, held.info.base_version))


def rebase(actor: Actor, version: int) -> list[str]:
    """Put the draft's changes on top of the newest list; the codes that both changed. LookupError, DraftRefused."""
    with transaction.atomic():
        row = draft_row(version)
        top = newest()
        base, mine, new = duty.held(row.base_version), duty.held(version), duty.held(top or -1)
        if base is None or mine is None or new is None:
            raise DraftRefused(_("There is nothing to take in."))
        made, clashes = dutydiff.rebased(base.by_code, mine.by_code, new.by_code)
        row.items.all().delete()
        _fill(row, [row_of(item) for _code, item in sorted(made.items())])
        row.base_version = new.info.version
        row.save(update_fields=["base_version"])
        _touched(row)
        recording.edited(row, "rebase", by=actor.account_id)
    return clashes


def publish(actor: Actor, version: int) -> DutyList:
    """Put it in force from its day. LookupError; DraftRefused while something grave is found."""
    grave = [finding.words for finding in check(version)[0] if finding.grave]
    if grave:
        raise DraftRefused(" ".join(grave[:3]))
    with transaction.atomic():
        row = draft_row(version)
        row.state = DutyListState.LIVE.value
        row.save(update_fields=["state"])
        recording.changed(row, by=actor.account_id)
    duty.MEMORY.forget()
    return row
