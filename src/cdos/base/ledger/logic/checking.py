"""Walking the chain: which row is true, which was altered, which is missing, which was put in.

A row is true when its hash is that of its fields and its seal is that of its hash. Only the sealer's key makes seals, so
the owner of the database who rewrites rows and all their hashes still leaves every one of them named.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

from cdos.base.crypto.api import Hash, hasher
from cdos.base.crypto.contracts import Digest
from cdos.base.ledger.contracts import Finding, Report
from cdos.base.ledger.logic import forms
from cdos.base.ledger.logic.merkle import Tree

LISTED = 1000  # rows of each sort that are named; `counts` has them all

ROW = f"""SELECT e.seq, {forms.MOMENT_SQL.format("e.at")}, e.kind, e.act, e.by_account, e.about_party, e.object,
  encode(e.digest, 'hex'), encode(e.ref, 'hex'), encode(e.prev, 'hex'), e.hash, e.seal, d.salt, d.details
  FROM ledger_entry e LEFT JOIN ledger_detail d ON d.seq = e.seq"""


@dataclass(slots=True)
class Stored:
    """A row as it lies in the table; digest, ref and prev in hex as they are digested."""

    seq: int
    at: str
    kind: str
    act: str
    by: int | None
    about: int | None
    object: str
    digest: str
    ref: str
    prev: str
    hash: bytes
    seal: bytes
    salt: bytes | None
    details: str | None

    def data(self, seq: int) -> bytes:
        return forms.row_bytes(
            *(seq, self.at, self.kind, self.act, self.by, self.about, self.object),
            *(self.digest, self.ref, self.prev),
        )


@dataclass(slots=True)
class Walk:
    """The state of the walk. `shift` is how far the rows now stand from their true places."""

    digest: Digest
    report: Report
    seals: Hash | None  # None: the key is not on this machine
    roots: dict[int, bytes] = field(default_factory=dict)  # sizes of heads -> root of the tree at that size
    wanted: frozenset[int] = frozenset()
    next: int = 1  # the first true place not yet filled
    shift: int = 0
    doubtful: list[Stored] = field(default_factory=list)  # no true rows, since the last true one
    whole: bool = True  # all leaves so far are known, so that roots can be worked out
    last: str = bytes(32).hex()
    hash: Hash = field(init=False)
    tree: Tree = field(init=False)

    def __post_init__(self) -> None:
        self.hash = hasher(self.digest)
        self.tree = Tree(self.digest)

    def run(self, rows: Iterable[Stored], size: int) -> None:
        for row in rows:
            self.report.rows += 1
            place = self._place(row)
            if place is None or place < self.next:
                self.doubtful.append(row)
                continue
            self._settle(place, bytes.fromhex(row.prev))
            self._true(row, place)
        self._settle(max(size, self.next - 1) + 1, None)

    def _place(self, row: Stored) -> int | None:
        """The place for which the row was sealed; None when it is not as it was sealed."""
        if self.seals and not hmac.compare_digest(row.seal, self.seals(row.hash)):
            return None
        if row.seq == self.next and self.hash(b"\x00" + row.data(row.seq)) == row.hash:
            return row.seq
        for place in dict.fromkeys((row.seq, row.seq - self.shift, self.next, row.seq - 1, row.seq + 1)):
            if self.hash(b"\x00" + row.data(place)) == row.hash:
                return place
        return None

    def _true(self, row: Stored, place: int) -> None:
        self.shift = row.seq - place
        if row.prev != self.last and self.whole:
            self.note("altered", place, "prev")
        if row.seq == place:  # details lie beside the number, so those of a displaced row are another's
            self._look_at_details(row)
        self._grow(row.hash)
        self.next = place + 1

    def _look_at_details(self, row: Stored) -> None:
        if row.details is None:
            self.report.erased += bool(row.digest)
        elif not self._explained(row):
            self.note("altered", row.seq, "details")

    def _explained(self, row: Stored) -> bool:
        salt, text = row.salt or b"", row.details or ""
        names = (self.digest, *Digest)
        return any(forms.details_digest(hasher(name), salt, text).hex() == row.digest for name in names)

    def _grow(self, leaf: bytes) -> None:
        self.last = leaf.hex()
        if self.whole:
            self.tree.append(leaf)
            if self.tree.size in self.wanted:
                self.roots[self.tree.size] = self.tree.root()

    def _settle(self, until: int, prev: bytes | None) -> None:
        """Matches the doubtful rows with the places before `until` that no true row fills; `prev` is the last one's hash."""
        gap = range(self.next, until)
        taken: dict[int, Stored] = {}
        for row in self.doubtful:
            place = next((p for p in (row.seq - self.shift, row.seq) if p in gap and p not in taken), None)
            if place is None:
                self.note("inserted", row.seq, "row")
            else:
                taken[place] = row
        for place in gap:
            self.note("altered" if place in taken else "missing", place, "row")
            leaf = prev if prev and place == until - 1 else self._leaf(taken.get(place))
            self.whole = self.whole and leaf is not None
            self._grow(leaf or b"")
        self.doubtful, self.next = [], max(self.next, until)

    def _leaf(self, row: Stored | None) -> bytes | None:
        """Where only the fields were changed, the sealed hash still tells the leaf."""
        if row is None or (self.seals and row.seal not in (self.seals(row.hash), bytes(len(row.seal)))):
            return None
        return row.hash

    def note(self, what: str, seq: int, part: str) -> None:
        report = self.report
        report.ok = False
        report.counts[what] = report.counts.get(what, 0) + 1
        named: list[int] = getattr(report, what)
        if len(named) < LISTED:
            if seq not in named[-1:]:
                named.append(seq)
            report.findings.append(Finding(what=what, seq=seq, part=part))
