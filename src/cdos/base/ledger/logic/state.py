"""How far the chain is: one row, under the sealer's key."""

import hmac
import uuid
from dataclasses import dataclass

from django.conf import settings

from cdos.base import statements
from cdos.base.crypto.contracts import Digest
from cdos.base.ledger.logic import forms
from cdos.base.ledger.logic.merkle import Tree

ZERO = bytes(32)  # what the first row follows
_READ = "SELECT log::text, digest_name, size, last, peaks, mac FROM ledger_state"
_BEGIN = """INSERT INTO ledger_state (id, log, digest_name, size, last, peaks, mac) VALUES (1, %s::uuid, %s, 0, %s, '', %s)
  ON CONFLICT DO NOTHING"""
_WRITE = "UPDATE ledger_state SET size = %s, last = %s, peaks = %s, mac = %s"


@dataclass(slots=True)
class State:
    log: str
    digest: Digest
    size: int
    last: bytes
    peaks: bytes
    mac: bytes

    def tree(self) -> Tree:
        return Tree(self.digest, self.size, [self.peaks[n : n + 32] for n in range(0, len(self.peaks), 32)])

    def genuine(self) -> bool:
        return hmac.compare_digest(self.mac, self._mac())

    def _mac(self) -> bytes:
        body = forms.state_bytes(self.log, self.digest.value, self.size, self.last, self.peaks)
        return forms.sealer(self.digest)(body)

    def write(self, tree: Tree, last: bytes) -> None:
        self.size, self.last, self.peaks = tree.size, last, b"".join(tree.peaks)
        self.mac = self._mac()
        statements.run(_WRITE, [self.size, self.last, self.peaks, self.mac])


def read() -> State | None:
    """None before the first row."""
    for log, digest, size, last, peaks, mac in statements.run(_READ):
        return State(log, Digest(digest), size, bytes(last), bytes(peaks), bytes(mac))
    return None


def begun() -> State:
    """The state, made where there is none; the digest of that moment stays the log's own."""
    found = read()
    if found is None:
        made = State(str(uuid.uuid4()), Digest(settings.LEDGER_DIGEST), 0, ZERO, b"", b"")
        statements.run(_BEGIN, [made.log, made.digest.value, made.last, made._mac()])
        found = read()
    assert found is not None
    return found
