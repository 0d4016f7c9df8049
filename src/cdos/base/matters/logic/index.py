"""What the search knows of matters: the filing's text and each written line of the timeline, as objects of their own.

Lines for staff only carry no label of the subject, so nobody finds what they may not read.
"""

from collections.abc import Sequence
from datetime import datetime

from cdos.base.matters.contracts import Visibility
from cdos.base.matters.models import CoHandling, Entry, Matter
from cdos.base.search import api as search

MATTER, ENTRY = "matter", "matter_entry"


def labels(
    *, scope: Sequence[str], units: Sequence[str], subject_id: int | None = None, filed_by: int | None = None
) -> list[str]:
    """Labels of areas, units, the subject and the account that filed."""
    found = [f"a:{area}" for area in scope if area] + [f"u:{unit}" for unit in units if unit]
    found += [f"p:{subject_id}"] if subject_id is not None else []
    return found + ([f"f:{filed_by}"] if filed_by is not None else [])


def helpers_of(matter: Matter) -> list[str]:
    return list(CoHandling.objects.filter(matter=matter).values_list("unit", flat=True))


def labels_of(
    matter: Matter, helpers: Sequence[str], visibility: str = Visibility.SUBJECT.value
) -> list[str]:
    staff_only = visibility == Visibility.STAFF.value
    return labels(
        scope=(matter.district, matter.street, matter.community),
        units=(matter.department, *helpers),
        subject_id=None if staff_only else matter.subject_id,
        filed_by=matter.filed_by,
    )


def index_filing(*, matter_id: int, title: str, text: str, names: Sequence[str], at: datetime) -> None:
    whole = f"{title}\n{text}" if not text.startswith(title) else text
    search.index_new(kind=MATTER, object_id=matter_id, text=whole, labels=names, at=at)


def index_entry(matter: Matter, entry: Entry) -> None:
    if entry.text:
        names = labels_of(matter, helpers_of(matter), entry.visibility)
        search.index_new(kind=ENTRY, object_id=entry.pk, text=entry.text, labels=names, at=entry.at)


def relabel(matter: Matter) -> None:
    """After the holder or a co-handler changed: the matter, and those of its lines that hold words."""
    helpers = helpers_of(matter)
    search.relabel(kind=MATTER, object_id=matter.pk, labels=labels_of(matter, helpers), at=matter.filed_at)
    lines = Entry.objects.filter(matter=matter).exclude(text="").values_list("pk", "visibility", "at")
    for pk, visibility, at in lines:
        search.relabel(kind=ENTRY, object_id=pk, labels=labels_of(matter, helpers, visibility), at=at)
