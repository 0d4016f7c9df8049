"""Rows of an imported file as appeals of the past: which column is which, and what each cell means."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import Place

from ..contracts import MAX_TEXT, AppealRefused, AppealRow, Source
from .csvfile import FileFacts, Record
from .filing import place_in_city
from .text import is_blank, safe

LONGEST_ID = 90
OURS = ("id", "title", "detail", "filed_at", "lon", "lat", "category", "votes_for", "votes_against")
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "留言编号", "编号", "诉求编号", "工单编号"),
    "title": ("title", "留言主题", "主题", "标题"),
    "detail": ("detail", "留言详情", "详情", "内容", "诉求内容", "投诉件内容", "text", "content"),
    "filed_at": ("filed_at", "留言时间", "时间", "诉求时间", "created_at", "date"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "category": ("category", "label", "一级分类", "分类", "类别"),
    "votes_for": ("votes_for", "点赞数"),
    "votes_against": ("votes_against", "反对数"),
}
STAMP = re.compile(
    r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?\s*分?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$"
)
COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?\s*$")


class ImportRefused(ValueError):
    """A file that cannot be imported at all."""


class RowRefused(ValueError):
    """A row that is refused, and why."""


def columns_of(header: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, str]:
    """Which column of the file is which of ours. ImportRefused: a wrong mapping, or no column with the text."""
    theirs = [cell.strip() for cell in header]
    for ours, name in mapping.items():
        if ours not in OURS:
            raise ImportRefused(
                _("“%(ours)s” is not a column of ours; possible are: %(possible)s.")
                % {"ours": ours, "possible": ", ".join(OURS)}
            )
        if name not in theirs:
            raise ImportRefused(
                _("The file has no column “%(name)s”; it has: %(found)s.")
                % {"name": name, "found": ", ".join(theirs)}
            )
    lower = {name.lower(): name for name in reversed(theirs)}
    found = {
        ours: lower[alias] for ours, names in ALIASES.items() for alias in reversed(names) if alias in lower
    }
    found |= dict(mapping)
    if "detail" not in found:
        raise ImportRefused(
            _("No column holds the text (detail); the file has: %(found)s. Name it with --map detail=COLUMN.")
            % {"found": ", ".join(theirs)}
        )
    return found


def instant(text: str) -> datetime:
    """A date, or date and time, as people write them; without a zone in the city's own."""
    found = STAMP.match(text) or COMPACT.match(text)
    if found is None:
        raise RowRefused(_("the time “%(text)s” cannot be read") % {"text": text[:40]})
    parts = [int(part or 0) for part in found.groups()[:6]]
    zone = found.groups()[6] if len(found.groups()) > 6 else None
    try:
        naive = datetime(*parts)  # type: ignore[arg-type]
        at = datetime.fromisoformat(naive.isoformat() + zone) if zone else timezone.make_aware(naive)
    except (ValueError, OverflowError) as error:
        raise RowRefused(_("the time “%(text)s” does not exist") % {"text": text[:40]}) from error
    if not at.year >= 1949 or at > timezone.now() + timedelta(days=1):
        raise RowRefused(_("the time “%(text)s” lies in the future or before 1949") % {"text": text[:40]})
    return at


def _degrees(text: str, name: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise RowRefused(
            _("%(name)s “%(text)s” is not a number") % {"name": name, "text": text[:40]}
        ) from error


def _votes(text: str) -> int:
    digits = text.strip()
    return (
        min(int(digits), 2_000_000_000) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
    )


class Reader:
    """Rows of one file as appeals of the past."""

    def __init__(
        self,
        header: tuple[str, ...],
        columns: Mapping[str, str],
        facts: FileFacts,
        now: datetime,
        source: str = "",
    ) -> None:
        theirs = [cell.strip() for cell in header]
        self.at = {ours: theirs.index(name) for ours, name in columns.items()}
        self.facts = facts
        self.now = now
        self.space = f"id:{source}:" if source else "id:"

    def _cell(self, record: Record, name: str) -> str:
        place = self.at.get(name)
        return safe(record.cells[place]).strip() if place is not None else ""

    def identity(self, record: Record, row_number: int) -> str:
        own = self._cell(record, "id")
        if len(own) > LONGEST_ID:
            raise RowRefused(_("its id is longer than %(most)d characters") % {"most": LONGEST_ID})
        return f"{self.space}{own}" if own else f"{self.facts.sha256}:{row_number}"

    def appeal(self, record: Record) -> AppealRow:
        text = self._cell(record, "detail")
        if is_blank(text):
            raise RowRefused(_("the text (detail) is empty"))
        if len(text) > MAX_TEXT:
            raise RowRefused(_("the text is longer than %(most)d characters") % {"most": MAX_TEXT})
        filed = self._cell(record, "filed_at")
        at = instant(filed) if filed else self.now
        return AppealRow(
            text=text,
            title=self._cell(record, "title"),
            filed_at=at,
            closed_at=at,
            place=self._place(record),
            state="closed",
            source=Source.IMPORT,
            category=self._cell(record, "category"),
            votes_for=_votes(self._cell(record, "votes_for")),
            votes_against=_votes(self._cell(record, "votes_against")),
        )

    def _place(self, record: Record) -> Place:
        lon = _degrees(self._cell(record, "lon"), "lon")
        lat = _degrees(self._cell(record, "lat"), "lat")
        try:
            return place_in_city(Place(lon=lon, lat=lat))[0]
        except AppealRefused as refusal:
            raise RowRefused(str(refusal).rstrip(".。")) from refusal
