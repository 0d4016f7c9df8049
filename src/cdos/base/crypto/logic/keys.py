"""Key files: in a folder outside the database, mode 600, made once and never overwritten."""

import contextlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cdos.base.crypto.contracts import Algorithm
from cdos.base.crypto.logic import signing
from cdos.base.crypto.logic.signing import Signer


def folder() -> Path:
    """CDOS_KEYS, else `keys` in the data folder; made when missing, mode 700."""
    return _made(settings.KEYS, settings.DATA_DIR)


@lru_cache(maxsize=4)
def _made(keys: str, data: Path) -> Path:
    place = Path(keys) if keys else data / "keys"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def secret(name: str, size: int = 32) -> bytes:
    """Random bytes made at the first call, the same ever after on all machines that share the folder."""
    return _secret(folder(), name, size)


@lru_cache(maxsize=64)
def _secret(place: Path, name: str, size: int) -> bytes:
    path = place / f"{name}.key"
    if not path.exists():
        write_once(path, secrets.token_hex(size) + "\n")
    return bytes.fromhex(path.read_text().strip())


def has_secret(name: str) -> bool:
    """Whether the key is on this machine; `secret` would make a new one."""
    return (folder() / f"{name}.key").exists()


def signer(name: str, algorithm: Algorithm) -> Signer:
    """The key of this name that signs now, made at the first call; its public half lies beside it."""
    return _signer(folder() / f"{name}-{algorithm.value}.pem", algorithm)


@lru_cache(maxsize=16)
def _signer(path: Path, algorithm: Algorithm) -> Signer:
    if not path.exists():
        write_once(path, signing.new(algorithm).private_pem)
    found = signing.load(path.read_text())
    write_once(path.parent / f"{path.stem}-{found.key_id}.pub.pem", found.public_pem)
    return found


def replace_signer(name: str, algorithm: Algorithm) -> Signer:
    """A new key signs from now on; the old one is kept under its id, and its public half goes on being trusted."""
    path = folder() / f"{name}-{algorithm.value}.pem"
    old = signer(name, algorithm)
    path.rename(path.with_name(f"{path.stem}-{old.key_id}.old.pem"))
    _signer.cache_clear()
    return signer(name, algorithm)


def trusted(name: str) -> dict[str, str]:
    """Public keys by id that have signed under this name, from the folder and never from the database."""
    found = (path.read_text() for path in folder().glob(f"{name}-*.pub.pem"))
    return {signing.key_id(text): text for text in found}


def write_once(path: Path, text: str) -> None:
    """Whole or not at all; of two processes that try at once, the first one's file stays."""
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(half, path)
    half.unlink()


def forget() -> None:
    """Read the files again at the next call."""
    _made.cache_clear()
    _secret.cache_clear()
    _signer.cache_clear()
