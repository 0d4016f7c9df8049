"""Rows as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import access
from cdos.base.ledger.contracts import Kind, Named, Row, Sought
from cdos.base.ledger.logic import acts

LABELS = {
    "account": _("account"),
    "clock": _("clock"),
    "deputy_for": _("for"),
    "device": _("device"),
    "effective_on": _("in force from"),
    "entry": _("line of the timeline"),
    "file": _("file"),
    "first": _("first day"),
    "from": _("from state"),
    "from_on": _("first day"),
    "how": _("how"),
    "last": _("last day"),
    "move": _("step"),
    "network": _("network"),
    "reason": _("reason"),
    "request": _("request"),
    "scopes": _("may do"),
    "sessions": _("sessions"),
    "what": _("what"),
    "state": _("state"),
    "title": _("title"),
    "to": _("to state"),
    "to_area": _("area"),
    "to_role": _("power"),
    "to_unit": _("of unit"),
    "until_on": _("last day"),
    "why": _("why"),
    "words": _("words searched"),
    "working": _("worked"),
}
SHOWN = ("unit", "post", "deputy_for", "purpose")


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with what people call its parts."""

    row: Row
    who: str  # unit and post; for the auditor also the name
    purpose: str
    object: Named
    others: tuple[tuple[str, str], ...] = ()


def shown(rows: Sequence[Row], *, names: bool = False) -> list[Shown]:
    """`names`: of the accounts too, for the auditor; the person concerned sees unit and post."""
    objects = access.described({row.object for row in rows})
    known = access.account_names({row.by for row in rows if row.by is not None}) if names else {}
    return [_shown(row, objects, known) for row in rows]


def _shown(row: Row, objects: dict[str, Named], known: dict[int, str]) -> Shown:
    said = row.details or {}
    name = known.get(row.by, "") if row.by is not None else ""
    parts = [name, *(str(said[part]) for part in ("unit", "post") if said.get(part))]
    return Shown(
        row=row,
        who=" · ".join(filter(None, parts)),
        purpose=str(said.get("purpose", "")),
        object=objects.get(row.object, Named(row.object)),
        others=tuple(
            (str(LABELS.get(key, key)), _plain(value)) for key, value in said.items() if key not in SHOWN
        ),
    )


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    return str(value)


def sought(asked: QueryDict) -> Sought:
    """What the auditor's form asks; what cannot be read is left out."""
    by = asked.get("by", "").strip()
    kind, act = asked.get("kind", ""), asked.get("act", "")
    return Sought(
        kind=Kind(kind) if kind in set(Kind) else None,
        act=act if act in acts.titles() else "",
        by=int(by) if by.isdecimal() and len(by) < 18 else None,
        object=asked.get("object", "").strip()[:200],
        since=_moment(asked.get("since", "")),
        until=_moment(asked.get("until", ""), days=1),
        before=cursor(asked),
    )


def cursor(asked: QueryDict) -> int | None:
    after = asked.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 18 else None


def _moment(text: str, days: int = 0) -> datetime | None:
    try:
        day: date | None = parse_date(text)
    except ValueError:
        return None
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
