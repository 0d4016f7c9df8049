"""Proofs: that a row is in the log of a signed head, and that one head follows from another."""

import hmac

from cdos.base import statements
from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Digest
from cdos.base.fence import api as fence
from cdos.base.ledger import models
from cdos.base.ledger.contracts import Head, LedgerDamaged
from cdos.base.ledger.logic import forms, heads, merkle, state
from cdos.base.ledger.logic.checking import ROW, Stored
from cdos.base.ledger.logic.sealing import LEAST_LEVEL

FORMAT = "cdos-ledger-proof-1"
_NODE = "SELECT hash FROM ledger_node WHERE level = %s AND number = %s"
_LEAVES = "SELECT seq, hash, seal FROM ledger_entry WHERE seq > %s AND seq <= %s ORDER BY seq"
_ONE = f"{ROW} WHERE e.seq = %s"


class Subtrees:
    """Digests of complete subtrees, from the kept nodes and, below them, from the rows."""

    def __init__(self, digest: Digest) -> None:
        self.hash = crypto.hasher(digest)
        self.seal = forms.sealer(digest) if crypto.has_secret(forms.KEY) else None
        self._blocks: dict[int, dict[int, bytes]] = {}

    def complete(self, level: int, number: int) -> bytes:
        if level >= LEAST_LEVEL and (kept := statements.run(_NODE, [level, number])):
            return bytes(kept[0][0])
        if level == 0:
            return self._leaf(number)
        left, right = self.complete(level - 1, 2 * number), self.complete(level - 1, 2 * number + 1)
        return self.hash(b"\x01" + left + right)

    def _leaf(self, index: int) -> bytes:
        block = index >> LEAST_LEVEL
        if block not in self._blocks:
            first = block << LEAST_LEVEL
            rows = statements.run(_LEAVES, [first, first + (1 << LEAST_LEVEL)])
            self._blocks[block] = {}
            for seq, leaf, seal in rows:  # of rows with one number the sealed one counts
                if seq not in self._blocks[block] or self.sealed(leaf, seal):
                    self._blocks[block][seq] = bytes(leaf)
        if index + 1 not in self._blocks[block]:
            raise LedgerDamaged(f"Row {index + 1} is missing.")
        return self._blocks[block][index + 1]

    def sealed(self, leaf: bytes, seal: bytes) -> bool:
        return self.seal is None or not any(seal) or hmac.compare_digest(self.seal(bytes(leaf)), bytes(seal))


def proof(seq: int) -> dict[str, object]:
    """All that the offline script needs. LookupError: no such row; LedgerDamaged: it cannot be proven."""
    head = _head_for(seq)
    with fence.everything():
        trees = Subtrees(Digest(head.digest))
        row = _row(seq, trees)
        path = merkle.inclusion_path(seq - 1, head.size, trees.complete, trees.hash)
        words = _cosignatures(head)
    root = merkle.root_from_inclusion(row.hash, seq - 1, head.size, path, trees.hash)
    if root is None or root.hex() != head.root:
        raise LedgerDamaged("The row is not in the log of the signed head.")
    return {
        "format": FORMAT,
        "row": _fields(row),
        "details": _details(row, Digest(head.digest)),
        "path": [step.hex() for step in path],
        "head": {name: getattr(head, name) for name in Head.__slots__},
        "cosignatures": words,
    }


def consistency(old: int, size: int) -> list[str]:
    """That the log of `size` rows begins with that of `old` rows; in hex."""
    with fence.everything():
        now = state.read()
        if now is None or size > now.size:
            raise LookupError("the log is not that long")
        trees = Subtrees(now.digest)
        return [step.hex() for step in merkle.consistency_path(old, size, trees.complete, trees.hash)]


def root_at(size: int) -> str:
    """The root of the first `size` rows, in hex. LookupError: the chain is shorter."""
    with fence.everything():
        now = state.read()
        if now is None or size > now.size:
            raise LookupError("the log is not that long")
        trees = Subtrees(now.digest)
        return merkle.subtree(0, size, trees.complete, trees.hash).hex()


def _head_for(seq: int) -> Head:
    """The newest that witnesses have cosigned and that holds the row, else the newest."""
    with fence.everything():
        now = state.read()
        if now is None or not 0 < seq <= now.size:
            raise LookupError("no such row")
        own = models.SignedHead.objects.filter(log=now.log, size__gte=seq).order_by("-size", "-id")
        row = own.filter(cosignatures__isnull=False).first() or own.first()
    found = heads.head_of(row) if row else heads.sign()
    assert found is not None
    return found


def _row(seq: int, trees: Subtrees) -> Stored:
    for values in statements.run(_ONE, [seq]):
        row = Stored(*values)
        if trees.hash(b"\x00" + row.data(seq)) == row.hash and trees.sealed(row.hash, row.seal):
            return row
    raise LedgerDamaged(f"Row {seq} is not as it was sealed.")


def _fields(row: Stored) -> dict[str, object]:
    names = ("seq", "at", "kind", "act", "by", "about", "object", "digest", "ref", "prev")
    return {name: getattr(row, name) for name in names}


def _details(row: Stored, log_digest: Digest) -> dict[str, str] | None:
    """With the digest that fits: the recorder's setting may have been another than the log's."""
    if row.details is None or row.salt is None:
        return None
    salt = bytes(row.salt)
    for name in (log_digest, *Digest):
        if forms.details_digest(crypto.hasher(name), salt, row.details).hex() == row.digest:
            return {"digest": name.value, "salt": salt.hex(), "text": row.details}
    raise LedgerDamaged(f"The details of row {row.seq} are not those that were recorded.")


def _cosignatures(head: Head) -> list[dict[str, str]]:
    rows = models.HeadCosignature.objects.filter(head__signature=head.signature).order_by("node")
    found = [heads.cosignature_of(row) for row in rows]
    return [{name: getattr(one, name) for name in one.__slots__} for one in found]
