"""Filling the organisation in bulk; a repeated load changes rows and doubles none."""

import uuid
from collections.abc import Iterable

from django.db import connection, transaction

from cdos.base.organisation import directory, models, shapes
from cdos.base.organisation.contracts import AppointmentRow, AreaRow, PostRow, UnitRow
from cdos.base.organisation.logic.apart import kept_apart

BATCH = 1000
AREA_FIELDS = ["name", "level", "parent", "lon", "lat", "boundary", "west", "south", "east", "north"]
UNIT_FIELDS = ["name", "level", "function", "area", "parent", "phone", "backstop"]


def load_areas(rows: Iterable[AreaRow]) -> int:
    made = [_area(row) for row in rows]
    with transaction.atomic():
        models.Area.objects.bulk_create(
            made, batch_size=BATCH, update_conflicts=True, unique_fields=["code"], update_fields=AREA_FIELDS
        )
        changed()
    return len(made)


def _area(row: AreaRow) -> models.Area:
    west, south, east, north = shapes.read(row.boundary).bounds if row.boundary else (None,) * 4
    return models.Area(
        code=row.code,
        name=row.name,
        level=row.level.value,
        parent_id=row.parent or None,
        lon=row.lon,
        lat=row.lat,
        boundary=row.boundary,
        west=west,
        south=south,
        east=east,
        north=north,
    )


def load_units(rows: Iterable[UnitRow]) -> int:
    made = [
        models.Unit(
            code=row.code,
            name=row.name,
            level=row.level.value,
            function=row.function,
            area_id=row.area,
            parent_id=row.parent or None,
            phone=row.phone,
            backstop=row.backstop,
        )
        for row in rows
    ]
    with transaction.atomic():
        models.Unit.objects.bulk_create(
            made, batch_size=BATCH, update_conflicts=True, unique_fields=["code"], update_fields=UNIT_FIELDS
        )
        changed()
    return len(made)


def load_posts(rows: Iterable[PostRow]) -> list[int]:
    """Ids in the order of the rows; equal rows are one post."""
    units = directory.directory().units
    keys = [(row.unit, row.role.value, row.area or units[row.unit].area, row.title) for row in rows]
    made = {
        key: models.Post(unit_id=key[0], role=key[1], area_id=key[2], title=key[3])
        for key in dict.fromkeys(keys)
    }
    unique = ["unit", "role", "area", "title"]
    models.Post.objects.bulk_create(
        made.values(), batch_size=BATCH, update_conflicts=True, unique_fields=unique, update_fields=["title"]
    )
    return [made[key].pk for key in keys]


def load_appointments(rows: Iterable[AppointmentRow]) -> int:
    """By COPY, for tens of thousands of staff; those that exist already stay as they are."""
    columns = "account_id, post_id, from_on, until_on"
    with kept_apart(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE appointment_load ON COMMIT DROP AS SELECT {columns} FROM organisation_appointment LIMIT 0"
        )
        with cursor.copy(f"COPY appointment_load ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.account_id, row.post_id, row.from_on, row.until_on))
        cursor.execute(
            f"INSERT INTO organisation_appointment ({columns}) SELECT {columns} FROM appointment_load "
            "ON CONFLICT (account_id, post_id, from_on) DO NOTHING"
        )
        count = cursor.rowcount
        cursor.execute("DROP TABLE appointment_load")
    return int(count)


def changed() -> None:
    models.Stamp.objects.update_or_create(id=1, defaults={"token": uuid.uuid4()})
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    directory.HELD.forget()
    shapes.HELD.forget()
