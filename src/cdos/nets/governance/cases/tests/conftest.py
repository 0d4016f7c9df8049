"""A town in which many say the same about the same place, others something else, and some file twice."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32

import pytest
from django.conf import settings
from django.utils import timezone
from tests.support import town as towns
from tests.support.town import CITY, Town

from cdos.base.matters.contracts import Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Scope
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealRow
from cdos.nets.governance.cases.logic import yardsticks

# Where, what is said there in how many ways, and where on the map: made for these tests.
SMOKE = (
    "翠竹苑",
    (114.0512, 22.5511),
    (
        "翠竹苑楼下烧烤店油烟太大",
        "翠竹苑 3 栋楼下的烧烤店每天晚上排油烟，呛得开不了窗",
        "翠竹苑楼下烧烤店油烟直排，晚上油烟呛得孩子一直咳嗽",
        "翠竹苑底商烧烤店油烟扰民，油烟呛人",
        "投诉翠竹苑楼下烧烤摊，深夜油烟和炭火味熏人",
        "翠竹苑的烧烤店油烟又来了，上次说整改也没用",
    ),
)
ROAD = (
    "望湖路",
    (114.0712, 22.5702),
    (
        "望湖路路面坑洼，下雨积水",
        "路面坑洼，望湖路上电动车颠得厉害",
        "请修一修望湖路，路面坑洼好几个月",
        "夜里走望湖路很危险，路面坑洼看不清",
    ),
)
EAST_SMOKE = (
    "海棠湾",
    (114.3011, 22.5522),
    ("海棠湾楼下烧烤店油烟太大", "海棠湾烧烤店每天晚上排油烟，呛得开不了窗", "海棠湾底商烧烤油烟扰民"),
)
Said = tuple[str, tuple[float, float], tuple[str, ...]]


@pytest.fixture
def town(db: None, tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yardsticks._held.number = -1
    yield towns.build(tmp_path)
    organisation.forget()


def row(text: str, at: datetime, point: tuple[float, float], who: int | None, **more: object) -> AppealRow:
    lon, lat = point
    scope = organisation.locate(lon=lon, lat=lat) or Scope(district=CITY)
    place = Place("", lon, lat, scope)
    return AppealRow(text=text, filed_at=at, place=place, subject_id=who, **more)  # type: ignore[arg-type]


@pytest.fixture
def say(town: Town) -> Callable[..., list[int]]:
    """Loads what is said of a place, one person each (of the numbers given), the last `every` apart; the matters' ids."""

    def load(
        said: Said, *, every: timedelta = timedelta(hours=20), people: list[int] | None = None
    ) -> list[int]:
        _place, (lon, lat), texts = said
        now = timezone.now()
        rows = [
            row(
                text,
                now - every * (len(texts) - at),
                (lon + 0.0002 * at, lat),
                people[at] if people else 1_000_000 + crc32(text.encode()) % 1_000_000,
            )
            for at, text in enumerate(texts)
        ]
        before = {number for _, number in _all()}
        appeals.load_appeals(rows=rows)
        return sorted(number for _, number in _all() if number not in before)

    return load


def _all() -> list[tuple[datetime, int]]:
    now = timezone.now() + timedelta(minutes=1)
    return appeals.arrived_before(at=now, number=0, since=now - timedelta(days=1000), limit=100_000)
