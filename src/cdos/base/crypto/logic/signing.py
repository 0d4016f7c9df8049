"""One signing key: SM2 by whichever library is there, Ed25519, or ECDSA on P-256 for what the world verifies."""

import hashlib
from dataclasses import dataclass
from types import ModuleType

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

from cdos.base.crypto.contracts import Algorithm, KeyUnreadable, Signature
from cdos.base.crypto.logic import es256, pem, sm2_gmssl, sm2_openssl


def sm2() -> ModuleType:
    """The library to use, the system's first."""
    if sm2_openssl.library() is not None:
        return sm2_openssl
    if sm2_gmssl.available():
        return sm2_gmssl
    raise sm2_gmssl.missing()


def key_id(public_pem: str) -> str:
    return hashlib.sha256(pem.unwrap(public_pem)).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key in memory. `repr` shows no secret."""

    algorithm: Algorithm
    key_id: str
    public_pem: str
    _private_pem: str

    def __repr__(self) -> str:
        return f"Signer({self.algorithm.value}, {self.key_id})"

    @property
    def private_pem(self) -> str:
        """For the key file only."""
        return self._private_pem

    def sign(self, data: bytes) -> Signature:
        der = pem.unwrap(self._private_pem)
        if self.algorithm is Algorithm.SM2:
            value = bytes(sm2().sign(*pem.secret_of(der), data))
        elif self.algorithm is Algorithm.ES256:
            value = es256.sign(der, data)
        else:
            value = _ed25519_private(der).sign(data)
        return Signature(self.algorithm, self.key_id, value)


def new(algorithm: Algorithm) -> Signer:
    if algorithm is Algorithm.SM2:
        return _of_sm2(*sm2().new_key())
    if algorithm is Algorithm.ES256:
        return load(es256.new_private())
    made = Ed25519PrivateKey.generate()
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return load(private)


def load(private_pem: str) -> Signer:
    """Raises KeyUnreadable for anything but an SM2, Ed25519 or P-256 key in PKCS #8 form."""
    der = pem.unwrap(private_pem)
    if (known := es256.public_of(der)) is not None:
        return Signer(Algorithm.ES256, key_id(known), known, private_pem)
    try:
        return _of_sm2(*pem.secret_of(der))
    except KeyUnreadable:
        public = _ed25519_private(der).public_key()
    text = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return Signer(Algorithm.ED25519, key_id(text), text, private_pem)


def _of_sm2(secret: bytes, point: bytes) -> Signer:
    public = pem.wrap(pem.public_der(point), "PUBLIC KEY")
    private = pem.wrap(pem.private_der(secret, point), "PRIVATE KEY")
    return Signer(Algorithm.SM2, key_id(public), public, private)


def verify(*, public_pem: str, data: bytes, signature: Signature) -> bool:
    """False for a signature of other data, another key, or a key that cannot be read."""
    try:
        der = pem.unwrap(public_pem)
        if key_id(public_pem) != signature.key_id:
            return False
        if signature.algorithm is Algorithm.SM2:
            return bool(sm2().verify(pem.point_of(der), data, signature.value))
        if signature.algorithm is Algorithm.ES256:
            return es256.verify(der, data, signature.value)
        _ed25519_public(der).verify(signature.value, data)
    except (KeyUnreadable, InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _ed25519_private(der: bytes) -> Ed25519PrivateKey:
    try:
        key = load_der_private_key(der, None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnreadable("This key file is damaged.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnreadable("This is neither an SM2 nor an Ed25519 key.")
    return key


def _ed25519_public(der: bytes) -> Ed25519PublicKey:
    key = load_der_public_key(der)
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnreadable("This is no public Ed25519 key.")
    return key
