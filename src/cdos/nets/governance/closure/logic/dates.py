"""Days that a reply names, counted from the day it was given: 三月底前, 5个工作日内, 下周, before the end of March.

Each form is a pattern with the day until which the promise runs. Where a form leaves the year open it is the next such day;
a span such as “next week” runs to its last day, so that nobody is late before the words say so. Working days are the
city's own (base/calendar).
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cdos.base.calendar import api as calendar
from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.nets.governance.closure.logic.numerals import NUMERAL, number, year

FARTHEST_DAYS = 3 * 366
_YEAR = r"(?:(?P<year>\d{4}|\d{2}|[〇零一二三四五六七八九]{4}|今|明|本|当)年(?:度)?)?(?:的)?"
_MONTH = rf"(?P<month>{NUMERAL})月(?:份)?"
_BEFORE = r"(?:之前|以前|前)?"
_WEEKDAYS = {char: value for value, char in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_ENGLISH_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ENGLISH_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_EM = "(?P<name>" + "|".join(month.title() for month in _ENGLISH_MONTHS) + ")"


@dataclass(frozen=True, slots=True)
class Named:
    """A day as it stands in the text."""

    start: int
    end: int
    phrase: str
    due: date
    rolled: bool = False  # the next year's, since this year's is over
    today: bool = False


def end_of_month(of_year: int, month: int) -> date:
    return date(of_year, month, monthrange(of_year, month)[1])


def months_later(on: date, months: int) -> date:
    place = on.year * 12 + on.month - 1 + months
    return min(
        end_of_month(place // 12, place % 12 + 1),
        date(place // 12, place % 12 + 1, 1) + timedelta(days=on.day - 1),
    )


def _span(found: "re.Match[str]", on: date) -> date | None:
    """So many days, weeks, months from the day of the reply."""
    count, unit = number(found["count"]), found["unit"]
    if count is None or count <= 0:
        return None
    if unit == "工作日":
        return working_days(on, int(count)) if count >= 1 else None
    if unit in ("月", "季度"):
        return (
            on + timedelta(days=15)
            if count == 0.5
            else months_later(on, int(count) * (3 if unit == "季度" else 1))
        )
    if unit == "年":
        return months_later(on, round(12 * count))
    days = {
        "小时": count / 24,
        "天": count,
        "日": count,
        "周": 7 * count,
        "星期": 7 * count,
        "礼拜": 7 * count,
    }
    return on + timedelta(days=max(0, round(days[unit])))


def working_days(on: date, count: int) -> date:
    start = timezone.make_aware(datetime.combine(on, time(12)))
    return timezone.localdate(calendar.add(start=start, term=Term(count, TimeUnit.WORKING_DAYS)))


def _year_of(found: "re.Match[str]", on: date) -> tuple[int, bool]:
    """The year, and whether the text says it."""
    said = found["year"]
    if not said:
        return on.year, False
    if said in "今本当":
        return on.year, True
    return (on.year + 1, True) if said == "明" else (year(said) or on.year, True)


def _of_month(found: "re.Match[str]", on: date, day: Callable[[int, int], date]) -> date | None:
    value = number(found["month"])
    if value is None or not 1 <= value <= 12:
        return None
    of_year, said = _year_of(found, on)
    due = day(of_year, int(value))
    return day(of_year + 1, int(value)) if due < on and not said else due


def _month_day(found: "re.Match[str]", on: date) -> date | None:
    value = number(found["day"])
    if value is None or not 1 <= value <= 31:
        return None
    return _of_month(
        found, on, lambda y, m: min(end_of_month(y, m), date(y, m, 1) + timedelta(int(value) - 1))
    )


def _part_of_month(found: "re.Match[str]", on: date) -> date | None:
    return _of_month(found, on, lambda y, m: _part(found["part"] or "底", y, m))


def _part(part: str, of_year: int, month: int) -> date:
    if part in ("初", "上旬"):
        return date(of_year, month, 10)
    return date(of_year, month, 20) if part in ("中", "中旬") else end_of_month(of_year, month)


def _this_month(found: "re.Match[str]", on: date) -> date | None:
    first = months_later(on.replace(day=1), 1 if found["which"].startswith("下") else 0)
    if found["day"]:
        value = number(found["day"])
        return (
            min(end_of_month(first.year, first.month), first + timedelta(int(value) - 1)) if value else None
        )
    due = _part(found["part"] or "底", first.year, first.month)
    return due if due >= on else end_of_month(first.year, first.month)


def _week(found: "re.Match[str]", on: date) -> date:
    first = on - timedelta(days=on.weekday()) + timedelta(days=7 * (found["which"].count("下")))
    return first + timedelta(days=_WEEKDAYS[found["weekday"]] if found["weekday"] else 6)


def _year_end(found: "re.Match[str]", on: date) -> date:
    of_year, _said = _year_of(found, on)
    part = found["part"]
    if part in ("上半年", "初"):
        return date(of_year, 6, 30) if part == "上半年" else date(of_year, 3, 31)
    return date(of_year, 12, 31)


def _quarter(found: "re.Match[str]", on: date) -> date | None:
    value = number(found["quarter"])
    if value is None or not 1 <= value <= 4:
        return None
    of_year, said = _year_of(found, on)
    due = end_of_month(of_year, int(value) * 3)
    return end_of_month(of_year + 1, int(value) * 3) if due < on and not said else due


def _soon(found: "re.Match[str]", on: date) -> date:
    word = found.group(0)
    days = (
        2
        if word.startswith(("后天", "后日"))
        else 1
        if word.startswith(("明", "次", "tomorrow", "Tomorrow"))
        else 0
    )
    return on + timedelta(days=days)


def _holiday(found: "re.Match[str]", on: date) -> date | None:
    """The day before the holiday as the city's calendar has it."""
    name = {"春节": "Spring Festival", "国庆": "National Day", "元旦": "New Year's Day", "五一": "Labour Day"}
    wanted = name[found["holiday"][:2]]
    days = (on + timedelta(days=n) for n in range(1, 400))
    first = next((day for day in days if calendar.day(day).name in (wanted, found["holiday"][:2])), None)
    return first - timedelta(days=1) if first else None


def _english_span(found: "re.Match[str]", on: date) -> date | None:
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "a": 1}
    count = words.get(found["count"].lower()) or int(found["count"])
    unit = found["unit"].lower()
    if unit.startswith("working"):
        return working_days(on, count)
    if unit.startswith("month"):
        return months_later(on, count)
    days = {"hour": count / 24, "day": count, "week": 7 * count}
    return on + timedelta(days=round(days[unit.rstrip("s")]))


def _english_month(found: "re.Match[str]", on: date) -> date | None:
    month = _ENGLISH_MONTHS.index(found["name"].lower()) + 1
    of_year = int(found["year"]) if found["year"] else on.year
    day = found.groupdict().get("day")

    def due(of: int) -> date:
        return (
            min(end_of_month(of, month), date(of, month, 1) + timedelta(int(day) - 1))
            if day
            else end_of_month(of, month)
        )

    return due(of_year + 1) if due(of_year) < on and not found["year"] else due(of_year)


def _english_week(found: "re.Match[str]", on: date) -> date:
    monday = on - timedelta(days=on.weekday())
    word = found.group(0).lower()
    if "month" in word:
        first = months_later(on.replace(day=1), 1 if "next" in word else 0)
        return end_of_month(first.year, first.month)
    return monday + timedelta(days=13 if "next" in word else 6)


def _english_weekday(found: "re.Match[str]", on: date) -> date:
    ahead = (_ENGLISH_DAYS.index(found["weekday"].lower()) - on.weekday()) % 7
    return on + timedelta(days=ahead)


FORMS: tuple[tuple["re.Pattern[str]", Callable[["re.Match[str]", date], date | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), due)
    for pattern, due in (
        (rf"{_YEAR}{_MONTH}(?P<day>{NUMERAL})[日号]{_BEFORE}", _month_day),
        (rf"{_YEAR}{_MONTH}(?P<part>底|末|初|中旬|上旬|下旬|中)?{_BEFORE}", _part_of_month),
        (
            rf"(?P<count>{NUMERAL})个?(?P<unit>工作日|小时|天|日|周|星期|礼拜|月|季度|年)(?:之内|以内|内|左右|后|之后)",
            _span,
        ),
        (
            rf"(?P<which>本月|这个月|当月|下个月|下月)(?:(?P<day>{NUMERAL})[日号]|(?P<part>底|末|初|中旬|上旬|下旬|中))?{_BEFORE}",
            _this_month,
        ),
        (rf"(?P<which>下下|下个?|本|这)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])?{_BEFORE}", _week),
        (rf"{_YEAR}第?(?P<quarter>[一二三四1234])季度(?:末|底|内)?{_BEFORE}", _quarter),
        (r"(?P<year>今|明|本|当)年(?P<part>年?底|年?末|内|上半年|下半年|初)" + _BEFORE, _year_end),
        (r"(?P<year>(?!))?(?P<part>年底|年末|年内)" + _BEFORE, _year_end),
        (r"(?P<holiday>春节|国庆节?|元旦|五一)(?:之前|以前|前)", _holiday),
        (r"(?:明天|明日|次日|后天|后日|今天内|今日内|今晚|明早|明晚)" + _BEFORE, _soon),
        (r"\btomorrow\b", _soon),
        (
            r"\bwithin (?P<count>\d{1,3}|one|two|three|four|five|ten|a) (?P<unit>working days?|hours?|days?|weeks?|months?)\b",
            _english_span,
        ),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_EM}(?:,? (?P<year>\d{{4}}))?", _english_month),
        (rf"\b(?:end of|by|before|in) {_EM}(?:,? (?P<year>\d{{4}}))?", _english_month),
        (r"\b(?:next|this) (?:week|month)\b", _english_week),
        (rf"\b(?:by|before|on|next) (?P<weekday>{'|'.join(_ENGLISH_DAYS)})\b", _english_weekday),
    )
)


def days(text: str, on: date) -> Iterator[Named]:
    """The days that the text names, in its order, none inside another; `on` is the day the text was written."""
    taken: list[tuple[int, int]] = []
    found: list[Named] = []
    for pattern, due_of in FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            due = _safe(due_of, match, on)
            if due is not None:
                taken.append(match.span())
                found.append(
                    Named(*match.span(), match.group(0), due, rolled=due.year > on.year, today=due == on)
                )
    yield from sorted(found, key=lambda one: one.start)


def _safe(
    due_of: Callable[["re.Match[str]", date], date | None], match: "re.Match[str]", on: date
) -> date | None:
    """None for what is no day, is past, or so far off that nobody promises it."""
    try:
        due = due_of(match, on)
    except (ValueError, OverflowError):
        return None
    return due if due is not None and timedelta(0) <= due - on <= timedelta(days=FARTHEST_DAYS) else None
