"""An outage asks to come again; our own mistakes stay mistakes."""

import errno

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test import RequestFactory
from psycopg_pool import PoolTimeout

from cdos.base.web import errors
from cdos.base.web.outages import is_outage


def raised(statement: str) -> Exception:
    with pytest.raises(Exception) as found, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return found.value


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "outage"),
    [
        ("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$", True),
        ("DO $$ BEGIN RAISE SQLSTATE '57P03'; END $$", True),
        ("SET LOCAL transaction_read_only = on; CREATE TABLE never ()", True),
        ("SELECT 1/0", False),
        ("SELECT nothing", False),
        ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)", False),
    ],
)
def test_what_the_server_says_decides(statement: str, outage: bool) -> None:
    assert is_outage(raised(statement)) is outage


def test_a_wait_in_vain_a_full_disk_and_what_wraps_them_are_outages() -> None:
    assert is_outage(PoolTimeout("none free"))
    assert is_outage(OSError(errno.ENOSPC, "full"))
    outer = LookupError("no such matter")
    outer.__cause__ = OperationalError("the connection is lost")
    assert is_outage(outer)
    assert not is_outage(OSError(errno.ENOENT, "gone"))
    assert not is_outage(DataError("wrong"))
    assert not is_outage(None)


def test_the_page_of_an_outage_needs_no_database_and_says_when_to_come_again() -> None:
    request = RequestFactory().get("/somewhere", headers={"Cookie": "sessionid=x"})
    request.request_id = "abcd-1234"  # type: ignore[attr-defined]
    try:
        raise OperationalError("away")
    except OperationalError:
        response = errors.server_error(request)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert b"abcd-1234" in response.content
