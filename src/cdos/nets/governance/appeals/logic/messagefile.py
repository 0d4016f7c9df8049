"""Any file of messages as messages, for looking at it without storing it."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.nets.governance.topics.contracts import Message

from .csvfile import Record, inspect, records
from .importrows import COMPACT, STAMP, ImportRefused
from .text import safe

OURS = ("id", "time", "title", "detail", "votes", "against", "person")
_NAMES = {
    "id": "id 留言编号 编号 诉求编号 工单编号 工单号 序号 信件编号 事件编号 message_id messageid msg_id case_id ticket_id "
    "request_id complaint_id unique_key number no key",
    "time": "time 留言时间 时间 诉求时间 提交时间 受理时间 来电时间 登记时间 发布时间 反映时间 创建时间 日期 filed_at created_at "
    "created datetime timestamp date submitted_at submitted posted_at opened_at opendate message_time received_at",
    "title": "title 留言主题 主题 标题 诉求标题 工单标题 信件标题 事项标题 subject headline summary topic",
    "detail": "detail 留言详情 详情 内容 诉求内容 留言内容 工单内容 投诉内容 投诉件内容 反映内容 诉求描述 问题描述 描述 正文 details text "
    "content body message description complaint comment",
    "votes": "votes 点赞数 点赞 赞成数 支持数 赞数 赞 votes_for upvotes up_votes likes like_count supports agree",
    "against": "against 反对数 反对 踩 votes_against downvotes down_votes dislikes disagree",
    "person": "person 留言用户 用户 用户编号 留言人 诉求人 投诉人 反映人 user user_id userid username author sender account citizen "
    "reporter complainant",
}
ALIASES = {ours: names.split() for ours, names in _NAMES.items()}
SHOWN = 20  # rows left out that are told of
FIRST_YEAR, LAST_YEAR = 1949, 2200
_number = re.compile(r"^-?\d+(?:\.\d+)?$")
_half = re.compile(r"\s*(?:\b[ap]\.?m\.?(?!\w)|(?<=\d)[ap]m\b|[上下]午)\s*", re.IGNORECASE)
_reverse = re.compile(
    r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*$"
)
_clocks = ("", " %H:%M", " %H:%M:%S")
WITH_WORDS = [
    f"{day}{clock}"
    for day in ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%a %d %b %Y")
    for clock in _clocks
] + ["%a %d %b %Y %H:%M:%S %z", "%a %b %d %H:%M:%S %Y"]
_joins = re.compile(r"[\s_\-]+")


def read(path: Path, mapping: Mapping[str, str], say: Callable[[str], None]) -> list[Message]:
    """The messages of a file; rows that are none are told of and left out. ImportRefused: no column with text."""
    if not path.is_file():
        raise ImportRefused(_("There is no file %(path)s.") % {"path": path})
    rows = records(path, inspect(path))
    header = next(rows)
    columns = _columns(header.cells, mapping)
    complaints = _Complaints(say)
    found: dict[str, Message] = {}
    for number, record in enumerate(rows, start=1):
        if record.error:
            complaints.add(record.line, record.error)
            continue
        message = _message(record, columns, number, complaints)
        if message is None:
            complaints.add(record.line, _("it has neither a title nor a text"))
        elif message.id in found:
            complaints.add(record.line, _("its id %(id)s was there before") % {"id": message.id})
        else:
            found[str(message.id)] = message
    complaints.end()
    return list(found.values())


class _Complaints:
    """What is wrong in a file: the first lines in full, the others as a count."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.number = 0

    def add(self, line: int, what: str) -> None:
        self.number += 1
        if self.number <= SHOWN:
            self.say(_("line %(line)d: %(what)s") % {"line": line, "what": what})

    def end(self) -> None:
        if self.number > SHOWN:
            self.say(_("… and %(more)d lines more.") % {"more": self.number - SHOWN})


def _plain(name: str) -> str:
    return _joins.sub("_", name.strip().strip("\ufeff").lower())


def _columns(header: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, int]:
    theirs = [_plain(cell) for cell in header]
    columns: dict[str, int] = {}
    for ours, names in ALIASES.items():
        known = [theirs.index(name) for name in names if name in theirs]
        if known:
            columns[ours] = known[0]
    for ours, name in mapping.items():
        if ours not in OURS:
            raise ImportRefused(
                _("“%(ours)s” is not a column of ours; possible are: %(possible)s.")
                % {"ours": ours, "possible": ", ".join(OURS)}
            )
        if _plain(name) not in theirs:
            raise ImportRefused(
                _("The file has no column “%(name)s”; it has: %(found)s.")
                % {"name": name, "found": ", ".join(header)}
            )
        columns[ours] = theirs.index(_plain(name))
    if "title" not in columns and "detail" not in columns:
        raise ImportRefused(
            _("No column holds the text (detail); the file has: %(found)s. Name it with --map detail=COLUMN.")
            % {"found": ", ".join(header)}
        )
    return columns


def _message(
    record: Record, columns: Mapping[str, int], number: int, complaints: _Complaints
) -> Message | None:
    cells = {ours: safe(record.cells[at]).strip() for ours, at in columns.items()}
    title, detail = cells.get("title", ""), cells.get("detail", "")
    if not title and not detail:
        return None
    at = instant(cells.get("time", ""))
    if at is None and cells.get("time"):
        complaints.add(record.line, _("the time “%(text)s” cannot be read") % {"text": cells["time"][:40]})
    return Message(
        id=cells.get("id") or str(number),
        title=title,
        detail=detail,
        at=at,
        person=cells.get("person", ""),
        votes=max(0, _count(cells.get("votes", "")) - _count(cells.get("against", ""))),
    )


def _count(text: str) -> int:
    plain = text.replace(",", "").strip()
    return int(float(plain)) if _number.match(plain) and len(plain) < 12 else 0


def instant(text: str) -> datetime | None:
    """A time as people and programs write it, without a zone in the city's own; None where it is none."""
    for found in _readings(text.strip()):
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found if found.tzinfo else timezone.make_aware(found)
    return None


def _readings(text: str) -> Iterator[datetime]:
    half = _half.search(text)
    plain = _half.sub(" ", text).strip()
    for found in _whole(plain):
        later = half is not None and half.group().lower().strip(" .")[:1] in "p下" and found.hour < 12
        midnight = half is not None and half.group().lower().strip(" .")[:1] in "a上" and found.hour == 12
        yield found + timedelta(hours=12 * (later - midnight))


def _whole(text: str) -> Iterator[datetime]:
    stamp = STAMP.match(text) or COMPACT.match(text)
    if stamp:
        zone = stamp.groups()[6] if len(stamp.groups()) > 6 else None
        yield from _made([int(part or 0) for part in stamp.groups()[:6]], zone or "")
    elif _number.match(text):
        yield from _of_number(float(text))
    elif reverse := _reverse.match(text):
        first, second, year, *clock = (int(part or 0) for part in reverse.groups())
        # 31.12.2019 has the day first and 12/31/2019 the month; with a slash and both possible, it is the month.
        day_first = second <= 12 and (first > 12 or "/" not in text)
        yield from _made([year, second, first, *clock] if day_first else [year, first, second, *clock], "")
    elif text:
        for pattern in WITH_WORDS:
            with suppress(ValueError):
                yield datetime.strptime(text.replace(",", ""), pattern)


def _made(parts: list[int], zone: str) -> Iterator[datetime]:
    with suppress(ValueError, OverflowError):
        yield datetime.fromisoformat(datetime(*parts).isoformat() + zone)  # type: ignore[arg-type]


def _of_number(value: float) -> Iterator[datetime]:
    """Seconds or milliseconds since 1970, or days since 1900 as spreadsheets count them."""
    with suppress(ValueError, OverflowError, OSError):
        if value >= 1e11:
            yield datetime.fromtimestamp(value / 1000, UTC)
        elif value >= 1e8:
            yield datetime.fromtimestamp(value, UTC)
        elif 10_000 < value < 100_000:
            yield datetime(1899, 12, 30) + timedelta(days=value)
