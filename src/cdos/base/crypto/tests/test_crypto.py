"""Digests, key files and signatures, checked against the openssl command and against each other."""

import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Algorithm, Digest
from cdos.base.crypto.logic import digests, keys, pem, signing, sm2_gmssl, sm2_openssl

both = pytest.mark.skipif(
    sm2_openssl.library() is None or not sm2_gmssl.available(), reason="needs OpenSSL 3 and gmssl-pyx"
)
IMPLEMENTATIONS = {"openssl": sm2_openssl, "gmssl": sm2_gmssl}


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path) -> Iterator[None]:
    settings.KEYS = str(tmp_path / "keys")
    yield
    settings.KEYS = ""


def test_sm3_gives_the_digest_of_the_standard() -> None:
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905-2016, A.1
    assert crypto.digest(Digest.SM3, b"abc").hex() == expected


@given(st.binary(max_size=300), st.binary(min_size=1, max_size=80))
def test_both_libraries_agree_on_sm3_and_its_keyed_form(data: bytes, key: bytes) -> None:
    assert digests._gmssl_hash()(data) == crypto.hasher(Digest.SM3)(data)
    assert digests._gmssl_keyed(key)(data) == crypto.keyed(Digest.SM3, key)(data)


@both
@pytest.mark.parametrize("maker", IMPLEMENTATIONS)
@pytest.mark.parametrize("checker", IMPLEMENTATIONS)
def test_each_sm2_implementation_verifies_the_other(maker: str, checker: str) -> None:
    make, check = IMPLEMENTATIONS[maker], IMPLEMENTATIONS[checker]
    for text in (b"", b"head", bytes(1000)):
        secret, point = make.new_key()
        signature = make.sign(secret, point, text)
        assert check.verify(point, text, signature)
        assert not check.verify(point, text + b"x", signature)
        assert not check.verify(check.new_key()[1], text, signature)
        assert not check.verify(point, text, signature[:-1])


@pytest.mark.skipif(not shutil.which("openssl"), reason="the openssl command is not installed")
@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_the_openssl_command_verifies_a_signature(algorithm: Algorithm, tmp_path: Path) -> None:
    signer = crypto.signer("test", algorithm)
    (tmp_path / "data").write_bytes(b"the head of the ledger")
    (tmp_path / "public.pem").write_text(signer.public_pem)
    value = signer.sign(b"the head of the ledger").value
    if algorithm is Algorithm.ES256:  # r || s as in a JWS; the command reads DER
        value = encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))
    (tmp_path / "signature").write_bytes(value)
    sm2 = ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"] if algorithm is Algorithm.SM2 else []
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "data"]
    command += ["-sigfile", "signature", *sm2]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "Verified Successfully" in done.stdout, done.stderr
    (tmp_path / "data").write_bytes(b"the head of the ledgeR")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode != 0


@pytest.mark.skipif(not shutil.which("openssl"), reason="the openssl command is not installed")
def test_a_key_made_by_the_openssl_command_can_be_brought_along(tmp_path: Path) -> None:
    made = subprocess.run(["openssl", "genpkey", "-algorithm", "SM2"], capture_output=True, text=True)
    keys.write_once(keys.folder() / "own-sm2.pem", made.stdout)
    signature = crypto.signer("own", Algorithm.SM2).sign(b"x")
    assert signing.verify(public_pem=crypto.trusted("own")[signature.key_id], data=b"x", signature=signature)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_key_file_is_made_once_and_read_by_its_owner_only(algorithm: Algorithm) -> None:
    first = crypto.signer("once", algorithm)
    crypto.forget()
    assert crypto.signer("once", algorithm) == first
    assert first.private_pem not in repr(first)
    for path in keys.folder().iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700


def test_a_replaced_key_stays_trusted_and_signs_no_more() -> None:
    old = crypto.signer("turning", Algorithm.SM2)
    new = crypto.replace_signer("turning", Algorithm.SM2)
    assert new.key_id != old.key_id
    assert set(crypto.trusted("turning")) == {old.key_id, new.key_id}
    assert crypto.signer("turning", Algorithm.SM2).key_id == new.key_id


def test_a_damaged_key_or_signature_verifies_nothing_and_breaks_nothing() -> None:
    signer = crypto.signer("bad", Algorithm.SM2)
    value = signer.sign(b"x").value
    for public in ("", "nonsense", pem.wrap(b"123", "PUBLIC KEY"), signer.public_pem.replace("A", "B", 5)):
        assert not crypto.verify(public_pem=public, data=b"x", algorithm=Algorithm.SM2, value=value)
    for wrong in (b"", b"\x30", value[:-1], bytes(70)):
        assert not crypto.verify(
            public_pem=signer.public_pem, data=b"x", algorithm=Algorithm.SM2, value=wrong
        )
        assert not crypto.verify(
            public_pem=signer.public_pem, data=b"x", algorithm=Algorithm.ED25519, value=wrong
        )
