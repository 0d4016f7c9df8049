"""Keys that seal what is stored: one seals now, the older ones still open what they sealed.

A key is a file of the key folder, named by its id; the file `seal-active` names the one that seals. Whoever seals looks at that
file again after a fifth of a second, so that every process takes a new key up without a restart.
"""

import os
import secrets
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cdos.base.crypto.contracts import Cipher, KeyMissing
from cdos.base.crypto.logic import first
from cdos.base.crypto.logic.keys import folder, write_once

# Looking at the file costs as much as sealing a phone.
LOOK_S = 0.2
_SEEN: "dict[tuple[str, Path], tuple[float, SealingKey]]" = {}
ACTIVE, RETIRED = "seal-active", "retired"
KEY_BYTES = {Cipher.SM4: 16, Cipher.AES: 32}


@dataclass(frozen=True, slots=True)
class SealingKey:
    id: bytes  # 4 bytes
    cipher: Cipher
    secret: bytes


def active() -> SealingKey:
    """The key that seals now; made at the first call ever. At most LOOK_S behind what another process has rotated."""
    place, now = (settings.KEYS, settings.DATA_DIR), time.monotonic()
    seen = _SEEN.get(place)
    if seen is None or now - seen[0] > LOOK_S:
        seen = (now, _look())
        _SEEN[place] = seen
    return seen[1]


def _look() -> SealingKey:
    path = _active_path(settings.KEYS, str(settings.DATA_DIR))
    try:
        seen = os.stat(path)
    except FileNotFoundError:
        first.check(ACTIVE)
        write_once(Path(path), _make().id.hex() + "\n")
        seen = os.stat(path)
    return _active(path, (seen.st_mtime_ns, seen.st_ino))


@lru_cache(maxsize=16)
def _active_path(_keys: str, _data: str) -> str:
    return str(folder() / ACTIVE)


@lru_cache(maxsize=16)
def _active(path: str, _stamp: tuple[int, int]) -> SealingKey:
    place = Path(path)
    return _key(place.parent, bytes.fromhex(place.read_text().strip()))


def by_id(key_id: bytes) -> SealingKey:
    """KeyMissing when it is in no folder of this machine."""
    return _key(Path(_active_path(settings.KEYS, str(settings.DATA_DIR))).parent, key_id)


@lru_cache(maxsize=64)
def _key(place: Path, key_id: bytes) -> SealingKey:
    name = f"seal-{key_id.hex()}.key"
    for path in (place / name, place / RETIRED / name):
        if path.exists():
            cipher, secret = path.read_text().split()
            return SealingKey(key_id, Cipher(cipher), bytes.fromhex(secret))
    raise KeyMissing(
        f"The key {key_id.hex()} that sealed stored data is not in {place}. Bring the key folder of this city back."
    )


def _make() -> SealingKey:
    cipher = Cipher(settings.SEAL)
    made = SealingKey(secrets.token_bytes(4), cipher, secrets.token_bytes(KEY_BYTES[cipher]))
    write_once(folder() / f"seal-{made.id.hex()}.key", f"{cipher.value} {made.secret.hex()}\n")
    return made


def rotate() -> SealingKey:
    """A new key seals from now on, in every process; the file changes at once or not at all."""
    active()
    made, place = _make(), folder()
    half = place / f".{ACTIVE}.{secrets.token_hex(4)}"
    write_once(half, made.id.hex() + "\n")
    half.replace(place / ACTIVE)
    _SEEN.clear()
    return made


def others() -> list[bytes]:
    """Ids of keys that do not seal any more and are not retired yet."""
    present = active().id
    found = (bytes.fromhex(path.stem.removeprefix("seal-")) for path in folder().glob("seal-*.key"))
    return sorted(key_id for key_id in found if key_id != present)


def retire(key_id: bytes) -> None:
    """Out of the way but not out of the world: backups made before may still need it."""
    place = folder()
    (place / RETIRED).mkdir(mode=0o700, exist_ok=True)
    name = f"seal-{key_id.hex()}.key"
    (place / name).replace(place / RETIRED / name)


def missing(key_ids: set[bytes]) -> set[bytes]:
    """Which of these keys this machine does not have."""
    place = folder()
    return {
        key_id
        for key_id in key_ids
        if not any((part / f"seal-{key_id.hex()}.key").exists() for part in (place, place / RETIRED))
    }
