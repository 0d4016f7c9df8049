"""ECDSA on P-256 with SHA-256 (FIPS 186-5), signatures as JWS has them: r || s, 64 bytes (RFC 7518, 3.4)."""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

SIZE = 32


def new_private() -> str:
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_of(der: bytes) -> str | None:
    """The public half (PEM) of a private key; None for a key of another kind."""
    key = _private(der)
    if key is None:
        return None
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign(der: bytes, data: bytes) -> bytes:
    key = _private(der)
    assert key is not None
    first, second = decode_dss_signature(key.sign(data, ec.ECDSA(SHA256())))
    return first.to_bytes(SIZE, "big") + second.to_bytes(SIZE, "big")


def verify(der: bytes, data: bytes, value: bytes) -> bool:
    key = load_der_public_key(der)
    if not isinstance(key, ec.EllipticCurvePublicKey) or len(value) != 2 * SIZE:
        return False
    first, second = int.from_bytes(value[:SIZE], "big"), int.from_bytes(value[SIZE:], "big")
    try:
        key.verify(encode_dss_signature(first, second), data, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _private(der: bytes) -> ec.EllipticCurvePrivateKey | None:
    try:
        key = load_der_private_key(der, None)
    except (ValueError, UnsupportedAlgorithm):
        return None
    found = isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
    return key if found and isinstance(key, ec.EllipticCurvePrivateKey) else None
