"""Two nodes cosign each other's heads; one of them, with all its keys, rewrites its past: the other remembers it.

Both nodes live in one database here, told apart by name and keys; what passes between them goes through the real routes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from django.conf import settings
from django.test import Client

from cdos.base.crypto import api as crypto
from cdos.base.ledger import api as ledger
from cdos.base.ledger import models
from cdos.base.ledger.contracts import CosignRequest, Head, WitnessRefused
from cdos.base.ledger.logic import exchange, heads, state

from .test_proof import run
from .test_verify import fill

pytestmark = pytest.mark.django_db(transaction=True)
CITY, DISTRICT = "440300", "440304"


@contextmanager
def as_node(name: str, folder: Path) -> Iterator[None]:
    before = settings.LEDGER_NODE, settings.KEYS
    settings.LEDGER_NODE, settings.KEYS = name, str(folder / name)
    yield
    settings.LEDGER_NODE, settings.KEYS = before


@pytest.fixture
def nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """We are the city; whatever is sent to https://district reaches the district, and the other way round."""

    def send(method: str, url: str, data: bytes | None = None, **_: Any) -> requests.Response:
        host, path = url.removeprefix("https://").split("/", 1)
        with as_node({"district": DISTRICT, "city": CITY}[host], tmp_path):
            got = Client().generic(method, f"/{path}", data or b"", content_type="application/json")
        answer = requests.Response()
        answer.status_code, answer._content = got.status_code, got.content
        return answer

    monkeypatch.setattr(exchange.requests, "request", send)
    with as_node(DISTRICT, tmp_path):
        ledger.add_witness("https://city")
    with as_node(CITY, tmp_path):
        ledger.add_witness("https://district")
        yield tmp_path


def forget_everything(as_owner: Callable[..., object], *, keep_log: bool) -> None:
    """What the city's owner can do: other rows, all hashes and signatures anew with the true keys, no trace of the old."""
    log = state.read().log
    as_owner("TRUNCATE ledger_entry, ledger_detail, ledger_node, ledger_state, ledger_signedhead CASCADE")
    (crypto.keys_folder() / heads.FILE).unlink()
    if keep_log:
        made = state.begun()
        made.log = log
        as_owner("UPDATE ledger_state SET log = %s::uuid, mac = %s", log, made._mac())


def test_a_witness_cosigns_what_follows_and_the_proof_carries_it(nodes: Path, tmp_path: Path) -> None:
    fill(5)
    assert ledger.ask_witnesses() == {DISTRICT: ""}
    fill(300)
    assert ledger.ask_witnesses() == {DISTRICT: ""}
    report = ledger.verify(ask=True)
    assert report.ok, report
    assert report.cosignatures == 2
    proof = ledger.proof(7)
    assert [one["node"] for one in proof["cosignatures"]] == [DISTRICT]
    done = run(tmp_path, proof)
    assert f"witness {DISTRICT}: signed by key" in done.stdout, done.stderr
    witness = next(one for one in ledger.witnesses() if one.node == DISTRICT)
    assert (witness.cosigned_size, witness.trouble) == (305, "")


@pytest.mark.parametrize("keep_log", [True, False])
def test_a_past_rewritten_with_all_keys_of_the_node_contradicts_the_witness(
    nodes: Path, as_owner: Callable[..., object], keep_log: bool
) -> None:
    fill(9)
    assert ledger.ask_witnesses() == {DISTRICT: ""}
    forget_everything(as_owner, keep_log=keep_log)
    fill(12)
    assert ledger.verify().ok  # by itself the node cannot know
    report = ledger.verify(ask=True)
    assert not report.ok
    assert [(one.what, one.seq, one.part, one.said) for one in report.findings] == [
        ("head", 9, "witness", DISTRICT)
    ]
    assert "another" in ledger.in_words(report)
    assert list(ledger.ask_witnesses().values()) != [""]
    assert models.Peer.objects.get(node=DISTRICT).trouble


def refused(head: Head, path: list[str], folder: Path) -> str:
    body = msgspec.json.encode(CosignRequest(head, path))
    with as_node(DISTRICT, folder):
        answer = Client().post("/api/ledger/witness", body, content_type="application/json")
    assert answer.status_code == 403
    return str(answer.json()["type"]).rpartition("/")[2]


def test_a_witness_refuses_unknown_nodes_other_keys_and_what_does_not_follow(
    nodes: Path, tmp_path: Path
) -> None:
    fill(4)
    small = ledger.head()
    fill(4)
    ledger.ask_witnesses()
    large = ledger.head()
    assert small is not None
    assert large is not None
    assert refused(small, [], tmp_path) == "ledger-shorter"
    assert refused(Head(**{**fields(large), "node": "x"}), [], tmp_path) == "ledger-unknown-node"
    assert refused(Head(**{**fields(large), "root": small.root}), [], tmp_path) == "ledger-wrong-key"
    fill(4)
    grown = ledger.head()
    assert grown is not None
    assert refused(grown, [], tmp_path) == "ledger-inconsistent"
    assert refused(grown, ledger.consistency(small.size, grown.size), tmp_path) == "ledger-inconsistent"
    assert ledger.ask_witnesses() == {DISTRICT: ""}


def fields(head: Head) -> dict[str, Any]:
    return {name: getattr(head, name) for name in Head.__slots__}


def test_a_node_with_another_key_than_was_read_out_is_not_added(nodes: Path) -> None:
    with pytest.raises(WitnessRefused, match="not the one given"):
        ledger.add_witness("https://district", key_id="0000000000000000")


def test_the_published_consistency_proof_holds_for_everybody(nodes: Path) -> None:
    fill(10)
    ledger.head()
    fill(10)
    ledger.head()
    new, old = Client().get("/api/ledger/heads").json()
    path = Client().get(f"/api/ledger/consistency?old={old['size']}&size={new['size']}").json()
    assert ledger.witnessing.follows(Head(**new), Head(**old), path)
    assert Client().get("/api/ledger/consistency?old=10&size=21").status_code == 404
    assert Client().get("/api/ledger/consistency?old=11&size=10").status_code == 404
