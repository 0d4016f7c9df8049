"""Seals the secrets of second factors with AES-256-GCM. The key is a file among the city's keys, never in the database.

It is a key of its own and not the one of the sealed columns: that one is rotated, and these rows are few and short-lived.
"""

import base64
import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cdos.base.crypto import api as crypto

KEY = "factors"


@lru_cache(maxsize=4)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(clear: str, *, about: str) -> str:
    """`about` says whose secret it is: a sealed text copied to another row opens no more."""
    nonce = secrets.token_bytes(12)
    sealed = _cipher(crypto.secret(KEY)).encrypt(nonce, clear.encode(), about.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, *, about: str) -> str:
    """Raises cryptography's InvalidTag when key, text or owner are not those it was sealed with."""
    raw = base64.urlsafe_b64decode(sealed)
    return _cipher(crypto.secret(KEY)).decrypt(raw[:12], raw[12:], about.encode()).decode()
