"""Loads appeals of three years up to N in all, shaped by real cases where their file is there. Prints JSON.

load_matters.py N CASES.csv.gz
"""

import csv
import gzip
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cdos.base.matters.contracts import Place, Urgency  # noqa: E402
from cdos.base.organisation import api as organisation  # noqa: E402
from cdos.base.organisation.contracts import AreaLevel  # noqa: E402
from cdos.base.search import api as search  # noqa: E402
from cdos.nets.governance.appeals import api as appeals  # noqa: E402
from cdos.nets.governance.appeals.contracts import AppealRow, DutyItemInfo, Outcome, Rating  # noqa: E402

SINCE = ("昨天开始", "上个月以来", "连续三天", "每天晚上十点以后", "下雨之后", "去年底到现在")
WHO = ("我是这里的住户", "我家老人", "我们楼好几户", "作为家长", "店里的客人")
WISH = ("请尽快派人处理", "希望给个明确答复", "什么时候能解决", "已经反映两次了", "请相关部门到现场看看")
DETAIL = "楼道门口路边花园电梯屋顶管道围墙通道车库阳台窗外球场广场桥下河边坡道井口灯杆招牌铁门台阶绿化带龙眼树健身器材快递柜"

DONE = """INSERT INTO cases_progress (id, number, done) VALUES (1, 0, true)
          ON CONFLICT (id) DO UPDATE SET done = true"""

Case = tuple[int, int | None]  # days ago it was opened, days it stayed open (None: still open)


def real_cases(path: Path) -> list[Case]:
    """Days between the newest opening and each case's, and how long it was open."""
    dated = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            opened = date.fromisoformat(row["opendate"][:10]) if row["opendate"] else None
            closed = date.fromisoformat(row["closedate"][:10]) if row["closedate"] else None
            if opened:
                dated.append((opened, (closed - opened).days if closed else None))
    newest = max(opened for opened, _ in dated)
    return [((newest - opened).days, stayed) for opened, stayed in dated]


def even_cases() -> list[Case]:
    return [(day, day % 14) for day in range(1095)]


def text(chance: random.Random, item: DutyItemInfo, place: str) -> str:
    words = list(item.keywords) or [item.name]
    spots = [DETAIL[i : i + 2] for i in (chance.randrange(len(DETAIL) - 1) for _ in range(4))]
    parts = [
        f"{place}{chance.randint(1, 300)}号{spots[0]}{chance.choice(words)}",
        f"{chance.choice(SINCE)}{item.name}，{chance.choice(WHO)}受影响，{spots[1]}和{spots[2]}都有",
        f"{chance.choice(words)}很严重，{spots[3]}{chance.choice(WISH)}",
    ]
    return "，".join(parts[: chance.randint(1, 3)]) + "。"


def rows(count: int, cases: list[Case]) -> Iterator[AppealRow]:
    chance = random.Random(7)
    items = appeals.duty_items()
    communities = organisation.areas(level=AreaLevel.COMMUNITY)
    now = timezone.now()
    for _ in range(count):
        days_ago, stayed = chance.choice(cases)
        filed_at = now - timedelta(days=days_ago % 1095, seconds=chance.randrange(86_400))
        item, area = chance.choice(items), chance.choice(communities)
        yield row(chance, item, area, filed_at, None if stayed is None or stayed >= days_ago else stayed)


def row(
    chance: random.Random, item: DutyItemInfo, area: organisation.Area, filed_at: datetime, stayed: int | None
) -> AppealRow:
    unit = organisation.find_unit(function=item.function, area=area.code)
    place = Place(f"{area.name}", area.lon, area.lat, organisation.scope_of(area.code))
    replied = filed_at + timedelta(days=stayed, hours=6) if stayed is not None else None
    stars = chance.randint(1, 5)
    return AppealRow(
        text=text(chance, item, area.name),
        filed_at=filed_at,
        place=place,
        item=item.code,
        unit=unit.code if unit else "",
        state="confirmed" if replied else "handling",
        urgency=Urgency.URGENT if chance.random() < 0.05 else Urgency.ORDINARY,
        outcome=Outcome.EXPLAINED if replied else None,
        reply="已派人到现场核实，问题已经处理，感谢您的监督。" if replied else "",
        dispatched_at=filed_at + timedelta(minutes=chance.randint(2, 200)),
        contacted_at=filed_at + timedelta(hours=chance.randint(1, 30)),
        replied_at=replied,
        closed_at=replied + timedelta(days=2) if replied else None,
        dispatch_on_time=chance.random() < 0.97,
        contact_on_time=chance.random() < 0.95,
        handling_on_time=chance.random() < 0.93 if replied else None,
        rating=Rating(stars >= 3, stars, stars, stars, stars) if replied and chance.random() < 0.4 else None,
    )


def have() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matters_matter")
        return int(cursor.fetchone()[0])


def main() -> None:
    path = Path(sys.argv[2])
    cases = real_cases(path) if path.exists() else even_cases()
    started = time.monotonic()
    missing = int(sys.argv[1]) - have()
    if missing > 0:
        with search.rebuilding():
            appeals.load_appeals(rows=rows(missing, cases))
    with connection.cursor() as cursor:
        # What was loaded is not put into groups of similar cases meanwhile: that would take the worker hours.
        cursor.execute(DONE)
        cursor.execute("VACUUM ANALYZE")  # as the owner, so that the first lists do not pay for the load
    shape = f"{len(cases)} real cases" if path.exists() else "even"
    print(json.dumps({"matters": have(), "load_s": round(time.monotonic() - started, 1), "shape": shape}))


if __name__ == "__main__":
    main()
