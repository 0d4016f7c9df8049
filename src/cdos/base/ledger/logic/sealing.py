"""The sealer: moves what was committed into the chain, each row exactly once, in batches under one lock.

All of a batch is one transaction: rows added, waiting rows removed, state moved on. A trigger lets a waiting row go only
when it is in the chain. Who records waits for nobody; the order of the chain is the order of sealing.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from django.db import transaction

from cdos.base import statements
from cdos.base.crypto.api import Hash
from cdos.base.crypto.contracts import Digest
from cdos.base.fence import api as fence
from cdos.base.ledger.logic import forms, state
from cdos.base.ledger.logic.merkle import Tree

log = structlog.get_logger(__name__)

LOCK = 0x6C6564676572  # "ledger"
BATCH = 2000
LEAST_LEVEL = 8  # subtrees of 256 leaves and more are kept
UNSEALED = bytes(forms.SEAL_BYTES)  # of a row that was changed or forged while it waited
_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_TRY = "SELECT pg_try_advisory_xact_lock(%s)"
WAITING = f"""SELECT id, encode(ref, 'hex'), {forms.MOMENT_SQL.format("at")}, kind, act, by_account, about_party, object,
  encode(digest, 'hex'), mac FROM ledger_intake"""
_NEXT = f"{WAITING} ORDER BY id LIMIT {BATCH}"
_ENTER = """INSERT INTO ledger_entry
  (seq, ref, at, kind, act, by_account, about_party, object, digest, prev, hash, seal)
  SELECT e.seq, i.ref, i.at, i.kind, i.act, i.by_account, i.about_party, i.object, i.digest, e.prev, e.hash, e.seal
  FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[], %b::bytea[], %b::bytea[]) AS e (id, seq, prev, hash, seal)
  JOIN ledger_intake i USING (id)"""
_EXPLAIN = """INSERT INTO ledger_detail (seq, about_party, salt, details)
  SELECT e.seq, i.about_party, i.salt, i.details FROM unnest(%b::bigint[], %b::bigint[]) AS e (id, seq)
  JOIN ledger_intake i USING (id) WHERE i.salt IS NOT NULL ON CONFLICT (seq) DO UPDATE
  SET about_party = excluded.about_party, salt = excluded.salt, details = excluded.details"""
_NODES = """INSERT INTO ledger_node (level, number, hash) SELECT * FROM unnest(%b::smallint[], %b::bigint[], %b::bytea[])
  ON CONFLICT (level, number) DO UPDATE SET hash = excluded.hash"""
_REMOVE = "DELETE FROM ledger_intake WHERE id = ANY(%b::bigint[])"


@dataclass(slots=True)
class Batch:
    """Columns of the rows that go in."""

    ids: list[int] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)
    prevs: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    seals: list[bytes] = field(default_factory=list)
    nodes: list[tuple[int, int, bytes]] = field(default_factory=list)


def seal(*, waiting: bool = True) -> int:
    """Everything that is committed by now; how many rows. Without `waiting` it leaves the work to whoever is at it."""
    done = 0
    while True:
        with transaction.atomic(), fence.everything():
            count = _batch(waiting)
        done += count
        if count < BATCH:
            return done


def _batch(waiting: bool) -> int:
    if waiting:
        statements.run(_LOCK, [LOCK])
    elif not statements.run(_TRY, [LOCK])[0][0]:
        return 0
    rows = statements.run(_NEXT)
    if not rows:
        return 0
    now = state.begun()
    tree, last = now.tree(), now.last
    batch = Batch()
    last = _chain(rows, tree, last, now.digest, batch)
    _write(batch)
    now.write(tree, last)
    statements.run(_REMOVE, [batch.ids])
    return len(rows)


def _chain(rows: statements.Rows, tree: Tree, last: bytes, digest: Digest, batch: Batch) -> bytes:
    """Gives every row its place; the hash of the last one."""
    seal_of = forms.sealer(digest)
    recorders = [forms.sealer(one) for one in (digest, *Digest)]
    for row_id, ref, at, kind, act, by, about, object_, details, mac in rows:
        seq = tree.size + 1
        data = forms.row_bytes(seq, at, kind, act, by, about, object_, details, ref, last.hex())
        leaf = tree.hash(b"\x00" + data)
        sealed = seal_of(leaf)
        if not genuine(forms.intake_bytes(ref, at, kind, act, by, about, object_, details), mac, recorders):
            log.error("ledger: a row was changed or forged while it waited", seq=seq, ref=ref)
            sealed = UNSEALED
        batch.ids.append(row_id)
        batch.seqs.append(seq)
        batch.prevs.append(last)
        batch.hashes.append(leaf)
        batch.seals.append(sealed)
        batch.nodes += [node for node in tree.append(leaf) if node[0] >= LEAST_LEVEL]
        last = leaf
    return last


def genuine(body: bytes, mac: bytes, recorders: Iterable[Hash]) -> bool:
    """Whether a recorder wrote this. It uses the digest of the setting, which may be another than the log's own."""
    return any(hmac.compare_digest(make(body), mac) for make in recorders)


def _write(batch: Batch) -> None:
    statements.run(_ENTER, [batch.ids, batch.seqs, batch.prevs, batch.hashes, batch.seals])
    statements.run(_EXPLAIN, [batch.ids, batch.seqs])
    if batch.nodes:
        statements.run(_NODES, [list(column) for column in zip(*batch.nodes, strict=True)])
