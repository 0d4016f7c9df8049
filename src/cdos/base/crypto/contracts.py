"""Digests, keys and signatures (商用密码): SM2, SM3 and their international counterparts."""

from dataclasses import dataclass
from enum import StrEnum


class Digest(StrEnum):
    SM3 = "sm3"  # GB/T 32905-2016
    SHA256 = "sha256"  # FIPS 180-4


class Algorithm(StrEnum):
    """How a signature is made."""

    SM2 = "sm2"  # GB/T 32918-2016 with SM3, signer id 1234567812345678, DER (GB/T 35276-2017)
    ED25519 = "ed25519"  # RFC 8032


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature with all that is needed to check it, except the trust in the key."""

    algorithm: Algorithm
    key_id: str  # the first 16 hex digits of the SHA-256 of the public key's DER form
    value: bytes


class CryptoUnavailable(RuntimeError):
    """Neither the system's OpenSSL 3 nor gmssl-pyx is there; the text says what to install."""


class KeyUnreadable(RuntimeError):
    """A key file is damaged or of another kind than its name says."""
