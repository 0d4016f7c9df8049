"""Web leads in bulk: a CSV file, or the entries of a feed. The same again brings nothing twice."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cdos.base.matters.contracts import MoveRefused, Place
from cdos.base.organisation.contracts import SYSTEM

from ..adapters.base import FeedFailed
from ..adapters.registry import feed_for
from ..contracts import Brought, Channel, FeedEntry, LeadRefused, Report
from ..models import Source
from . import filing

MOST_ROWS = 20_000
ERRORS = 50
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "编号", "线索编号"),
    "title": ("title", "标题", "主题"),
    "text": ("text", "detail", "内容", "详情", "正文"),
    "address": ("address", "地址", "地点", "位置"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "at": ("at", "time", "时间", "发布时间"),
    "link": ("link", "url", "链接", "网址"),
}


def from_csv(raw: bytes, source: str) -> Brought:
    """LeadRefused where the file as a whole cannot be read; a row that cannot is told with its line."""
    source_of(source)
    try:
        found = list(rows(raw))
    except csv.Error as broken:
        raise LeadRefused("file", _("This file is not a table that can be read.")) from broken
    return _take(_reports(found, source))


def source_of(code: str) -> Source:
    row = Source.objects.filter(code=code, channel=Channel.WEB.value, active=True).first()
    if row is None:
        raise LeadRefused("source", _("Please choose a source of web leads that is not stopped."))
    return row


def rows(raw: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and values by our names."""
    reader = csv.reader(io.StringIO(_decoded(raw), newline=""))
    head = [name.strip().lower() for name in next(reader, [])]
    places = {
        ours: head.index(name) for ours, names in NAMES.items() for name in reversed(names) if name in head
    }
    if not {"title", "text"} & set(places):
        raise LeadRefused("file", _("The file needs a column “text” or “title”."))
    for line, cells in enumerate(reader, 2):
        if line > MOST_ROWS:
            raise LeadRefused("file", _("At most %(most)d rows in one file.") % {"most": MOST_ROWS})
        if any(cell.strip() for cell in cells):
            yield line, {name: cells[at].strip() for name, at in places.items() if at < len(cells)}


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LeadRefused("file", _("The file is neither UTF-8 nor GB18030."))


def _reports(found: Iterable[tuple[int, dict[str, str]]], source: str) -> Iterator[tuple[int, Report | None]]:
    for line, values in found:
        try:
            yield line, _report(values, source)
        except ValueError:
            yield line, None


def _report(values: dict[str, str], source: str) -> Report:
    lon, lat = values.get("lon", ""), values.get("lat", "")
    place = Place(values.get("address", ""), float(lon) if lon else None, float(lat) if lat else None)
    return Report(
        text=values.get("text", ""),
        title=values.get("title", ""),
        place=place,
        source=source,
        external_id=values.get("id", "") or _mark(values),
        link=values.get("link", ""),
        at=_when(values.get("at", "")),
    )


def _mark(values: dict[str, str]) -> str:
    """Of a row without an id, from all it says: the same file again brings nothing twice."""
    said = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return f"row:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"


def _when(words: str) -> datetime | None:
    found = parse_datetime(words) if words else None
    if found is None or timezone.is_aware(found):
        return found
    return timezone.make_aware(found)


def _take(reports: Iterable[tuple[int, Report | None]]) -> Brought:
    count = created = known = 0
    errors: list[str] = []
    for line, report in reports:
        count += 1
        try:
            if report is None:
                raise LeadRefused("row", _("A number or a time cannot be read."))
            taken = filing.file(actor=SYSTEM, channel=Channel.WEB, report=report)
        except (LeadRefused, MoveRefused) as refused:
            errors.append(_("Line %(line)d: %(why)s") % {"line": line, "why": refused})
        else:
            created, known = created + taken.created, known + (not taken.created)
    return Brought(count, created, known, len(errors), tuple(errors[:ERRORS]))


def feed_url(code: str) -> str:
    """Where the feed of a source is asked. LookupError."""
    url = (
        Source.objects.filter(code=code, active=True).exclude(feed_url="").values_list("feed_url", flat=True)
    )
    if not (found := url.first()):
        raise LookupError(code)
    return found


def asked(url: str) -> tuple[list[FeedEntry], str]:
    """What a feed answers, and what went wrong. Takes seconds, and no transaction may be open."""
    feed = feed_for(url)
    try:
        return list(feed.entries(url)) if feed else [], ""
    except FeedFailed as failed:
        return [], str(failed)[:300]


def from_feed(code: str, entries: Iterable[FeedEntry], error: str) -> Brought:
    """Takes in what the feed answered, and keeps when, and what went wrong."""
    brought = _take((line, _of_entry(entry, code)) for line, entry in enumerate(entries, 1))
    Source.objects.filter(code=code).update(fetched_at=timezone.now(), error=error)
    return brought


def _of_entry(entry: FeedEntry, source: str) -> Report:
    return Report(
        text=entry.text or entry.title,
        title=entry.title,
        source=source,
        external_id=entry.id[:200],
        link=entry.link,
        at=entry.at,
    )


def feeds() -> list[str]:
    """Codes of the sources whose feed is asked."""
    found = Source.objects.filter(active=True).exclude(feed_url="")
    return list(found.values_list("code", flat=True))
