"""An upgrade grows the tables of a filled city and takes nothing away that the release before still writes.

`data/previous_release.sql.xz` is a small sample city of the release before (commit 30fa5ee), as pg_dump writes it.
"""

import lzma
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

from cdos.runtime.postgres import ADMIN, APP, OWNER, Postgres
from cdos.runtime.server_user import wheel_folder

DUMP = Path(__file__).parent / "data" / "previous_release.sql.xz"
NAME = "previous"
COPIED = re.compile(r"^COPY public\.(\w+) \(([^)]*)\) FROM stdin;$", re.MULTILINE)
COLUMNS = """
    SELECT table_name, column_name, is_nullable = 'YES' OR column_default IS NOT NULL
           OR is_identity = 'YES' OR is_generated <> 'NEVER'
    FROM information_schema.columns WHERE table_schema = 'public'
"""
# What takes something away from the release before, in SQL written by hand.
TAKES = re.compile(r"DROP\s+(TABLE|COLUMN)|SET\s+NOT\s+NULL|\bRENAME\b", re.IGNORECASE)


def dumped() -> str:
    return lzma.decompress(DUMP.read_bytes()).decode()


@pytest.fixture(scope="module")
def before() -> dict[str, int]:
    """Rows of each table of the release before."""
    rows: dict[str, int] = {}
    for found in COPIED.finditer(text := dumped()):
        rows[found[1]] = text[found.end() + 1 : text.index("\\.\n", found.end())].count("\n")
    return rows


@pytest.fixture(scope="module")
def upgraded(postgres: Postgres) -> Postgres:
    """The release before, with its rows, brought up to date by the real command."""
    postgres.create_database(NAME)
    psql = [str(wheel_folder() / "bin" / "psql"), "-qX", "-v", "ON_ERROR_STOP=1", postgres.url(OWNER, NAME)]
    subprocess.run(psql, input=dumped(), text=True, check=True, stdout=subprocess.DEVNULL)
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.url(APP, NAME),
        "CDOS_OWNER_URL": postgres.url(OWNER, NAME),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cdos", "migrate"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return postgres


@pytest.mark.slow
@pytest.mark.xdist_group("upgrade")
def test_a_filled_city_of_the_release_before_is_upgraded_and_keeps_its_rows(
    upgraded: Postgres, before: dict[str, int]
) -> None:
    kept = {
        name: count
        for name, count in before.items()
        if name not in {"django_migrations", "django_content_type"}
    }
    assert kept["matters_matter"] > 100
    with upgraded.connect(ADMIN, NAME) as connection:
        for name, count in kept.items():
            found = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            assert found == (count,), name


@pytest.mark.slow
@pytest.mark.xdist_group("upgrade")
def test_what_the_release_before_writes_can_still_be_written(upgraded: Postgres) -> None:
    """Its columns are all there, and every column it does not know fills itself."""
    known = {found[1]: set(found[2].replace('"', "").split(", ")) for found in COPIED.finditer(dumped())}
    with upgraded.connect(OWNER, NAME) as connection:
        now = {(table, column): filled for table, column, filled in connection.execute(COLUMNS)}
        missing = [f"{t}.{c}" for t, columns in known.items() for c in columns if (t, c) not in now]
        assert missing == []
        asked_for = [
            f"{t}.{c}" for (t, c), filled in now.items() if t in known and c not in known[t] and not filled
        ]
        assert asked_for == []
        connection.execute("INSERT INTO jobs_outbox (topic, payload) VALUES ('old.topic', '{}')")


def ours() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("cdos.")}


def refuses_nothing(field: Field) -> bool:
    """Whether a row that does not name this column can be written by SQL."""
    from django.db.models import NOT_PROVIDED

    return field.null or field.primary_key or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED


def breaks(operation: Operation, app: str, before: ProjectState, made_here: set[str]) -> bool:
    """Whether the release before, still running beside the new one, would be refused what it does."""
    if isinstance(operation, migrations.RunSQL):
        return bool(TAKES.search(str(operation.sql)))
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return any(breaks(one, app, before, made_here) for one in operation.database_operations)
    if getattr(operation, "model_name_lower", "") in made_here:
        return False
    if isinstance(operation, migrations.AddField):
        return not (refuses_nothing(operation.field) or operation.field.many_to_many)
    if isinstance(operation, migrations.AlterField):
        old = before.models[app, operation.model_name_lower].get_field(operation.name)
        return old.null and not operation.field.null
    taken = (migrations.DeleteModel, migrations.RemoveField, migrations.RenameField, migrations.RenameModel)
    return isinstance(operation, (*taken, migrations.AlterModelTable))


def breaking() -> Iterator[tuple[str, str]]:
    """Migration, and the operation that takes something away without a reason written beside it."""
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app not in ours() or getattr(migration, "contract", ""):
            continue
        state = loader.project_state((app, name), at_end=False)
        made_here: set[str] = set()
        for operation in migration.operations:
            if breaks(operation, app, state, made_here):
                yield f"{app}.{name}", operation.describe()
            if isinstance(operation, migrations.CreateModel):
                made_here.add(operation.name_lower)
            operation.state_forwards(app, state)


def test_a_migration_that_takes_away_says_why_in_its_contract() -> None:
    """`contract = "why"` in the Migration, once no release in use writes what is taken away: docs/operating/deploying.md."""
    assert list(breaking()) == []


def test_dropping_renaming_and_forbidding_nothing_are_seen() -> None:
    state = ProjectState()
    from django.db import models

    made = migrations.CreateModel(
        "Thing", [("id", models.BigAutoField(primary_key=True)), ("a", models.TextField(null=True))]
    )
    made.state_forwards("x", state)
    for operation in (
        migrations.RemoveField("Thing", "a"),
        migrations.RenameField("Thing", "a", "b"),
        migrations.AlterField("Thing", "a", models.TextField()),
        migrations.AddField(
            "Thing", "c", models.TextField(default="")
        ),  # Django's default is not the database's
        migrations.RunSQL("ALTER TABLE x_thing DROP COLUMN a"),
        migrations.DeleteModel("Thing"),
    ):
        assert breaks(operation, "x", state, set()), operation.describe()
    assert not breaks(migrations.AddField("Thing", "d", models.TextField(null=True)), "x", state, set())
    assert not breaks(migrations.AddField("Thing", "e", models.TextField(db_default="")), "x", state, set())
