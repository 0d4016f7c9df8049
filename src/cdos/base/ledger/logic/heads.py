"""Signed heads: what the owner of the database cannot make again."""

import json
from collections.abc import Iterator
from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import Algorithm
from cdos.base.fence import api as fence
from cdos.base.ledger import models
from cdos.base.ledger.contracts import Cosignature, Head, Witness
from cdos.base.ledger.logic import forms, state

log = structlog.get_logger(__name__)

KEY = "ledger-head"
FILE = "ledger-heads.jsonl"  # beside the keys: a second copy that the owner of the database does not reach


def node_name() -> str:
    return settings.LEDGER_NODE or settings.CITY_CODE


def sign() -> Head | None:
    """A new signed head of the chain as it is; the last one when nothing was added since. None before the first row.

    Beside the keys it stands once it is committed: what a killed worker had sealed may be sealed in another order.
    """
    with fence.everything():
        now = state.read()
        if now is None or not now.size:
            return None
        last = newest()
        if last and (last.log, last.size, last.root) == (now.log, now.size, now.tree().root().hex()):
            return last
        made = _signed(now)
        models.SignedHead.objects.create(**columns(made))
    transaction.on_commit(partial(_write_beside_the_keys, made), robust=True)
    return made


def _signed(now: state.State) -> Head:
    signer = crypto.signer(KEY, Algorithm(settings.LEDGER_SIGNATURE))
    bare = Head(
        log=now.log,
        node=node_name(),
        digest=now.digest.value,
        size=now.size,
        root=now.tree().root().hex(),
        at=forms.moment(timezone.now()),
    )
    signature = signer.sign(forms.head_bytes(bare))
    return Head(
        **{name: getattr(bare, name) for name in ("log", "node", "digest", "size", "root", "at")},
        algorithm=signature.algorithm.value,
        key_id=signature.key_id,
        public_key=signer.public_pem,
        signature=signature.value.hex(),
    )


def is_signed(head: Head, public_pem: str) -> bool:
    try:
        algorithm, value = Algorithm(head.algorithm), bytes.fromhex(head.signature)
    except ValueError:
        return False
    return crypto.verify(public_pem=public_pem, data=forms.head_bytes(head), algorithm=algorithm, value=value)


def is_own(head: Head) -> bool:
    """Signed by a key of our keys folder, whatever the database says."""
    known = crypto.trusted(KEY).get(head.key_id)
    return known is not None and is_signed(head, known)


def is_cosigned(word: Cosignature, head: Head, public_pem: str) -> bool:
    try:
        algorithm, value = Algorithm(word.algorithm), bytes.fromhex(word.signature)
    except ValueError:
        return False
    data = forms.cosigned_bytes(word.node, word.at, head)
    return crypto.verify(public_pem=public_pem, data=data, algorithm=algorithm, value=value)


def newest() -> Head | None:
    row = models.SignedHead.objects.order_by("-size", "-id").first()
    return head_of(row) if row else None


def newest_with_witnesses() -> tuple[Head | None, list[Cosignature]]:
    row = models.SignedHead.objects.prefetch_related("cosignatures").order_by("-size", "-id").first()
    if row is None:
        return None, []
    return head_of(row), [cosignature_of(one) for one in row.cosignatures.all()]


def witnesses() -> list[Witness]:
    """By name."""
    seen = dict(models.SeenHead.objects.values("node").annotate(size=Max("size")).values_list("node", "size"))
    return [
        Witness(row.node, row.url, row.key_id, row.told_size, seen.get(row.node, 0), row.trouble)
        for row in peers()
    ]


def peers() -> QuerySet[models.Peer]:
    """The other nodes that we know, by name."""
    return models.Peer.objects.exclude(node=node_name()).order_by("node")


def stored() -> Iterator[tuple[Head, list[Cosignature]]]:
    """By size; with what witnesses said."""
    rows = models.SignedHead.objects.order_by("size", "id").prefetch_related("cosignatures")
    for row in rows:
        yield head_of(row), [cosignature_of(one) for one in row.cosignatures.all()]


def beside_the_keys() -> list[Head]:
    """The copies on this machine; a line that cannot be read is left out."""
    path = crypto.keys_folder() / FILE
    found = []
    for line in path.read_text().splitlines() if path.exists() else []:
        try:
            found.append(Head(**json.loads(line)))
        except (ValueError, TypeError):
            log.warning("ledger: a line of the heads beside the keys cannot be read")
    return found


def _write_beside_the_keys(head: Head) -> None:
    line = json.dumps({name: getattr(head, name) for name in Head.__slots__}, ensure_ascii=False)
    path = crypto.keys_folder() / FILE
    path.touch(mode=0o600)
    with path.open("a") as file:
        file.write(line + "\n")


def columns(head: Head) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(head, name) for name in Head.__slots__ if name != "digest"}
    return found | {"digest_name": head.digest}


def head_of(row: models.SignedHead | models.SeenHead) -> Head:
    return Head(
        log=str(row.log),
        node=row.node,
        digest=row.digest_name,
        size=row.size,
        root=row.root,
        at=row.at,
        algorithm=row.algorithm,
        key_id=row.key_id,
        public_key=row.public_key,
        signature=row.signature,
    )


def cosignature_of(row: models.HeadCosignature) -> Cosignature:
    return Cosignature(row.node, row.at, row.algorithm, row.key_id, row.public_key, row.signature)
