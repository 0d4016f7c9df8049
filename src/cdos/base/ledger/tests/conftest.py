"""A ledger of its own for each test, with its own keys, and the owner of the database as the adversary."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from tests.support.database import DATABASE, SERVER

from cdos.base.crypto import api as crypto
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.runtime.postgres import OWNER

ledger.register_acts(Kind.LOOK, {"test.looked": "Looked"})
ledger.register_acts(Kind.CHANGE, {"test.changed": "Changed"})


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path) -> Iterator[None]:
    settings.KEYS = str(tmp_path / "keys")
    yield
    settings.KEYS = ""
    crypto.forget()


@pytest.fixture
def as_owner(pytestconfig: pytest.Config, transactional_db: None) -> Iterator[Callable[..., object]]:
    """Runs a statement as the role that owns the tables; committed at once."""
    server = pytestconfig.stash[SERVER]
    with server.connect(OWNER, DATABASE) as connection:

        def run(statement: str, *values: object) -> "list[tuple[object, ...]]":
            cursor: psycopg.Cursor[tuple[object, ...]] = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

        yield run
