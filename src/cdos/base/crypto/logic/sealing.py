"""Text sealed for storage: encrypted and bound to the column it stands in, so that no row can be passed off as another's.

    version (1 byte: 1) | id of the key (4) | nonce (12) | what is sealed | tag (16)

SM4-GCM (GB/T 32907-2016, GB/T 36624-2018) or AES-256-GCM (NIST SP 800-38D), by the key. A random nonce of 96 bits serves
2**32 rows a key with a chance of repeating below one in 2**32: rotate at least that often.
"""

import secrets
from collections.abc import Callable, Iterator
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as Engine
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from django.conf import settings

from cdos.base.crypto.contracts import Cipher, Digest, SealBroken
from cdos.base.crypto.logic import first, keyring
from cdos.base.crypto.logic.digests import Hash, keyed
from cdos.base.crypto.logic.keyring import SealingKey
from cdos.base.crypto.logic.keys import has_secret, secret

VERSION = b"\x01"
ID_END, NONCE, NONCE_END, TAG = 5, 12, 17, 16
BLIND_BYTES = 16
BLIND = "blind"


def seal(clear: str, *, column: str) -> bytes:
    """`column` as "table.column"; the same is needed to open it."""
    key = keyring.active()
    nonce = secrets.token_bytes(NONCE)
    return VERSION + key.id + nonce + _encrypted(key, nonce, clear.encode(), column.encode())


def sealer(*, column: str) -> Callable[[str], bytes]:
    """`seal` for many values in a row: one look at the key, randomness by the handful. For a batch, not to be kept."""
    key, bound = keyring.active(), column.encode()
    head, nonces = VERSION + key.id, _nonces()

    def run(clear: str) -> bytes:
        nonce = next(nonces)
        return head + nonce + _encrypted(key, nonce, clear.encode(), bound)

    return run


def _nonces() -> Iterator[bytes]:
    while True:
        handful = secrets.token_bytes(NONCE * 1000)
        yield from (handful[at : at + NONCE] for at in range(0, len(handful), NONCE))


def _encrypted(key: SealingKey, nonce: bytes, clear: bytes, bound: bytes) -> bytes:
    if key.cipher is Cipher.AES:
        return _aes(key.secret).encrypt(nonce, clear, bound)
    run = Engine(_sm4(key.secret), GCM(nonce)).encryptor()
    run.authenticate_additional_data(bound)
    return run.update(clear) + run.finalize() + run.tag


@lru_cache(maxsize=64)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


@lru_cache(maxsize=64)
def _sm4(key: bytes) -> SM4:
    return SM4(key)


def unseal(sealed: bytes | memoryview, *, column: str) -> str:
    """SealBroken when a byte was changed or it stood in another column; KeyMissing."""
    box = bytes(sealed)
    if box[:1] != VERSION or len(box) < NONCE_END + TAG:
        raise SealBroken(f"What is stored in {column} was not sealed by this city.")
    key = keyring.by_id(key_of(box))
    try:
        return _decrypted(key, box, column.encode()).decode()
    except InvalidTag as error:
        raise SealBroken(f"What is stored in {column} was changed, or belongs elsewhere.") from error


def _decrypted(key: SealingKey, box: bytes, bound: bytes) -> bytes:
    nonce = box[ID_END:NONCE_END]
    if key.cipher is Cipher.AES:
        return _aes(key.secret).decrypt(nonce, box[NONCE_END:], bound)
    run = Engine(_sm4(key.secret), GCM(nonce, box[-TAG:])).decryptor()
    run.authenticate_additional_data(bound)
    return run.update(box[NONCE_END:-TAG]) + run.finalize()


def key_of(sealed: bytes | memoryview) -> bytes:
    return bytes(sealed[1:ID_END])


def blind(clear: str, *, column: str) -> bytes:
    """The keyed hash (HMAC-SM3, 16 bytes) under which an equal value of the column is found; its key is never rotated."""
    return blinder(column=column)(clear)


def blinder(*, column: str) -> Callable[[str], bytes]:
    """`blind` for many values in a row."""
    run, front = _blinder(settings.KEYS, str(settings.DATA_DIR)), f"{column}\0".encode()
    return lambda clear: run(front + clear.encode())[:BLIND_BYTES]


@lru_cache(maxsize=16)
def _blinder(_keys: str, _data: str) -> Hash:
    if not has_secret(BLIND):
        first.check(f"{BLIND}.key")
    return keyed(Digest.SM3, secret(BLIND))
