"""A year of appeals as rows to load, day by day, ending at a given moment."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Protocol

from cdos.base.matters.contracts import Place, Urgency
from cdos.base.organisation.contracts import Scope
from cdos.nets.governance.appeals.contracts import AppealRow, Rating, Source
from cdos.sample import data_files
from cdos.sample.appeals import course as courses
from cdos.sample.appeals.volumes import CITY_TIME, NIGHT, day_volume, item_chances, moments
from cdos.sample.ground.places import Neighbourhood
from cdos.sample.ground.shapes import LAT_M, LON_M
from cdos.sample.people.residents import Census
from cdos.sample.people.units import CITY
from cdos.sample.texts import replies, voices
from cdos.sample.texts.scene import Scene, Surroundings

DAYS = 365
SOURCES = (Source.HOTLINE, Source.WEB, Source.API, Source.MAIL, Source.OPEN311)
SOURCE_WEIGHTS = (54, 36, 5, 3, 2)
ANONYMOUS_SHARE = 0.17
PUBLIC_SHARE = 0.42
SPREAD_M = 60.0


class Ids(Protocol):
    """Party ids by the person's number in the census; an array, so that 20 million fit."""

    def __getitem__(self, number: int, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    name: str
    class_name: str
    function: str
    level: str
    urgent: bool
    amount: int
    unit: str


class Desk:
    """What is needed to write appeals of any community: items, units, places, who lives where."""

    def __init__(
        self, hoods: list[Neighbourhood], census: Census, people: Ids, unit_names: dict[str, str]
    ) -> None:
        self.hoods, self.people, self.unit_names = hoods, people, unit_names
        self.around = [Surroundings(hood) for hood in hoods]
        self.counts, self.starts = census.counts.tolist(), census.starts.tolist()
        self.chances = list(accumulate(self.counts))
        self.items = {row["code"]: _item(row) for row in data_files.duty_items()}

    def unit_of(self, item: Item, community: str) -> str:
        """The unit that leads: of the item's level, or the city's where the function has no unit there."""
        if item.level == "street":
            return f"{community[:9]}-office"
        if item.level == "community":
            return f"{community}-station"
        code = f"{community[:6] if item.level == 'district' else CITY}-{item.function}"
        return code if code in self.unit_names else f"{CITY}-{item.function}"

    def any_hood(self, random: Random) -> int:
        return random.choices(range(len(self.hoods)), cum_weights=self.chances)[0]


def _item(row: Mapping[str, str]) -> Item:
    return Item(
        code=row["code"],
        name=row["item"],
        class_name=row["class"],
        function=row["function"],
        level=row["level"],
        urgent=row["urgency"] == "urgent",
        amount=int(row["handling_amount"]),
        unit=row["handling_unit"],
    )


def year(desk: Desk, *, scale: float, seed: int, now: datetime) -> Iterator[AppealRow]:
    """In the order of filing; the same seed, scale and moment give the same rows."""
    today = now.astimezone(CITY_TIME).date()
    for back in range(DAYS, -1, -1):
        yield from _day(desk, today - timedelta(days=back), scale, seed, now)


def expected(scale: float, seed: int, now: datetime) -> int:
    today = now.astimezone(CITY_TIME).date()
    return sum(day_volume(today - timedelta(days=back), scale, seed) for back in range(DAYS, -1, -1))


def _day(desk: Desk, day: date, scale: float, seed: int, now: datetime) -> Iterator[AppealRow]:
    random = Random(f"{seed}-{day.isoformat()}")
    for filed in moments(day, day_volume(day, scale, seed), seed):
        codes, chances = item_chances(day.month, filed.hour in NIGHT)
        item = desk.items[random.choices(codes, cum_weights=chances)[0]]
        if filed <= now:
            yield write(desk, random, desk.any_hood(random), item, filed, now)


def write(
    desk: Desk, random: Random, hood_number: int, item: Item, filed: datetime, now: datetime
) -> AppealRow:
    """One appeal with its whole course up to `now`."""
    went = courses.run(random, filed, urgent=item.urgent, amount=item.amount, unit=item.unit)
    return tell(desk, random, hood_number, item, went, courses.at(went, now))


def tell(
    desk: Desk, random: Random, hood_number: int, item: Item, went: courses.Course, stands: courses.Standing
) -> AppealRow:
    hood = desk.hoods[hood_number]
    scene = Scene(hood, desk.around[hood_number], item.code, went.filed.month, random)
    title, text = voices.write(scene, item.code, item.class_name)
    unit = desk.unit_of(item, hood.code)
    answer = ""
    if stands.replied:
        answer = replies.reply(
            scene,
            title,
            item.name,
            item.class_name,
            desk.unit_names[unit],
            went.outcome,
            stands.replied,
            went.hollow,
        )
    anonymous = random.random() < ANONYMOUS_SHARE
    return AppealRow(
        text=text,
        title=title,
        filed_at=went.filed,
        place=_place(scene, unit if stands.dispatched else ""),
        item=item.code if stands.dispatched else "",
        unit=unit if stands.dispatched and stands.state != "returned" else "",
        state=stands.state,
        subject_id=None if anonymous else _resident(desk, hood_number, random),
        source=random.choices(SOURCES, SOURCE_WEIGHTS)[0],
        urgency=Urgency.URGENT if item.urgent else Urgency.ORDINARY,
        anonymous=anonymous,
        public=random.random() < PUBLIC_SHARE,
        outcome=went.outcome if stands.replied else None,
        reply=answer,
        dispatched_at=stands.dispatched,
        contacted_at=stands.contacted,
        replied_at=stands.replied,
        solved_at=stands.replied if went.outcome.value == "solved" else None,
        closed_at=stands.closed,
        dispatch_on_time=_kept(
            went.dispatched - went.filed, courses.DISPATCH_MIN[went.urgent], stands.dispatched
        ),
        contact_on_time=_kept(went.contacted - went.dispatched, courses.CONTACT_H * 60, stands.contacted),
        handling_on_time=went.first_replied <= went.due if stands.replied else None,
        rating=_rating(scene, went, stands),
        redo_count=stands.redo_count,
    )


def _kept(took: timedelta, minutes: int, happened: datetime | None) -> bool | None:
    """Whether a clock was kept; None while it has not been stopped."""
    return took <= timedelta(minutes=minutes) if happened else None


def _rating(scene: Scene, went: courses.Course, stands: courses.Standing) -> Rating | None:
    if stands.rated is None or stands.replied is None:
        return None
    slow = went.first_replied > went.due
    return courses.rating(scene.random, went.satisfied, slow, replies.remark(scene, went.satisfied))


def _resident(desk: Desk, hood_number: int, random: Random) -> int:
    start, count = desk.starts[hood_number], desk.counts[hood_number]
    return int(desk.people[start + random.randrange(count)])


def _place(scene: Scene, unit: str) -> Place:
    """A point within about a block of the estate; the address as people put it."""
    random, hood, estate = scene.random, scene.hood, scene.estate
    angle, away = random.uniform(0, 2 * math.pi), SPREAD_M * math.sqrt(random.random())
    address = f"{hood.prefix}{estate.road}{estate.house_number}号{estate.name}"
    return Place(
        address=f"{hood.prefix}{scene.spot}" if random.random() < 0.4 else address,
        lon=round(estate.lon + away * math.cos(angle) / LON_M, 6),
        lat=round(estate.lat + away * math.sin(angle) / LAT_M, 6),
        scope=Scope(district=hood.code[:6], street=hood.code[:9], community=hood.code, department=unit),
    )
