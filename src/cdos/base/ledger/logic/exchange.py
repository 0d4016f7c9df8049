"""The network's half of witnessing: get to know a node, send it our head, ask it what it remembers of us."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
import requests
import structlog

from cdos.base.crypto import api as crypto
from cdos.base.fence import api as fence
from cdos.base.ledger import models
from cdos.base.ledger.contracts import Cosignature, CosignRequest, Finding, Head, Identity, WitnessRefused
from cdos.base.ledger.logic import heads, proving, sealing, witnessing

log = structlog.get_logger(__name__)

TIMEOUT_S = 10
T = TypeVar("T")


def add(url: str, *, key_id: str = "") -> Identity:
    """Trusts the node at this address from now on; `key_id` must be its key's where it is given. Raises WitnessRefused."""
    base = url.rstrip("/")
    found = _get(f"{base}/api/ledger/identity", Identity)
    if crypto.key_id(found.public_key) != found.key_id or (key_id and key_id != found.key_id):
        raise WitnessRefused(f"The key there is {found.key_id}, not the one given.", code="wrong-key")
    if found.node == heads.node_name():
        raise WitnessRefused(
            "The node there has our own name: give each its own (CDOS_LEDGER_NODE).", code="same-name"
        )
    facts = {
        "url": base,
        "algorithm": found.algorithm,
        "key_id": found.key_id,
        "public_key": found.public_key,
    }
    models.Peer.objects.update_or_create(node=found.node, defaults=facts)
    return found


def ask_all() -> dict[str, str]:
    """Sends our newest head to every witness; node -> "" or what went wrong."""
    sealing.seal()
    head = heads.sign()
    if head is None:
        return {}
    answers = {}
    for peer in heads.peers():
        try:
            _ask(peer, head)
            answers[peer.node] = ""
        except WitnessRefused as refused:
            answers[peer.node] = str(refused)
            models.Peer.objects.filter(pk=peer.pk).update(trouble=str(refused)[:300])
            log.warning("ledger: no cosignature", node=peer.node, code=refused.code, said=str(refused))
    return answers


def _ask(peer: models.Peer, head: Head) -> None:
    """With the proof that it follows from what the witness saw last."""
    last = remembered(peer)
    if last is not None and (last.log != head.log or last.size > head.size):
        raise WitnessRefused(f"{peer.node} has seen another log of {last.size} rows.", code="inconsistent")
    path = proving.consistency(last.size, head.size) if last else []
    body = msgspec.json.encode(CosignRequest(head, path))
    answer = _call("POST", f"{peer.url}/api/ledger/witness", body)
    witnessing.accept(head, _read(answer, Cosignature))


def remembered(peer: models.Peer) -> Head | None:
    """Our newest head that the witness has seen; None when it has seen none."""
    answer = _call("GET", f"{peer.url}/api/ledger/witness/{heads.node_name()}")
    return None if answer.status_code == 404 else _read(answer, Head)


def contradictions() -> list[Finding]:
    """What witnesses remember, against the chain as it is. A witness that cannot be reached is left out."""
    found = []
    for peer in heads.peers():
        try:
            last = remembered(peer)
        except WitnessRefused as refused:
            log.warning("ledger: a witness cannot be asked", node=peer.node, said=str(refused))
            continue
        if last is not None and not _holds(last):
            found.append(Finding("head", seq=last.size, part="witness", said=peer.node))
    return found


def _holds(last: Head) -> bool:
    """Whether the chain begins with what the witness saw. The head itself need not be in our tables any more."""
    with fence.everything():
        own = models.SignedHead.objects.filter(signature=last.signature).exists()
        try:
            return (own or heads.is_own(last)) and proving.root_at(last.size) == last.root
        except (LookupError, RuntimeError):
            return False


def _get(url: str, kind: type[T]) -> T:
    return _read(_call("GET", url), kind)


def _call(method: str, url: str, body: bytes = b"") -> requests.Response:
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    try:
        return requests.request(method, url, data=body or None, headers=headers, timeout=TIMEOUT_S)
    except requests.RequestException as error:
        raise WitnessRefused(f"{url} does not answer: {type(error).__name__}", code="no-answer") from error


def _read(answer: requests.Response, kind: type[T]) -> T:
    if answer.status_code >= 400:
        raise WitnessRefused(_said(answer), code="refused")
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except msgspec.DecodeError as error:
        raise WitnessRefused("The answer there is not one of a ledger.", code="no-ledger") from error


def _said(answer: requests.Response) -> str:
    try:
        problem = answer.json()
        return str(problem.get("detail") or problem.get("title") or answer.status_code)
    except (ValueError, AttributeError):
        return f"It answered {answer.status_code}."


def own_heads(limit: int) -> Sequence[Head]:
    """Newest first."""
    rows = models.SignedHead.objects.order_by("-size", "-id")[:limit]
    return [heads.head_of(row) for row in rows]
