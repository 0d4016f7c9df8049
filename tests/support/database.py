"""A throwaway PostgreSQL for each process of the run. The owner role made the tables, tests work as the application role."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection, connections
from psycopg import sql
from pytest_django import DjangoDbBlocker
from tests.support.moulds import copy, tables

from cdos.base.fence.contracts import EVERYTHING, NOTHING
from cdos.base.fence.logic import scope
from cdos.runtime.data_folder import DataFolder
from cdos.runtime.postgres import APP, OWNER, Postgres
from cdos.runtime.postgres import DATABASE as FRESH

DATABASE = "test_cdos"
SEES_ALL = (
    f"ALTER ROLE {APP} IN DATABASE {DATABASE} SET cdos.everything = 'on'"  # for what tests look up themselves
)
TEST_GRANTS = (
    f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP}"  # transactional tests empty tables after them
)


SERVER: pytest.StashKey[Postgres] = pytest.StashKey()


@pytest.fixture(scope="session")
def test_folder() -> Iterator[Path]:
    """A short path in /tmp which the database's user may pass through, but not read."""
    folder = Path(tempfile.mkdtemp(prefix="cdos-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(test_folder: Path, pytestconfig: pytest.Config) -> Iterator[Postgres]:
    copy(DataFolder(tables()).database_home(), test_folder / "pg")
    server = Postgres(
        test_folder / "pg", Path(tempfile.gettempdir()) / f"cdos-{os.geteuid()}", throwaway=True
    )
    with (test_folder / "postgres.log").open("wb") as log:
        try:
            server.start(log)
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{(test_folder / 'postgres.log').read_text()}") from error
        pytestconfig.stash[SERVER] = server
        yield server
        server.stop()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    server: Postgres = request.getfixturevalue("postgres")
    create_with_tables(server, DATABASE)
    with django_db_blocker.unblock():
        keep_seeds(server)
        use_role(server, APP)


def create_with_tables(server: Postgres, name: str) -> None:
    """A database more that has every table, and the rows that migrations wrote."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
    with server.connect() as admin:
        admin.execute(statement.format(*map(sql.Identifier, (name, OWNER, FRESH))))


def use_role(server: Postgres, role: str) -> None:
    """The dictionary is the one every connection of every thread is made from, so it is changed in place."""
    connections["default"].close()
    options = dict(settings.DATABASES["default"].get("OPTIONS", {}))
    options.pop("pool", None)
    connections["default"].settings_dict.update(
        NAME=DATABASE, USER=role, PASSWORD="", HOST=str(server.socket_folder), PORT="5432", OPTIONS=options
    )


def keep_seeds(server: Postgres) -> None:
    """Copies of the rows that migrations wrote, for transactional tests wipe every table."""
    with server.connect(database=DATABASE) as connection:
        connection.execute(TEST_GRANTS)
        connection.execute(SEES_ALL)
        connection.execute("CREATE SCHEMA seeds")
        for table in _tables(connection, "public"):
            source, copy = sql.Identifier("public", table), sql.Identifier("seeds", table)
            if table == "django_migrations":
                continue
            if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(source)).fetchone():
                connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(copy, source))


def restore_seeds(server: Postgres) -> None:
    with server.connect(database=DATABASE) as connection, connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # any order of tables will do
        for table in _tables(connection, "seeds"):
            names = sql.SQL(", ").join(sql.Identifier(name) for name in _columns(connection, table))
            statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT DO NOTHING")
            source, copy = sql.Identifier("public", table), sql.Identifier("seeds", table)
            connection.execute(statement.format(source, names, names, copy))


def _tables(connection: "psycopg.Connection[tuple[object, ...]]", schema: str) -> list[str]:
    question = """SELECT c.relname FROM pg_class c WHERE c.relnamespace = %s::regnamespace
                  AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"""
    return [str(name) for (name,) in connection.execute(question, [schema])]


def _columns(connection: "psycopg.Connection[tuple[object, ...]]", table: str) -> list[str]:
    question = """SELECT column_name FROM information_schema.columns
                  WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"""
    return [str(name) for (name,) in connection.execute(question, [table])]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After the flush that ends a transactional test, what migrations wrote is put back."""
    transactional = _is_transactional(item)
    yield
    if transactional and nextitem:
        restore_seeds(item.config.stash[SERVER])


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        return True
    return bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


_requests: list[AbstractContextManager[None]] = []


@contextmanager
def _uncounted() -> Iterator[None]:
    """The fence of the test itself is no statement of the page that is measured."""
    counted, connection.force_debug_cursor = connection.force_debug_cursor, False
    yield
    connection.force_debug_cursor = counted


def _begin(**_: object) -> None:
    if connection.in_atomic_block:
        with _uncounted():
            _requests.append(scope.within(NOTHING))
            _requests[-1].__enter__()


def _end(**_: object) -> None:
    if _requests:
        with _uncounted():
            _requests.pop().__exit__(None, None, None)


@pytest.fixture(autouse=True, scope="session")
def _fenced_requests() -> Iterator[None]:
    """A test's own statements see everything; what a request does sees only what it says it may."""
    scope.OUTSIDE[0] = EVERYTHING
    request_started.connect(_begin)
    request_finished.connect(_end)
    yield
    request_started.disconnect(_begin)
    request_finished.disconnect(_end)


@pytest.fixture(autouse=True)
def _outside_any_fence() -> Iterator[None]:
    """A request whose stream nobody read to its end leaves the fence up; its settings went with the test's transaction."""
    yield
    _requests.clear()
    scope.forget()


@pytest.fixture(autouse=True, scope="session")
def _own_folders(test_folder: Path) -> None:
    """Uploads of a test run never land in the checkout's data."""
    settings.DATA_DIR = test_folder
    settings.MEDIA_ROOT = test_folder / "files"
