"""Service centres of every area, where the areas are; canteens and facilities near them; a hall in full swing."""

import hashlib
from collections.abc import Iterator

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Area, AreaLevel
from cdos.nets.services.centres import api as centres
from cdos.nets.services.centres.contracts import Centre, CentreLevel, CentreRefused, Mode, PlaceKind, PlaceRow
from cdos.sample.people.demonstration import HOME

HOURS = "周一至周五 9:00–12:00，14:00–18:00"
# Level: its hall's name, the function of the unit that serves there, windows, appointments a half hour (counter, video).
HALLS = {
    AreaLevel.CITY: ("{name}政务服务中心", "data", 40, 30, 6),
    AreaLevel.DISTRICT: ("{name}政务服务中心", "data", 20, 16, 4),
    AreaLevel.STREET: ("{name}便民服务中心", "office", 4, 4, 0),
    AreaLevel.COMMUNITY: ("{name}党群服务中心", "station", 1, 2, 0),
}
CITY_ADDRESS = "福田区福中三路市民中心 B 区"
# Kind, one in so many communities, name, hours.
NEAR = (
    (PlaceKind.CANTEEN, 3, "{name}长者食堂", "每天 11:00–13:00，17:00–18:30"),
    (PlaceKind.CLINIC, 2, "{name}社区健康服务中心", "每天 8:00–12:00，14:00–21:00"),
    (PlaceKind.NURSERY, 6, "{name}托育园", "周一至周五 7:30–18:30"),
    (PlaceKind.LIBRARY, 7, "{name}图书馆（智慧书房）", "周二至周日 9:00–21:00"),
    (PlaceKind.SPORTS, 5, "{name}文体广场", "每天 6:00–22:00"),
    (PlaceKind.MACHINE, 4, "{name}政务自助服务机", "每天 24 小时"),
)
METRE = 1 / 111_320
WAITING = ("居住证续期", "医保报销", "", "老年优待证", "不动产登记咨询", "", "失业登记")


def load() -> dict[str, int]:
    """How many centres and facilities; a demonstration resident gets two appointments."""
    counts = {"centres": centres.load(_halls()), "facilities": centres.load_facilities(_near())}
    _in_full_swing()
    _appointments()
    return counts


def _halls() -> Iterator[tuple[Centre, int, int]]:
    for area in organisation.areas():
        title, function, windows, capacity, video = HALLS[area.level]
        unit = organisation.find_unit(function=function, area=area.code)
        yield (
            Centre(
                code=f"{area.code}-hall",
                name=title.format(name=area.name),
                level=CentreLevel(area.level.value),
                area=area.code,
                address=_address(area),
                lon=area.lon,
                lat=area.lat,
                opens=HOURS,
                phone=f"0755-{88_000_000 + _number(area.code) % 999_999}",
                unit=unit.code if unit else "",
                counters=windows,
            ),
            capacity,
            video,
        )


def _address(area: Area) -> str:
    if area.level is AreaLevel.CITY:
        return CITY_ADDRESS
    names = "".join(one.name for one in organisation.area_path(area.code)[1:])
    tail = {
        AreaLevel.DISTRICT: "政务服务大厅",
        AreaLevel.STREET: "办事处一楼",
        AreaLevel.COMMUNITY: "工作站一楼",
    }
    return names + tail[area.level]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


def _near() -> Iterator[PlaceRow]:
    """Within some hundred metres of the middle of a community."""
    for place, area in enumerate(organisation.areas(level=AreaLevel.COMMUNITY)):
        names = "".join(one.name for one in organisation.area_path(area.code)[1:])
        for kind, every, title, hours in NEAR:
            pick = _number(f"{area.code}{kind.value}")
            if (place + len(kind.value)) % every:
                continue
            yield PlaceRow(
                kind=kind,
                name=title.format(name=area.name.removesuffix("社区")),
                address=f"{names}{pick % 180 + 1} 号",
                lon=round(area.lon + (pick % 500 - 250) * METRE, 6),
                lat=round(area.lat + (pick // 500 % 500 - 250) * METRE, 6),
                hours=hours,
                phone=f"0755-{82_000_000 + pick % 999_999}" if kind is not PlaceKind.MACHINE else "",
            )


def _in_full_swing() -> None:
    """The district's hall: some served, one called, some waiting."""
    hall = f"{HOME}-hall"
    centres.switch(actor=SYSTEM, centre=hall, open=True)
    for what in WAITING:
        centres.give_number(actor=SYSTEM, centre=hall, what=what)
    for number in (1, 2):
        found = centres.call_next(actor=SYSTEM, centre=hall, window=f"{number} 号窗")
        if found is not None and number == 1:
            centres.served(actor=SYSTEM, ticket_id=found.id)


def _appointments() -> None:
    account = identity.account_by_login("chenxiaoman")
    days = centres.days()
    if account is None or len(days) < 3:
        return
    actor = organisation.actor_of_account(account.id)
    for day, at, mode, what in (
        (days[1], "10:00", Mode.COUNTER, "户口簿信息变更"),
        (days[2], "15:30", Mode.VIDEO, "营业执照变更咨询"),
    ):
        try:
            moment = centres.at(day, at)
            centres.book(actor=actor, centre=f"{HOME}-hall", at=moment, mode=mode, what=what)
        except CentreRefused:
            continue
