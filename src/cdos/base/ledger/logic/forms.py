"""The exact bytes that are digested and signed. The offline script makes the same: json.dumps without spaces, in UTF-8."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from cdos.base.crypto import api as crypto
from cdos.base.crypto.api import Hash
from cdos.base.crypto.contracts import Digest
from cdos.base.ledger.contracts import Head

KEY = "ledger-seal"  # of the seals and of what waits; in the keys folder, never in the database
SEAL_BYTES = 16
# The same moment as `moment` writes it, for SQL.
MOMENT_SQL = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

_details = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode
_encode = msgspec.json.Encoder().encode


def moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def row_bytes(
    seq: int,
    at: str,
    kind: str,
    act: str,
    by: int | None,
    about: int | None,
    object_: str,
    digest: str,
    ref: str,
    prev: str,
) -> bytes:
    """The leaf's data; digest, ref and prev in hex."""
    return _encode(("cdos-row-1", seq, at, kind, act, by, about, object_, digest, ref, prev))


def intake_bytes(
    ref: str, at: str, kind: str, act: str, by: int | None, about: int | None, object_: str, digest: str
) -> bytes:
    return _encode(("cdos-intake-1", ref, at, kind, act, by, about, object_, digest))


def head_bytes(head: Head) -> bytes:
    return _encode(("cdos-head-1", head.log, head.node, head.digest, head.size, head.root, head.at))


def cosigned_bytes(witness: str, at: str, head: Head) -> bytes:
    return _encode(("cdos-cosigned-1", witness, at, head_bytes(head).decode(), head.signature))


def state_bytes(log: str, digest: str, size: int, last: bytes, peaks: bytes) -> bytes:
    return _encode(("cdos-state-1", log, digest, size, last.hex(), peaks.hex()))


def details_text(details: Mapping[str, Any]) -> str:
    return _details(dict(details))


def details_digest(hash_: Hash, salt: bytes, text: str) -> bytes:
    return hash_(salt + text.encode())


def new_ref() -> bytes:
    return secrets.token_bytes(16)


def sealer(digest: Digest) -> Hash:
    """bytes -> seal, under the key of the keys folder."""
    return _sealer(digest, crypto.secret(KEY))


@lru_cache(maxsize=8)
def _sealer(digest: Digest, key: bytes) -> Hash:
    mac = crypto.keyed(digest, key)
    return lambda data: mac(data)[:SEAL_BYTES]
