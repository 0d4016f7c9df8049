"""What staff see: the list of newest versions, one version, what differs between two."""

from dataclasses import fields

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Change, ItemPage, ItemState, Listed, Sought
from ..contracts import Item as ItemInfo
from ..contracts import Version as VersionInfo
from ..models import Version
from . import shape

PAGE = 50
PASSED_OVER = frozenset({"version", "state", "department_name"})


def _newest() -> QuerySet[Version]:
    place = Window(RowNumber(), partition_by=[F("item_id")], order_by=F("version").desc())
    return Version.objects.annotate(place=place).filter(place=1)


def _sought(asked: Sought) -> QuerySet[Version]:
    rows = Version.objects.filter(pk__in=_newest().values("pk"))
    for word in asked.words.casefold().split()[:6]:
        rows = rows.filter(sought__contains=word)
    given = {
        "state": asked.state.value if asked.state else None,
        "department": asked.department or None,
        "area": asked.area or None,
        "instant": asked.instant,
        "combinable": asked.combinable,
    }
    return rows.filter(**{name: value for name, value in given.items() if value is not None})


def page(asked: Sought) -> ItemPage:
    rows = _sought(asked)
    begin = (max(1, asked.page) - 1) * PAGE
    shown = rows.select_related("item").defer("elements").order_by("-written_at", "item__code")
    every = Version.objects.filter(pk__in=_newest().values("pk"))
    counts = dict(every.values_list("state").annotate(n=Count("id")))
    return ItemPage(tuple(listed(row) for row in shown[begin : begin + PAGE]), rows.count(), counts)


def state(row: Version) -> ItemState:
    over = row.effective_until is not None and row.effective_until < timezone.localdate()
    return ItemState.ENDED if over and row.state == ItemState.LIVE.value else ItemState(row.state)


def listed(row: Version) -> Listed:
    unit = organisation.unit(row.department)
    return Listed(
        code=row.item.code,
        title=row.title,
        version=row.version,
        state=state(row),
        department=row.department,
        department_name=unit.name if unit else row.department,
        area=row.area,
        variant_of=row.variant_of,
        instant=row.instant,
        combinable=row.combinable,
        effective_from=row.effective_from,
        written_at=row.written_at,
        author=row.author,
    )


def info(row: Version, actor: Actor | None = None) -> VersionInfo:
    free = (
        actor is not None
        and row.state == ItemState.WAITING.value
        and organisation.may(actor, Action.EDIT_LISTS)
        and actor.account_id not in row.hands
    )
    return VersionInfo(
        item=shape.of_row(row),
        revision=row.revision,
        author=row.author,
        submitted_by=row.submitted_by,
        approver=row.approver,
        written_at=row.written_at,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        note=row.note,
        returned=row.returned,
        may_approve=free,
    )


def changes(before: ItemInfo, after: ItemInfo) -> tuple[Change, ...]:
    """Elements that differ, in the order of the contract."""
    pairs = (
        (field.name, shape.text(getattr(before, field.name)), shape.text(getattr(after, field.name)))
        for field in fields(ItemInfo)
        if field.name not in PASSED_OVER
    )
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)
