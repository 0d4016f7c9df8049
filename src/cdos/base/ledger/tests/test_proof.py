"""A proof verifies with the offline script, and with any field of it changed it does not."""

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from proofbundle import merkle as independent

from cdos.base.crypto.contracts import Digest
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind, Sought
from cdos.base.ledger.logic import forms, heads, proving, verifying

SCRIPT = Path(ledger.__file__).parent / "offline" / "verify_proof.py"
pytestmark = pytest.mark.django_db
with_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="the openssl command is not installed")


def fill(count: int) -> None:
    facts = (
        Fact(
            "test.looked",
            by=7,
            about=100 + number % 2,
            object=f"matter:{number}",
            details={"purpose": "核对“地址”\n"},
        )
        for number in range(count)
    )
    ledger.record_many(facts)
    ledger.seal()


def run(folder: Path, proof: object, path: str = "") -> "subprocess.CompletedProcess[str]":
    (folder / "proof.json").write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-I", str(SCRIPT), "proof.json"]
    environment = {"PATH": path} if path else None
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


def as_sent(proof: object) -> dict[str, object]:
    found = json.loads(json.dumps(proof))
    assert isinstance(found, dict)
    return found


@with_openssl
@pytest.mark.parametrize("signature", ["sm2", "ed25519"])
@pytest.mark.parametrize("digest", ["sm3", "sha256"])
def test_the_script_verifies_proofs_of_every_digest_and_signature(
    tmp_path: Path, digest: str, signature: str, settings: Any
) -> None:
    settings.LEDGER_DIGEST, settings.LEDGER_SIGNATURE = digest, signature
    fill(11)
    for seq in (1, 8, 11):
        done = run(tmp_path, ledger.proof(seq))
        assert done.returncode == 0, done.stderr
        assert "THE PROOF HOLDS" in done.stdout
        assert "signed by key" in done.stdout


def leaves(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def changed(proof: dict[str, object], path: tuple[object, ...]) -> object:
    made = copy.deepcopy(proof)
    *way, last = path
    place: object = made
    for step in way:
        place = place[step]
    old = place[last]
    if isinstance(old, int):
        place[last] = old + 1
    elif old is None:
        place[last] = 1
    else:
        middle = len(old) // 2
        place[last] = old[:middle] + ("0" if old[middle] != "0" else "1") + old[middle + 1 :]
    return made


@with_openssl
def test_the_script_refuses_a_proof_with_any_field_changed(tmp_path: Path) -> None:
    fill(6)
    head = ledger.head()
    assert head is not None
    heads.models.HeadCosignature.objects.create(head=heads.models.SignedHead.objects.get(), **cosigned(head))
    proof = as_sent(ledger.proof(4))
    assert run(tmp_path, proof).returncode == 0
    fields = list(leaves(proof))
    assert len(fields) > 25
    for field in fields:
        done = run(tmp_path, changed(proof, field))
        assert done.returncode == 1, f"{field} was changed and nobody noticed: {done.stdout}"
    for shorter in ([], proof["path"][:-1], [*proof["path"], proof["path"][0]]):
        assert run(tmp_path, {**proof, "path": shorter}).returncode == 1


def cosigned(head: heads.Head) -> dict[str, str]:
    signer = heads.crypto.signer("witness", heads.Algorithm.SM2)
    data = forms.cosigned_bytes("district", "2026-01-01T00:00:00.000000Z", head)
    return {
        "node": "district",
        "at": "2026-01-01T00:00:00.000000Z",
        "algorithm": "sm2",
        "key_id": signer.key_id,
        "public_key": signer.public_pem,
        "signature": signer.sign(data).value.hex(),
    }


def test_without_openssl_the_script_says_that_it_checked_no_signature(tmp_path: Path) -> None:
    fill(3)
    (tmp_path / "empty").mkdir()
    done = run(tmp_path, ledger.proof(2), path=str(tmp_path / "empty"))
    assert done.returncode == 0
    assert "NOT CHECKED" in done.stdout


def test_the_script_has_its_own_sm3_and_no_more_than_100_lines() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 100
    own: dict[str, object] = {}
    exec(source.partition("\ntry:")[0], own)
    for length in (0, 3, 55, 56, 64, 200):
        data = b"abc" * length
        assert own["sm3"](data) == heads.crypto.digest(Digest.SM3, data)


def test_an_independent_library_agrees_on_the_root_and_a_path(settings: Any) -> None:
    settings.LEDGER_DIGEST = "sha256"
    fill(300)
    data = [row.data(row.seq) for row in verifying.stored_rows()]
    head = ledger.head()
    assert head is not None
    assert independent.merkle_tree_hash(data).hex() == head.root
    proof = ledger.proof(257)
    assert [bytes.fromhex(step) for step in proof["path"]] == independent.inclusion_proof(data, 256)
    assert [bytes.fromhex(step) for step in proving.consistency(250, 300)] == independent.consistency_proof(
        data, 250
    )


def test_proofs_of_a_long_log_use_the_kept_subtrees() -> None:
    fill(1100)
    ledger.head()
    for seq in (1, 256, 257, 1024, 1025, 1100):
        assert ledger.proof(seq)["row"]["seq"] == seq
    with pytest.raises(LookupError):
        ledger.proof(1101)


def test_a_person_reads_the_rows_about_themselves_and_no_others() -> None:
    fill(7)
    found = ledger.of_party(about=101, kind=Kind.LOOK)
    assert [row.seq for row in found] == [6, 4, 2]
    assert found[0].details == {"purpose": "核对“地址”\n"}
    assert found[0].title == "Looked"
    assert ledger.of_party(about=101, kind=Kind.RULE) == []
    assert [row.seq for row in ledger.of_party(about=101, before=4)] == [2]


def test_the_auditor_finds_by_act_object_account_and_date() -> None:
    fill(7)
    ledger.record(act="test.changed", by=8, object="matter:3")
    ledger.seal()
    now = ledger.find(Sought())[0].at
    found = {
        "act": Sought(act="test.changed"),
        "by": Sought(by=8),
        "kind": Sought(kind=Kind.CHANGE),
        "since": Sought(since=now),
    }
    for name, sought in found.items():
        assert [row.seq for row in ledger.find(sought)] == [8], name
    assert [row.seq for row in ledger.find(Sought(object="matter:3"))] == [8, 4]
    assert [row.seq for row in ledger.find(Sought(until=now), limit=2)] == [7, 6]


def test_the_digest_of_a_log_stays_when_the_setting_changes(settings: Any) -> None:
    fill(3)
    settings.LEDGER_DIGEST = "sha256"
    fill(3)
    report = ledger.verify()
    assert report.ok, report
    assert report.head is not None
    assert report.head.digest == "sm3"
    assert ledger.proof(5)["details"]["digest"] == "sha256"
