"""Numbers and dates as people write them: figures, Chinese numerals, 万, 今天, 去年5月1日."""

import re
from datetime import date, timedelta

DIGITS = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "俩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(
    r"[-−]?\d[\d,，]*(?:\.\d+)?|[零一二三四五六七八九〇两俩十百千万亿]+(?:点[零一二三四五六七八九〇]+)?"
)
DAYS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
}
YEARS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}
FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
TIGHT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
SHORT = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
AGO = re.compile(r"(\d+)\s*(天|日|周|个?星期|个?月|年)\s*(以?前|之前|以?后|之后)")
SPANS = {"天": 1, "日": 1, "周": 7, "星期": 7, "个星期": 7, "月": 30, "个月": 30, "年": 365}


def chinese(text: str) -> float | None:
    """一千二百, 三万五, 二〇二六, 两点五; None for what is no numeral."""
    whole, _, fraction = text.partition("点")
    if not whole or any(c not in DIGITS and c not in UNITS and c not in LARGE for c in whole):
        return None
    if all(c in DIGITS for c in whole) and len(whole) > 1:
        value = float("".join(str(DIGITS[c]) for c in whole))
    else:
        value = _counted(whole)
    for place, c in enumerate(fraction, 1):
        value += DIGITS.get(c, 0) / 10**place
    return value


def _counted(text: str) -> float:
    total = section = digit = 0
    last = 1
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
            last = 10 if c == "零" or c == "〇" else last
        elif c in UNITS:
            section += (digit or 1) * UNITS[c]
            digit, last = 0, UNITS[c]
        else:
            part = section + digit
            total = total + part * LARGE[c] if total >= LARGE[c] else (total + part) * LARGE[c]
            section, digit, last = 0, 0, LARGE[c]
    # 三万五 is 35,000: what stands behind a unit without one of its own counts a tenth of it.
    tail = digit * (last // 10 if last >= 100 else 1)
    return float(total + section + tail)


def number(said: str) -> float | None:
    """The first number in what was said; "1.5万", "三千五", "3,000"."""
    found = NUMBER.search(said)
    if found is None:
        return None
    raw = found.group()
    value = (
        chinese(raw) if not re.match(r"[-−]?\d", raw) else float(re.sub("[,，]", "", raw).replace("−", "-"))
    )
    if value is None:
        return None
    behind = said[found.end() : found.end() + 1]
    return value * LARGE[behind] if behind in LARGE and raw[-1] not in LARGE else value


def in_figures(said: str) -> str:
    """二〇二六年十一月五日 as 2026年11月5日."""

    def figure(match: re.Match[str]) -> str:
        value = chinese(match.group())
        return match.group() if value is None else str(int(value))

    return re.sub(r"[零一二三四五六七八九〇两十百千]+(?=[年月日号天周个星])", figure, said)


def day(said: str, today: date) -> date | None:
    """The day that was said, or None."""
    text = in_figures(said).replace("号", "日")
    for word, shift in YEARS.items():
        text = text.replace(word, f"{today.year + shift}年")
    for word, shift in DAYS.items():
        if word in text:
            return today + timedelta(days=shift)
    ago = AGO.search(text)
    if ago:
        days = int(ago[1]) * SPANS[ago[2]]
        return today + timedelta(days=days if "后" in ago[3] else -days)
    return _written(text, today)


def _written(text: str, today: date) -> date | None:
    for pattern in (FULL, TIGHT):
        found = pattern.search(text)
        if found:
            return _date(int(found[1]), int(found[2]), int(found[3]))
    short = SHORT.search(text)
    return _date(today.year, int(short[1]), int(short[2])) if short else None


def _date(year: int, month: int, day_: int) -> date | None:
    try:
        return date(year, month, day_)
    except ValueError:
        return None
