"""The owner of the database changes, deletes, inserts and rewrites rows: each is named, and nothing else."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from cdos.base.crypto.api import hasher
from cdos.base.crypto.contracts import Digest
from cdos.base.ledger import api as ledger
from cdos.base.ledger import models, tasks
from cdos.base.ledger.contracts import Report
from cdos.base.ledger.logic import forms, heads, verifying

Owner = Callable[..., list[tuple[object, ...]]]
pytestmark = pytest.mark.django_db(transaction=True)


def fill(count: int) -> None:
    for number in range(count):
        ledger.record(
            act="test.looked",
            by=7,
            about=100 + number % 3,
            object=f"matter:{number}",
            details={"purpose": f"查看 {number}", "n": number} if number % 2 else None,
        )
    ledger.seal()


def named(report: Report) -> tuple[list[int], list[int], list[int]]:
    return report.altered, report.missing, report.inserted


def test_what_was_recorded_is_in_the_chain_once_and_verifies() -> None:
    fill(300)
    report = ledger.verify()
    assert report.ok, report
    assert (report.rows, report.waiting, report.head.size) == (300, 0, 300)
    assert models.Intake.objects.count() == 0
    assert ledger.verify().ok  # compares with the head signed before


def test_a_nightly_check_that_finds_something_announces_it(as_owner: Owner) -> None:
    fill(20)
    tasks.verify()
    heard = "SELECT payload FROM jobs_outbox WHERE topic = 'ledger.altered'"
    assert as_owner(heard) == []
    as_owner("UPDATE ledger_entry SET object = object || ' ' WHERE seq IN (3, 4)")
    tasks.verify()
    assert as_owner(heard) == [({"findings": 2},)]


@pytest.mark.parametrize("job", [tasks.seal, tasks.verify])
def test_a_head_of_rows_whose_sealing_was_undone_stands_nowhere(job: Callable[[], None]) -> None:
    ledger.record(act="test.looked", object="matter:1")
    with transaction.atomic():  # of the batch of a worker that is killed
        job()
        assert heads.newest() is not None
        transaction.set_rollback(True)
    assert heads.beside_the_keys() == []
    with transaction.atomic():
        job()
    assert heads.beside_the_keys() == [heads.newest()]


def test_a_row_of_a_transaction_that_fails_is_never_there() -> None:
    with transaction.atomic():
        ledger.record(act="test.looked", object="matter:1")
        transaction.set_rollback(True)
    assert ledger.seal() == 0


COLUMNS = {
    "at": "at + interval '1 microsecond'",
    "kind": "'rule'",
    "act": "'test.lookeD'",
    "by_account": "by_account + 1",
    "about_party": "about_party + 1",
    "object": "object || ' '",
    "digest": "set_byte(digest, 3, get_byte(digest, 3) # 1)",
    "ref": "set_byte(ref, 0, get_byte(ref, 0) # 1)",
    "prev": "set_byte(prev, 31, get_byte(prev, 31) # 1)",
    "hash": "set_byte(hash, 0, get_byte(hash, 0) # 1)",
    "seal": "set_byte(seal, 15, get_byte(seal, 15) # 128)",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_one_byte_of_any_column_of_a_row_is_named(as_owner: Owner, column: str) -> None:
    fill(12)
    for seq in (2, 12):
        as_owner(f"UPDATE ledger_entry SET {column} = {COLUMNS[column]} WHERE seq = {seq}")
    assert named(ledger.verify()) == ([2, 12], [], [])


@pytest.mark.parametrize(
    "change", ["details = details || ' '", "salt = set_byte(salt, 0, get_byte(salt, 0) # 1)"]
)
def test_a_change_of_the_clear_details_is_named(as_owner: Owner, change: str) -> None:
    fill(6)
    as_owner(f"UPDATE ledger_detail SET {change} WHERE seq = 4")
    assert named(ledger.verify()) == ([4], [], [])


@pytest.mark.parametrize("seqs", [[1], [5], [12], [11, 12], [3, 4, 5], list(range(1, 13))])
def test_deleted_rows_are_named(as_owner: Owner, seqs: list[int]) -> None:
    fill(12)
    as_owner("DELETE FROM ledger_entry WHERE seq = ANY(%s)", seqs)
    assert named(ledger.verify()) == ([], seqs, [])


def forge(as_owner: Owner, seq: int, like: int = 3) -> None:
    as_owner(
        "INSERT INTO ledger_entry SELECT %s, sha256(ref)::bytea, at, kind, act, by_account, about_party, 'matter:999',"
        " digest, prev, hash, seal FROM ledger_entry WHERE seq = %s LIMIT 1",
        *(seq, like),
    )


@pytest.mark.parametrize("seq", [0, 1, 6, 12, 13, 40])
def test_an_inserted_row_is_named_and_hinders_no_sealing(as_owner: Owner, seq: int) -> None:
    fill(12)
    forge(as_owner, seq)
    assert named(ledger.verify()) == ([], [], [seq])
    fill(5)
    report = ledger.verify()
    assert named(report) == ([], [], [seq])
    assert report.rows == 18


def test_a_row_pushed_in_between_is_named_by_its_number(as_owner: Owner) -> None:
    fill(12)
    as_owner("UPDATE ledger_entry SET seq = seq + 1 WHERE seq > 5")
    forge(as_owner, 6)
    assert named(ledger.verify()) == ([], [], [6])


def test_a_row_taken_out_with_the_gap_closed_is_named(as_owner: Owner) -> None:
    fill(12)
    as_owner("DELETE FROM ledger_entry WHERE seq = 5")
    as_owner("UPDATE ledger_entry SET seq = seq - 1 WHERE seq > 5")
    assert named(ledger.verify()) == ([], [5], [])


def test_all_three_at_once_are_told_apart(as_owner: Owner) -> None:
    fill(30)
    as_owner("UPDATE ledger_entry SET object = 'matter:0' WHERE seq IN (4, 5, 20)")
    as_owner("DELETE FROM ledger_entry WHERE seq IN (9, 19, 30)")
    forge(as_owner, 12)
    forge(as_owner, 31)
    assert named(ledger.verify()) == ([4, 5, 20], [9, 19, 30], [12, 31])


def rewrite(as_owner: Owner, since: int, *, seal: bytes | None) -> None:
    """The owner changes a row and makes every hash after it anew, and the state; with the key of the seals, those too."""
    hash_ = hasher(Digest.SM3)
    rows = [row for row in verifying.stored_rows() if row.seq >= since]
    prev = rows[0].prev
    for row in rows:
        row.object, row.prev = ("matter:666" if row.seq == since else row.object), prev
        leaf = hash_(b"\x00" + row.data(row.seq))
        made = forms.sealer(Digest.SM3)(leaf) if seal else row.seal
        as_owner(
            "UPDATE ledger_entry SET object = %s, prev = %s, hash = %s, seal = %s WHERE seq = %s",
            *(row.object, bytes.fromhex(prev), leaf, made, row.seq),
        )
        prev = leaf.hex()


def test_a_rewritten_tail_is_named_row_by_row(as_owner: Owner) -> None:
    fill(20)
    rewrite(as_owner, 15, seal=None)
    assert named(ledger.verify()) == ([15, 16, 17, 18, 19, 20], [], [])


def test_a_tail_rewritten_with_the_stolen_key_of_the_seals_contradicts_the_signed_head(
    as_owner: Owner,
) -> None:
    fill(20)
    assert ledger.verify().ok
    fill(4)
    rewrite(as_owner, 15, seal=b"stolen")
    report = ledger.verify()
    assert not report.ok
    assert ("head", 20, "root") in {(one.what, one.seq, one.part) for one in report.findings}


def test_the_end_cut_off_together_with_the_state_is_named_by_the_signed_head(as_owner: Owner) -> None:
    fill(10)
    before = as_owner("SELECT size, last, peaks, mac FROM ledger_state")[0]
    fill(5)
    assert ledger.verify().ok
    as_owner("DELETE FROM ledger_entry WHERE seq > 10")
    as_owner("UPDATE ledger_state SET size = %s, last = %s, peaks = %s, mac = %s", *before)
    as_owner("TRUNCATE ledger_signedhead CASCADE")  # a copy lies beside the keys
    assert named(ledger.verify()) == ([], [11, 12, 13, 14, 15], [])


def test_an_emptied_ledger_misses_all_its_rows(as_owner: Owner) -> None:
    fill(4)
    assert ledger.verify().ok
    as_owner("TRUNCATE ledger_entry, ledger_state, ledger_detail, ledger_signedhead CASCADE")
    assert named(ledger.verify()) == ([], [1, 2, 3, 4], [])


def test_what_is_changed_or_forged_while_it_waits_is_named_and_kept(as_owner: Owner) -> None:
    fill(3)
    for number in range(3):
        ledger.record(act="test.changed", object=f"matter:{number}")
    as_owner("UPDATE ledger_intake SET object = 'matter:9' WHERE object = 'matter:1'")
    report = ledger.verify()
    assert named(report) == ([5], [], [])
    assert report.rows == 6


def test_erasing_details_by_law_leaves_the_chain_whole() -> None:
    fill(12)
    assert ledger.erase_details(about=101) > 0
    report = ledger.verify()
    assert report.ok, report
    assert report.erased == 2
    assert report.rows == 13  # the erasure is a row itself


def test_the_application_role_cannot_change_or_delete_a_sealed_row_or_take_one_out_of_the_intake() -> None:
    fill(3)
    ledger.record(act="test.changed", object="matter:1")
    statements = (
        "UPDATE ledger_entry SET object = ''",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_intake SET object = ''",
        "DELETE FROM ledger_intake",
        "DELETE FROM ledger_signedhead",
    )
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ledger.seal() == 1


def test_a_grant_by_mistake_is_caught_by_the_trigger(as_owner: Owner) -> None:
    fill(3)
    as_owner("GRANT UPDATE ON ledger_entry TO cdos_app")
    try:
        with pytest.raises(DatabaseError, match="only added"), connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_entry SET object = ''")
    finally:
        as_owner("REVOKE UPDATE ON ledger_entry FROM cdos_app")
