"""What commands share: the data folder, and Django made ready on the right database."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cdos.runtime.data_folder import DataFolder, default_data
from cdos.runtime.database import Database, database, environment

Data = Annotated[
    Path | None, typer.Option("--data", help="Data folder (default: .cdos/data in the checkout).")
]


def remember_data(data: Path | None) -> None:
    if data is not None:
        os.environ["CDOS_DATA"] = str(data.absolute())


def folder() -> DataFolder:
    return DataFolder(default_data())


@contextlib.contextmanager
def django_ready(what: str, *, with_database: bool = True, as_owner: bool = False) -> Iterator[Database]:
    """Settings read and apps loaded; the database is the running one, or started for the while."""
    import django

    if not with_database:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
        django.setup()
        yield Database(app="", owner="")
        return
    place = folder()
    with database(place, what) as base:
        os.environ.update(environment(place, base))
        if as_owner:
            os.environ["DATABASE_URL"] = base.owner
        django.setup()
        try:
            yield base
        finally:
            close_connections()


def close_connections() -> None:
    """Before an embedded server is stopped, so that its fast shutdown finds no one."""
    from django.db import connections

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()
