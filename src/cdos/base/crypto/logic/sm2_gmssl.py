"""SM2 through gmssl-pyx, where the system has no OpenSSL 3."""

from cdos.base.crypto.contracts import CryptoUnavailable


def available() -> bool:
    try:
        import gmssl_pyx  # noqa: F401
    except ImportError:
        return False
    return True


def new_key() -> tuple[bytes, bytes]:
    """Secret (32 bytes) and point (64 bytes)."""
    from gmssl_pyx import sm2_key_generate

    point, secret = sm2_key_generate()
    return bytes(secret), bytes(point)


def sign(secret: bytes, point: bytes, data: bytes) -> bytes:
    from gmssl_pyx import sm2_sign

    return bytes(sm2_sign(secret, point, data))


def verify(point: bytes, data: bytes, signature: bytes) -> bool:
    from gmssl_pyx import GmsslInnerError, InvalidValueError, sm2_verify

    try:
        return bool(sm2_verify(point, data, signature))
    except (GmsslInnerError, InvalidValueError):
        return False


def missing() -> CryptoUnavailable:
    return CryptoUnavailable("SM2 needs the system's OpenSSL 3 (libcrypto.so.3), or the package gmssl-pyx.")
