"""Books: every movement balances, is there once and leaves nobody below the floor, whatever runs at the same time."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cdos.base.fence import api as fence
from cdos.nets.services.books import api
from cdos.nets.services.books.contracts import BooksRefused, Overdrawn
from cdos.nets.services.books.models import Account, Journal, Line

pytestmark = pytest.mark.django_db
WORLD, FREE, HELD = "world/budget", "pool/x/free", "pool/x/reserved"


@pytest.fixture
def opened() -> None:
    open_all()


def open_all() -> None:
    api.open_account(code=WORLD, title="预算", floor_fen=None)
    for code in (FREE, HELD):
        api.open_account(code=code, title=code)


def balances() -> dict[str, int]:
    return {one.code: one.fen for one in api.accounts("")}


def test_what_leaves_one_account_arrives_in_another(opened: None) -> None:
    made = api.post(key="a", memo="拨款", lines={WORLD: -500, FREE: 500, HELD: 0}, by="财政")
    assert (made.lines, made.by) == ({WORLD: -500, FREE: 500}, "财政")
    assert balances() == {WORLD: -500, FREE: 500, HELD: 0}
    assert [one.key for one in api.journals(FREE)] == ["a"]


def test_the_same_movement_again_is_the_same_journal(opened: None) -> None:
    for _time in range(3):
        api.post(key="a", memo="拨款", lines={WORLD: -500, FREE: 500})
    assert (balances()[FREE], Journal.objects.count()) == (500, 1)
    with pytest.raises(BooksRefused):
        api.post(key="a", memo="拨款", lines={WORLD: -501, FREE: 501})


@pytest.mark.parametrize("lines", [{WORLD: -5, FREE: 4}, {}, {WORLD: 0}, {WORLD: -5, "nobody/opened": 5}])
def test_what_does_not_balance_or_goes_nowhere_is_refused(opened: None, lines: dict[str, int]) -> None:
    with pytest.raises(BooksRefused):
        api.post(key="a", memo="", lines=lines)
    assert not Journal.objects.exists()


def test_nobody_goes_below_the_floor_and_the_transaction_goes_on(opened: None) -> None:
    api.post(key="a", memo="", lines={WORLD: -5, FREE: 5})
    with transaction.atomic():
        with pytest.raises(Overdrawn):
            api.post(key="b", memo="", lines={FREE: -6, HELD: 6})
        api.post(key="c", memo="", lines={FREE: -5, HELD: 5})
    assert balances() == {WORLD: -5, FREE: 0, HELD: 5}


def test_an_account_opened_twice_keeps_what_it_has(opened: None) -> None:
    api.post(key="a", memo="", lines={WORLD: -5, FREE: 5})
    assert api.open_account(code=FREE, title="other").fen == 5
    with pytest.raises(LookupError):
        api.account("nobody/opened")


def lopsided(journal: Journal) -> None:
    """A line without its counterpart, and the end of the transaction's checks."""
    with transaction.atomic(), connection.cursor() as cursor:
        with fence.everything():
            Line.objects.create(journal=journal, account=Account.objects.get(code=FREE), fen=5)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_a_journal_that_does_not_balance(opened: None) -> None:
    row = Journal.objects.create(key="x", memo="", at="2026-11-26T00:00Z")
    with pytest.raises(IntegrityError):
        lopsided(row)


def test_the_database_sees_what_does_not_balance_even_at_the_end_of_a_fenced_call(opened: None) -> None:
    """The check runs at the commit, when the transaction itself may see no row any more."""
    row = Journal.objects.create(key="x", memo="", at="2026-11-26T00:00Z")
    with pytest.raises(IntegrityError), transaction.atomic(), fence.within(fence.NOTHING):
        lopsided(row)


def test_the_database_itself_keeps_the_floor(opened: None) -> None:
    row = Journal.objects.create(key="x", memo="", at="2026-11-26T00:00Z")
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(journal=row, account=Account.objects.get(code=FREE), fen=-5)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE books_line SET fen = 7", "DELETE FROM books_line", "UPDATE books_journal SET memo = ''"],
)
def test_what_is_booked_is_never_changed(opened: None, statement: str) -> None:
    api.post(key="a", memo="", lines={WORLD: -5, FREE: 5})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_who_says_not_what_he_may_see_sees_the_books(opened: None) -> None:
    with fence.within(fence.NOTHING):
        assert not Account.objects.exists()


def test_a_balance_that_was_tampered_with_is_found(opened: None) -> None:
    api.post(key="a", memo="", lines={WORLD: -5, FREE: 5})
    assert (api.check().unbalanced, api.check().astray) == ((), ())
    Account.objects.filter(code=FREE).update(fen=6)
    assert api.check().astray == (FREE,)


def at_once(many: int, do: Callable[[int], None]) -> None:
    """So many threads, each on a line of its own to the database, released at the same moment."""
    gate = threading.Barrier(many)

    def run(number: int) -> None:
        try:
            gate.wait()
            do(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_take_more_than_there_is() -> None:
    open_all()
    api.post(key="a", memo="", lines={WORLD: -100, FREE: 100})
    refused: list[int] = []

    def take(number: int) -> None:
        for turn in range(5):
            try:
                api.post(key=f"t{number}-{turn}", memo="", lines={FREE: -7, HELD: 7})
            except Overdrawn:
                refused.append(number)

    at_once(6, take)
    assert balances() == {WORLD: -100, FREE: 2, HELD: 98}
    assert len(refused) == 30 - 14
    assert (api.check().unbalanced, api.check().astray) == ((), ())


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_once_is_booked_once() -> None:
    open_all()
    at_once(6, lambda _number: api.post(key="a", memo="", lines={WORLD: -5, FREE: 5}) and None)
    assert (balances()[FREE], Journal.objects.count()) == (5, 1)
