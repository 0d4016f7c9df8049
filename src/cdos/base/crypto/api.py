"""The door of cryptography: digests, key files outside the database, signatures."""

from cdos.base.crypto.contracts import Algorithm, Digest, KeyUnreadable, Signature
from cdos.base.crypto.logic import signing
from cdos.base.crypto.logic.digests import Hash, hasher, keyed
from cdos.base.crypto.logic.keys import folder as keys_folder
from cdos.base.crypto.logic.keys import forget, has_secret, replace_signer, secret, signer, trusted
from cdos.base.crypto.logic.signing import Signer, key_id

__all__ = [
    "Hash",
    "Signer",
    "digest",
    "forget",
    "has_secret",
    "hasher",
    "key_id",
    "keyed",
    "keys_folder",
    "library",
    "replace_signer",
    "secret",
    "signer",
    "trusted",
    "verify",
]


def verify(*, public_pem: str, data: bytes, algorithm: Algorithm, value: bytes) -> bool:
    """Whether the key made this signature of the data. Whether the key is trusted is for the caller: see `trusted`."""
    signature = Signature(algorithm, _id_or_nothing(public_pem), value)
    return signing.verify(public_pem=public_pem, data=data, signature=signature)


def digest(name: Digest, data: bytes) -> bytes:
    return hasher(name)(data)


def library() -> str:
    """What SM2 runs on: "openssl" or "gmssl-pyx"; raises CryptoUnavailable."""
    return "openssl" if signing.sm2().__name__.endswith("openssl") else "gmssl-pyx"


def _id_or_nothing(public_pem: str) -> str:
    try:
        return key_id(public_pem)
    except KeyUnreadable:
        return ""
