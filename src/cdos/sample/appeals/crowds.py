"""Three things that many say near the demonstration resident's home, so that topics, growth and risks have something to show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from cdos.base.matters.contracts import Place, Urgency
from cdos.base.organisation.contracts import Scope
from cdos.nets.governance.appeals.contracts import AppealRow
from cdos.sample.appeals.history import SOURCE_WEIGHTS, SOURCES, Desk
from cdos.sample.appeals.own import COMMUNITY

SPREAD = 0.0004  # degrees, about 40 m
HAND_OVER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Crowd:
    """What is said where: `days` ago for each person, oldest first; a text is an opening, a core and an end."""

    item: str
    east: float  # degrees from the home
    north: float
    address: str
    days: Sequence[float]
    openings: Sequence[str]
    cores: Sequence[str]
    ends: Sequence[str]


CROWDS = (
    Crowd(
        item="010208",
        east=0.0031,
        north=0.0012,
        address="福田区莲花街道景田北街景田翠苑",
        days=(68, 55, 41, 33, 27, 22, 19, 16, 13, 11, 9, 8, 6.2, 5.1, 4.3, 3.4, 2.6, 1.9, 1.1, 0.6, 0.3),
        openings=("", "再次反映，", "您好，", "麻烦管管，", "我是景田翠苑的住户，", "实在受不了了，"),
        cores=(
            "景田翠苑楼下烧烤店油烟直排，晚上开不了窗",
            "景田翠苑楼下烧烤店每晚油烟呛人，开不了窗",
            "景田翠苑楼下的烧烤店油烟扰民，半夜还在烤",
            "楼下烧烤店油烟往景田翠苑家里灌，孩子一直咳嗽",
            "景田翠苑楼下烧烤店油烟直排，吵闹到半夜",
        ),
        ends=(
            "。",
            "，希望尽快整改。",
            "，已经说过好几次。",
            "，请执法人员晚上来看一看。",
            "，能不能要求装净化器？",
        ),
    ),
    Crowd(
        item="070101",
        east=-0.0042,
        north=0.0026,
        address="福田区莲花街道莲花路莲馨家园",
        days=(60, 57, 52, 48, 44, 39, 36, 31, 27, 23, 18, 13, 8, 3),
        openings=("", "您好，", "我住莲馨家园，", "投诉，"),
        cores=(
            "莲馨家园旁工地夜间施工噪声大，十一点还在打桩",
            "莲馨家园隔壁工地半夜施工，噪声吵得老人睡不着",
            "工地夜间施工，莲馨家园整栋楼都听得见噪声",
        ),
        ends=("。", "，请查一查有没有夜间施工许可。", "，影响孩子上学。", "，希望晚上停工。"),
    ),
    Crowd(
        item="020203",
        east=0.0008,
        north=-0.0038,
        address="福田区莲花街道景田路景田地下通道",
        days=(1.7, 1.6, 1.5, 1.2, 0.9, 0.7, 0.5, 0.2),
        openings=("", "紧急！", "现在就去看看："),
        cores=(
            "景田地下通道积水很深，旁边电箱泡在水里，怕漏电触电",
            "景田地下通道积水没过膝盖，有人摔倒受伤",
            "景田地下通道一下雨就积水，电箱有漏电危险",
        ),
        ends=("。", "，请马上抽水。", "，先拦起来别让人走。"),
    ),
)


def crowds(desk: Desk, *, lon: float, lat: float, seed: int, now: datetime) -> Iterator[AppealRow]:
    """In the order of filing within each crowd."""
    for crowd in CROWDS:
        random = Random(f"{seed}-{crowd.item}")
        for days in crowd.days:
            yield _one(desk, crowd, random, (lon, lat), now - timedelta(days=days), now)


def _one(
    desk: Desk,
    crowd: Crowd,
    random: Random,
    home: tuple[float, float],
    filed: datetime,
    now: datetime,
) -> AppealRow:
    item = desk.items[crowd.item]
    core = random.choice(crowd.cores)
    handed = filed + HAND_OVER < now
    unit = desk.unit_of(item, COMMUNITY) if handed else ""
    place = Place(
        address=crowd.address,
        lon=round(home[0] + crowd.east + random.uniform(-SPREAD, SPREAD), 6),
        lat=round(home[1] + crowd.north + random.uniform(-SPREAD, SPREAD), 6),
        scope=Scope(COMMUNITY[:6], COMMUNITY[:9], COMMUNITY, unit),
    )
    return AppealRow(
        title=core[:40],
        text=random.choice(crowd.openings) + core + random.choice(crowd.ends),
        filed_at=filed,
        place=place,
        item=crowd.item if handed else "",
        unit=unit,
        state="dispatched" if handed else "received",
        subject_id=int(desk.people[random.randrange(sum(desk.counts))]),
        source=random.choices(SOURCES, SOURCE_WEIGHTS)[0],
        urgency=Urgency.URGENT if item.urgent else Urgency.ORDINARY,
        dispatched_at=filed + HAND_OVER / 2 if handed else None,
        dispatch_on_time=True if handed else None,
    )
