"""Digests and keyed digests. OpenSSL 3 has SM3; where Python was built with one that lacks it, gmssl-pyx does the work."""

import hashlib
import hmac
from collections.abc import Callable
from functools import cache

from cdos.base.crypto.contracts import CryptoUnavailable, Digest

Hash = Callable[[bytes], bytes]


@cache
def hasher(name: Digest) -> Hash:
    """bytes -> 32 bytes."""
    if name in hashlib.algorithms_available:
        return _openssl_hash(name)
    return _gmssl_hash()


def keyed(name: Digest, key: bytes) -> Hash:
    """HMAC (GB/T 15852.2, RFC 2104) under the key: bytes -> 32 bytes."""
    if name not in hashlib.algorithms_available:
        return _gmssl_keyed(key)
    began = hmac.new(key, digestmod=name.value)

    def run(data: bytes) -> bytes:
        copy = began.copy()
        copy.update(data)
        return copy.digest()

    return run


def _openssl_hash(name: Digest) -> Hash:
    began = hashlib.new(name.value)

    def run(data: bytes) -> bytes:
        copy = began.copy()
        copy.update(data)
        return copy.digest()

    return run


def _gmssl_hash() -> Hash:
    try:
        from gmssl_pyx import sm3_hash
    except ImportError as error:
        raise CryptoUnavailable(NEEDED) from error
    return lambda data: bytes(sm3_hash(data))


def _gmssl_keyed(key: bytes) -> Hash:
    try:
        from gmssl_pyx import sm3_hmac
    except ImportError as error:
        raise CryptoUnavailable(NEEDED) from error
    return lambda data: bytes(sm3_hmac(key, data))


NEEDED = "SM3 needs a Python built with OpenSSL 3, or the package gmssl-pyx."
