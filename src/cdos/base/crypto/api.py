"""The door of cryptography: digests, key files outside the database, signatures, text sealed for storage."""

from cdos.base.crypto.contracts import Algorithm, Digest, KeyUnreadable, SealedColumn, Signature, Step
from cdos.base.crypto.logic import columns, keyring, signing
from cdos.base.crypto.logic.columns import keys_in_use, packed, reseal_step, seal_clear, seal_step
from cdos.base.crypto.logic.columns import register as register_sealed
from cdos.base.crypto.logic.digests import Hash, hasher, keyed
from cdos.base.crypto.logic.first import guard as guard_first_key
from cdos.base.crypto.logic.keys import folder as keys_folder
from cdos.base.crypto.logic.keys import forget, has_secret, replace_signer, secret, signer, trusted
from cdos.base.crypto.logic.sealing import BLIND, blind, blinder, seal, sealer, unseal
from cdos.base.crypto.logic.signing import Signer, key_id

__all__ = [
    "Hash",
    "SealedColumn",
    "Signer",
    "Step",
    "blind",
    "blinder",
    "digest",
    "forget",
    "guard_first_key",
    "has_secret",
    "hasher",
    "key_id",
    "keyed",
    "keys_folder",
    "keys_in_use",
    "library",
    "packed",
    "register_sealed",
    "replace_signer",
    "reseal_step",
    "seal",
    "seal_clear",
    "seal_step",
    "sealer",
    "secret",
    "signer",
    "trusted",
    "unseal",
    "verify",
]


def verify(*, public_pem: str, data: bytes, algorithm: Algorithm, value: bytes) -> bool:
    """Whether the key made this signature of the data. Whether the key is trusted is for the caller: see `trusted`."""
    signature = Signature(algorithm, _id_or_nothing(public_pem), value)
    return signing.verify(public_pem=public_pem, data=data, signature=signature)


def sealed_columns() -> tuple[SealedColumn, ...]:
    return tuple(columns.COLUMNS)


def rotate_sealing_key() -> str:
    """A new key seals from now on, in every process of this city; answers its id. What older keys sealed stays readable."""
    return keyring.rotate().id.hex()


def sealing_keys() -> tuple[str, tuple[str, ...]]:
    """The id of the key that seals, and of older ones that are not retired."""
    return keyring.active().id.hex(), tuple(old.hex() for old in keyring.others())


def retire_unused(*, used: set[bytes]) -> tuple[str, ...]:
    """Puts away older keys that no row needs; `used` from `keys_in_use`. Their files stay, for backups made before."""
    gone = [old for old in keyring.others() if old not in used]
    for old in gone:
        keyring.retire(old)
    return tuple(old.hex() for old in gone)


def missing_keys() -> tuple[str, ...]:
    """Names of keys that stored rows need and this machine does not have; makes none."""
    used = keys_in_use()
    lost = sorted(f"seal-{key_id.hex()}.key" for key_id in keyring.missing(used))
    return (*lost, *([f"{BLIND}.key"] if used and not has_secret(BLIND) else []))


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
