"""Areas and units as this process holds them; hot paths make no query."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings

from cdos.base.organisation import models
from cdos.base.organisation.contracts import Area, AreaLevel, Scope, Unit, UnitLevel
from cdos.base.versioned import Versioned


@dataclass(frozen=True, slots=True)
class Directory:
    areas: dict[str, Area]
    units: dict[str, Unit]
    parts: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))
    children: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    serving: dict[tuple[str, str], Unit] = field(
        default_factory=dict
    )  # (function, area) -> first unit by code
    backstops: dict[str, Unit] = field(default_factory=dict)  # by area

    def upwards(self, code: str) -> Iterator[Area]:
        """The area and those around it, the city last; an unknown code counts as the city's."""
        area = self.areas.get(code) or self.areas.get(settings.CITY_CODE)
        while area is not None:
            yield area
            area = self.areas.get(area.parent)

    def find_unit(self, function: str, area: str) -> Unit | None:
        found = (self.serving.get((function, around.code)) for around in self.upwards(area))
        return next((unit for unit in found if unit), None)

    def find_backstop(self, area: str) -> Unit | None:
        found = (self.backstops.get(around.code) for around in self.upwards(area))
        return next((unit for unit in found if unit), None)

    def scope(self, area: str) -> Scope:
        by_level = {around.level: around.code for around in self.upwards(area)}
        return Scope(
            district=by_level.get(AreaLevel.DISTRICT, ""),
            street=by_level.get(AreaLevel.STREET, ""),
            community=by_level.get(AreaLevel.COMMUNITY, ""),
        )


def load() -> Directory:
    made = Directory(areas=_areas(), units=_units())
    for area in made.areas.values():
        made.parts[area.parent].append(area)
    for unit in made.units.values():
        made.children[unit.parent].append(unit)
        made.serving.setdefault((unit.function, unit.area), unit)
        if unit.backstop:
            made.backstops.setdefault(unit.area, unit)
    return made


def _areas() -> dict[str, Area]:
    rows = models.Area.objects.order_by("code").values_list(
        "code", "name", "level", "parent_id", "lon", "lat"
    )
    return {
        code: Area(code=code, name=name, level=AreaLevel(level), parent=parent or "", lon=lon, lat=lat)
        for code, name, level, parent, lon, lat in rows
    }


def _units() -> dict[str, Unit]:
    return {row.code: unit_info(row) for row in models.Unit.objects.order_by("code")}


def unit_info(row: models.Unit) -> Unit:
    return Unit(
        id=row.pk,
        code=row.code,
        name=row.name,
        level=UnitLevel(row.level),
        function=row.function,
        area=row.area_id,
        parent=row.parent_id or "",
        phone=row.phone,
        backstop=row.backstop,
    )


def stamp() -> object:
    return models.Stamp.objects.values_list("token", flat=True).first()


HELD: Versioned[Directory] = Versioned(stamp=stamp, load=load)


def directory() -> Directory:
    return HELD.get()
