"""Seals the secrets of second factors. The key is a file of the data folder and never in the database.

Several machines of one city share the folder, as they share the files. Whoever brings keys of their own changes
`seal` and `unseal`, and nothing else.
"""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_FILE = "factors.key"


def _key(path: Path) -> bytes:
    """Made at the first use, for the operator's eyes only; two processes at once end with the same key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            os.fsync(file.fileno())
        try:
            os.link(half, path)
        except FileExistsError:
            pass
        finally:
            half.unlink()
    return path.read_bytes()


@cache
def _cipher(path: Path) -> AESGCM:
    return AESGCM(_key(path))


def seal(clear: str, *, about: str) -> str:
    """`about` says whose secret it is: a sealed text copied to another row opens no more."""
    nonce = secrets.token_bytes(12)
    sealed = _cipher(Path(settings.DATA_DIR) / KEY_FILE).encrypt(nonce, clear.encode(), about.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, about: str) -> str:
    """Raises cryptography's InvalidTag when key, text or owner are not those it was sealed with."""
    raw = base64.urlsafe_b64decode(sealed)
    clear = _cipher(Path(settings.DATA_DIR) / KEY_FILE).decrypt(raw[:12], raw[12:], about.encode())
    return clear.decode()
