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
    ES256 = (
        "es256"  # ECDSA on P-256 with SHA-256, r || s as in JWS (RFC 7518, 3.4): for what the world verifies
    )


class Cipher(StrEnum):
    """What seals stored text."""

    SM4 = "sm4"  # SM4-GCM, GB/T 32907-2016
    AES = "aes"  # AES-256-GCM


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed text (密文列), the clear ones it replaces and the keyed hash by which an equal value is found.

    Several clear columns go into one seal, as JSON; `blinded` is the one of them that is hashed.
    """

    table: str
    sealed: str
    name: str  # what the seal is bound to: "table.column"
    clear: tuple[str, ...] = ()
    blind: str = ""
    blinded: str = ""
    key: str = "id"  # the primary key, a number


@dataclass(frozen=True, slots=True)
class Step:
    """A batch of rows done: how many, and the key after which the next begins; None at the end."""

    done: int
    after: int | None


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


class SealBroken(RuntimeError):
    """Sealed text was changed, or moved to another column."""


class KeyMissing(RuntimeError):
    """Stored data was sealed with a key that this machine does not have."""
