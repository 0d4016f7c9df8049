"""When appeals come in: by season, weekday and hour, and what about in which month."""

from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import numpy as np

from cdos.sample.ground.shapes import stream
from cdos.sample.texts.voices import item_weights

A_DAY = 14_000  # at scale 1
CITY_TIME = ZoneInfo("Asia/Shanghai")
MONTHS = (0.92, 0.78, 0.98, 1.02, 1.08, 1.12, 1.14, 1.12, 1.05, 0.97, 0.98, 0.94)
WEEKDAYS = (1.10, 1.07, 1.05, 1.04, 1.03, 0.87, 0.84)
HOURS = (16, 9, 6, 4, 4, 6, 14, 32, 62, 84, 88, 74, 52, 58, 70, 74, 72, 62, 54, 56, 60, 58, 46, 30)
NIGHT = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
# How much more often an item comes up in some months.
SEASONS = {
    "020203": (6.0, (5, 6, 7, 8, 9)),  # flooding
    "010302": (5.0, (6, 7, 8, 9)),  # fallen trees
    "170301": (6.0, (7, 8, 9)),  # typhoons
    "070101": (1.8, (4, 5, 6)),  # building noise before the examinations
    "140101": (3.0, (4, 5, 6, 7)),  # school places
    "150101": (2.0, (12, 1)),  # wages before the Spring Festival
    "150102": (2.5, (12, 1)),
    "010110": (2.5, (5, 6, 7, 8, 9)),  # mosquitoes
    "030101": (2.0, (6, 7, 8)),  # power cuts
    "170105": (5.0, (1, 2)),  # fireworks
    "150104": (2.0, (6, 7, 8)),  # work in the heat
}
AT_NIGHT = frozenset({"070101", "070203", "070205", "070202", "070301", "080102"})
NIGHT_FACTOR = 5.0


def day_volume(day: date, scale: float, seed: int) -> int:
    expected = A_DAY * scale * MONTHS[day.month - 1] * WEEKDAYS[day.weekday()]
    return int(stream(seed, "volume", day.isoformat()).poisson(expected))


def moments(day: date, count: int, seed: int) -> list[datetime]:
    """Times of filing in order, in the city's time zone."""
    random = stream(seed, "moments", day.isoformat())
    shares = np.array(HOURS) / sum(HOURS)
    seconds = random.choice(24, size=count, p=shares) * 3600 + random.integers(0, 3600, size=count)
    midnight = datetime.combine(day, time(), CITY_TIME)
    return [midnight + timedelta(seconds=second) for second in np.sort(seconds).tolist()]


@cache
def item_chances(month: int, night: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Item codes and their cumulative weights."""
    codes, weights = item_weights()
    factors = []
    for code in codes:
        much, months = SEASONS.get(code, (1.0, ()))
        factors.append(
            (much if month in months else 1.0) * (NIGHT_FACTOR if night and code in AT_NIGHT else 1.0)
        )
    return codes, tuple(accumulate(w * f for w, f in zip(weights, factors, strict=True)))
