"""SM2 keys as files: PKCS #8 and SubjectPublicKeyInfo in PEM. Both have one fixed length, so no ASN.1 parser is needed."""

import base64
import textwrap

from cdos.base.crypto.contracts import KeyUnreadable

# SEQUENCE { id-ecPublicKey 1.2.840.10045.2.1, sm2p256v1 1.2.156.10197.1.301 }
_ALGORITHM = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")
_PUBLIC = bytes.fromhex("3059") + _ALGORITHM + bytes.fromhex("03420004")
_PRIVATE = bytes.fromhex("308187020100") + _ALGORITHM + bytes.fromhex("046d306b0201010420")
_BETWEEN = bytes.fromhex("a14403420004")


def public_der(point: bytes) -> bytes:
    """Of the 64 bytes x || y."""
    return _PUBLIC + point


def private_der(secret: bytes, point: bytes) -> bytes:
    return _PRIVATE + secret + _BETWEEN + point


def point_of(der: bytes) -> bytes:
    if not der.startswith(_PUBLIC) or len(der) != len(_PUBLIC) + 64:
        raise KeyUnreadable("This is no public SM2 key.")
    return der[len(_PUBLIC) :]


def secret_of(der: bytes) -> tuple[bytes, bytes]:
    """Secret (32 bytes) and point (64 bytes)."""
    start = len(_PRIVATE)
    middle = der[start + 32 : start + 32 + len(_BETWEEN)]
    if not der.startswith(_PRIVATE) or middle != _BETWEEN or len(der) != start + 32 + len(_BETWEEN) + 64:
        raise KeyUnreadable("This is no private SM2 key in PKCS #8 form.")
    return der[start : start + 32], der[-64:]


def wrap(der: bytes, label: str) -> str:
    lines = textwrap.wrap(base64.b64encode(der).decode(), 64)
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""))


def unwrap(text: str) -> bytes:
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) < 3 or not lines[0].startswith("-----BEGIN "):
        raise KeyUnreadable("This is no key in PEM form.")
    try:
        return base64.b64decode("".join(lines[1:-1]), validate=True)
    except ValueError as error:
        raise KeyUnreadable("This key file is damaged.") from error
